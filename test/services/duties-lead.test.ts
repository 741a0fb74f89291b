import { describe, expect, test } from 'vitest';
import { openFile } from '../../services/casework/open-file.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { addDays, localDateOf } from '../../shared/domain/calendar.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { clocksOf, investigated, issued, say } from '../builders/walk-duties.ts';
import { lastRecord, refused } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const PLAN = { type: 'SET_PLAN', leader: 'leader-shen', handler: 'handler-zhu', dueAt: '2026-09-20' };

describe('the slip: proposed, instructed, circulated', () => {
  test('who is asked reads the case and instructs; his instruction names leader, unit and limit for acceptance and plan', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classified(world);
    const leader = world.officer('leader-shen');
    // A duty leader of the organ may see it, and has nothing to instruct before it lies before him.
    await expect(say(world, id, 'leader-shen', { type: 'INSTRUCT', instruction: '速办' })).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
    await say(world, id, 'po-li', { type: 'PROPOSE', proposal: '拟请沈局阅批', to: 'leader-shen' });
    expect(await world.head(id)).toMatchObject({ state: 'REGISTERED', slip: { asked: 'leader-shen' } });
    expect((await world.head(id)).documents.map(({ kind }) => kind)).toEqual(['DOC-SLIP']);
    expect((await openFile(id, 'NARRATIVE', '批示', leader, world.now, world.tree, world.deps)).texts).toBeDefined();
    const head = await say(world, id, 'leader-shen', {
      type: 'INSTRUCT',
      instruction: '由望江所主办,九月十日前办结',
      leader: 'leader-shen',
      unit: 'donghu-wangjiang',
      dueAt: '2026-09-10',
    });
    expect(head).toMatchObject({
      leader: 'leader-shen',
      slip: { readers: ['leader-shen'], unit: 'donghu-wangjiang', dueAt: '2026-09-10' },
    });
    // Nothing runs yet for the leader: the case has not been accepted.
    expect(clocksOf(head, 'LEADER_ACTION')).toEqual([]);
    const accept = { type: 'ACCEPT', requestItems: ['书面答复'], method: 'POST' };
    await expect(say(world, id, 'po-li', { ...accept, handlingUnit: 'donghu-liuqiao' })).rejects.toMatchObject(
      refused('INSTRUCTED_OTHERWISE', 'A-31'),
    );
    expect(await say(world, id, 'po-li', accept)).toMatchObject({ unit: 'donghu-wangjiang' });
    await expect(say(world, id, 'head-ma', PLAN)).rejects.toMatchObject(refused('PLAN_AFTER_INSTRUCTION', 'A-31'));
    expect(await say(world, id, 'head-ma', { ...PLAN, dueAt: '2026-09-10' })).toMatchObject({
      state: 'INVESTIGATING',
      planDue: '2026-09-10',
    });
  });

  test('an instruction starts the 15 days anew and shortens the plan; a new unit brings a new handler', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    expect(clocksOf(await world.head(id), 'LEADER_ACTION')).toEqual(['@2026-08-18']);
    world.now = instant('2026-08-10T01:00:00Z');
    const instructed = await say(world, id, 'bureau-zhao', {
      type: 'INSTRUCT',
      instruction: '限期办结',
      dueAt: '2026-08-31',
    });
    expect(instructed).toMatchObject({ planDue: '2026-08-31', handler: 'handler-zhu', unit: 'donghu-wangjiang' });
    expect(clocksOf(instructed, 'LEADER_ACTION')).toEqual(['@2026-08-25']);
    // A later day than the plan's leaves the plan alone.
    expect(
      await say(world, id, 'bureau-zhao', { type: 'INSTRUCT', instruction: '可以从容', dueAt: '2026-09-15' }),
    ).toMatchObject({ planDue: '2026-08-31' });
    const moved = await say(world, id, 'bureau-zhao', {
      type: 'INSTRUCT',
      instruction: '改由治安大队办理',
      unit: 'donghu-zhian',
      leader: 'bureau-zhao',
    });
    expect(moved).toMatchObject({ unit: 'donghu-zhian', leader: 'bureau-zhao', state: 'INVESTIGATING' });
    expect(moved.handler).toBeUndefined();
    expect(await say(world, id, 'head-hu', { type: 'ASSIGN_HANDLER', handler: 'handler-du' })).toMatchObject({
      handler: 'handler-du',
    });
  });

  test('guards of an instruction: leader, limit, unit, [G6] nobody complained about', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const instruct = (fields: object) =>
      say(world, id, 'bureau-zhao', { type: 'INSTRUCT', instruction: '办', ...fields });
    await expect(instruct({ leader: 'head-ma' })).rejects.toMatchObject(refused('NOT_A_LEADER', 'A-31'));
    await expect(instruct({ leader: 'nobody' })).rejects.toMatchObject(refused('UNKNOWN_OFFICER'));
    await expect(instruct({ dueAt: '2026-10-03' })).rejects.toMatchObject(refused('INSTRUCTION_AFTER_LIMIT', 'A-31'));
    await expect(instruct({ dueAt: '2026-08-02' })).rejects.toMatchObject(refused('DATE_NOT_IN_FUTURE'));
    await expect(instruct({ unit: 'xiling-zhian' })).rejects.toMatchObject(refused('UNIT_OF_ANOTHER_ORGAN'));
    await expect(instruct({ unit: 'nowhere' })).rejects.toMatchObject(refused('UNKNOWN_UNIT'));
    await expect(instruct({ unit: 'donghu' })).rejects.toMatchObject(refused('NOBODY_TO_ANSWER'));
    await say(world, id, 'head-ma', {
      type: 'ADD_CO_UNIT',
      unit: 'donghu-zhian',
      task: '调取记录',
      dueAt: '2026-08-20',
    });
    await expect(instruct({ unit: 'donghu-zhian' })).rejects.toMatchObject(refused('CO_UNIT_CANNOT_LEAD', 'A-41'));
    await expect(say(world, id, 'chief-wang', { type: 'ASSIGN_HANDLER', handler: 'handler-du' })).rejects.toMatchObject(
      refused('CO_UNIT_CANNOT_LEAD', 'A-41'),
    );
    const accused = await classified(world, { place: '柳桥街道' });
    await say(world, accused, 'po-li', {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: ['donghu-liuqiao'], officers: ['leader-shen'] },
    });
    const aside = (fields: object) =>
      say(world, accused, 'bureau-zhao', { type: 'INSTRUCT', instruction: '办', ...fields });
    await expect(aside({ unit: 'donghu-liuqiao' })).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
    await expect(aside({ leader: 'leader-shen' })).rejects.toMatchObject(refused('OFFICER_IS_ACCUSED', 'P-10'));
    await expect(
      say(world, accused, 'po-li', { type: 'PROPOSE', proposal: '拟请阅批', to: 'leader-shen' }),
    ).rejects.toMatchObject(refused('OFFICER_IS_ACCUSED', 'P-10'));
    await expect(
      say(world, id, 'po-li', { type: 'PROPOSE', proposal: '拟请阅批', to: 'head-ma' }),
    ).rejects.toMatchObject(refused('NOT_A_LEADER', 'A-31'));
  });

  test('once the opinion is being written, the unit no longer changes', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    await say(world, id, 'handler-zhu', {
      type: 'DRAFT_OPINION',
      opinion: { facts: '经查', legalBasis: '条例', items: [{ item: 1, outcome: 'EXPLAIN', answer: '说明' }] },
    });
    await expect(
      say(world, id, 'bureau-zhao', { type: 'INSTRUCT', instruction: '改办', unit: 'donghu-zhian' }),
    ).rejects.toMatchObject(refused('UNIT_CANNOT_CHANGE_NOW'));
  });

  test('[P-04] whom it is circulated to reads it and does nothing; others still do not know of it', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    const reader = world.officer('head-hu');
    await expect(findCase(world.database, id, reader, 'READ_CASE', world.tree)).rejects.toMatchObject({
      body: { status: 404 },
    });
    const before = await world.head(id);
    const after = await say(world, id, 'po-li', { type: 'CIRCULATE', to: ['head-hu', 'bureau-wei'], note: '请阅' });
    expect(after).toMatchObject({
      state: before.state,
      clocks: before.clocks,
      slip: { readers: ['head-hu', 'bureau-wei'] },
    });
    expect([...(await findCase(world.database, id, reader, 'READ_CASE', world.tree)).standings]).toEqual(['ADDRESSEE']);
    await expect(say(world, id, 'head-hu', { type: 'INSTRUCT', instruction: '办' })).rejects.toMatchObject(
      refused('NOT_ASKED'),
    );
    await expect(
      say(world, id, 'head-hu', { type: 'REFER_AID', aid: 'LEGAL_AID', to: '法律援助中心', note: '转介' }),
    ).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    for (const to of ['head-dong', 'printer-donghu', 'admin-he'])
      await expect(say(world, id, 'po-li', { type: 'CIRCULATE', to: [to], note: '请阅' })).rejects.toMatchObject(
        refused('NOT_OF_THE_ORGAN', 'P-04'),
      );
  });

  test('[P-03] nothing is proposed, instructed or circulated before a person has screened it', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    for (const command of [
      { type: 'PROPOSE', proposal: '拟请阅批', to: 'leader-shen' },
      { type: 'CIRCULATE', to: ['head-ma'], note: '请阅' },
    ])
      await expect(say(world, id, 'po-li', command)).rejects.toMatchObject(refused('NOT_SCREENED', 'P-03'));
    await expect(
      say(world, id, 'chief-wang', { type: 'RAISE_FLAG', reason: '久拖', clearCondition: '答复' }),
    ).rejects.toMatchObject(refused('NOT_SCREENED', 'P-03'));
  });
});

