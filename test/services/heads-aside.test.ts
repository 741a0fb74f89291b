import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import { readCaseHistory } from '../../services/casework/open-file.ts';
import { officerActing } from '../../services/commands/officer-acting.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { decideAccess, standingsOf } from '../../shared/domain/access.ts';
import type { Leave, Officer } from '../../shared/domain/bureau.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { loneOrgan } from '../builders/lone-organ.ts';
import { APPROVE, DRAFT, heard } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { inWindow, underReview } from '../builders/walk-review.ts';
import { demoBureau, instant, World } from '../builders/world.ts';
import { paper, wordsOf } from './papers-read.ts';

const ask = (of: string) => ({ type: 'APPLY_RECUSAL', of, reason: '与对方当事人是亲戚' });
const GRANT = { type: 'DECIDE_RECUSAL', granted: true, reason: '情况属实', method: 'POST' };
const EXTEND = {
  type: 'EXTEND',
  days: 20,
  reason: '案情复杂',
  capacity: 'ACTING',
  delegation: '条例第二十八条第三款:机关负责人已回避',
  method: 'POST',
};
const code = (command: Promise<unknown>) =>
  command.then(
    () => 'OK',
    ({ refusal, body }) => refusal?.code ?? body.code,
  );

/** A second leader in charge (分管领导) of the organ, who has no part in the case. */
const second = {
  id: 'leader-lu',
  name: '陆知行',
  unit: 'donghu',
  roles: ['responsibleLeader'],
  officePhone: '0990-6120188',
} as unknown as Officer;
const withSecondLeader = () =>
  Object.assign(new World('2026-03-02T01:00:00Z'), {
    tree: treeOf({ ...demoBureau, officers: [...demoBureau.officers, second] }),
  });

/** …whose only head (bureau-zhao) stepped aside; its sponsor is leader-shen. */
async function withoutHead(world: World): Promise<CaseId> {
  const id = await heard(world);
  await say(world, id, 'po-li', ask('bureau-zhao'));
  await say(world, id, 'chief-sun', GRANT);
  return id;
}

const drafted = async (world: World, id: CaseId) => {
  await say(world, id, 'handler-zhu', DRAFT);
  await say(world, id, 'head-ma', APPROVE);
};

async function toldOf(world: World, id: CaseId, clock: string): Promise<string[]> {
  for (let day = 1; day <= 5; day += 1) {
    world.now = instant(new Date(Date.parse(world.now) + 86_400_000).toISOString());
    await world.sweep();
  }
  const told = await Promise.all(
    world.tree.bureau.officers.map(async (officer) => {
      const { reminders } = await inboxOf(world.officer(officer.id), { limit: 200 }, world.tree, world.database);
      return reminders.some((one) => one.caseId === id && 'clock' in one && one.clock === clock) ? [officer.id] : [];
    }),
  );
  return told.flat();
}

const rules = async (world: World, officer: string): Promise<CaseId[]> =>
  (await listCases({ queue: 'RULINGS' }, world.officer(officer), world.now, world.tree, world.deps)).cases.map(
    ({ id }) => id,
  );

