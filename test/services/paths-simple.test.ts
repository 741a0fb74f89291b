import { describe, expect, test } from 'vitest';
import { caseView, listEntry } from '../../shared/casework/case-view.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { readQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { cast } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, lastRecord, referredTo, refused, simple } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const ACCEPT_SIMPLE = {
  type: 'ACCEPT_SIMPLE',
  handlingUnit: 'donghu-wangjiang',
  requestItems: ['说明出警经过'],
  method: 'POST',
};
const REPLY = {
  type: 'REPLY',
  items: [{ item: 1, outcome: 'EXPLAIN', answer: '当晚两组警力均在处置其他警情,已向您说明。' }],
  legalBasis: '《信访工作条例》第三十一条',
  method: 'POST',
};
const codes = (head: { clocks: readonly { code: string }[] }) => head.clocks.map(({ code }) => code).sort();

describe('simple procedure (简易办理)', () => {
  test('[V30] three working days from receipt show once the class is known', async () => {
    const world = new World('2026-09-30T16:00:00+08:00');
    const id = await classifiedAs(world, { simple: true });
    expect(runningClock(await world.head(id), 'SIMPLE_ACCEPT_3WD')).toMatchObject({ due: '2026-10-10' });
    // Another class that does not fit ends it; back again, it has its old day.
    const classify = { type: 'CLASSIFY', purpose: 'APPEAL', simple: true };
    await world.command(id, cast(world).officer, { ...classify, category: 'ADMIN.PENALTY_SELF' });
    expect(codes(await world.head(id))).toEqual(['INFORM_15D']);
    await world.command(id, cast(world).officer, { ...classify, category: 'RESPONSE.SLOW' });
    expect(runningClock(await world.head(id), 'SIMPLE_ACCEPT_3WD')).toMatchObject({ due: '2026-10-10' });
  });

  test('[A-08] accepted, replied to and told of the review organ: ten working days', async () => {
    const world = new World('2026-09-17T01:00:00Z');
    const id = await simple(world);
    const accepted = await world.head(id);
    expect(accepted).toMatchObject({
      state: 'SIMPLE',
      procedure: 'SIMPLE',
      unit: 'donghu-wangjiang',
      acceptedAt: world.now,
    });
    expect(runningClock(accepted, 'SIMPLE_REPLY_10WD')).toMatchObject({ due: '2026-10-08' });
    expect(codes(accepted)).toEqual(['RATING_WINDOW', 'SIMPLE_REPLY_10WD']);
    expect(accepted.documents.map(({ kind }) => kind)).toEqual(['DOC-ACCEPT']);
    await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    const handler = world.officer('handler-zhu');
    const items = (answer: string, item = 1) => [{ item, outcome: 'EXPLAIN', answer }];
    await expect(world.command(id, handler, { ...REPLY, items: items('…', 2) })).rejects.toMatchObject(
      refused('UNKNOWN_REQUEST_ITEM', 'G9'),
    );
    await expect(world.command(id, handler, { ...REPLY, items: items(' ') })).rejects.toMatchObject(
      refused('REPLY_INCOMPLETE', 'G9'),
    );
    await expect(
      world.command(id, handler, { ...REPLY, items: [...items('甲'), ...items('乙')] }),
    ).rejects.toMatchObject(refused('ITEM_ANSWERED_TWICE', 'G9'));
    await expect(world.command(id, handler, { ...REPLY, legalBasis: ' ' })).rejects.toMatchObject(
      refused('REPLY_INCOMPLETE', 'G9'),
    );
    world.now = instant('2026-09-18T03:00:00Z');
    await world.command(id, handler, REPLY);
    const replied = await world.head(id);
    expect(replied).toMatchObject({ state: 'REPLIED', concludedAt: world.now });
    expect(replied.opinion).toMatchObject({ drafter: 'handler-zhu', answered: [1], dispatchedAt: world.now });
    expect(replied.opinion?.reviewOrgan).toBe(world.tree.unit(replied.organ)?.reviewOrgan?.name);
    expect(codes(replied)).toEqual(['RATING_WINDOW']);
    expect(replied.stopped.find(({ code }) => code === 'SIMPLE_REPLY_10WD')).toMatchObject({ outcome: 'MET' });
  });

  test('it is a choice: without a word on it nothing runs; chosen and not taken, nobody is late', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const quiet = await classifiedAs(world, {});
    expect(codes(await world.head(quiet))).toEqual(['INFORM_15D']);
    const id = await classifiedAs(world, { simple: true });
    const again = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.ATTITUDE' };
    await world.command(id, officer, again);
    expect(codes(await world.head(id))).toEqual(['INFORM_15D', 'SIMPLE_ACCEPT_3WD']);
    world.now = instant('2026-03-09T09:00+08:00');
    const { calendar } = await world.deps.bureau.law();
    expect(listEntry(await world.head(id), world.now, world.tree, calendar).nextDue).toMatchObject({
      clock: 'INFORM_15D',
      colour: 'GREEN',
    });
    const reader = { id: officer.id, standings: new Set<never>(), above: [] };
    const lamps = caseView(await world.head(id), reader, undefined, world.now, world.tree, calendar).clocks;
    expect(lamps.find(({ clock }) => clock === 'SIMPLE_ACCEPT_3WD')).toMatchObject({ colour: 'GREEN' });
    const page = await readQueue(world.database, ORDINARY, unitQueue(officer.unit), { limit: 10 });
    expect(page.heads.map((head) => head.id)).toEqual([quiet, id].sort());
    await world.command(id, officer, { ...again, simple: false });
    expect(codes(await world.head(id))).toEqual(['INFORM_15D']);
  });

  test('too late for it, the ordinary procedure applies and the 15 days stand', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classifiedAs(world, {});
    const inform = runningClock(await world.head(id), 'INFORM_15D');
    world.now = instant('2026-03-06T00:00:01+08:00');
    await expect(world.command(id, cast(world).officer, ACCEPT_SIMPLE)).rejects.toMatchObject({
      refusal: { code: 'SIMPLE_TOO_LATE', zh: expect.stringContaining('选择简易程序的期限已于 2026-03-05 届满') },
    });
    expect(CLOCKS.SIMPLE_ACCEPT_3WD.zh).toBe('选择简易程序');
    expect(runningClock(await world.head(id), 'INFORM_15D')).toEqual(inform);
    await world.command(id, cast(world).officer, { ...ACCEPT_SIMPLE, type: 'ACCEPT' });
    expect(runningClock(await world.head(id), 'SIMPLE_ACCEPT_3WD')).toBeUndefined();
    // Classified only then, the clock does not even begin.
    const { id: late } = await world.submit({ organ: 'donghu' });
    world.now = instant('2026-03-12T02:00:00Z');
    await world.command(late, cast(world).officeRegistrar, { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    await world.command(late, cast(world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      simple: true,
    });
    expect(codes(await world.head(late))).toEqual(['INFORM_15D']);
  });

  test('not for a repeat, an assignment, several bodies, 31(1)–(5), another organ or those complained about', async () => {
    const world = new World();
    const { officer, chief, cityChief } = cast(world);
    const refuse = async (id: Awaited<ReturnType<typeof simple>>, code: string, command = {}) =>
      expect(world.command(id, officer, { ...ACCEPT_SIMPLE, ...command })).rejects.toMatchObject(refused(code));
    const first = await classifiedAs(world, {});
    const repeat = await classifiedAs(world, {});
    await world.command(repeat, officer, { type: 'LINK_MATTER', matter: first, reason: '同一人同一事项' });
    await refuse(repeat, 'NOT_FIRST');
    const city = await classifiedInCity(world);
    const { other } = await world.command(city, cityChief, {
      type: 'ASSIGN',
      to: 'donghu',
      requirements: '查明并报结果',
      reportDue: '2026-05-06',
      method: 'POST',
    });
    await refuse(other?.id ?? city, 'ASSIGNED_BY_SUPERIOR');
    await refuse(
      await classifiedAs(world, { accused: { units: ['donghu-liuqiao', 'donghu-qingshi'], officers: [] } }),
      'SEVERAL_BODIES',
    );
    await refuse(await classifiedAs(world, { category: 'ADMIN.PENALTY_SELF' }), 'ART_31_1_TO_5');
    await refuse(await classifiedAs(world, { purpose: 'CRIME_REPORT', category: 'CRIM.REPORT' }), 'NOT_FOR_SIMPLE');
    await refuse(await classifiedAs(world, { category: 'X.LABOR' }), 'NOT_A_POLICE_MATTER');
    await refuse(first, 'UNIT_OF_ANOTHER_ORGAN', { handlingUnit: 'xiling-songling' });
    await refuse(first, 'NOTICE_REQUIRED', { method: undefined });
    const against = await classifiedAs(world, { accused: { units: ['donghu-wangjiang'], officers: [] } });
    await refuse(against, 'RECIPIENT_IS_ACCUSED');
    expect((await lastRecord(world, first)).command).toBe('CLASSIFY');
    expect(chief.unit).toBe('donghu-xinfang');
  });

  test('[V22] switched to the ordinary procedure, the 60 days count from the simple acceptance', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await simple(world);
    world.now = instant('2026-07-15T01:00:00Z');
    await world.command(id, world.officer('head-ma'), {
      type: 'SWITCH_ORDINARY',
      reason: '需要进一步调查',
      atPetitionersWish: false,
    });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'ACCEPTED', acceptedAt: instant('2026-07-08T01:00:00Z') });
    expect(head.procedure).toBeUndefined();
    expect(runningClock(head, 'HANDLE_60D')).toMatchObject({ nominalDue: '2026-09-06', due: '2026-09-07' });
    expect(runningClock(head, 'DRAFT_45D')).toMatchObject({ nominalDue: '2026-08-22' });
    expect(runningClock(head, 'SIMPLE_REPLY_10WD')).toBeUndefined();
  });

  test('after the reply only the petitioner’s own wish opens the ordinary procedure; the reply is then no opinion', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await simple(world);
    await world.command(id, world.officer('head-ma'), REPLY);
    const turn = { type: 'SWITCH_ORDINARY', reason: '不满意答复,要求按普通程序办理' };
    await expect(world.command(id, cast(world).officer, { ...turn, atPetitionersWish: false })).rejects.toMatchObject(
      refused('ALREADY_REPLIED'),
    );
    world.now = instant('2026-07-10T01:00:00Z');
    await world.command(id, cast(world).officer, { ...turn, atPetitionersWish: true });
    const head = await world.head(id);
    expect(head.state).toBe('ACCEPTED');
    expect(head.opinion).toBeUndefined();
    expect(head.concludedAt).toBeUndefined();
    expect(runningClock(head, 'HANDLE_60D')).toMatchObject({ due: '2026-09-07' });
  });

  test('an intermediate level passes it on in one working day; three run where it arrives', async () => {
    const world = new World('2026-03-06T01:00:00Z');
    const id = await classifiedInCity(world);
    const { other } = await world.command(id, cast(world).cityRegistrar, {
      type: 'PASS_ON',
      to: 'donghu',
      method: 'POST',
    });
    const above = await world.head(id);
    expect(above).toMatchObject({ state: 'REFERRED_DOWN', clocks: [] });
    expect(above.stopped.find(({ code }) => code === 'SIMPLE_PASS_1WD')).toMatchObject({
      due: '2026-03-09',
      outcome: 'MET',
    });
    const below = await world.head(other?.id ?? id);
    expect(below).toMatchObject({ state: 'REGISTERED', unit: 'donghu-xinfang', parentId: id });
    expect(codes(below)).toEqual(['OBJECT_5WD', 'REF_INFORM_15D', 'SIMPLE_ACCEPT_3WD']);
    expect(runningClock(below, 'SIMPLE_ACCEPT_3WD')).toMatchObject({ due: '2026-03-11' });
    const penal = await classifiedAs(world, { category: 'ADMIN.PENALTY_SELF' });
    await expect(
      world.command(penal, cast(world).officer, { type: 'PASS_ON', to: 'donghu-liuqiao', method: 'POST' }),
    ).rejects.toMatchObject(refused('ART_31_1_TO_5'));
  });
});

