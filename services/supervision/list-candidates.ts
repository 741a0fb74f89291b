import { isShown } from '../../shared/casework/hide-from-unit.ts';
import { type ShownCase, shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import {
  CAUSE_ZH,
  examined,
  findingOf,
  GROUND_ZH,
  PROPOSAL_ZH,
  suggestedCommands,
} from '../../shared/domain/candidate-letters.ts';
import { daysOver, isReported } from '../../shared/domain/candidates.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { Instant, UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { openDuties } from '../../shared/domain/regions.ts';
import { stateName } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import {
  decidedCandidates,
  listCandidates,
  openCandidates,
  type StoredCandidate,
} from '../../shared/store/candidates.ts';
import { InvalidPosition } from '../../shared/store/database.ts';
import type { SupervisionDeps } from './deps.ts';

/** Entries of a page, and reads of the list for one page at most. */
const PAGE = 50;
const READS = 20;

/**
 * The candidates of an organ for this officer, the oldest first, each with what he may do about it. Nothing that
 * complains of him or his unit (P-03, P-10), nothing sealed, no report of retaliation or of a leak for those whom it is kept from
 * (P-08): a page is filled from behind them, and `next` does not say that they are there.
 */
export async function listForSupervisor(
  { organ, month, after: from }: { organ: UnitId; month?: string | undefined; after?: string | undefined },
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  { database, secrets }: Pick<SupervisionDeps, 'database' | 'secrets'>,
) {
  const list = month === undefined ? openCandidates(organ) : decidedCandidates(organ, month);
  const scope = `${list}/${reader.id}`;
  let after = from === undefined ? undefined : secrets.openPosition(scope, from);
  if (from !== undefined && after === undefined) throw badPosition();
  const entries: CandidateEntry[] = [];
  for (let reads = 0; reads < READS; reads += 1) {
    const page = await listCandidates(database, list, {
      limit: PAGE - entries.length,
      ...(after === undefined ? {} : { after }),
    }).catch((error: unknown) => {
      throw error instanceof InvalidPosition ? badPosition() : error;
    });
    entries.push(...(await entriesFor(page.candidates, reader, now, tree, database)));
    after = page.next;
    if (after === undefined || entries.length >= PAGE) break;
  }
  return {
    organ,
    organName: tree.unit(organ)?.name ?? organ,
    asOf: now,
    candidates: entries,
    next: after === undefined ? null : secrets.sealPosition(scope, after),
  };
}

type CandidateEntry = ReturnType<typeof entryOf>;

async function entriesFor(
  candidates: readonly StoredCandidate[],
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  database: SupervisionDeps['database'],
): Promise<CandidateEntry[]> {
  const heads = await shownCases(
    candidates.map(({ caseId }) => caseId),
    reader,
    tree,
    database,
  );
  // What is owed by the case below is asked of the case below.
  const below = await shownCases(
    candidates.flatMap(({ caseId, clock }) =>
      clock === 'ASSIGN_REPORT' ? (heads.get(caseId)?.head.childId ?? []) : [],
    ),
    reader,
    tree,
    database,
  );
  return candidates.flatMap((candidate) => {
    const own = heads.get(candidate.caseId);
    if (!own || (isReported(candidate.cause) && !isShown('REPORT', own.head, own.standings))) return [];
    const { childId } = own.head;
    const target = (candidate.clock === 'ASSIGN_REPORT' && childId ? below.get(childId) : undefined) ?? own;
    return [entryOf(candidate, own.head, target, now, tree)];
  });
}

function entryOf(candidate: StoredCandidate, head: Head, target: ShownCase, now: Instant, tree: UnitTree) {
  const { key, cause, proposes, ground, raisedAt, clock, due, stoppedAt, decided } = candidate;
  const running = head.clocks.some((one) => one.code === clock && one.due === due && one.key === candidate.clockKey);
  const unit = target.head.unit;
  return {
    key,
    caseId: head.id,
    cause,
    causeName: CAUSE_ZH[cause],
    proposes,
    proposesName: PROPOSAL_ZH[proposes],
    ground: ground ? { code: ground, name: GROUND_ZH[ground] } : null,
    finding: findingOf(candidate, now),
    raisedAt,
    unit: { id: unit, name: tree.unit(unit)?.name ?? unit },
    stateName: stateName(head.state),
    clock:
      clock && due
        ? {
            code: clock,
            name: CLOCKS[clock].zh,
            article: CLOCKS[clock].cite,
            due,
            running,
            stoppedAt: stoppedAt ?? null,
            daysOver: daysOver(due, stoppedAt ?? now),
          }
        : null,
    already: {
      letters: openDuties(target.head, 'SUPERVISION').length,
      flagged: head.flag !== undefined,
      examined: examined(candidate, head),
    },
    decided: decided ?? null,
    // Posted as they are, or changed: with this version in If-Match.
    commands: decided
      ? []
      : [
          ...suggestedCommands(candidate, target.head, target.standings, now).map((command) =>
            addressed(target.head, command),
          ),
          // Why not is for the officer to say; the reason stays on record.
          addressed(head, { type: 'DISMISS_CANDIDATE', candidate: key, reason: '' }),
        ],
  };
}

const addressed = <Body>({ id, version }: Head, command: Body) => ({ caseId: id, ifMatch: version, command });

const badPosition = () =>
  invalidFields([{ pointer: '/after', zh: '应为上一页的 next', en: 'must be `next` of the page before' }]);
