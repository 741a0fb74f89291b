import type { CaseId, Instant, UnitId } from '../domain/ids.ts';
import { type Database, queryAll, type Write } from './database.ts';
import { type Receipt, slipWrite } from './registry.ts';

/**
 * Receipt codes that were lost and replaced (P-25), and codes that were used from the bureau's own network.
 *
 * | what | key in REGISTRY |
 * |---|---|
 * | how often the code of a petition was replaced, and when | pk `CODE#<petitionId>`, sk `CODE` |
 * | slips with a new code that wait to be printed | pk `REPLACING#<unit>`, sk `<slipId>` |
 * | uses from the bureau's own network | pk `OFFICE_USE#<YYYY-MM>`, sk `<instant>#<nonce>` |
 */
export interface Code {
  /** 0: the code of the registration. */
  readonly generation: number;
  readonly replacedAt?: Instant;
}

const codeKey = (id: CaseId) => ({ pk: `CODE#${id}`, sk: 'CODE' });
const waitingKey = (unit: UnitId, slipId: string) => ({ pk: `REPLACING#${unit}`, sk: slipId });

export async function readCode(database: Database, id: CaseId): Promise<Code> {
  const item = await database.get('REGISTRY', codeKey(id), { consistent: true });
  return item ? { generation: item.generation as number, replacedAt: item.replacedAt as Instant } : { generation: 0 };
}

/** A slip with a new code, to be printed by that unit; the same slip twice is one. */
export const replacementWrites = (
  slipId: string,
  slip: { readonly caseId: CaseId; readonly unit: UnitId; readonly queuedAt: Instant; readonly generation: number },
): Write[] => [
  { ...slipWrite(slipId, slip), condition: { kind: 'ABSENT' } },
  { kind: 'PUT', table: 'REGISTRY', item: { ...waitingKey(slip.unit, slipId), queuedAt: slip.queuedAt } },
];

/** Slips with a new code that this unit has not printed yet, oldest first. */
export async function waitingSlips(database: Database, unit: UnitId): Promise<{ id: string; queuedAt: Instant }[]> {
  const items = await queryAll(database, { table: 'REGISTRY', pk: `REPLACING#${unit}`, consistent: true });
  return items
    .map(({ sk, queuedAt }) => ({ id: String(sk), queuedAt: queuedAt as Instant }))
    .sort((a, b) => (a.queuedAt < b.queuedAt ? -1 : 1));
}

/** What printing a new code brings about at once: the old one dies, the new one opens, the slip waits no longer. */
export const replacedWrites = (
  { caseId, unit, generation }: { readonly caseId: CaseId; readonly unit: UnitId; readonly generation: number },
  slipId: string,
  receipt: Receipt,
  hashes: { readonly before: string; readonly after: string },
  now: Instant,
): Write[] => [
  {
    kind: 'PUT',
    table: 'REGISTRY',
    item: { pk: `RECEIPT#${hashes.before}`, sk: 'RECEIPT', ...receipt, replacedAt: now },
    condition: { kind: 'EQUALS', attribute: 'caseId', value: caseId },
  },
  {
    kind: 'PUT',
    table: 'REGISTRY',
    item: { pk: `RECEIPT#${hashes.after}`, sk: 'RECEIPT', ...receipt },
    condition: { kind: 'ABSENT' },
  },
  { kind: 'PUT', table: 'REGISTRY', item: { ...codeKey(caseId), generation, replacedAt: now } },
  { kind: 'DELETE', table: 'REGISTRY', key: waitingKey(unit, slipId) },
];

/** A receipt code was used from the bureau's own network; of a sealed petition it says only that one was. */
export interface OfficeUse {
  readonly at: Instant;
  readonly organ: UnitId;
  readonly network: string;
  readonly caseId?: CaseId;
}

export const officeUseWrite = (use: OfficeUse, nonce: string): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { pk: `OFFICE_USE#${use.at.slice(0, 7)}`, sk: `${use.at}#${nonce}`, ...use },
});

/** The uses of a month (UTC), oldest first. */
export async function readOfficeUses(database: Database, month: string): Promise<OfficeUse[]> {
  const items = await queryAll(database, { table: 'REGISTRY', pk: `OFFICE_USE#${month}` });
  return items.map(
    ({ at, organ, network, caseId }) => ({ at, organ, network, ...(caseId ? { caseId } : {}) }) as OfficeUse,
  );
}
