import type { Calendar } from './calendar.ts';
import { type CalendarNotice, calendarWith } from './calendar-notices.ts';
import type { Instant, OfficerId } from './ids.ts';
import { checkOverlays, type Overlay } from './overlays.ts';

/** Who loaded a notice or local rules, and when. */
interface Loaded {
  readonly by: OfficerId;
  readonly at: Instant;
}
export type LoadedNotice = CalendarNotice & Loaded;
/** All local rules at once; an empty list takes them back for clocks that start from then on. */
export type LoadedOverlays = Loaded & { readonly overlays: readonly Overlay[] };

/**
 * What the bureau loaded beyond the law that was shipped, in the order of loading. Nothing is taken out: each clock
 * keeps the version it was counted by, and its derivation is read from that one.
 */
export interface LawData {
  /** Counts the changes; 0 where there was none. */
  readonly version: number;
  readonly notices: readonly LoadedNotice[];
  readonly overlays: readonly LoadedOverlays[];
}

/** The law as it is applied now: the calendar carries the local rules. */
export interface Law {
  readonly data: LawData;
  readonly calendar: Calendar;
  readonly overlays: readonly Overlay[];
}

export const NO_LAW_DATA: LawData = { version: 0, notices: [], overlays: [] };

/** Builds the law from what was loaded; the calendar knows its earlier editions. @throws RuleDataError */
export function lawOf(data: LawData): Law {
  const days = Array.from({ length: data.notices.length + 1 }, (_, count) =>
    calendarWith(data.notices.slice(0, count)),
  );
  const made = new Map<string, Calendar>();
  const edition = (version: string): Calendar | undefined => {
    const known = made.get(version);
    if (known) return known;
    const [name, set] = partsOf(version);
    const calendar = days.find((candidate) => candidate.version === name);
    const overlays = set === undefined ? [] : data.overlays[set - 1]?.overlays;
    if (!calendar || !overlays) return undefined;
    const whole: Calendar = {
      ...calendar,
      version,
      ...(overlays.length > 0 ? { overlays: checkOverlays(overlays) } : {}),
      edition,
    };
    made.set(version, whole);
    return whole;
  };
  const overlays = data.overlays.at(-1)?.overlays ?? [];
  const name = days.at(-1)?.version ?? '';
  const calendar = edition(overlays.length > 0 ? `${name}+L${data.overlays.length}` : name);
  if (!calendar) throw new Error(`there is no calendar ${name}`);
  return { data, calendar, overlays };
}

/** Name of the days and number of the local rules in a version, e.g. `CN-2027.1+L2`. */
function partsOf(version: string): readonly [string, number | undefined] {
  const match = /^([^+]+)(?:\+L([1-9]\d*))?$/.exec(version);
  return [match?.[1] ?? version, match?.[2] === undefined ? undefined : Number(match[2])];
}

/** The present days with the local rules of a clock's own version: a new calendar changes days, not rules. */
export function daysOnly(calendar: Calendar, version: string): Calendar {
  const [name] = partsOf(calendar.version);
  const [, set] = partsOf(version);
  return calendar.edition?.(set === undefined ? name : `${name}+L${set}`) ?? calendar;
}

/** The law as shipped, before anything was loaded. */
export const SHIPPED_LAW: Law = lawOf(NO_LAW_DATA);
