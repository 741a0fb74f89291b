import { addDays } from '../domain/calendar.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import type { SampleAudit, SampleDraw, SampleResult } from '../domain/sample-draw.ts';
import { ConditionFailed, type Database, type Item, queryAll, type Write } from './database.ts';
import { packJson, unpackJson } from './packed-json.ts';

/** So many cases fit into one draw: their hashes lie in one item of at most 400 KB. */
export const LARGEST_FRAME = 4_000;

const organOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));
const keyOf = (id: string) => ({ pk: `SAMPLE#${organOf(id)}`, sk: id });
const resultKey = (id: string, caseId: CaseId) => ({ pk: `SAMPLE_RESULT#${id}`, sk: caseId as string });

function auditItem({ draw, ...audit }: SampleAudit): Item {
  return {
    ...keyOf(audit.id),
    ...audit,
    drawn: draw ? 1 : 0,
    ...(draw ? { draw: packJson(JSON.stringify(draw)) } : {}),
  };
}

function readAudit(item: Item): SampleAudit {
  return {
    id: item.id as string,
    organ: item.organ as UnitId,
    from: item.from as LocalDate,
    to: item.to as LocalDate,
    size: item.size as number,
    source: item.source as string,
    commitment: item.commitment as string,
    announcedAt: item.announcedAt as Instant,
    announcedBy: item.announcedBy as OfficerId,
    ...(item.draw ? { draw: JSON.parse(unpackJson(item.draw as Uint8Array)) as SampleDraw } : {}),
  };
}

/** Announces an audit. @returns false when one of this organ was announced in the same second */
export const announceSample = (database: Database, audit: SampleAudit): Promise<boolean> =>
  stored(database, { kind: 'PUT', table: 'REGISTRY', item: auditItem(audit), condition: { kind: 'ABSENT' } });

/** Stores a draw, once and for ever. @returns false when it was drawn before */
export const storeDraw = (database: Database, audit: SampleAudit): Promise<boolean> =>
  stored(database, {
    kind: 'PUT',
    table: 'REGISTRY',
    item: auditItem(audit),
    condition: { kind: 'EQUALS', attribute: 'drawn', value: 0 },
  });

async function stored(database: Database, write: Write): Promise<boolean> {
  try {
    await database.write(write);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

export async function readSample(database: Database, id: string): Promise<SampleAudit | undefined> {
  const item = await database.get('REGISTRY', keyOf(id), { consistent: true });
  return item && readAudit(item);
}

/** Audits of an organ, the latest first. */
export async function readSamples(database: Database, organ: UnitId, limit: number): Promise<SampleAudit[]> {
  const page = await database.query({ table: 'REGISTRY', pk: `SAMPLE#${organ}`, descending: true, limit });
  return page.items.map(readAudit);
}

/** Audits of an organ that were announced by the end of that day, the first one first: a handful a year, so all of them. */
export async function readSamplesUntil(database: Database, organ: UnitId, day: LocalDate): Promise<SampleAudit[]> {
  const to = `${organ}.${addDays(day, 1).replaceAll('-', '')}~`;
  const items = await queryAll(database, { table: 'REGISTRY', pk: `SAMPLE#${organ}`, to });
  return items.map(readAudit);
}

/** What was found of one case, once; written with the record of it. */
export const resultWrite = (id: string, result: SampleResult): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { ...resultKey(id, result.caseId), ...result },
  condition: { kind: 'ABSENT' },
});

export async function hasResult(database: Database, id: string, caseId: CaseId): Promise<boolean> {
  return (await database.get('REGISTRY', resultKey(id, caseId), { consistent: true })) !== undefined;
}

export async function readResults(database: Database, id: string): Promise<SampleResult[]> {
  const items = await queryAll(database, { table: 'REGISTRY', pk: `SAMPLE_RESULT#${id}`, consistent: true });
  return items.map(({ pk: _pk, sk: _sk, ...result }: Item) => result as unknown as SampleResult);
}
