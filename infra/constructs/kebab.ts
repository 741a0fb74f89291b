/** `RemindersQueue` → `reminders-queue`. */
export const kebabCase = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
