import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { mailboxFor } from '../../shared/domain/alarms.ts';
import type { CaseId, OfficerId } from '../../shared/domain/ids.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { cast } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

/** Who of the bureau may open the case. */
async function readersOf(world: World, id: CaseId): Promise<string[]> {
  const readers: string[] = [];
  for (const { id: officer } of world.tree.bureau.officers)
    try {
      await findCase(world.database, id, world.officer(officer), 'READ_CASE', world.tree);
      readers.push(officer);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
    }
  return readers;
}

describe('[P-03] [P-01] a petition that complains of the petition office itself is taken in hand by the organ above', () => {
  test.each([
    ['by its words', { text: '东湖分局信访室王敬之' }],
    ['by its unit', { units: ['donghu-xinfang'] }],
    ['by all who might read it', { officers: ['po-li', 'chief-wang', 'reg-zhang'] }],
  ])('named %s: its office can read, screen and act; nobody of the office complained of sees it', async (_how, accused) => {
    const world = new World();
    const { id, receiptCode } = await world.submit({ organ: 'donghu', accused });
    expect(await world.head(id)).toMatchObject({
      receivedBy: 'donghu',
      organ: 'yunze',
      office: 'yunze-xinfang',
      clocks: [{ code: 'INFORM_15D' }],
    });
    const readers = await readersOf(world, id);
    expect(readers).toEqual(expect.arrayContaining(['reg-qian', 'po-zhou', 'chief-sun']));
    for (const officer of ['po-li', 'chief-wang', 'reg-zhang']) expect(readers).not.toContain(officer);
    await world.command(id, world.officer('reg-qian'), {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    expect(await petitionStatus(receiptCode, '203.0.113.9', world.now, world.deps)).toMatchObject({
      stateText: expect.any(String),
    });
  });

  test('found out when it is screened: whoever finds it names them, and the office above has it at once', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, cast(world).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    const accused = { units: ['donghu-xinfang'], officers: [] };
    const classify = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused };
    await world.command(id, cast(world).officer, classify);
    expect(await world.head(id)).toMatchObject({ organ: 'yunze', office: 'yunze-xinfang', unit: 'yunze-xinfang' });
    const readers = await readersOf(world, id);
    expect(readers).toEqual(expect.arrayContaining(['po-zhou', 'chief-sun']));
    expect(readers).not.toContain('po-li');
    const { reminders } = await inboxOf(world.officer('po-zhou'), {}, world.tree, world.database);
    expect(reminders.map(({ caseId }) => caseId)).toContain(id);
  });

  test('an index that is behind shows it to nobody of that office any more, be he complained of or not', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, cast(world).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    const list = () => listCases({ queue: 'SCREENING' }, world.officer('reg-zhang'), world.now, world.tree, world.deps);
    expect((await list()).cases.map((entry) => entry.id)).toEqual([id]);
    const behind = await world.database.query({ table: 'CASES', index: 'worklist', pk: 'SCREEN#donghu-xinfang' });
    const accused = { units: [], officers: ['po-li', 'chief-wang'] };
    const classify = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused };
    await world.command(id, cast(world).officer, classify);
    const query = world.database.query.bind(world.database);
    world.database.query = async (asked) => (asked.index === 'worklist' ? behind : query(asked));
    expect((await list()).cases).toEqual([]);
  });

  test('[P-10] a complaint about the head of the office is not for those who serve under him: received or found out', async () => {
    const world = new World();
    const { officer, officeRegistrar, cityOfficer } = cast(world);
    const { id: told } = await world.submit({ organ: 'donghu', accused: { officers: ['chief-wang'] } });
    const { id: found } = await world.submit({ organ: 'donghu' });
    await world.command(found, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(found, officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'CONDUCT.ATTITUDE',
      accused: { units: [], officers: ['chief-wang'] },
    });
    for (const id of [told, found]) {
      expect(await world.head(id)).toMatchObject({ organ: 'yunze', office: 'yunze-xinfang' });
      const readers = await readersOf(world, id);
      expect(readers).toContain(cityOfficer.id);
      for (const one of [officer, officeRegistrar]) expect(readers).not.toContain(one.id);
    }
  });

  test('where somebody is left who may read it, or the whole organ is meant, the office that received it keeps it', async () => {
    const world = new World();
    for (const accused of [{ officers: ['reg-zhang'] }, { units: ['donghu'] }, { units: ['donghu-liuqiao'] }]) {
      const { id } = await world.submit({ organ: 'donghu', accused });
      expect(await world.head(id)).toMatchObject({ organ: 'donghu', office: 'donghu-xinfang' });
      expect(await readersOf(world, id)).toContain(cast(world).officer.id);
    }
  });

  test('at the top, where nobody stands above, it stays with the office that received it', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'jiangyuan', accused: { units: ['jiangyuan-xinfang'] } });
    expect(await world.head(id)).toMatchObject({ organ: 'jiangyuan', office: 'jiangyuan-xinfang' });
  });

  test('[P-01] before anybody screened it no reminder goes to a head of an organ, who opens nothing unscreened', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    const officers = ['reg-zhang', 'po-li', 'chief-wang', 'chief-sun'] as OfficerId[];
    const head = { ...(await world.head(id)), accused: { units: [], officers } };
    const mailbox = (screened: boolean) =>
      mailboxFor('registrar', { ...head, screened }, { code: 'INFORM_15D' }, world.tree);
    expect(mailbox(false)).toMatchObject({ role: 'petitionChief' });
    expect(mailbox(true)).toEqual({ kind: 'ROLE', unit: 'donghu', role: 'bureauHead' });
  });
});
