import { describe, expect, test } from 'vitest';
import { openFile, readCaseHistory, relatedPetitions } from '../../services/casework/open-file.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { fromClerk } from '../../services/intake/requests.ts';
import { CommandBody } from '../../shared/api/commands.ts';
import { Registration } from '../../shared/api/petitions.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { accepted, cast, classified, DRAFT, heard } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const correct = (fields: object) => ({ type: 'CORRECT_RECORD', reason: '核对补记', ...fields });
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) });

describe('correcting the record (67 更正登记)', () => {
  test('an address that completes a known name starts INFORM_15D, counted from receipt', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu', petitioner: { name: '钱禾' } });
    world.now = instant('2026-03-05T01:00:00Z');
    await world.command(id, cast(world).officeRegistrar, correct({ petitioner: { address: '柳桥街12号' } }));
    expect(runningClock(await world.head(id), 'INFORM_15D')).toMatchObject({ due: '2026-03-17' });
  });

  test('the old text and identity stay in the history; names of representatives are kept', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', channel: 'VISIT', headcount: 8, facts: '旧的事实' });
    const { officer } = cast(world);
    await world.command(
      id,
      officer,
      correct({ facts: '新的事实', petitioner: { phone: '13500000000' }, representatives: ['甲', '乙'] }),
    );
    const { records } = await readCaseHistory(id, officer, world.now, world.tree, world.deps);
    expect(records.at(-1)?.texts).toMatchObject({
      'before.facts': '旧的事实',
      'before.petitioner': expect.stringContaining('13800000000'),
    });
    const file = await openFile(id, 'IDENTITY', '核对', officer, world.now, world.tree, world.deps);
    expect(file).toMatchObject({ identity: { name: '钱禾', phone: '13500000000' }, representatives: ['甲', '乙'] });
  });

  test('[P-27] the blind index follows a partial correction', async () => {
    const world = new World();
    const a = await world.submit({ organ: 'donghu', petitioner: { name: '钱禾', address: '新街9号' } });
    const b = await world.submit({ organ: 'donghu', petitioner: { name: '钱禾', address: '老街1号' } });
    await world.command(b.id, cast(world).officeRegistrar, correct({ petitioner: { address: '新街9号' } }));
    const { related } = await relatedPetitions(
      a.id,
      '核对是否重复',
      cast(world).officer,
      world.now,
      world.tree,
      world.deps,
    );
    expect(related.map(({ id }) => id)).toEqual([b.id]);
  });

  test('all texts together keep their limit, whatever came in which command', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', facts: '长'.repeat(60_000) });
    await expect(
      world.command(id, cast(world).officer, correct({ reasons: '长'.repeat(60_000) })),
    ).rejects.toMatchObject({ body: { status: 413 } });
  });
});