describe('[P-09] where no head of the organ may act (条例28(3))', () => {
  test('[G9] nor a leader who has not worked on it, a head of the organ above approves, and is reminded of it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await withoutHead(world);
    await drafted(world, id);
    expect(await toldOf(world, id, 'APPROVE_3WD')).toEqual(['bureau-wei']);
    expect(await code(say(world, id, 'bureau-zhao', APPROVE))).toBe('NOT_ALLOWED');
    expect(await code(say(world, id, 'leader-shen', APPROVE))).toBe('NOT_YOUR_COMMAND');
    expect(await code(say(world, id, 'leader-meng', APPROVE))).toBe('NO_SUCH_PETITION');
    expect(await code(say(world, id, 'bureau-wei', { ...EXTEND, capacity: 'HEAD' }))).toBe('NOT_THE_HEAD');
    expect(await code(say(world, id, 'bureau-wei', EXTEND))).toBe('OK');
    expect(await code(say(world, id, 'bureau-wei', APPROVE))).toBe('OK');
    expect((await world.head(id)).state).toBe('OPINION_ISSUED');
  });

  test('[G9] a leader in charge who has no part in it approves; the organ above learns nothing', async () => {
    const world = withSecondLeader();
    const id = await withoutHead(world);
    await drafted(world, id);
    expect(await toldOf(world, id, 'APPROVE_3WD')).toEqual(['leader-lu']);
    expect(await code(say(world, id, 'bureau-wei', APPROVE))).toBe('NO_SUCH_PETITION');
    expect(await code(say(world, id, 'leader-lu', APPROVE))).toBe('OK');
  });

  test('whoever acts for the head decides whether another head steps aside, and finds it in his list', async () => {
    for (const [world, decides] of [
      [new World('2026-03-02T01:00:00Z'), 'bureau-wei'],
      [withSecondLeader(), 'leader-lu'],
    ] as const) {
      const id = await withoutHead(world);
      await say(world, id, 'po-li', ask('head-ma'));
      expect(await rules(world, decides)).toEqual([id]);
      for (const other of ['bureau-zhao', 'leader-shen', 'chief-sun', 'chief-wang'])
        expect(await rules(world, other), other).toEqual([]);
      expect(await toldOf(world, id, 'RECUSAL_DECIDE')).toEqual([decides]);
      expect(await code(say(world, id, 'chief-sun', GRANT))).toBe('NO_SUCH_PETITION');
      expect(await code(say(world, id, decides, GRANT))).toBe('OK');
    }
  });

  test('asked to step aside, a leader decides nothing for the head, least of all on himself', async () => {
    const world = withSecondLeader();
    const id = await withoutHead(world);
    await say(world, id, 'po-li', ask('leader-lu'));
    expect(await code(say(world, id, 'leader-lu', GRANT))).toBe('NO_SUCH_PETITION');
    expect(await code(say(world, id, 'bureau-wei', GRANT))).toBe('OK');
  });

  test('[P-10] complained about is out as well, and so is his whole organ; while one head is left, nobody acts for him', async () => {
    const world = withSecondLeader();
    const { accused: nobody, ...case_ } = await world.head(await heard(world));
    const acts = (accused: { units?: string[]; officers?: string[] }) => {
      const head = { ...case_, accused: { ...nobody, ...accused } as Head['accused'] };
      return world.tree.bureau.officers
        .map(({ id }) => world.officer(id))
        .filter((one) => decideAccess(one, { kind: 'COMMAND_CASE', head }, world.tree).allowed)
        .filter((one) => standingsOf(one, head, undefined, world.tree).has('BUREAU_HEAD'))
        .map(({ id }) => id);
    };
    expect(acts({})).toEqual(['bureau-zhao']);
    for (const other of ['leader-lu', 'handler-chen']) expect(acts({ officers: [other] })).toEqual(['bureau-zhao']);
    expect(acts({ officers: ['bureau-zhao'] })).toEqual(['leader-lu']);
    expect(acts({ officers: ['bureau-zhao', 'leader-lu'] })).toEqual(['bureau-wei']);
    expect(acts({ units: ['donghu'] })).toEqual(['bureau-wei']);
    expect(acts({ units: ['donghu'], officers: ['bureau-wei'] })).toEqual([]);
    const head = { ...case_, accused: { ...nobody, officers: ['bureau-zhao'] } } as unknown as Head;
    for (const [roles, is] of [[['responsibleLeader'], true] as const, [['handler'], false] as const])
      expect(standingsOf(world.officer('leader-lu', roles), head, undefined, world.tree).has('BUREAU_HEAD')).toBe(is);
  });

  test('[G9] an opinion of review is approved by a leader of the organ of review', async () => {
    const world = new World();
    const id = await underReview(world, await inWindow(world, '2026-04-20T02:00:00Z'));
    await say(world, id, 'po-zhou', ask('bureau-wei'));
    await say(world, id, 'chief-yin', GRANT);
    await say(world, id, 'reviewer-tang', {
      type: 'REVIEW_DECIDE',
      opinion: { decision: 'UPHOLD', ...DRAFT.opinion },
    });
    expect(await code(say(world, id, 'bureau-cen', APPROVE))).toBe('NO_SUCH_PETITION');
    expect(await code(say(world, id, 'leader-meng', APPROVE))).toBe('OK');
  });
});

