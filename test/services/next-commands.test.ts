import { expect, test } from 'vitest';
import { caseView } from '../../shared/casework/case-view.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { CommandType } from '../../shared/domain/commands.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { APPROVE, accepted, cast, classified, DRAFT, delivered, heard } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

/** `next` of GET /petitions/{id}, as that officer reads it. */
async function nextOf(world: World, id: CaseId, officer: string, command: CommandType) {
  const reader = world.officer(officer);
  const { loaded, ...found } = await findCase(world.database, id, reader, 'READ_CASE', world.tree);
  const { next } = caseView(loaded.head, { ...found, id: reader.id }, undefined, world.now, world.tree, CALENDAR);
  const row = next.find((one) => one.command === command);
  if (!row) throw new Error(`next does not name ${command}`);
  return row;
}

/** Impossible in `next` for that reason, and refused with the very same one. */
async function impossible(
  world: World,
  id: CaseId,
  officer: string,
  body: { type: CommandType; [field: string]: unknown },
  why: { code: string; guard?: string; article?: string },
): Promise<void> {
  const row = await nextOf(world, id, officer, body.type);
  expect(row).toMatchObject({ possible: false, why });
  expect(row.why?.remedyZh).toBeTruthy();
  expect(row.why?.remedyEn).toBeTruthy();
  const refused = await world.command(id, world.officer(officer), body).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).refusal).toEqual(row.why);
}

const possible = async (world: World, id: CaseId, officer: string, command: CommandType) =>
  expect(await nextOf(world, id, officer, command)).toMatchObject({ possible: true });

const EXTEND = { type: 'EXTEND', days: 10, reason: '案情复杂', capacity: 'HEAD', method: 'POST' } as const;

test('[G2] [G3] an extension: possible once, before the limit', async () => {
  const world = new World('2026-07-08T01:00:00Z');
  const id = await accepted(world);
  await possible(world, id, 'bureau-zhao', 'EXTEND');
  world.now = instant('2026-09-08T09:00+08:00');
  await impossible(world, id, 'bureau-zhao', EXTEND, { code: 'EXTENSION_LATE', guard: 'G2', article: '条例34' });
  world.now = instant('2026-09-07T09:00+08:00');
  await world.command(id, world.officer('bureau-zhao'), EXTEND);
  await impossible(world, id, 'bureau-zhao', EXTEND, { code: 'ALREADY_EXTENDED', guard: 'G3' });
});

test('[G8] an objection: possible for five working days from the inbox', async () => {
  const world = new World('2026-06-15T02:40:00Z');
  const id = await classified(world);
  const { other } = await world.command(id, cast(world).chief, {
    type: 'TRANSFER',
    to: 'donghu-liuqiao',
    reason: '属地',
    method: 'POST',
  });
  const below = other?.id as CaseId;
  const object = {
    type: 'OBJECT',
    reasons: '事发地点不属于本所管辖范围,有现场录像可以证明。',
    proposedOrgan: '西岭',
  } as const;
  await possible(world, below, 'head-liu', 'OBJECT');
  world.now = instant('2026-06-24T09:00+08:00');
  await impossible(world, below, 'head-liu', object, { code: 'OBJECTION_LATE', guard: 'G8', article: '条例23(3)' });
});

test('[G10] [A-29] [A-63] closing: not in the window, not before the fault is assessed, not over an open correction', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await delivered(world, '2026-04-22T10:00+08:00');
  const close = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' } as const;
  await impossible(world, id, 'po-li', close, { code: 'REVIEW_WINDOW_OPEN', guard: 'G10' });
  world.now = instant('2026-05-25T09:00+08:00');
  await impossible(world, id, 'po-li', close, { code: 'FAULT_NOT_ASSESSED', guard: 'A-29' });
  await world.command(id, cast(world).officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法处理' });
  await possible(world, id, 'po-li', 'CLOSE');
  await world.command(id, cast(world).chief, {
    type: 'RAISE_CORRECTION',
    finding: '漏答',
    correct: '补充答复',
    dueAt: '2026-06-05',
  });
  await impossible(world, id, 'po-li', close, { code: 'CORRECTION_OPEN', guard: 'A-63' });
});

test('[G9] [A-36] an opinion: the drafter does not approve it, and it goes out after the duty leader saw it', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heard(world);
  await world.command(id, world.officer('handler-zhu'), DRAFT);
  await impossible(world, id, 'bureau-zhao', APPROVE as never, { code: 'WRONG_APPROVER', guard: 'G9' });
  await possible(world, id, 'head-ma', 'APPROVE_OPINION');
  await world.command(id, world.officer('head-ma'), APPROVE);
  await world.command(id, world.officer('bureau-zhao'), APPROVE);
  await impossible(
    world,
    id,
    'po-li',
    { type: 'DISPATCH', method: 'POST' },
    {
      code: 'NOT_CHECKED_BEFORE_SEND',
      guard: 'A-36',
    },
  );
  await world.command(id, world.officer('leader-shen'), { type: 'CHECK_BEFORE_SEND', passed: true, note: '已把关' });
  await possible(world, id, 'po-li', 'DISPATCH');
});

test('[A-34] [P-09] a major case waits for the plan of its leader; whoever is asked to step aside does not act', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await accepted(world);
  const head = world.officer('head-ma');
  await world.command(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await world.command(id, cast(world).chief, { type: 'SET_MAJOR', leader: 'bureau-zhao', reason: '影响较大' });
  const plan = { type: 'SET_PLAN', leader: 'bureau-zhao', dueAt: '2026-04-20' } as const;
  await impossible(world, id, 'head-ma', plan, { code: 'PLAN_OF_MAJOR_BY_LEADER', guard: 'A-34' });
  await possible(world, id, 'bureau-zhao', 'SET_PLAN');
  await impossible(world, id, 'handler-zhu', DRAFT as never, { code: 'WRONG_STATE' });
  await possible(world, id, 'handler-zhu', 'REFER_AID');
  await world.command(id, cast(world).officer, { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '有利害关系' });
  const aid = { type: 'REFER_AID', aid: 'LEGAL_AID', to: '法律援助中心', note: '转介' } as const;
  await impossible(world, id, 'handler-zhu', aid, { code: 'RECUSAL_PENDING', guard: 'P-09', article: '条例28(3)' });
});

test('[G9] nothing is accepted without an organ of review, nor what Art. 31(6) does not cover', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await classified(world);
  await possible(world, id, 'po-li', 'ACCEPT');
  await world.command(id, cast(world).officer, {
    type: 'CLASSIFY',
    purpose: 'SUGGESTION',
    category: 'TRAFFIC.FACILITY',
  });
  const accept = { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' } as const;
  await impossible(world, id, 'po-li', accept, { code: 'NOT_ART_31_6', article: '条例31(6)' });
  await possible(world, id, 'po-li', 'STUDY_SUGGESTION');
});
