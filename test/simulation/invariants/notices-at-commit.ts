import type { Clock } from '../../../shared/domain/petition.ts';
import { firedName } from '../oracle/ladder.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { type CaseBook, type FollowedCase, isPetitioners } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Of which steps of which clocks a petitioner hears who asked for it (§3.2), earliest first, and as what. */
const INVITED: Readonly<Record<string, { readonly keys: readonly string[]; readonly as: string } | undefined>> = {
  REVIEW_APPLY_30D: { keys: ['T-10', 'T-3'], as: 'WINDOW_CLOSING' },
  REREVIEW_APPLY_30D: { keys: ['T-10', 'T-3'], as: 'WINDOW_CLOSING' },
  FOLLOWUP_1: { keys: ['T-3'], as: 'FOLLOW_UP' },
  FOLLOWUP_2: { keys: ['T-5'], as: 'FOLLOW_UP' },
  RATING_WINDOW: { keys: ['T-30'], as: 'RATE' },
};
/** Limits that the law sets the organ: from the day after he is told that one has passed. */
const LIMITS: ReadonlySet<string> = new Set([
  'INFORM_15D',
  'ROUTE_15D',
  'REF_INFORM_15D',
  'HANDLE_60D',
  'EXT_30D',
  'REVIEW_30D',
  'REREVIEW_30D',
]);

const toldOf = (code: string) => INVITED[code] ?? (LIMITS.has(code) ? { keys: ['D+1'], as: 'OVERDUE' } : undefined);

/**
 * What a clock has to say to the petitioner is decided with its step, in one transaction: nothing less, and nothing where
 * he never asked, where the case is sealed, or of the window of a co-petitioner.
 */
export class NoticesAtCommit {
  /** Petitions whose petitioner asked to be told. */
  readonly #asked = new Set<string>();

  see(changes: readonly ItemChange[], book: CaseBook, findings: Findings): void {
    for (const { table, key, after } of changes) {
      if (table !== 'CASES' || key.sk !== 'MESSAGES') continue;
      if (after?.channel === undefined) this.#asked.delete(key.pk);
      else this.#asked.add(key.pk);
    }
    const notices = changes.flatMap(({ table, key, after }) =>
      table === 'REMINDERS' && isPetitioners(key.pk) && after?.clock !== undefined ? [after] : [],
    );
    const wanted = changes.flatMap((change) => this.#wantedBy(change, book));
    for (const { id, step, keys, due } of wanted)
      findings.unless(
        notices.some((one) => one.caseId === id && one.step === step && one.due === due),
        'PUSHED_ONCE',
        () => `${id}: ${keys.join(', ')} is decided, and its petitioner is not told of it (${step})`,
      );
    for (const notice of notices)
      findings.unless(
        wanted.some(
          ({ id, step, keys, due }) =>
            notice.caseId === id &&
            notice.step === step &&
            keys.some((key) => key === notice.key) &&
            notice.due === due,
        ),
        'PUSHED_ONCE',
        () =>
          `${String(notice.caseId)}: its petitioner is told of ${String(notice.step)} ${String(notice.key)}, which nobody decided`,
      );
  }

  #wantedBy({ table, key, before, after }: ItemChange, book: CaseBook) {
    const followed = table === 'CASES' && key.sk === 'ALARM' && after ? book.of(table, key.pk) : undefined;
    if (!followed || followed.head.sealed || !this.#asked.has(followed.head.petitionId)) return [];
    const old = new Set((before?.fired as unknown as readonly string[] | undefined) ?? []);
    const fired = new Set((after?.fired as unknown as readonly string[]).filter((name) => !old.has(name)));
    return followed.head.clocks.flatMap((clock) => wantedOf(clock, fired, followed));
  }
}

function wantedOf(clock: Clock, fired: ReadonlySet<string>, { id }: FollowedCase) {
  const told = toldOf(clock.code);
  if (!told || (clock.key?.startsWith('P') && clock.key !== 'P1')) return [];
  // Before a long holiday two of them may fall on one morning.
  const keys = told.keys.filter((step) => fired.has(firedName(clock, step)));
  return keys.length === 0 ? [] : [{ id, step: told.as, keys, due: clock.due }];
}
