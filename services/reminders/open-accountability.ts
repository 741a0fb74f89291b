import type { Reminder } from '../../shared/domain/alarms.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { decideWith } from '../../shared/domain/decide/allowed.ts';
import { accountabilityOf, missedClock, openAccountability } from '../../shared/domain/decide/duties-account.ts';
import { type Instant, officerId } from '../../shared/domain/ids.ts';
import { DUTY_ROWS } from '../../shared/domain/lifecycle-rows-duties.ts';
import type { Clock, Head } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { log } from '../../shared/lambda/log.ts';
import { commit, type LoadedCase, loadCase, ORDINARY, prepare, VersionConflict } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

/** A rule of the system itself (条例42, A-67): nobody switches it on, and a person decides what follows. */
const RULE = { kind: 'RULE', rule: 'clock-missed', switchedOnBy: officerId('system') } as const;

const decide = decideWith({ OPEN_ACCOUNTABILITY: openAccountability }, DUTY_ROWS);

/** The record of a rule holds no text, so that the sweep needs no key to any petition. */
const NO_KEY = new Uint8Array();

/**
 * Seven days after a limit of the law has passed, a review of responsibility is opened, once for the clock and its day.
 * It changes no clock and no alarm. Run before the reminders are decided: whatever fails in between is done again.
 * @returns `MOVED` when somebody changed the case meanwhile: then all of it is for the next sweep
 */
export async function openAccountabilities(
  ringing: LoadedCase,
  reminders: readonly Reminder[],
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<'DONE' | 'MOVED'> {
  const missed = missedByTheOrgan(ringing.head, reminders).filter(
    (clock) => !accountabilityOf(ringing.head, 'CLOCK_MISSED', missedClock(clock)),
  );
  let loaded: LoadedCase | undefined = ringing;
  for (const clock of missed) {
    if (!loaded) return 'MOVED';
    if (!(await open(loaded, clock, now, tree, calendar, database))) return 'MOVED';
    loaded = missed.at(-1) === clock ? loaded : await loadCase(database, ORDINARY, ringing.head.id);
  }
  return 'DONE';
}

/**
 * Limits of the law that are the organ's own; what the bureau only promised is told to its heads, not examined. Nor is
 * whoever objected and waits for a ruling (条例23(3)).
 */
function missedByTheOrgan({ clocks, state }: Head, reminders: readonly Reminder[]): Clock[] {
  const proposed = reminders.filter(({ proposes }) => proposes === 'ACCOUNTABILITY');
  return clocks.filter(
    ({ code, key, due }) =>
      CLOCKS[code].class === 'LAW' &&
      !(code === 'REF_INFORM_15D' && state === 'OBJECTED') &&
      !CLOCKS[code].petitionersRight &&
      proposed.some((reminder) => reminder.clock === code && reminder.clockKey === key && reminder.due === due),
  );
}

/** @returns false when the case has a newer version */
async function open(
  loaded: LoadedCase,
  clock: Clock,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<boolean> {
  const { head } = loaded;
  // The record never lies before the one it follows, however late the sweep is.
  const at = now > head.updatedAt ? now : head.updatedAt;
  try {
    const { events } = decide(
      head,
      { type: 'OPEN_ACCOUNTABILITY', cause: 'CLOCK_MISSED', reason: clock.code, about: missedClock(clock) },
      // It opens no case.
      { now: at, actor: RULE, standings: new Set(['RULE']), tree, calendar, childId: head.id },
    );
    const prepared = await prepare(
      [ORDINARY],
      [{ loaded, events }],
      { at, actor: RULE, command: 'OPEN_ACCOUNTABILITY' },
      [{ plain: NO_KEY, wrapped: loaded.wrappedKey }],
      calendar,
    );
    await commit(database, prepared);
    return true;
  } catch (error) {
    if (error instanceof VersionConflict) return false;
    if (!(error instanceof Refused)) throw error;
    // The reminder says that it is due; a person can still open it.
    log('info', 'sweep.rule-stood-back', { caseId: head.id, rule: RULE.rule, code: error.refusal.code });
    return true;
  }
}
