import { localDateOf } from '../../domain/calendar.ts';
import type { ClockCode } from '../../domain/clock-table.ts';
import type { ClockOptions } from '../../domain/decide/context.ts';
import { receivedHere } from '../../domain/decide/paths-guards.ts';
import { deadlineOf, derivationOf } from '../../domain/derivation-of-clock.ts';
import { type PrintedClock, printedClock } from '../../domain/documents/parts.ts';
import type { Instant } from '../../domain/ids.ts';
import type { Clock, Head } from '../../domain/petition.ts';
import type { Setting } from './setting.ts';

/** The clock of a case, running or ended; of several the one with the latest last day. */
export function clockOf(head: Head | undefined, codes: readonly ClockCode[], key?: string): Clock | undefined {
  const among = (clocks: readonly Clock[]) =>
    clocks
      .filter((clock) => codes.includes(clock.code) && (key === undefined || clock.key === key))
      .sort((a, b) => (a.dueInstant < b.dueInstant ? 1 : -1))[0];
  return head && (among(head.clocks) ?? among(head.stopped));
}

/** A clock as it stands, with the derivation by the edition that it was counted by. */
export const printed = (clock: Clock, { calendar }: Setting): PrintedClock =>
  printedClock(derivationOf(clock, calendar));

/** A last day that no clock of this case carries, counted now. */
export const counted = (
  code: ClockCode,
  trigger: Instant,
  { calendar }: Setting,
  options: ClockOptions = {},
): PrintedClock => printedClock(deadlineOf({ code, trigger, ...options }, calendar));

/** A clock of the case after or before the command, else what it would be from that instant on. */
export function clockOrCounted(setting: Setting, code: ClockCode, trigger: Instant, key?: string): PrintedClock {
  const clock = clockOf(setting.head, [code], key) ?? clockOf(setting.before, [code], key);
  return clock ? printed(clock, setting) : counted(code, trigger, setting);
}

/** The limit of the handling as it stands: after a remake its day, extended where it was. */
export function handlingClock(setting: Setting): PrintedClock {
  const { head, before } = setting;
  const codes = ['REMAKE', 'EXT_30D', 'HANDLE_60D'] as const;
  const running = codes.flatMap((code) => head.clocks.find((clock) => clock.code === code) ?? [])[0];
  const clock =
    running ?? codes.map((code) => clockOf(head, [code]) ?? clockOf(before, [code])).find((one) => one !== undefined);
  return clock ? printed(clock, setting) : counted('HANDLE_60D', head.acceptedAt ?? setting.now, setting);
}

/** The fifteen days in which the petitioner is told in writing, of the organ that holds the case. */
export function informClock(setting: Setting): PrintedClock {
  const { head } = setting;
  return clockOrCounted(setting, head.referral ? 'REF_INFORM_15D' : 'INFORM_15D', receivedHere(head));
}

const APPLY = ['REVIEW_APPLY_30D', 'REREVIEW_APPLY_30D'] as const;

/** The window that his receipt of the opinion opened; a delivery to all at once opened that of each (G7). */
export const windowOpened = (head: Head | undefined, key?: string): Clock | undefined =>
  clockOf(head, APPLY, key) ?? clockOf(head, APPLY);

/** Day on which the petitioner received the opinion of that case; nothing where it was not delivered. */
export function openedOn(head: Head | undefined, key?: string) {
  const clock = windowOpened(head, key);
  return clock && localDateOf(clock.trigger);
}
