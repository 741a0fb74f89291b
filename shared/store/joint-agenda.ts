import type { CaseId, Instant, UnitId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { PetitionEvent } from '../domain/petition-events.ts';
import { type Database, queryAll, type Write } from './database.ts';

const keyOf = (id: CaseId) => ({ pk: id as string, sk: 'AGENDA' });

/**
 * The agenda of the joint meeting (联席会议, A-42): a review of the backlog puts a case on it, the meeting that dealt
 * with the case takes it off, and so does its going to another organ; what was sealed is on none.
 */
export function agendaWrites(
  before: Pick<Head, 'organ'> | undefined,
  events: readonly PetitionEvent[],
  { id, organ, state, sealed }: Pick<Head, 'id' | 'organ' | 'state' | 'sealed'>,
  now: Instant,
): Write[] {
  if (sealed) return [];
  const off: Write = { kind: 'DELETE', table: 'CASES', key: keyOf(id) };
  if (state === 'SEALED' || (before !== undefined && before.organ !== organ)) return [off];
  return events.flatMap((event): Write[] => {
    if (event.type !== 'meeting-recorded.v1') return [];
    if (event.kind === 'JOINT_MEETING') return [off];
    const item = { ...keyOf(id), organ, since: now, worklistPk: `AGENDA#${organ}`, worklistSk: `${now}#${id}` };
    return event.outcome === 'JOINT_MEETING' ? [{ kind: 'PUT', table: 'CASES', item }] : [];
  });
}

/** Cases on the agenda of an organ, the longest waiting first. */
export async function readAgenda(
  database: Database,
  organ: UnitId,
): Promise<{ readonly caseId: CaseId; readonly since: Instant }[]> {
  const keys = await queryAll(database, { table: 'CASES', index: 'worklist', pk: `AGENDA#${organ}` });
  const items = await database.getMany(
    'CASES',
    keys.map(({ pk, sk }) => ({ pk, sk })),
  );
  return items
    .map(({ pk, since }) => ({ caseId: pk as CaseId, since: since as Instant }))
    .sort((a, b) => (a.since < b.since ? -1 : 1));
}
