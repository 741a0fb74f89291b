import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import type { Write } from '../../shared/store/database.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { RACING, RULE, switchOnRule } from '../builders/auto-rule.ts';
import { cast } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };

async function worldWithRule() {
  const world = new World();
  switchOnRule(world);
  const { id } = await world.submit(RACING);
  return { world, id };
}

/** Runs `before` once, in front of the first transaction that `matches`. */
function interrupt(world: World, matches: (writes: readonly Write[]) => boolean, before: () => Promise<unknown>): void {
  const { transact } = world.database;
  world.database.transact = async (writes) => {
    if (!matches(writes)) return transact.call(world.database, writes);
    world.database.transact = transact;
    await before();
    return transact.call(world.database, writes);
  };
}
const storesProposal = (writes: readonly Write[]): boolean =>
  writes.some((write) => write.kind === 'PUT' && write.item.sk === 'PROPOSAL');
/** Stores a head of that version. */
const stores = (version: number) => (writes: readonly Write[]) =>
  writes.some((write) => write.kind === 'PUT' && write.item.sk === 'HEAD' && write.item.version === version);
const fail = () => Promise.reject(new Error('throttled'));

const commandsOf = async (world: World, id: CaseId): Promise<string[]> =>
  (await readHistory(world.database, ORDINARY, id)).map(({ record }) => `${record.command} ${record.actor.kind}`);
const BY_RULE = ['SUBMIT PETITIONER', 'REGISTER RULE', 'CLASSIFY RULE'];

describe('[P-07] a rule that the bureau switched on', () => {
  test.each([
    ['before its proposal', storesProposal],
    ['before its first command', stores(2)],
    ['between its commands', stores(3)],
  ])('acts at the next try when it failed %s', async (_where, matches) => {
    const { world, id } = await worldWithRule();
    interrupt(world, matches, fail);
    await expect(world.propose(id)).rejects.toThrow('throttled');
    expect((await world.head(id)).screened).toBe(false);
    await world.propose(id);
    expect(await world.head(id)).toMatchObject({ screened: true, category: RULE.category, version: 3 });
    expect(await commandsOf(world, id)).toEqual(BY_RULE);
  });

  test('acts once, however often and however many at once it is told', async () => {
    const { world, id } = await worldWithRule();
    await Promise.all(Array.from({ length: 5 }, () => world.propose(id)));
    await world.propose(id);
    expect(await commandsOf(world, id)).toEqual(BY_RULE);
  });

  test('goes on where a person has registered meanwhile, and leaves alone what a person has classified', async () => {
    const { world, id } = await worldWithRule();
    interrupt(world, stores(2), () => world.command(id, cast(world).cityRegistrar, REGISTER));
    await world.propose(id);
    expect(await commandsOf(world, id)).toEqual(['SUBMIT PETITIONER', 'REGISTER OFFICER', 'CLASSIFY RULE']);

    const other = await worldWithRule();
    interrupt(other.world, stores(3), () =>
      other.world.command(other.id, cast(other.world).cityOfficer, {
        type: 'CLASSIFY',
        purpose: 'APPEAL',
        category: 'CYBER',
      }),
    );
    await other.world.propose(other.id);
    expect(await other.world.head(other.id)).toMatchObject({ category: 'CYBER', version: 3 });
  });

  test('leaves a petition that names somebody to a person, who has to say whom it means', async () => {
    const world = new World();
    switchOnRule(world);
    const { id } = await world.submit({ ...RACING, accused: { text: '民警王某不处理' } });
    await world.propose(id);
    expect(await world.head(id)).toMatchObject({ state: 'RECEIVED', screened: false });
    const stored = await readProposal(world.database, ORDINARY, id);
    expect(stored?.proposal.category).toBe(RULE.category);
    expect(stored?.rule).toBeUndefined();
  });

  test('looks again at a text that was corrected between its commands: an accusation waits for a person', async () => {
    const { world, id } = await worldWithRule();
    interrupt(world, stores(3), () =>
      world.command(id, cast(world).cityRegistrar, {
        type: 'CORRECT_RECORD',
        reason: '来电更正',
        facts: '举报交警收受飙车者的红包,索要好处费,徇私枉法。',
      }),
    );
    await world.propose(id);
    expect(await world.head(id)).toMatchObject({ screened: false, version: 3 });
    expect(await readProposal(world.database, ORDINARY, id)).toMatchObject({ forVersion: 3 });
  });

  test('that registered in another run does not classify, in this one, a text that was corrected since', async () => {
    const { world, id } = await worldWithRule();
    const correct = {
      type: 'CORRECT_RECORD',
      reason: '来电更正',
      facts: '举报交警收受飙车者的红包,索要好处费,徇私枉法。',
    };
    // The other run fails after its registration; then a person corrects; only then this run comes to register.
    interrupt(world, stores(2), async () => {
      interrupt(world, stores(3), fail);
      await expect(world.propose(id)).rejects.toThrow('throttled');
      await world.command(id, cast(world).cityRegistrar, correct);
    });
    await world.propose(id);
    expect(await commandsOf(world, id)).toEqual(['SUBMIT PETITIONER', 'REGISTER RULE', 'CORRECT_RECORD OFFICER']);
  });

  test('leaves a case that keeps changing to the queue, which brings it back', async () => {
    const { world, id } = await worldWithRule();
    const keepsChanging = () =>
      interrupt(world, storesProposal, async () => {
        await world.command(id, cast(world).cityRegistrar, { type: 'CORRECT_RECORD', reason: '更正', facts: '飙车' });
        keepsChanging();
      });
    keepsChanging();
    await expect(world.propose(id)).rejects.toThrow('changed 5 times');
    expect(await readProposal(world.database, ORDINARY, id)).toBeUndefined();
  });
});