/** The city stays in the tables as organ of review alone, beside the line (条例35). */
const besideTheCity = () => {
  const { units } = demoBureau;
  const beside = units.map(({ parent, ...unit }) =>
    unit.id !== 'donghu' && parent !== undefined ? { ...unit, parent } : unit,
  );
  return Object.assign(new World('2026-03-02T01:00:00Z'), { tree: treeOf({ ...demoBureau, units: beside }) });
};

describe('[P-09] where no organ above stands in the tables (条例28(3))', () => {
  const OUTSIDE = '云泽市公安局,云公信〔2026〕7号,2026年3月2日';

  test('its decision on the head is taken down by the chief, with organ, number and day, and shown', async () => {
    const world = loneOrgan();
    const id = await heard(world);
    await say(world, id, 'po-li', ask('bureau-zhao'));
    expect(await rules(world, 'chief-wang')).toEqual([id]);
    expect(await toldOf(world, id, 'RECUSAL_DECIDE')).toEqual(['chief-wang']);
    for (const other of ['bureau-zhao', 'head-ma', 'leader-shen'])
      expect(await code(say(world, id, other, { ...GRANT, decidedElsewhere: OUTSIDE })), other).not.toBe('OK');
    await expect(say(world, id, 'chief-wang', GRANT)).rejects.toMatchObject({
      refusal: { code: 'DECISION_ELSEWHERE_MISSING', field: '/decidedElsewhere' },
    });
    await say(world, id, 'chief-wang', { ...GRANT, granted: false, decidedElsewhere: OUTSIDE });
    expect((await world.head(id)).recusal).toBeUndefined();
    expect(wordsOf(await paper(world, id, 'DOC-RECUSAL'))).toContain(`作出决定的机关、文号和日期:${OUTSIDE}`);
    const { records } = await readCaseHistory(id, world.officer('chief-wang'), world.now, world.tree, world.deps);
    expect(JSON.stringify(records)).toContain(OUTSIDE);
    expect(await code(say(world, id, 'po-li', ask('handler-zhu')))).toBe('OK');
  });

  test('nor anybody who acts for the head, its decision on another head is, too', async () => {
    const world = loneOrgan();
    const id = await heard(world);
    await say(world, id, 'po-li', ask('bureau-zhao'));
    await say(world, id, 'chief-wang', { ...GRANT, decidedElsewhere: OUTSIDE });
    await say(world, id, 'po-li', ask('head-ma'));
    expect(await toldOf(world, id, 'RECUSAL_DECIDE')).toEqual(['chief-wang']);
    expect(await code(say(world, id, 'chief-wang', GRANT))).toBe('DECISION_ELSEWHERE_MISSING');
    expect(await code(say(world, id, 'chief-wang', { ...GRANT, decidedElsewhere: OUTSIDE }))).toBe('OK');
  });

  test('the organ that reviews its opinions decides, where that stands there', async () => {
    const world = besideTheCity();
    const id = await heard(world);
    await say(world, id, 'po-li', ask('bureau-zhao'));
    expect(await rules(world, 'chief-sun')).toEqual([id]);
    expect(await toldOf(world, id, 'RECUSAL_DECIDE')).toEqual(['chief-sun']);
    expect(await code(say(world, id, 'chief-wang', { ...GRANT, decidedElsewhere: OUTSIDE }))).toBe(
      'RECUSAL_DECIDED_ABOVE',
    );
    expect(await code(say(world, id, 'chief-sun', GRANT))).toBe('OK');
  });
});

test('a paper of what a head of the organ above decides in his place names him by his own organ', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await withoutHead(world);
  await say(world, id, 'po-li', ask('head-ma'));
  const above = world.officer('bureau-wei');
  await world.command(id, above, GRANT, { actor: officerActing(above) });
  expect(wordsOf(await paper(world, id, 'DOC-RECUSAL'))).toContain('（云泽市公安局负责人，代行机关负责人职责）');
});