describe('what a hasty clerk or officer cannot break', () => {
  test('a scan with a gist runs the 15 days; only an illegible name waives them', () => {
    const world = new World();
    const letter = {
      channel: 'LETTER',
      gist: '反映出警慢',
      scan: { reference: 'S-1', pages: 2 },
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    };
    const read = (fields: object) =>
      fromClerk(validate(Registration(), { ...letter, ...fields }), world.officer('reg-zhang'), world.tree).submission;
    expect(read({}).identityOnPaper).toBe(true);
    expect(read({ identityUnclear: true }).identityOnPaper).toBe(false);
  });

  test('a referral to oneself is refused: it would start the clocks anew', async () => {
    const world = new World();
    const id = await classified(world);
    await expect(
      world.command(id, cast(world).officer, { type: 'TRANSFER', to: 'donghu', reason: '自转', method: 'POST' }),
    ).rejects.toMatchObject(refused('RECIPIENT_HOLDS_IT'));
  });

  test('[A-31] an overdue case can still be planned; the leader is a leader of this organ or above', async () => {
    const world = new World();
    const id = await accepted(world);
    world.now = instant('2026-06-01T09:00+08:00');
    const plan = { type: 'SET_PLAN', leader: 'leader-shen', handler: 'handler-zhu', dueAt: '2026-06-10' };
    for (const leader of ['printer-xiling', 'admin-he', 'bureau-luo'])
      await expect(world.command(id, world.officer('head-ma'), { ...plan, leader })).rejects.toMatchObject(
        refused('NOT_A_LEADER'),
      );
    await world.command(id, world.officer('head-ma'), plan);
    expect((await world.head(id)).state).toBe('INVESTIGATING');
  });

  test('accepted at the office, the chief charges a unit with it by naming its handler', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await world.command(id, cast(world).chief, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    expect(await world.head(id)).toMatchObject({ unit: 'donghu-wangjiang', handler: 'handler-zhu' });
    await expect(
      world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-chen' }),
    ).rejects.toMatchObject(refused('HANDLER_OF_ANOTHER_UNIT'));
  });

  test('[G9] one item is answered once, and no text carries NUL', async () => {
    const world = new World();
    const id = await heard(world);
    const items = [DRAFT.opinion.items[0], DRAFT.opinion.items[0]];
    await expect(
      world.command(id, world.officer('handler-zhu'), { ...DRAFT, opinion: { ...DRAFT.opinion, items } }),
    ).rejects.toMatchObject(refused('ITEM_ANSWERED_TWICE'));
    expect(() => validate(CommandBody(), { ...DRAFT, opinion: { ...DRAFT.opinion, facts: '坏\u0000字' } })).toThrow();
  });

  test('an objection waits in the list of the office that referred; who objected does not rule; its words are encrypted', async () => {
    const world = new World();
    const { cityRegistrar, cityOfficer, chief } = cast(world);
    const { id } = await world.submit();
    await world.command(id, cityRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    const { other } = await world.command(id, cityOfficer, {
      type: 'TRANSFER',
      to: 'donghu',
      reason: '属地',
      method: 'POST',
    });
    const child = other?.id as CaseId;
    await world.command(child, chief, { type: 'SIGN_FOR' });
    const status = await petitionStatus(world.deps.secrets.receiptCode(id), 'a', world.now, world.deps);
    expect(status).toMatchObject({ contact: { name: world.tree.officer(chief.id)?.name } });
    await world.command(child, chief, {
      type: 'OBJECT',
      reasons: '事发地点在西岭区,不属于本局管辖范围,现场录像可以证明。',
      proposedOrgan: '西岭分局(王某某经办)',
    });
    expect(
      JSON.stringify((await readHistory(world.database, ORDINARY, child)).map(({ record }) => record)),
    ).not.toContain('王某某');
    const stored = await world.database.get('CASES', { pk: child, sk: 'HEAD' });
    expect(stored?.worklistPk).toBe('UNIT#yunze-xinfang');
    await world.command(child, cityOfficer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
  });

  test('a clock that runs a second time is reminded of a second time', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    const head = world.officer('head-ma');
    await world.command(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    world.now = instant('2026-03-05T10:00+08:00');
    await world.sweep();
    for (const note of ['无人接听', '仍无人接听'])
      await world.command(id, world.officer('handler-zhu'), {
        type: 'LOG_CONTACT',
        outcome: 'FAILED',
        method: 'PHONE',
        note,
      });
    world.now = instant('2026-03-16T10:00+08:00');
    await world.command(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-qin' });
    world.now = instant('2026-03-19T10:00+08:00');
    await world.sweep();
    const mail = await world.database.query({ table: 'REMINDERS', pk: 'OFFICER#handler-qin' });
    expect(mail.items.map(({ clock }) => clock)).toContain('FIRST_CONTACT');
  });

  test('a retried TRANSFER tells of the case it opened', async () => {
    const world = new World();
    const id = await classified(world);
    const call = { version: (await world.head(id)).version, idempotencyKey: '3f2b8c1e-5a47-4c58-9c6e-0d8f4a2b7c19' };
    const transfer = { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' };
    const first = await world.command(id, cast(world).officer, transfer, call);
    const again = await world.command(id, cast(world).officer, transfer, call);
    expect(again).toMatchObject({ repeated: true, other: { id: first.other?.id } });
  });

  test('the key of a command is no digest that could be guessed back', async () => {
    const world = new World();
    const id = await classified(world);
    const command = correct({ petitioner: { phone: '13912345678' } });
    await world.command(id, cast(world).officer, command, { idempotencyKey: '3f2b8c1e-5a47-4c58-9c6e-0d8f4a2b7c19' });
    const [record] = (await readHistory(world.database, ORDINARY, id)).slice(-1);
    expect(record?.record.commandKey).not.toMatch(/[0-9a-f]{64}/);
  });
});
