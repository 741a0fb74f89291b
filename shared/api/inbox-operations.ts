import type { Operation } from './operation.ts';
import { InboxQuery } from './queries.ts';

/** The inbox of an officer. */
export const INBOX_OPERATIONS = [
  {
    route: 'GET /inbox',
    service: 'reminders',
    zh: '提醒收件箱',
    en: 'Reminders for me and for my roles, newest first',
    query: InboxQuery,
    answers: { 200: 'Reminders' },
  },
] as const satisfies readonly Operation[];