describe('[G4] [G9] while the head of the organ is on leave (条例34, §2.2 row 25)', () => {
  const days = { from: '2026-03-02', to: '2026-03-04' };
  const withDeputy = (deputy: string, more: readonly Officer[] = []) => {
    const leave = [{ officer: 'bureau-zhao', deputy, ...days }] as unknown as readonly Leave[];
    const officers = [...demoBureau.officers, ...more];
    return Object.assign(new World('2026-03-02T01:00:00Z'), { tree: treeOf({ ...demoBureau, officers, leave }) });
  };
  const acting = (world: World, id: CaseId, command: { type: string; [field: string]: unknown }) => {
    const deputy = world.officer('leader-shen');
    return world.command(id, deputy, command, { actor: officerActing(deputy) });
  };

  test('his deputy, a leader in charge, acts for him on those days alone, and is recorded as acting', async () => {
    const world = withDeputy('leader-shen');
    const id = await heard(world);
    await drafted(world, id);
    world.now = instant('2026-03-05T01:00:00Z');
    expect(await code(acting(world, id, APPROVE))).toBe('NOT_YOUR_COMMAND');
    world.now = instant('2026-03-04T01:00:00Z');
    expect(await code(acting(world, id, { ...EXTEND, capacity: 'HEAD' }))).toBe('NOT_THE_HEAD');
    expect(await code(acting(world, id, { ...EXTEND, delegation: undefined }))).toBe('DELEGATION_MISSING');
    expect(await code(acting(world, id, { ...EXTEND, delegation: '代理授权〔2026〕1号' }))).toBe('OK');
    expect(await code(acting(world, id, APPROVE))).toBe('OK');
    const { records } = await readCaseHistory(id, world.officer('chief-wang'), world.now, world.tree, world.deps);
    expect(records.at(-1)).toMatchObject({
      command: 'APPROVE_OPINION',
      actor: { id: 'leader-shen', standing: expect.stringContaining('BUREAU_HEAD+ACTING') },
    });
  });

  test('[A-67] of a review of responsibility in which the head has a part, the organ above decides, not his deputy', async () => {
    const world = withDeputy('leader-lu', [second]);
    const [own, led] = [await heard(world), await heard(world)];
    const review = { type: 'OPEN_ACCOUNTABILITY', cause: 'AUDIT', reason: '抽查发现' };
    const decision = { type: 'DECIDE_ACCOUNTABILITY', decision: 'NO_ACTION', facts: '经查属实', measures: '' };
    const key = 'ACCOUNTABILITY-1';
    for (const id of [own, led]) await say(world, id, 'auditor-fang', review);
    const plan = { type: 'INSTRUCT', instruction: '由我包案', leader: 'bureau-zhao' };
    await say(world, led, 'bureau-zhao', plan);
    expect((await world.head(led)).leader).toBe('bureau-zhao');
    expect(await code(say(world, led, 'leader-lu', { ...decision, key }))).toBe('ORGAN_DECIDES');
    expect(await code(say(world, led, 'chief-sun', { ...decision, key }))).toBe('OK');
    expect(await code(say(world, own, 'leader-lu', { ...decision, key }))).toBe('OK');
  });

  test('[P-10] not a deputy who stepped aside, nor one of lower rank, nor for a head who is out himself', async () => {
    const aside = withDeputy('leader-shen');
    const id = await heard(aside);
    await drafted(aside, id);
    await say(aside, id, 'po-li', ask('leader-shen'));
    expect(await code(say(aside, id, 'leader-shen', APPROVE))).toBe('RECUSAL_PENDING');
    await say(aside, id, 'bureau-zhao', GRANT);
    expect(await code(say(aside, id, 'leader-shen', APPROVE))).toBe('NOT_ALLOWED');

    const lower = withDeputy('head-cao');
    const other = await heard(lower);
    await drafted(lower, other);
    expect(await code(say(lower, other, 'head-cao', APPROVE))).toBe('NOT_YOUR_COMMAND');

    const elsewhere = { ...(await lower.head(other)), organ: 'xiling' } as Head;
    const deputy = aside.officer('leader-shen');
    expect(standingsOf(deputy, elsewhere, undefined, aside.tree).has('BUREAU_HEAD')).toBe(false);

    const out = withDeputy('leader-shen');
    const third = await withoutHead(out);
    await drafted(out, third);
    expect(await code(say(out, third, 'leader-shen', APPROVE))).toBe('NOT_YOUR_COMMAND');
    expect(await code(say(out, third, 'bureau-wei', APPROVE))).toBe('OK');
  });
});
