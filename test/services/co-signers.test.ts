import { describe, expect, test } from 'vitest';
import { listBacklog } from '../../services/supervision/list-backlog.ts';
import { type CaseId, unitId } from '../../shared/domain/ids.ts';
import { candidatesOf } from '../../shared/store/candidates.ts';
import { matterWrite, readMatter } from '../../shared/store/matters.ts';
import { accepted, cast } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, lastRecord, refused, reReviewed } from '../builders/walk-paths.ts';
import { World } from '../builders/world.ts';

const LINK = { type: 'LINK_MATTER', reason: '同一联名信' };
/** Another signer: the petitioner of the builders is 钱禾. */
const signer = (number: number) => ({
  petitioner: { name: `闻${'甲乙丙丁'[number]}`, address: `鹭栖弄${number + 1}号`, phone: `1390000000${number}` },
});

describe('[G7] each signer of a joint letter keeps his own course', () => {
  test('that another one’s letter is pending below declines nobody (19(3)); found to be the same person, it does', async () => {
    const world = new World();
    const { cityOfficer, cityChief } = cast(world);
    const pending = await accepted(world);
    const other = await classifiedInCity(world, signer(0));
    await world.command(other, cityOfficer, { ...LINK, matter: pending });
    const decline = { type: 'NOT_ACCEPT', pendingCase: pending, reason: '东湖分局正在办理', method: 'POST' };
    await expect(world.command(other, cityChief, decline)).rejects.toMatchObject(refused('OTHER_PETITIONER', 'G7'));
    await world.command(other, cityChief, { ...decline, samePetitioner: true });
    expect((await lastRecord(world, other)).events).toContainEqual(
      expect.objectContaining({ type: 'not-accepted.v1', samePetitioner: true }),
    );
    // A family has one telephone.
    const wife = await classifiedInCity(world, {
      petitioner: { name: '孙兰', address: '柳桥街12号', phone: '13800000000' },
    });
    await world.command(wife, cityOfficer, { ...LINK, matter: pending });
    await expect(world.command(wife, cityChief, decline)).rejects.toMatchObject(refused('OTHER_PETITIONER', 'G7'));
    // By name and address it is known: nobody has to say so.
    const again = await classifiedInCity(world, { petitioner: { name: '钱禾', address: '柳桥街12号' } });
    await world.command(again, cityOfficer, { ...LINK, matter: pending });
    await world.command(again, cityChief, decline);
    const { events } = await lastRecord(world, again);
    expect(events.find(({ type }) => type === 'not-accepted.v1')).not.toHaveProperty('samePetitioner');
  });

  test('that another one had his re-review ends nobody’s petition (36(3))', async () => {
    const world = new World();
    const { officer, chief } = cast(world);
    const first = await accepted(world);
    const reReviewCase = await reReviewed(world, first);
    const other = await classifiedAs(world, {}, signer(1));
    await world.command(other, officer, { ...LINK, matter: first });
    const refuse = {
      type: 'NO_LONGER_ACCEPT',
      reReviewCase,
      comparison: '逐项相同',
      newFacts: '没有新的事实',
      hasNewFacts: false,
      method: 'POST',
    };
    await expect(world.command(other, officer, refuse)).rejects.toMatchObject(refused('OTHER_PETITIONER', 'G7'));
    for (const who of [officer, chief]) await world.command(other, who, { ...refuse, samePetitioner: true });
    expect((await world.head(other)).state).toBe('NO_LONGER_ACCEPTED');
  });
});

