import type { UnitId } from '../domain/ids.ts';
import { type DisputeRef, disputeId, type Mediation, unitOfMediation } from '../domain/mediations.ts';
import { ConditionFailed, type Database, type Item, queryAll, type Write } from './database.ts';

const keyOf = (id: string) => ({ pk: `MEDIATION#${unitOfMediation(id)}`, sk: id });
/** Those that wait for a result lie apart too, by their day: what is reminded of is read without what is over. */
const openKey = ({ id, due }: Pick<Mediation, 'id' | 'due'>) => ({
  pk: `MEDIATING#${unitOfMediation(id)}`,
  sk: `${due}#${id}`,
});

const itemOf = ({ result, ...mediation }: Mediation): Item => ({
  ...keyOf(mediation.id),
  ...mediation,
  done: result ? 1 : 0,
  ...(result ? { result: { ...result } } : {}),
});

const readMediation = ({ pk: _pk, sk: _sk, done: _done, ...mediation }: Item): Mediation =>
  mediation as unknown as Mediation;

/** Opens an attempt once. @returns false when somebody else opened it meanwhile */
export const openMediation = (database: Database, mediation: Mediation): Promise<boolean> =>
  stored(database, [
    { kind: 'PUT', table: 'REMINDERS', item: itemOf(mediation), condition: { kind: 'ABSENT' } },
    { kind: 'PUT', table: 'REMINDERS', item: { ...openKey(mediation), id: mediation.id } },
  ]);

/** Stores what it came to, once. @returns false when it has a result */
export const concludeMediation = (database: Database, mediation: Mediation): Promise<boolean> =>
  stored(database, [
    {
      kind: 'PUT',
      table: 'REMINDERS',
      item: itemOf(mediation),
      condition: { kind: 'EQUALS', attribute: 'done', value: 0 },
    },
    { kind: 'DELETE', table: 'REMINDERS', key: openKey(mediation) },
  ]);

async function stored(database: Database, writes: Write[]): Promise<boolean> {
  try {
    await database.transact(writes);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

export async function readMediationOf(database: Database, id: string): Promise<Mediation | undefined> {
  const item = await database.get('REMINDERS', keyOf(id), { consistent: true });
  return item && readMediation(item);
}

/** The attempts at one dispute, the first one first. */
export async function attemptsAt(database: Database, dispute: DisputeRef): Promise<Mediation[]> {
  const id = disputeId(dispute);
  const { pk } = keyOf(id);
  const items = await queryAll(database, { table: 'REMINDERS', pk, from: id, to: `${id}~`, consistent: true });
  return items.map(readMediation);
}

/** Those of a unit that wait for a result, the earliest day first. */
export async function readOpenMediations(database: Database, unit: UnitId): Promise<Mediation[]> {
  const open = await queryAll(database, { table: 'REMINDERS', pk: `MEDIATING#${unit}`, consistent: true });
  const items = await database.getMany(
    'REMINDERS',
    open.map(({ id }) => keyOf(id as string)),
    { consistent: true },
  );
  return items.map(readMediation).sort((a, b) => (a.due + a.id < b.due + b.id ? -1 : 1));
}

/** All of a unit, those at the latest dispute first. */
export async function readMediations(
  database: Database,
  unit: UnitId,
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly mediations: readonly Mediation[]; readonly next?: string }> {
  const page = await database.query({ table: 'REMINDERS', pk: `MEDIATION#${unit}`, descending: true, ...options });
  return { mediations: page.items.map(readMediation), ...(page.next === undefined ? {} : { next: page.next }) };
}