describe('[A-28] copies of a joint letter that are routed at the same moment', () => {
  const LETTER = '鹭栖弄锯木厂夜里开工到三点,全弄老人睡不着,请派人来看看噪声到底有多大。';
  const copies = (world: World, field: 'narrative' | 'facts' = 'narrative') =>
    Promise.all(
      ['闻甲', '闻乙', '闻丙'].map(async (name, at) => {
        const petitioner = { name, phone: `1381112220${at}`, address: `鹭栖弄${at + 1}号` };
        const blank = { request: undefined, facts: undefined, reasons: undefined, place: undefined };
        return (await world.submit({ ...blank, narrative: undefined, organ: 'donghu', petitioner, [field]: LETTER }))
          .id;
      }),
    );
  const jointOf = async (world: World, id: CaseId) =>
    (await readProposal(world.database, ORDINARY, id))?.joint?.map((member) => member.id) ?? [];
  /** Each waits with its first look until all have looked: none stands in the index yet. */
  const atOnce = async (world: World, ids: readonly CaseId[]) => {
    const { transact } = world.database;
    let waiting = 0;
    let go: () => void = () => {};
    const all = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.database.transact = async (writes) => {
      if (storesProposal(writes)) {
        waiting += 1;
        if (waiting === ids.length) go();
        await all;
      }
      return transact.call(world.database, writes);
    };
    await Promise.all(ids.map((id) => world.propose(id)));
    world.database.transact = transact;
  };

  test('are found by each other all the same, and stay under the keys that their proposals name', async () => {
    const world = new World();
    const ids = await copies(world);
    await atOnce(world, ids);
    const pairs = await Promise.all(
      ids.map(async (id) => (await jointOf(world, id)).map((other) => [id, other].sort().join())),
    );
    expect(new Set(pairs.flat()).size).toBe(3);
    for (const id of ids) {
      const { matterKeys = [] } = (await readProposal(world.database, ORDINARY, id)) ?? {};
      const pages = await Promise.all(
        matterKeys.map((key) => world.database.query({ table: 'TEXTS', pk: `MATTER#${key}` })),
      );
      expect(pages.every(({ items }) => items.some(({ sk }) => sk.endsWith(id)))).toBe(true);
    }
  });

  test('what a try did not come to see is seen when the message comes again; a third time changes nothing', async () => {
    const world = new World();
    const [first, ...others] = await copies(world);
    const id = first as CaseId;
    await world.propose(id);
    for (const other of others) await world.propose(other);
    expect(await jointOf(world, id)).toEqual([]);
    await world.propose(id);
    expect((await jointOf(world, id)).sort()).toEqual([...others].sort());
    const { transact } = world.database;
    let written = 0;
    world.database.transact = async (writes) => {
      await transact.call(world.database, writes);
      written += 1;
    };
    await world.propose(id);
    expect(written).toBe(0);
  });

  test('what was found of a text that has been corrected since is not put beside the proposal of the new one', async () => {
    const world = new World();
    const [first, ...others] = await copies(world, 'facts');
    const id = first as CaseId;
    await world.propose(id);
    for (const other of others) await world.propose(other);
    const { query } = world.database;
    // It looks again, and finds the others, when the text is corrected and proposed anew.
    let looks = 0;
    interrupt(world, storesProposal, async () => {
      world.database.query = async (asked) => {
        if (asked.pk.startsWith('MATTER#') && looks++ === 0) {
          const text = { facts: '驾驶证到期换证,窗口让我改天再来' };
          await world.command(id, cast(world).officeRegistrar, { type: 'CORRECT_RECORD', reason: '登记有误', ...text });
          await world.propose(id);
        }
        return query.call(world.database, asked);
      };
    });
    await world.propose(id);
    world.database.query = query;
    expect((await world.head(id)).version).toBe(2);
    expect((await readProposal(world.database, ORDINARY, id))?.forVersion).toBe(2);
    expect(await jointOf(world, id)).toEqual([]);
  });

  test('[P-03] [P-04] one that is sealed while it looks again leaves nothing behind', async () => {
    const world = new World();
    const ids = await copies(world);
    const sealed: CaseId[] = [];
    const { transact } = world.database;
    world.database.transact = async (writes) => {
      const [first] = writes;
      if (first?.kind === 'PUT' && first.item.sk === 'PROPOSAL' && first.condition?.kind === 'EQUALS' && !sealed[0]) {
        sealed.push(first.item.pk as CaseId);
        const seal = { type: 'SEAL', reason: '涉检举控告' };
        await world.command(first.item.pk as CaseId, cast(world).officeRegistrar, seal);
      }
      return transact.call(world.database, writes);
    };
    await atOnce(world, ids);
    const [id] = sealed;
    if (!id) throw new Error('nothing was found late');
    expect(await readProposal(world.database, ORDINARY, id)).toBeUndefined();
    const keys = (await readProposal(world.database, ORDINARY, ids.find((other) => other !== id) as CaseId))
      ?.matterKeys;
    for (const key of keys ?? []) {
      const { items } = await world.database.query({ table: 'TEXTS', pk: `MATTER#${key}` });
      expect(items.map(({ sk }) => sk.split('#')[1])).not.toContain(id);
    }
  });
});

