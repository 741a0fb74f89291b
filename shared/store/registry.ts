import type { Bureau } from '../domain/bureau.ts';
import type { CaseId, Instant, UnitId } from '../domain/ids.ts';
import { ConditionFailed, type Database, type Write, withConflictRetry } from './database.ts';
import { readDocument, replaceDocument } from './large-document.ts';

/** What the receipt code leads to; also keeps one petition per idempotency key, for ever. */
export interface Receipt {
  readonly caseId: CaseId;
  readonly sealed: boolean;
  /** Digest of the request that registered it. */
  readonly requestHash: string;
  /** The code was lost and replaced: it opens nothing any more. */
  readonly replacedAt?: Instant;
}

const receiptKey = (codeHash: string) => ({ pk: `RECEIPT#${codeHash}`, sk: 'RECEIPT' });

/** The write that claims a receipt code; its condition fails when the code, and so the petition, exists. */
export const receiptWrite = (codeHash: string, receipt: Receipt): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { ...receiptKey(codeHash), ...receipt },
  condition: { kind: 'ABSENT' },
});

/** The same receipt now leads into the sealed store. */
export const receiptSealedWrite = (codeHash: string, receipt: Receipt): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { ...receiptKey(codeHash), ...receipt, sealed: true },
  condition: { kind: 'EQUALS', attribute: 'caseId', value: receipt.caseId },
});

export async function readReceipt(database: Database, codeHash: string): Promise<Receipt | undefined> {
  const item = await database.get('REGISTRY', receiptKey(codeHash), { consistent: true });
  return (
    item && {
      caseId: item.caseId as CaseId,
      sealed: item.sealed as boolean,
      requestHash: item.requestHash as string,
      ...(item.replacedAt ? { replacedAt: item.replacedAt as Instant } : {}),
    }
  );
}

/** The bureau's tables grow with the bureau: 20,000 officers are more than one item holds. */
const BUREAU = { table: 'REGISTRY', key: { pk: 'BUREAU', sk: 'BUREAU' } } as const;

export async function readBureau(database: Database): Promise<Bureau | undefined> {
  const text = await readDocument(database, BUREAU);
  return text === undefined ? undefined : (JSON.parse(text) as Bureau);
}

/** Replaces the bureau's tables. @returns false when somebody else replaced them first */
export const writeBureau = (database: Database, bureau: Bureau, replaces: number): Promise<boolean> =>
  replaceDocument(database, BUREAU, JSON.stringify(bureau), bureau.version, replaces);

const SECRETS_KEY = { pk: 'SECRETS', sk: 'v1' };

/** The wrapped root secret of all keyed functions, as stored. */
export async function readWrappedSecret(database: Database): Promise<Uint8Array | undefined> {
  const item = await database.get('REGISTRY', SECRETS_KEY, { consistent: true });
  return item?.wrapped as Uint8Array | undefined;
}

/** Stores the wrapped root secret once. @returns false when another function was first */
export async function claimWrappedSecret(database: Database, wrapped: Uint8Array): Promise<boolean> {
  try {
    await database.write({
      kind: 'PUT',
      table: 'REGISTRY',
      item: { ...SECRETS_KEY, wrapped },
      condition: { kind: 'ABSENT' },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** A receipt code waiting to be printed on a sealed slip (查询码密封条): where, and of which petition. */
export interface Slip {
  readonly caseId: CaseId;
  readonly unit: UnitId;
  readonly queuedAt: Instant;
  /** The code on it replaces a lost one, for the so-manieth time; absent on a first slip. */
  readonly generation?: number;
}

const slipKey = (slipId: string) => ({ pk: `SLIP#${slipId}`, sk: 'SLIP' });

export const slipWrite = (slipId: string, slip: Slip): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { ...slipKey(slipId), ...slip, prints: 0 },
});

/**
 * Takes a slip for printing; each prints once. `ready` throws where it may not, or cannot, be printed: then it stays; what
 * it gives back is written with the printing, or not at all.
 */
export async function takeSlip(
  database: Database,
  slipId: string,
  now: Instant,
  ready: (slip: Slip) => Promise<readonly Write[]>,
): Promise<Slip | 'UNKNOWN' | 'PRINTED'> {
  const item = await database.get('REGISTRY', slipKey(slipId), { consistent: true });
  if (!item) return 'UNKNOWN';
  const slip: Slip = {
    caseId: item.caseId as CaseId,
    unit: item.unit as UnitId,
    queuedAt: item.queuedAt as Instant,
    ...(item.generation ? { generation: item.generation as number } : {}),
  };
  const further = await ready(slip);
  try {
    const printed: Write = {
      kind: 'PUT',
      table: 'REGISTRY',
      item: { ...item, prints: 1, printedAt: now },
      condition: { kind: 'EQUALS', attribute: 'prints', value: 0 },
    };
    await (further.length === 0
      ? database.write(printed)
      : withConflictRetry(() => database.transact([printed, ...further])));
    return slip;
  } catch (error) {
    if (error instanceof ConditionFailed) return 'PRINTED';
    throw error;
  }
}

/** Counts failed look-ups of a source in a window; the key is a keyed hash, never an address. */
export const countFailure = (database: Database, key: string, window: number, expiresAt: number): Promise<number> =>
  database.increment('REGISTRY', { pk: `RATE#${key}#${window}`, sk: 'RATE' }, 1, expiresAt);

export async function failures(database: Database, key: string, window: number): Promise<number> {
  const item = await database.get('REGISTRY', { pk: `RATE#${key}#${window}`, sk: 'RATE' });
  return (item?.count as number | undefined) ?? 0;
}

const RECONCILE_KEY = { pk: 'RECONCILE', sk: 'RECONCILE' };

/** Up to when the journal was compared with the consumers. */
export async function readReconciled(database: Database): Promise<Instant | undefined> {
  const item = await database.get('REGISTRY', RECONCILE_KEY, { consistent: true });
  return item?.until as Instant | undefined;
}

export const writeReconciled = (database: Database, until: Instant): Promise<void> =>
  database.write({ kind: 'PUT', table: 'REGISTRY', item: { ...RECONCILE_KEY, until } });
