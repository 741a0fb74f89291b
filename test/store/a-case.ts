import bureauTables from '../../infra/local/demo/bureau.json' with { type: 'json' };
import type { Bureau } from '../../shared/domain/bureau.ts';
import { CALENDAR, parseInstant } from '../../shared/domain/calendar.ts';
import { openPetition } from '../../shared/domain/decide/open-petition.ts';
import { type CaseId, caseId, type Instant, officerId, unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { Actor, PetitionEvent } from '../../shared/domain/petition-events.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import {
  type CaseTables,
  type Change,
  commit,
  type LoadedCase,
  loadCase,
  ORDINARY,
  type Prepared,
  prepare,
} from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

export const bureau = { ...bureauTables, version: 1 } as unknown as Bureau;
export const tree = treeOf(bureau);
/** A key that tests may look into. */
export const DATA_KEY = { plain: Buffer.alloc(32, 5), wrapped: Buffer.alloc(32, 9) };
export const CLERK: Actor = {
  kind: 'OFFICER',
  id: officerId('reg-qian'),
  unit: unitId('yunze-xinfang'),
  standing: 'registrar',
};
export const RECEIVED = at('2026-03-02T01:00:00Z');

export function at(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`${text} is no instant`);
  return parsed;
}

/** The id of the n-th case of a test. */
export const idOf = (n: number): CaseId => caseId(`c${String(n).padStart(25, '0')}`);

/** The events of a petition by somebody who can be reached, so that INFORM_15D runs. */
export const opened = (id: CaseId, now: Instant = RECEIVED): PetitionEvent[] =>
  openPetition(
    id,
    {
      channel: 'ONLINE',
      identity: { name: '钱禾', address: '柳桥街12号' },
      texts: { request: '请依法处理' },
      accused: { units: [], officers: [] },
      namesAccused: false,
      identityOnPaper: false,
      headcount: 1,
      representatives: 0,
      sealed: false,
      receivedBy: unitId('yunze'),
    },
    { now, calendar: CALENDAR, tree },
  );

/** Events that change no clock. */
export const CONTACT: PetitionEvent[] = [{ type: 'contact-logged.v1', outcome: 'HEARD', method: 'PHONE' }];
/** Events that stop the clock, so that the alarm is written as well. */
export const informed = (now: Instant): PetitionEvent[] => [
  { type: 'clock-stopped.v1', code: 'INFORM_15D', at: now, outcome: 'MET', why: '已告知' },
];

export const prepareChange = (change: Change, now: Instant, tables: CaseTables = ORDINARY): Promise<Prepared> =>
  prepare(
    [tables],
    [change],
    { at: now, actor: CLERK, command: change.loaded ? 'LOG_CONTACT' : 'SUBMIT' },
    [DATA_KEY],
    CALENDAR,
  );

/** Opens the n-th case and loads it. */
export async function openCase(database: Database, n = 1, now = RECEIVED, tables = ORDINARY): Promise<LoadedCase> {
  await commit(database, await prepareChange({ events: opened(idOf(n), now) }, now, tables));
  return load(database, n, tables);
}

/** Appends one command to a case and gives its head. */
export async function append(
  database: Database,
  n: number,
  events: readonly PetitionEvent[],
  now: Instant,
): Promise<Head> {
  const prepared = await prepareChange({ loaded: await load(database, n), events }, now);
  await commit(database, prepared);
  return (await load(database, n)).head;
}

export async function load(database: Database, n = 1, tables = ORDINARY): Promise<LoadedCase> {
  const loaded = await loadCase(database, tables, idOf(n));
  if (!loaded) throw new Error(`no case ${n}`);
  return loaded;
}
