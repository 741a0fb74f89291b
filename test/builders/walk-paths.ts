import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, caseId, type OfficerId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { commit, ORDINARY, prepare, readHistory, SEALED } from '../../shared/store/cases.ts';
import { cast } from './walk.ts';
import type { World } from './world.ts';

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };

/** A petition to 东湖分局, registered and classified as said. */
export async function classifiedAs(
  world: World,
  classify: Record<string, unknown>,
  fields: Record<string, unknown> = {},
): Promise<CaseId> {
  const { officeRegistrar, officer } = cast(world);
  const { id } = await world.submit({ organ: 'donghu', ...fields });
  await world.command(id, officeRegistrar, REGISTER);
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', ...classify });
  return id;
}

/** A petition to 云泽市公安局, registered and classified there. */
export async function classifiedInCity(world: World, fields: Record<string, unknown> = {}): Promise<CaseId> {
  const { cityRegistrar, cityOfficer } = cast(world);
  const { id } = await world.submit({ organ: 'yunze', ...fields });
  await world.command(id, cityRegistrar, REGISTER);
  await world.command(id, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  return id;
}

/** …transferred to a unit; gives the case there. */
export async function referredTo(world: World, id: CaseId, to: string, chief = cast(world).officer): Promise<CaseId> {
  const { other } = await world.command(id, chief, { type: 'TRANSFER', to, reason: '属地管理', method: 'POST' });
  if (!other) throw new Error('a transfer opens a case below');
  return other.id;
}

/** Accepted in the simple procedure, 望江派出所 charged with it. */
export async function simple(world: World, classify: Record<string, unknown> = {}): Promise<CaseId> {
  const id = await classifiedAs(world, classify);
  await world.command(id, cast(world).officer, {
    type: 'ACCEPT_SIMPLE',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['说明出警经过'],
    method: 'POST',
  });
  return id;
}

/** A case as it may lie in the store after steps that this test is not about. */
export async function storeCase(world: World, like: Head, fields: Partial<Head> & Pick<Head, 'id'>): Promise<CaseId> {
  const { version: _v, clocks: _c, stopped: _s, documents: _d, updatedAt: _u, ...facts } = like;
  const dataKey = await world.deps.keys.newDataKey(fields.petitionId ?? like.petitionId);
  const prepared = await prepare(
    [ORDINARY],
    [{ events: [{ type: 'opened.v1', head: { ...facts, ...fields } }] }],
    { at: world.now, actor: { kind: 'RULE', rule: 'test', switchedOnBy: 'chief-sun' as OfficerId }, command: 'SUBMIT' },
    [dataKey],
    CALENDAR,
  );
  await commit(world.database, prepared);
  return fields.id;
}

/** The re-review of a case (复核), delivered; `fields` say how far it got otherwise. */
export const reReviewed = async (world: World, id: CaseId, fields: Partial<Head> = {}): Promise<CaseId> =>
  storeCase(world, await world.head(id), {
    id: caseId('finalcase00000000000000000'),
    parentId: id,
    stage: 'REREVIEW',
    state: 'FINAL',
    ...fields,
  });

/** Last record of a case. */
export async function lastRecord(world: World, id: CaseId, sealed = false) {
  const record = (await readHistory(world.database, sealed ? SEALED : ORDINARY, id)).at(-1)?.record;
  if (!record) throw new Error(`no record of ${id}`);
  return record;
}

/** What a refusal carries. */
export const refused = (code: string, guard?: string) => ({ refusal: { code, ...(guard ? { guard } : {}) } });
