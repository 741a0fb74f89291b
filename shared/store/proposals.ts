import type { CaseId } from '../domain/ids.ts';
import type { JointMember } from '../domain/joint-matter.ts';
import type { RepeatFound } from '../domain/learning/repeats.ts';
import type { RouteProposal } from '../domain/routing.ts';
import type { CaseTables } from './cases.ts';
import {
  type Condition,
  ConditionFailed,
  type Database,
  type Item,
  type Write,
  withConflictRetry,
} from './database.ts';
import { packJson, unpackJson } from './packed-json.ts';

/** A routing proposal (拟办去向) beside its case; it never changes the case, a person does (P-07). */
export interface StoredProposal {
  readonly forVersion: number;
  readonly proposal: RouteProposal;
  /** Petitions that may be the same matter; who reads the list sees of it only what he may open (P-03). */
  readonly repeats?: readonly RepeatFound[];
  /** Submissions of other people that were probably handed in together with it; shown under the same rule. */
  readonly joint?: readonly JointMember[];
  /** Keys under which the petition stands in the index of matters: sealing takes it out there, too. */
  readonly matterKeys?: readonly string[];
  /** Id of the switched-on rule that is to act on it; while the case is unscreened it has not. */
  readonly rule?: string;
}

const keyOf = (id: CaseId) => ({ pk: id, sk: 'PROPOSAL' });

const itemOf = (id: CaseId, { proposal, repeats, joint, ...marks }: StoredProposal): Item => ({
  ...keyOf(id),
  ...marks,
  proposal: packJson(JSON.stringify(proposal)),
  ...(repeats?.length ? { repeats: packJson(JSON.stringify(repeats)) } : {}),
  ...(joint?.length ? { joint: packJson(JSON.stringify(joint)) } : {}),
});

/**
 * Stores a proposal for the version of the case that it was made of. Nothing is written beside a case that has
 * changed meanwhile: sealing takes the proposal away, and none may appear in the ordinary table afterwards.
 * @returns `KNOWN` when one for this version is there, `MOVED` when the case has another version by now
 */
export async function putProposal(
  database: Database,
  tables: CaseTables,
  id: CaseId,
  stored: StoredProposal,
  /** Stored with it or not at all: what sealing takes away together with the proposal that names it. */
  beside: readonly Write[] = [],
): Promise<'STORED' | 'KNOWN' | 'MOVED'> {
  const { forVersion: value } = stored;
  return putUnder({ kind: 'OLDER', attribute: 'forVersion', value }, database, tables, id, stored, beside);
}

/**
 * Replaces what was found beside a proposal of the same version. One that sealing took away, or that another version has
 * replaced, is left alone.
 */
export async function replaceFindings(
  database: Database,
  tables: CaseTables,
  id: CaseId,
  stored: StoredProposal,
): Promise<void> {
  const { forVersion: value } = stored;
  await putUnder({ kind: 'EQUALS', attribute: 'forVersion', value }, database, tables, id, stored);
}

/** A proposal is for what the case says now. @returns as {@link putProposal} */
async function putUnder(
  condition: Condition,
  database: Database,
  tables: CaseTables,
  id: CaseId,
  stored: StoredProposal,
  beside: readonly Write[] = [],
): Promise<'STORED' | 'KNOWN' | 'MOVED'> {
  try {
    await withConflictRetry(() =>
      database.transact([
        { kind: 'PUT', table: tables.cases, item: itemOf(id, stored), condition },
        {
          kind: 'CHECK',
          table: tables.cases,
          key: { pk: id, sk: 'HEAD' },
          condition: { kind: 'EQUALS', attribute: 'version', value: stored.forVersion },
        },
        ...beside,
      ]),
    );
    return 'STORED';
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return error.positions.includes(1) ? 'MOVED' : 'KNOWN';
  }
}

export async function readProposal(
  database: Database,
  tables: CaseTables,
  id: CaseId,
): Promise<StoredProposal | undefined> {
  const item = await database.get(tables.cases, keyOf(id), { consistent: true });
  return (
    item && {
      forVersion: item.forVersion as number,
      proposal: JSON.parse(unpackJson(item.proposal as Uint8Array)) as RouteProposal,
      ...(item.repeats
        ? { repeats: JSON.parse(unpackJson(item.repeats as Uint8Array)) as readonly RepeatFound[] }
        : {}),
      ...(item.joint ? { joint: JSON.parse(unpackJson(item.joint as Uint8Array)) as readonly JointMember[] } : {}),
      ...(item.matterKeys ? { matterKeys: item.matterKeys as readonly string[] } : {}),
      ...(item.rule ? { rule: item.rule as string } : {}),
    }
  );
}

/** Of which version there is a proposal, and which rule was to act on it: for the reconcile. */
export type ProposalMark = Pick<StoredProposal, 'forVersion' | 'rule'>;

export async function proposalMarks(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
): Promise<Map<CaseId, ProposalMark>> {
  const items = await database.getMany(tables.cases, ids.map(keyOf), { consistent: true });
  return new Map(
    items.map(({ pk, forVersion, rule }) => [
      pk as CaseId,
      { forVersion: forVersion as number, ...(rule ? { rule: rule as string } : {}) },
    ]),
  );
}

/**
 * Takes the proposal away as it was read: one that was stored meanwhile names keys in the index of matters that would be
 * left behind.
 */
export const forgetProposal = (id: CaseId, read: StoredProposal | undefined): Write => ({
  kind: 'DELETE',
  table: 'CASES',
  key: keyOf(id),
  condition: read ? { kind: 'EQUALS', attribute: 'forVersion', value: read.forVersion } : { kind: 'ABSENT' },
});