describe('[P-04] sealing', () => {
  test('[P-03] what is sealed after the index was read is nobody’s repeat, nor its copy', async () => {
    const world = new World();
    const narrative = '鹭栖弄锯木厂夜里开工到三点,全弄老人睡不着,请派人来看看噪声到底有多大。';
    const blank = { request: undefined, facts: undefined, reasons: undefined, place: undefined, organ: 'donghu' };
    const { id: first } = await world.submit({ ...blank, narrative });
    await world.propose(first);
    const { id } = await world.submit({ ...blank, narrative, petitioner: { name: '闻乙', address: '鹭栖弄2号' } });
    const { getMany } = world.database;
    world.database.getMany = async (table, keys, options) => {
      if (keys.some(({ pk, sk }) => pk === first && sk === 'HEAD')) {
        world.database.getMany = getMany;
        await world.command(first, cast(world).officeRegistrar, { type: 'SEAL', reason: '涉检举控告' });
      }
      return getMany.call(world.database, table, keys, options);
    };
    await world.propose(id);
    expect((await world.head(first)).state).toBe('SEALED');
    const { repeats = [], joint = [] } = (await readProposal(world.database, ORDINARY, id)) ?? {};
    expect([repeats, joint]).toEqual([[], []]);
  });

  test('a proposal that was under way when the case was sealed is not written into the ordinary table', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', accused: { text: '柳桥派出所王警官' } });
    interrupt(world, storesProposal, () =>
      world.command(id, cast(world).officeRegistrar, { type: 'SEAL', reason: '涉检举控告' }),
    );
    await world.propose(id);
    expect((await world.head(id)).state).toBe('SEALED');
    expect(await readProposal(world.database, ORDINARY, id)).toBeUndefined();
    await world.propose(id);
    expect(await readProposal(world.database, ORDINARY, id)).toBeUndefined();
  });

  test('[P-03] a proposal that is stored while the case is being sealed is taken away, out of the index of matters too', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', accused: { text: '柳桥派出所王警官' } });
    let keys: readonly string[] = [];
    interrupt(
      world,
      (writes) => writes.some((write) => write.kind === 'PUT' && write.table === 'SEALED'),
      async () => {
        await world.propose(id);
        keys = (await readProposal(world.database, ORDINARY, id))?.matterKeys ?? [];
      },
    );
    await world.command(id, cast(world).officeRegistrar, { type: 'SEAL', reason: '涉检举控告' });
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      expect((await world.database.query({ table: 'TEXTS', pk: `MATTER#${key}` })).items, key).toEqual([]);
    expect(await readProposal(world.database, ORDINARY, id)).toBeUndefined();
  });
});
