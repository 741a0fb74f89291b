import { createHash } from 'node:crypto';
import { isLocalDate, localDateOf, parseInstant } from '../../../shared/domain/calendar.ts';
import type { LocalDate } from '../../../shared/domain/ids.ts';

/** One message of the file, as far as a petition needs it; any other field of its line is ignored. */
export interface Message {
  /** Line in the file, counted from 1. */
  readonly line: number;
  /** The line as it stands, from which everything invented is derived. */
  readonly raw: string;
  readonly id?: string;
  readonly title?: string;
  readonly text: string;
  readonly area?: string;
  /** Civil date on the message (信访日期). */
  readonly date?: LocalDate;
}

/** A line that is no message, or a message that the server refused; with what is wrong, in both languages. */
export interface BadLine {
  readonly line: number;
  readonly id?: string;
  readonly zh: string;
  readonly en: string;
}

export interface MessageFile {
  /** SHA-256 of the content, hexadecimal: the same content is the same submission. */
  readonly hash: string;
  readonly messages: readonly Message[];
  readonly bad: readonly BadLine[];
}

const NEWLINE = 0x0a;

/** Reads a file of JSON lines. Empty lines are passed over; a line that cannot be understood stops nobody else's. */
export function readMessages(content: Buffer, limit = Number.POSITIVE_INFINITY): MessageFile {
  const hash = createHash('sha256').update(content).digest('hex');
  const messages: Message[] = [];
  const bad: BadLine[] = [];
  let line = 0;
  for (let start = 0; start < content.length && messages.length + bad.length < limit; ) {
    const found = content.indexOf(NEWLINE, start);
    const end = found === -1 ? content.length : found;
    line += 1;
    const read = readLine(content.subarray(start, end), line);
    if (read !== 'EMPTY') 'zh' in read ? bad.push(read) : messages.push(read);
    start = end + 1;
  }
  return { hash, messages, bad };
}

function readLine(bytes: Buffer, line: number): Message | BadLine | 'EMPTY' {
  let raw: string;
  try {
    raw = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return { line, zh: '不是有效的 UTF-8', en: 'is not valid UTF-8' };
  }
  if (raw === '') return 'EMPTY';
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return { line, zh: '不是有效的 JSON', en: 'is not valid JSON' };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return { line, zh: '应为 JSON 对象', en: 'must be a JSON object' };
  return readFields(parsed as Record<string, unknown>, raw, line);
}

function readFields(fields: Record<string, unknown>, raw: string, line: number): Message | BadLine {
  const id = typeof fields.id === 'string' || typeof fields.id === 'number' ? String(fields.id) : undefined;
  const name = id === undefined ? {} : { id };
  for (const field of ['title', 'text', 'area', 'created'] as const) {
    const value = fields[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return { line, ...name, zh: `${field} 应为文字`, en: `${field} must be text` };
  }
  const { title, text, area, created } = fields as Record<string, string | null | undefined>;
  if (text === undefined || text === null) return { line, ...name, zh: '缺少 text', en: 'text is missing' };
  const date = created ? civilDate(created) : undefined;
  if (created && !date)
    return {
      line,
      ...name,
      zh: `created 应为 ISO 日期时间,例如 2026-03-02T09:00,现为“${created.slice(0, 40)}”`,
      en: `created must be an ISO date-time such as 2026-03-02T09:00, not "${created.slice(0, 40)}"`,
    };
  return {
    line,
    raw,
    ...name,
    text,
    ...(title ? { title } : {}),
    ...(area ? { area } : {}),
    ...(date ? { date } : {}),
  };
}

/** The day as written; where an offset stands beside it, the day in Shanghai. */
function civilDate(created: string): LocalDate | undefined {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(created) && created.length > 10) {
    const at = parseInstant(created);
    if (at) return localDateOf(at);
  }
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:\d{2})/.exec(created)?.[1];
  return day !== undefined && isLocalDate(day) ? (day as LocalDate) : undefined;
}
