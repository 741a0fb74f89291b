import { expect, test } from 'vitest';
import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { packJson } from '../../shared/store/packed-json.ts';
import { World } from '../builders/world.ts';
import { idOf, load, openCase } from '../store/a-case.ts';

test('[P-10] a complaint three cases below hides every case above it, and no other', async () => {
  const world = new World();
  for (let n = 1; n <= 5; n += 1) await openCase(world.database, n);
  const heads: Head[] = [];
  for (let n = 1; n <= 5; n += 1) {
    const { head } = await load(world.database, n);
    const child: { childId?: CaseId } = n < 4 ? { childId: idOf(n + 1) } : {};
    const accused = { units: [], officers: n === 4 ? [world.officer('po-li').id] : [] };
    const changed: Head = { ...head, ...child, accused };
    const item = await world.database.get('CASES', { pk: head.id, sk: 'HEAD' });
    if (!item) throw new Error('no head');
    await world.database.write({
      kind: 'PUT',
      table: 'CASES',
      item: { ...item, head: packJson(JSON.stringify(changed)) },
    });
    heads.push(changed);
  }
  const listed = async (who: string, some = heads) =>
    (await hideComplaints(world.officer(who), some, ORDINARY, world.tree, world.database)).map(({ id }) => id);
  expect(await listed('po-li')).toEqual([idOf(5)]);
  expect(await listed('po-li', heads.slice(0, 1))).toEqual([]);
  expect(await listed('chief-wang')).toEqual(heads.map(({ id }) => id));
});
