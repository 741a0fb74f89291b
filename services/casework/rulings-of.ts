import { casesAbove } from '../../shared/casework/cases-above.ts';
import { type Principal, standingsOf } from '../../shared/domain/access.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { isPossible } from '../../shared/domain/decide/next-commands.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { asHeldNow } from '../../shared/domain/unit-history.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { organAbove } from '../../shared/domain/who-rules.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

/** How a dispute (条例24), an objection (条例23(3)) and a recusal (条例28(3)) are ruled on. */
const RULINGS = ['DECIDE_JURISDICTION', 'RULE_OBJECTION', 'DECIDE_RECUSAL'] as const;

/**
 * Those of the cases that wait for a ruling of this officer (待裁决): he could give it now. Judged by the functions that
 * decide; only where his organ stands above the case, is its own, or referred it, is anything read for it.
 */
export async function rulingsOf(
  officer: Principal,
  heads: readonly Head[],
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<Head[]> {
  const organ = tree.organOf(officer.unit)?.id ?? officer.unit;
  const near = heads.filter((head) => {
    const { unit, referral, organ: of } = asHeldNow(head, tree);
    if (tree.isWithin(unit, organ) || organAbove(of, tree)?.id === organ) return true;
    return referral !== undefined && tree.organOf(referral.from)?.id === organ;
  });
  const own = await Promise.all(
    near.map(async (head) => {
      const [parent, grandparent] = (await casesAbove(database, ORDINARY, head)).map((one) => one.head);
      const standings = standingsOf(officer, head, parent, tree);
      const above = { ...(parent ? { parent } : {}), ...(grandparent ? { grandparent } : {}) };
      const context = { now, officer: officer.id, standings, tree, calendar, ...above };
      return RULINGS.some((command) => isPossible(head, command, context));
    }),
  );
  return near.filter((_, at) => own[at]);
}
