/**
 * One line of JSON per message: a code and identifiers. Never a body, a name, a text or a receipt code; the
 * parameter type leaves no room for free text.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Log = (level: 'info' | 'warn' | 'error', code: string, fields?: LogFields) => void;

export const log: Log = (level, code, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ level, code, ...fields })}\n`);
};

/** Name of an error's class only: its message may quote what a user wrote. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