describe('suggestions, enquiries, thanks (条例29)', () => {
  test('a suggestion is studied by a unit, then answered; there is no review of it', async () => {
    const world = new World();
    const { officer } = cast(world);
    const id = await classifiedAs(world, { purpose: 'SUGGESTION', category: 'TRAFFIC.FACILITY' });
    await expect(world.command(id, officer, REPLY)).rejects.toMatchObject(refused('ACCEPTANCE_COMES_FIRST'));
    const study = { type: 'STUDY_SUGGESTION', studyUnit: 'donghu-jiaojing', method: 'POST' };
    await expect(world.command(id, officer, { ...study, method: undefined })).rejects.toMatchObject(
      refused('NOTICE_REQUIRED'),
    );
    await world.command(id, officer, study);
    expect(await world.head(id)).toMatchObject({ state: 'SUGGESTION_STUDY', unit: 'donghu-jiaojing', clocks: [] });
    await world.command(id, world.officer('head-qiu'), { ...REPLY, legalBasis: '' });
    const replied = await world.head(id);
    expect(replied.state).toBe('REPLIED');
    expect(replied.opinion).toBeUndefined();
    await expect(
      world.command(id, officer, { type: 'SWITCH_ORDINARY', reason: '改办', atPetitionersWish: true }),
    ).rejects.toMatchObject(refused('NOT_SIMPLE_APPEAL'));
    const appeal = await classifiedAs(world, {});
    await expect(world.command(appeal, officer, study)).rejects.toMatchObject(refused('NOT_A_SUGGESTION'));
  });

  test('[A-07] an enquiry is answered the same day, straight from registration; an appeal is not', async () => {
    const world = new World();
    const { officer } = cast(world);
    const id = await classifiedAs(world, { purpose: 'CONSULT', category: 'SERVICE.CONSULT' });
    await world.command(id, officer, { ...REPLY, legalBasis: '' });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'REPLIED' });
    expect(codes(head)).toEqual(['RATING_WINDOW']);
    expect(head.documents.map(({ kind }) => kind)).toEqual(['DOC-REPLY']);
    expect(head.stopped.find(({ code }) => code === 'INFORM_15D')).toMatchObject({ outcome: 'MET' });
    await expect(world.command(await classifiedAs(world, {}), officer, REPLY)).rejects.toMatchObject(
      refused('ACCEPTANCE_COMES_FIRST'),
    );
  });

  test('a case below begins without what happened beside the one above', async () => {
    const world = new World();
    const id = await classifiedAs(world, {});
    await world.command(id, cast(world).officer, { type: 'EXPORT_OFFICIAL', system: 'LOCAL' });
    const child = await referredTo(world, id, 'donghu-liuqiao');
    expect((await world.head(id)).exportedAt).toBeDefined();
    expect((await world.head(child)).exportedAt).toBeUndefined();
  });
});
