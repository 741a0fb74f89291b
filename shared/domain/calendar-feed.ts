import { addDays } from './calendar.ts';
import type { CaseId, Instant, LocalDate } from './ids.ts';

/** One day in the calendar of a unit: case number and clock, nothing else (no names, no matter). */
export interface FeedEntry {
  readonly caseId: CaseId;
  readonly clock: string;
  readonly clockKey?: string | undefined;
  readonly clockZh: string;
  readonly due: LocalDate;
}

/** Longest line in octets (RFC 5545, 3.1). */
const LINE_OCTETS = 75;

/** The last days of a unit's clocks as iCalendar (RFC 5545), for any calendar program. */
export function calendarFeed(name: string, entries: readonly FeedEntry[], now: Instant): string {
  const stamp = now.replace(/\.\d+Z$/, 'Z').replace(/[-:]/g, '');
  const compact = (day: LocalDate) => day.replaceAll('-', '');
  const events = entries.flatMap(({ caseId, clock, clockKey, clockZh, due }) => [
    'BEGIN:VEVENT',
    `UID:${caseId}-${clock}${clockKey === undefined ? '' : `-${clockKey}`}@xinfang`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(due)}`,
    `DTEND;VALUE=DATE:${compact(addDays(due, 1))}`,
    `SUMMARY:${escaped(`${clockZh} ${caseId}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xinfang//Clocks//ZH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...events,
    'END:VCALENDAR',
  ]
    .flatMap(folded)
    .map((line) => `${line}\r\n`)
    .join('');
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

const octets = (sign: string): number => {
  const code = sign.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

/** Longer lines go on after a space; no character is cut. */
function folded(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  let length = 0;
  for (const sign of line) {
    if (length + octets(sign) > LINE_OCTETS) {
      lines.push(current);
      current = ' ';
      length = 1;
    }
    current += sign;
    length += octets(sign);
  }
  return [...lines, current];
}