describe('[A-58] a joint letter is no repeat', () => {
  const linked = async (world: World, root: CaseId, fields: Record<string, unknown> = {}): Promise<CaseId> => {
    const id = await classifiedAs(world, {}, fields);
    await world.command(id, cast(world).officer, { ...LINK, matter: root });
    return id;
  };
  const backlogOf = async (world: World) =>
    (await listBacklog(unitId('donghu'), cast(world).chief, world.now, world.tree, world.database)).cases;

  test('three signers are no backlog and no candidate for supervision; who comes a third time is', async () => {
    const world = new World();
    const root = await classifiedAs(world, {});
    const signers = [await linked(world, root, signer(0)), await linked(world, root, signer(1))];
    expect(await backlogOf(world)).toEqual([]);
    for (const id of signers) expect(await candidatesOf(world.database, id)).toEqual([]);
    const again = [await linked(world, root), await linked(world, root)] as const;
    expect((await candidatesOf(world.database, again[1])).map(({ cause }) => cause)).toEqual(['REPEATED']);
    const backlog = await backlogOf(world);
    expect(backlog.map(({ caseId: id }) => id).sort()).toEqual([root, ...again].sort());
    expect(backlog.map(({ submissions }) => submissions)).toEqual([3, 3, 3]);
    // Whoever else came once stays with once, and is counted no more when he is taken out of the matter.
    await world.command(signers[0] as CaseId, cast(world).officer, { ...LINK, matter: signers[0] });
    const { petitions, firsts } = await readMatter(world.database, root);
    expect(petitions).toEqual([root, signers[1], ...again]);
    expect(firsts).toEqual({ [again[0]]: root, [again[1]]: root });
  });

  test('it is he who came three times, whichever petition of the matter they were linked to, and whoever else came', async () => {
    const world = new World();
    const root = await classifiedAs(world, {});
    const mine = await linked(world, root);
    const hers = await linked(world, root, signer(0));
    await linked(world, hers, signer(0));
    expect(mine && (await backlogOf(world))).toEqual([]);
    const third = await linked(world, root, signer(0));
    expect((await candidatesOf(world.database, third)).map(({ cause }) => cause)).toEqual(['REPEATED']);
    expect((await backlogOf(world)).map(({ submissions }) => submissions)).toEqual([3, 3, 3]);
    // The root is sealed: she still came three times.
    await world.command(root, cast(world).officer, { type: 'SEAL', reason: '涉检举控告' });
    expect(await backlogOf(world)).toHaveLength(3);
  });

  test('under another address he is the same where an officer found so', async () => {
    const world = new World();
    const root = await classifiedAs(world, {});
    const moved = { petitioner: { name: '钱禾', address: '新城路9号', phone: '13700000000' } };
    for (const _ of [1, 2]) await linked(world, root, moved);
    expect(await backlogOf(world)).toEqual([]);
    const id = await classifiedAs(world, {}, { petitioner: { name: '钱禾', address: '南街1号' } });
    await world.command(id, cast(world).officer, { ...LINK, matter: root, samePetitioner: true });
    expect((await readMatter(world.database, root)).firsts?.[id]).toBe(root);
    // Named by his second petition he is the same, and what was found stays when somebody else is linked.
    const third = await classifiedAs(world, {}, { petitioner: { name: '钱禾', address: '北街2号' } });
    await world.command(third, cast(world).officer, { ...LINK, matter: id, samePetitioner: true });
    await linked(world, root, signer(2));
    const { firsts } = await readMatter(world.database, root);
    expect([firsts?.[id], firsts?.[third]]).toEqual([root, root]);
    expect((await backlogOf(world)).map(({ caseId: one }) => one).sort()).toEqual([root, id, third].sort());
  });

  test('it is his petition that was named, not the first of the matter', async () => {
    const world = new World();
    const root = await classifiedAs(world, {});
    const hers = await linked(world, root, signer(0));
    for (const address of ['东街1号', '西街1号']) {
      const id = await classifiedAs(world, {}, { petitioner: { name: '闻甲', address } });
      await world.command(id, cast(world).officer, { ...LINK, matter: hers, samePetitioner: true });
      expect((await readMatter(world.database, root)).firsts?.[id]).toBe(hers);
    }
    expect((await backlogOf(world)).map(({ caseId: one }) => one)).not.toContain(root);
  });

  test('a matter of an earlier version counts all as his, and still does when one is taken out', async () => {
    const world = new World();
    const root = await classifiedAs(world, {});
    const [second, third] = [await linked(world, root), await linked(world, root)] as const;
    const fourth = await linked(world, root);
    const { firsts: _, ...before } = await readMatter(world.database, root);
    await world.database.write(matterWrite(before));
    await world.command(fourth, cast(world).officer, { ...LINK, matter: fourth });
    expect((await backlogOf(world)).map(({ caseId: one }) => one).sort()).toEqual([root, second, third].sort());
  });
});
