import { CALENDAR, type Calendar, parseInstant } from '../../shared/domain/calendar.ts';
import type { CalendarNotice } from '../../shared/domain/calendar-notices.ts';
import type { ClockCode } from '../../shared/domain/clock-table.ts';
import { deadlineOf } from '../../shared/domain/derivation-of-clock.ts';
import { type Instant, type LocalDate, officerId } from '../../shared/domain/ids.ts';
import { type Law, type LawData, lawOf, NO_LAW_DATA } from '../../shared/domain/law.ts';
import type { Overlay } from '../../shared/domain/overlays.ts';
import type { Clock } from '../../shared/domain/petition.ts';

export const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (!instant) throw new Error(text);
  return instant;
};
export const day = (text: string) => text as LocalDate;

/** A change of the law, in the order of loading: a notice, or all local rules at once. */
export type Change = { readonly notice: CalendarNotice } | { readonly overlays: readonly Overlay[] };

const LOADED = { by: officerId('admin-he'), at: at('2026-11-20T09:00+08:00') };

/** The law after these changes. */
export const lawAfter = (...changes: readonly Change[]): Law =>
  lawOf(
    changes.reduce<LawData>(
      (data, change) => ({
        version: data.version + 1,
        notices: 'notice' in change ? [...data.notices, { ...change.notice, ...LOADED }] : data.notices,
        overlays: 'overlays' in change ? [...data.overlays, { overlays: change.overlays, ...LOADED }] : data.overlays,
      }),
      NO_LAW_DATA,
    ),
  );

/** Local rules as provinces have them; their texts were not compared with anything. */
export const ZHEJIANG: Overlay = {
  clock: 'INFORM_15D',
  n: 5,
  unit: 'WORK_DAY',
  cite: '浙江省信访条例20',
  verified: false,
};
export const BEIJING: Overlay = { clock: 'REVIEW_30D', extraDays: 30, cite: '北京市信访条例50', verified: false };

/** A running clock, counted by a calendar. */
export function clockBy(
  calendar: Calendar,
  code: ClockCode,
  trigger: string,
  more: Partial<Pick<Clock, 'extensionDays' | 'setDue' | 'hearing' | 'key'>> = {},
): Clock {
  const { nominalDue, due, dueInstant, provisional } = deadlineOf({ code, trigger: at(trigger), ...more }, calendar);
  return {
    code,
    trigger: at(trigger),
    nominalDue,
    due,
    dueInstant,
    calendarVersion: calendar.version,
    ...(provisional ? { provisional } : {}),
    ...more,
  };
}

export const byShipped = (code: ClockCode, trigger: string, more = {}) => clockBy(CALENDAR, code, trigger, more);
