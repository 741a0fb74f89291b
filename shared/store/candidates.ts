import {
  type Candidate,
  type CandidateCause,
  type CandidateDecision,
  isHigher,
  type Proposal,
  type RaisedCandidate,
} from '../domain/candidates.ts';
import type { ClockCode } from '../domain/clock-table.ts';
import type { SupervisionGround } from '../domain/commands-duties.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';

/** A stored candidate with the revision to write back against. */
export interface StoredCandidate extends RaisedCandidate {
  readonly rev: number;
}

const PREFIX = 'CANDIDATE#';
const keyOf = (caseId: CaseId, key: string) => ({ pk: caseId, sk: `${PREFIX}${key}` });

/** Open ones of an organ, the oldest first; decided ones by the month of the decision. */
export const openCandidates = (organ: UnitId): string => `SUPERVISE#${organ}`;
export const decidedCandidates = (organ: UnitId, month: string): string => `SUPERVISED#${organ}#${month}`;

function candidateItem({ rev, decided, ...candidate }: StoredCandidate): Item {
  const { caseId, key, organ, raisedAt } = candidate;
  const listed = decided
    ? { worklistPk: decidedCandidates(organ, decided.at.slice(0, 7)), worklistSk: `${decided.at}#${caseId}#${key}` }
    : { worklistPk: openCandidates(organ), worklistSk: `${raisedAt}#${caseId}#${key}` };
  return { ...keyOf(caseId, key), ...candidate, rev, ...listed, ...(decided ? { decided: { ...decided } } : {}) };
}

function readCandidate(item: Item): StoredCandidate {
  const decided = item.decided as unknown as RaisedCandidate['decided'];
  return {
    caseId: item.caseId as CaseId,
    key: item.key as string,
    organ: item.organ as UnitId,
    cause: item.cause as CandidateCause,
    proposes: item.proposes as Proposal,
    raisedAt: item.raisedAt as Instant,
    rev: item.rev as number,
    ...(item.ground ? { ground: item.ground as SupervisionGround } : {}),
    ...(item.clock ? { clock: item.clock as ClockCode } : {}),
    ...(item.clockKey ? { clockKey: item.clockKey as string } : {}),
    ...(item.due ? { due: item.due as LocalDate } : {}),
    ...(item.stoppedAt ? { stoppedAt: item.stoppedAt as Instant } : {}),
    ...(decided ? { decided } : {}),
  };
}

const write = (candidate: StoredCandidate): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item: candidateItem({ ...candidate, rev: candidate.rev + 1 }),
  condition: candidate.rev > 0 ? { kind: 'EQUALS', attribute: 'rev', value: candidate.rev } : { kind: 'ABSENT' },
});

/** What happens to the candidates of one case at once. */
export interface CandidateChange {
  readonly raised?: readonly Candidate[];
  readonly decided?: { readonly key: string; readonly decision: CandidateDecision; readonly by?: OfficerId };
}

/**
 * The writes of what happens to the candidates of a case, each under the revision that was read. One that stands already
 * is raised again only where more is proposed than before, also after a decision: the delay went on. A case that went
 * to another organ takes along what is open, and one that was sealed stands in no list any more.
 * @returns undefined where the decision names no candidate that is open
 */
export async function candidateWrites(
  database: Database,
  { id, organ, state }: Pick<Head, 'id' | 'organ' | 'state'>,
  { raised = [], decided }: CandidateChange,
  now: Instant,
): Promise<Write[] | undefined> {
  const stored = await candidatesOf(database, id);
  if (state === 'SEALED') return stored.map(({ key }) => ({ kind: 'DELETE', table: 'CASES', key: keyOf(id, key) }));
  const after = new Map(stored.map((one) => [one.key, one]));
  for (const candidate of raised) {
    const before = after.get(candidate.key);
    if (before && !isHigher(candidate.proposes, before.proposes)) {
      const { stoppedAt } = candidate;
      if (stoppedAt && !before.stoppedAt) after.set(before.key, { ...before, stoppedAt });
      continue;
    }
    // What is open keeps its place in the list: it has waited since then.
    const raisedAt = before && !before.decided ? before.raisedAt : now;
    after.set(candidate.key, { ...candidate, caseId: id, organ, raisedAt, rev: before?.rev ?? 0 });
  }
  for (const [key, one] of after) if (!one.decided && one.organ !== organ) after.set(key, { ...one, organ });
  if (decided) {
    const { key, decision, by } = decided;
    const open = after.get(key);
    if (!open || open.decided) return undefined;
    after.set(key, { ...open, decided: { decision, at: now, ...(by === undefined ? {} : { by }) } });
  }
  return [...after]
    .filter(([key, one]) => one !== stored.find((before) => before.key === key))
    .map(([, one]) => write(one));
}

/** All candidates of a case, decided ones too. */
export async function candidatesOf(database: Database, caseId: CaseId): Promise<StoredCandidate[]> {
  const items = await queryAll(database, {
    table: 'CASES',
    pk: caseId,
    from: PREFIX,
    to: `${PREFIX}~`,
    consistent: true,
  });
  return items.map(readCandidate);
}

/** A page of a list of an organ, in its order. */
export async function listCandidates(
  database: Database,
  list: string,
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly candidates: readonly StoredCandidate[]; readonly next?: string }> {
  const page = await database.query({ table: 'CASES', index: 'worklist', pk: list, ...options });
  const order = new Map(page.items.map(({ pk, sk }, at) => [`${pk} ${sk}`, at]));
  const items = await database.getMany(
    'CASES',
    page.items.map(({ pk, sk }) => ({ pk, sk })),
    { consistent: true },
  );
  const candidates = items
    // The index may show for a moment what was decided since.
    .filter(({ worklistPk }) => worklistPk === list)
    .sort((a, b) => (order.get(`${a.pk} ${a.sk}`) ?? 0) - (order.get(`${b.pk} ${b.sk}`) ?? 0))
    .map(readCandidate);
  return { candidates, ...(page.next === undefined ? {} : { next: page.next }) };
}
