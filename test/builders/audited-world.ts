import { audit } from '../../services/reminders/audit.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Item } from '../../shared/store/database.ts';
import type { World } from './world.ts';

/** One petition, registered: INFORM_15D is its only clock. */
export const registered = async (world: World): Promise<CaseId> => (await world.submit({ organ: 'donghu' })).id;

/** The audit at the present time. */
export const runAudit = (world: World, tables = ORDINARY) => audit(world.now, { ...world.deps, tables }, () => true);

export async function alarmOf(world: World, id: CaseId): Promise<Item> {
  const item = await world.database.get('CASES', { pk: id, sk: 'ALARM' });
  if (!item) throw new Error('no alarm');
  return item;
}

/** Takes attributes away from an alarm, as a fault or an old version would have left it. */
export async function spoil(world: World, id: CaseId, ...attributes: string[]): Promise<void> {
  const item = Object.fromEntries(
    Object.entries(await alarmOf(world, id)).filter(([name]) => !attributes.includes(name)),
  );
  await world.database.write({ kind: 'PUT', table: 'CASES', item: item as Item });
}
