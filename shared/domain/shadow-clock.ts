import { type Calendar, diffDays, endOfDay, localDateOf, startOfDay } from './calendar.ts';
import { deadlineOf } from './derivation-of-clock.ts';
import type { Deadline } from './explain-deadline.ts';
import type { Instant, LocalDate } from './ids.ts';

/** What the shadow limit is reckoned from: when the notice was due, and whether a decision of acceptance came. */
export interface ShadowFacts {
  /** Last day of the notice as counted, whether it still runs or has ended. */
  readonly inform: { readonly nominalDue: LocalDate };
  readonly acceptedAt?: Instant | undefined;
  /** True where the case left the path that ends in acceptance: redirected, channelled, not accepted … */
  readonly elsewhere?: boolean | undefined;
  /** The limit of handling once it runs, to compare with. */
  readonly handle?: { readonly nominalDue: LocalDate } | undefined;
}

/** The shadow limit (影子期限): our own promise, shown and never run as a clock. */
export interface Shadow {
  readonly deadline: Deadline;
  readonly overdue: boolean;
  /** Once accepted: how many days later than the shadow the limit of handling ends. */
  readonly acceptance?: { readonly at: Instant; readonly daysAfterStart: number; readonly laterThanShadow?: number };
}

/**
 * 60 days that begin on the day on which the notice was due while nobody had decided on acceptance (V33): a late
 * acceptance starts the 60 days of the law later, and this shows by how much. Derived for display, from that day on.
 * @returns undefined before that day, and where acceptance came in time or is not to come
 */
export function shadowOf(facts: ShadowFacts, now: Instant, calendar: Calendar): Shadow | undefined {
  const { inform, acceptedAt, elsewhere, handle } = facts;
  if (elsewhere || localDateOf(now) < inform.nominalDue) return undefined;
  // The day itself still belongs to the organ: acceptance on it is in time.
  if (acceptedAt !== undefined && acceptedAt <= endOfDay(inform.nominalDue)) return undefined;
  const deadline = deadlineOf({ code: 'SHADOW_60D', trigger: startOfDay(inform.nominalDue) }, calendar);
  return {
    deadline,
    overdue: acceptedAt === undefined && now > deadline.dueInstant,
    ...(acceptedAt === undefined
      ? {}
      : {
          acceptance: {
            at: acceptedAt,
            daysAfterStart: diffDays(inform.nominalDue, localDateOf(acceptedAt)),
            ...(handle ? { laterThanShadow: diffDays(deadline.nominalDue, handle.nominalDue) } : {}),
          },
        }),
  };
}