describe('a major case and its plan (A-31 to A-35, A-102)', () => {
  const MAJOR = { type: 'SET_MAJOR', leader: 'bureau-zhao', reason: '涉及人数较多' };

  test('[A-31] [A-35] the plan names leader, handler and limit; with it the 15 days of the leader begin', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    const acceptedHead = await world.head(id);
    expect(clocksOf(acceptedHead, 'DRAFT_45D')).toEqual(['@2026-09-17']);
    expect(clocksOf(acceptedHead, 'RATING_WINDOW')).toEqual(['NOTICE@2026-11-02']);
    await expect(say(world, id, 'head-ma', { ...PLAN, dueAt: '2026-10-03' })).rejects.toMatchObject(
      refused('PLAN_AFTER_LIMIT', 'A-31'),
    );
    await expect(say(world, id, 'head-ma', { ...PLAN, leader: 'head-ma' })).rejects.toMatchObject(
      refused('NOT_A_LEADER', 'A-31'),
    );
    const head = await say(world, id, 'head-ma', PLAN);
    expect(head).toMatchObject({ state: 'INVESTIGATING', leader: 'leader-shen', planDue: '2026-09-20' });
    expect(head.documents.at(-1)?.kind).toBe('DOC-PLAN');
    expect(clocksOf(head, 'LEADER_ACTION')).toEqual(['@2026-08-18']);
  });

  test('[A-34] [A-32] a major case: leader makes the plan, with task force and requirements', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    await expect(say(world, id, 'chief-wang', { ...MAJOR, leader: 'head-ma' })).rejects.toMatchObject(
      refused('NOT_A_LEADER', 'A-34'),
    );
    await expect(say(world, id, 'po-li', MAJOR)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const major = await say(world, id, 'chief-wang', MAJOR);
    expect(major).toMatchObject({ state: 'ACCEPTED', leader: 'bureau-zhao', major: { by: 'chief-wang' } });
    expect(clocksOf(major, 'LEADER_ACTION')).toEqual(['@2026-08-18']);
    await expect(say(world, id, 'chief-wang', MAJOR)).rejects.toMatchObject(refused('ALREADY_MAJOR', 'A-102'));
    const plan = { ...PLAN, leader: 'bureau-zhao', taskForce: ['handler-zhu', 'head-hu'], requirements: '查清事实' };
    await expect(say(world, id, 'head-ma', plan)).rejects.toMatchObject(refused('PLAN_OF_MAJOR_BY_LEADER', 'A-34'));
    for (const lacking of [{ taskForce: undefined }, { requirements: undefined }])
      await expect(say(world, id, 'bureau-zhao', { ...plan, ...lacking })).rejects.toMatchObject(
        refused('PLAN_OF_MAJOR_INCOMPLETE', 'A-32'),
      );
    await expect(say(world, id, 'bureau-zhao', { ...plan, taskForce: ['nobody'] })).rejects.toMatchObject(
      refused('UNKNOWN_OFFICER'),
    );
    world.now = instant('2026-08-05T01:00:00Z');
    const planned = await say(world, id, 'bureau-zhao', plan);
    expect(planned).toMatchObject({ state: 'INVESTIGATING', taskForce: ['handler-zhu', 'head-hu'] });
    // The same leader: his 15 days run on with their day.
    expect(clocksOf(planned, 'LEADER_ACTION')).toEqual(['@2026-08-18']);
  });

  test('[A-32] a case that becomes major while it is investigated waits for a plan with a task force', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const before = await world.head(id);
    const head = await say(world, id, 'bureau-zhao', { ...MAJOR, leader: 'leader-shen' });
    expect(head.state).toBe('ACCEPTED');
    expect(head.clocks).toEqual(before.clocks);
    await say(world, id, 'leader-shen', { ...PLAN, taskForce: ['handler-zhu'], requirements: '查清' });
    expect((await world.head(id)).state).toBe('INVESTIGATING');
  });

  test('[A-102] a major case is reminded of 20 and 15 days before its limit, others are not', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    const other = await accepted(world);
    for (const one of [id, other]) await say(world, one, 'head-ma', PLAN);
    const wakes = async (one: typeof id) =>
      String((await world.database.get('CASES', { pk: one, sk: 'ALARM' }))?.wakeAt ?? '');
    const remindedOn = async (one: typeof id) => {
      const items = await world.database.query({
        table: 'REMINDERS',
        pk: 'OFFICER#handler-zhu',
        limit: 500,
      });
      return items.items
        .filter((item) => item.caseId === one && item.clock === 'HANDLE_60D')
        .map((item) => `${item.key} ${localDateOf(instant(String(item.at)))}`);
    };
    const before = await wakes(id);
    await say(world, id, 'chief-wang', { ...MAJOR, leader: 'leader-shen' });
    await say(world, id, 'leader-shen', { ...PLAN, taskForce: ['handler-zhu'], requirements: '查清' });
    expect(await wakes(id)).toBe(before);
    for (let day = localDateOf(world.now); day <= '2026-09-23'; day = addDays(day, 1)) {
      world.now = instant(`${day}T02:00:00Z`);
      await world.sweep();
    }
    // Nominal day 10-02: 20 days before is Sat 9-12, moved to Fri 9-11; 15 days before is Thu 9-17.
    expect(await remindedOn(id)).toEqual(['T-20 2026-09-11', 'T-15 2026-09-17', 'T-10 2026-09-22']);
    expect(await remindedOn(other)).toEqual(['T-10 2026-09-22']);
  });

  test('[A-102] what becomes major late is not reminded of days that are past', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    world.now = instant('2026-09-15T01:00:00Z');
    await world.sweep();
    await say(world, id, 'bureau-zhao', { ...MAJOR, leader: 'leader-shen' });
    const alarm = await world.database.get('CASES', { pk: id, sk: 'ALARM' });
    expect(alarm?.fired).not.toContain('HANDLE_60D:T-20@2026-10-02');
    await world.sweep();
    world.now = instant('2026-09-17T02:00:00Z');
    await world.sweep();
    const fired = (await world.database.get('CASES', { pk: id, sk: 'ALARM' }))?.fired as unknown as string[];
    expect(fired.filter((key) => key.startsWith('HANDLE_60D:T-'))).toEqual(['HANDLE_60D:T-15@2026-10-02']);
  });

  test('[A-102] the alarm is armed anew at once, also where no clock moved', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    await say(world, id, 'bureau-zhao', {
      type: 'EXTEND',
      days: 30,
      reason: '复杂',
      capacity: 'HEAD',
      method: 'POST',
    });
    world.now = instant('2026-10-01T01:00:00Z');
    await say(world, id, 'leader-shen', {
      type: 'LOG_LEADER_ACTION',
      action: 'READ_FILE',
      evidence: '批注',
      note: '阅',
    });
    world.now = instant('2026-10-10T02:00:00Z');
    await world.sweep();
    const wakesAt = async () => (await world.database.get('CASES', { pk: id, sk: 'ALARM' }))?.wakeAt;
    expect(await wakesAt()).toBe('2026-10-13T01:00:00.000Z');
    const before = (await world.head(id)).clocks;
    await say(world, id, 'bureau-zhao', { type: 'SET_MAJOR', leader: 'leader-shen', reason: '影响较大' });
    expect((await world.head(id)).clocks).toEqual(before);
    // Nominal day 11-01: twenty days before is Mon 10-12.
    expect(await wakesAt()).toBe('2026-10-12T01:00:00.000Z');
  });

  test('[A-35] only an action with evidence begins the 15 days anew', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    world.now = instant('2026-08-12T01:00:00Z');
    const log = { type: 'LOG_LEADER_ACTION', action: 'READ_FILE', note: '阅卷' };
    const without = await say(world, id, 'leader-shen', { ...log, evidence: ' ' });
    expect(clocksOf(without, 'LEADER_ACTION')).toEqual(['@2026-08-18']);
    expect(without.leaderActedAt).toBeUndefined();
    const evidenced = await say(world, id, 'leader-shen', { ...log, evidence: '阅卷批注第3页' });
    expect(clocksOf(evidenced, 'LEADER_ACTION')).toEqual(['@2026-08-27']);
    expect(evidenced.leaderActedAt).toBe(world.now);
    expect((await lastRecord(world, id)).events).toContainEqual({
      type: 'leader-acted.v1',
      action: 'READ_FILE',
      evidenced: true,
    });
    await expect(say(world, id, 'bureau-zhao', { ...log, evidence: '批注' })).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
  });

  test('[A-35] once the opinion is out, no 15 days begin any more', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    expect(clocksOf(await world.head(id), 'LEADER_ACTION')).toHaveLength(1);
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '' });
    await say(world, id, 'po-li', { type: 'DISPATCH', method: 'POST' });
    const after = await say(world, id, 'leader-shen', {
      type: 'LOG_LEADER_ACTION',
      action: 'MET_PETITIONER',
      evidence: '会见记录',
      note: '会见',
    });
    expect(after.leaderActedAt).toBe(world.now);
    expect(clocksOf(after, 'LEADER_ACTION')).toEqual([]);
  });

  test('[A-33] a task force stays while the case is open, save by decision of the head; of a major case always', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const dissolve = { type: 'DISSOLVE_TASK_FORCE', reason: '人员调整' };
    const id = await accepted(world);
    await expect(say(world, id, 'bureau-zhao', dissolve)).rejects.toMatchObject(refused('NO_TASK_FORCE', 'A-33'));
    await say(world, id, 'head-ma', { ...PLAN, taskForce: ['handler-zhu', 'handler-qin'] });
    await expect(say(world, id, 'leader-shen', dissolve)).rejects.toMatchObject(refused('TASK_FORCE_STAYS', 'A-33'));
    expect((await say(world, id, 'bureau-zhao', dissolve)).taskForce).toBeUndefined();
    const major = await accepted(world);
    await say(world, major, 'chief-wang', MAJOR);
    await say(world, major, 'bureau-zhao', {
      ...PLAN,
      leader: 'bureau-zhao',
      taskForce: ['handler-zhu'],
      requirements: '查清',
    });
    await expect(say(world, major, 'bureau-zhao', dissolve)).rejects.toMatchObject(refused('TASK_FORCE_STAYS', 'A-33'));
  });

  test('a plan names nobody complained about, not in its task force either', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const { officer } = cast(world);
    const id = await classified(world);
    await say(world, id, 'po-li', {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: ['handler-qin'] },
    });
    await world.command(id, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['答复'],
      method: 'POST',
    });
    await expect(say(world, id, 'head-ma', { ...PLAN, taskForce: ['handler-qin'] })).rejects.toMatchObject(
      refused('OFFICER_IS_ACCUSED', 'P-10'),
    );
  });
});
