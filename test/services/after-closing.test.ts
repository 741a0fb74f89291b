import { describe, expect, test } from 'vitest';
import { readCaseHistory } from '../../services/casework/open-file.ts';
import { caseView } from '../../shared/casework/case-view.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { accepted, cast, classified, DRAFT, heard } from '../builders/walk.ts';
import { asPetitioner, delivers, inWindow, reviewDelivered, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const refused = (code: string, guard?: string) => ({
  refusal: expect.objectContaining({ code, ...(guard ? { guard } : {}) }),
});
const CLOSE = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.RESPONSE_SLOW', lesson: '夜间警力不足' };
const NO_FAULT = { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '两组警力均在处置其他警情' };

/** Closed after the window, delivered on 2 March 2026. */
async function closed(world: World, fields: Record<string, unknown> = {}): Promise<CaseId> {
  const id = await inWindow(world, '2026-03-02T10:00+08:00');
  const { officer } = cast(world);
  await world.command(id, officer, NO_FAULT);
  world.now = instant('2026-04-02T09:00+08:00');
  await world.command(id, officer, { ...CLOSE, ...fields });
  return id;
}

/** What an officer is shown of a case. */
async function viewOf(world: World, id: CaseId, officer: string) {
  const reader = world.officer(officer);
  const found = await findCase(world.database, id, reader, 'READ_CASE', world.tree);
  return caseView(found.loaded.head, { ...found, id: reader.id }, undefined, world.now, world.tree, CALENDAR);
}

async function recordsFor(world: World, id: CaseId, officer: string): Promise<readonly string[]> {
  const { records } = await readCaseHistory(id, world.officer(officer), world.now, world.tree, world.deps);
  return records.map(({ command }) => command);
}

describe('closing (结案)', () => {
  test('[A-71] [A-29] an opinion is closed when somebody else has assessed the fault of the organ', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-03-02T10:00+08:00');
    world.now = instant('2026-04-02T09:00+08:00');
    const { officer } = cast(world);
    await expect(world.command(id, officer, CLOSE)).rejects.toMatchObject(refused('FAULT_NOT_ASSESSED', 'A-29'));
    await world.command(id, officer, NO_FAULT);
    await expect(world.command(id, officer, { ...CLOSE, rootCause: 'RC.WRONG' })).rejects.toMatchObject(
      refused('UNKNOWN_ROOT_CAUSE', 'A-71'),
    );
    await world.command(id, officer, CLOSE);
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'WINDOW_EXPIRED' });
  });

  test('[A-63] a correction that was called for is answered first', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-03-02T10:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, NO_FAULT);
    await world.command(id, officer, {
      type: 'RAISE_CORRECTION',
      finding: '漏写救济途径',
      correct: '补正并重新送达',
      dueAt: '2026-03-20',
    });
    world.now = instant('2026-04-02T09:00+08:00');
    await expect(world.command(id, officer, CLOSE)).rejects.toMatchObject(refused('CORRECTION_OPEN', 'A-63'));
  });

  test('[A-61] two follow-ups begin with consent, none without', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const asked = await world.head(await closed(world, { followUpConsent: true }));
    expect(runningClock(asked, 'FOLLOWUP_1')).toMatchObject({ nominalDue: '2026-04-17' });
    expect(runningClock(asked, 'FOLLOWUP_2')).toMatchObject({ nominalDue: '2026-07-01' });
    const other = new World('2026-03-02T01:00:00Z');
    const id = await closed(other);
    expect((await other.head(id)).clocks.map(({ code }) => code)).not.toContain('FOLLOWUP_1');
    await expect(
      other.command(id, cast(other).officer, { type: 'FOLLOW_UP', method: 'PHONE', result: 'RESOLVED', note: '—' }),
    ).rejects.toMatchObject(refused('FOLLOW_UP_WITHOUT_CONSENT', 'A-61'));
  });

  test('[G10] the reply to an appeal is delivered before anything is closed, and opens the window', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classified(world);
    const { officer } = cast(world);
    await world.command(id, officer, {
      type: 'ACCEPT_SIMPLE',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['说明'],
      method: 'POST',
    });
    await world.command(id, world.officer('head-ma'), {
      type: 'REPLY',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '已说明' }],
      legalBasis: '《信访工作条例》第三十一条',
      method: 'POST',
    });
    await expect(world.command(id, officer, { ...CLOSE, reason: 'REPLIED' })).rejects.toMatchObject(
      refused('REPLY_NOT_DELIVERED', 'G10'),
    );
    const receivedAt = '2026-03-03T10:00+08:00';
    world.now = instant(receivedAt);
    await world.command(id, officer, { type: 'DELIVER', method: 'POST', receivedAt, proof: '签名' });
    const head = await world.head(id);
    expect(head.state).toBe('REVIEW_WINDOW');
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toMatchObject({ nominalDue: '2026-04-02' });
  });
});

describe('[A-61] follow-up (回访)', () => {
  const CALL = { type: 'FOLLOW_UP', method: 'PHONE', result: 'RESOLVED', note: '问题已解决' };

  test('[A-61] who may ask is reminded of it: the petition office, beside the handler who may not', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    await expect(world.command(id, world.officer('handler-zhu'), CALL)).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
    world.now = instant('2026-04-14T09:00+08:00');
    await world.sweep();
    for (const mailbox of ['ROLE#donghu-xinfang#petitionOfficer', 'OFFICER#handler-zhu']) {
      const { items } = await world.database.query({ table: 'REMINDERS', pk: mailbox, limit: 200 });
      expect(
        items.filter(({ clock }) => clock === 'FOLLOWUP_1').map(({ key }) => key),
        mailbox,
      ).toEqual(['T-3']);
    }
    await world.command(id, cast(world).officer, CALL);
    expect(runningClock(await world.head(id), 'FOLLOWUP_1')).toBeUndefined();
  });

  test('whom nobody reached is asked again; two in turn, and no third', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    const { officer } = cast(world);
    await world.command(id, officer, { ...CALL, result: 'NOT_REACHED' });
    expect(runningClock(await world.head(id), 'FOLLOWUP_1')).toBeDefined();
    await world.command(id, officer, CALL);
    expect((await world.head(id)).followUp).toEqual({ consent: true, done: [1] });
    await world.command(id, officer, { ...CALL, result: 'PERSISTS' });
    expect((await world.head(id)).followUp).toEqual({ consent: true, done: [1, 2] });
    await expect(world.command(id, officer, CALL)).rejects.toMatchObject(refused('NO_FOLLOW_UP_LEFT', 'A-61'));
  });

  test('who declines is not asked again; [P-10] nor does the handling unit ask', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    await expect(world.command(id, world.officer('handler-zhu'), CALL)).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
    await world.command(id, cast(world).officer, { ...CALL, result: 'DECLINED' });
    expect((await world.head(id)).clocks.map(({ code }) => code)).not.toContain('FOLLOWUP_2');
  });

  test('[P-10] an office that handled it itself leaves the asking to somebody without a part in it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    const both = world.officer('handler-zhu', ['handler', 'petitionOfficer']);
    const inOffice = { ...both, unit: cast(world).officer.unit };
    await expect(world.command(id, inOffice, CALL)).rejects.toMatchObject(refused('FOLLOW_UP_BY_HANDLER', 'P-10'));
  });
});

describe('carrying out what was supported (条例32(2))', () => {
  const ORDER = { type: 'ORDER_EXECUTION', unit: 'donghu-wangjiang', what: '书面致歉', dueAt: '2026-03-20' };
  const DONE = { type: 'CONFIRM_EXECUTION', evidence: '致歉信送达回执', done: true };

  test('by the day in the opinion; confirmed by another unit; not done, its day stands', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await delivers(world, id, '2026-03-02T10:00+08:00', { ...DRAFT.opinion, executeBy: '2026-03-20' });
    const { officer } = cast(world);
    await expect(world.command(id, officer, { ...ORDER, dueAt: '2026-03-21' })).rejects.toMatchObject(
      refused('AFTER_DAY_IN_OPINION'),
    );
    await expect(world.command(id, officer, { ...ORDER, unit: 'xiling' })).rejects.toMatchObject(
      refused('UNIT_OF_ANOTHER_ORGAN'),
    );
    await expect(world.command(id, officer, DONE)).rejects.toMatchObject(refused('NO_EXECUTION_OPEN'));
    await world.command(id, officer, ORDER);
    const ordered = await world.head(id);
    expect(ordered.duties).toMatchObject([{ kind: 'EXECUTION', key: 'EXECUTION-1', unit: 'donghu-wangjiang' }]);
    expect(runningClock(ordered, 'EXECUTE_SUPPORT', 'EXECUTION-1')).toMatchObject({ nominalDue: '2026-03-20' });
    await world.command(id, officer, { ...ORDER, what: '退还物品', unit: 'donghu-zhian' });
    await expect(world.command(id, officer, DONE)).rejects.toMatchObject(refused('WHICH_EXECUTION'));
    await world.command(id, officer, { ...DONE, done: false, key: 'EXECUTION-1' });
    expect(runningClock(await world.head(id), 'EXECUTE_SUPPORT', 'EXECUTION-1')).toBeDefined();
    await world.command(id, officer, { ...DONE, key: 'EXECUTION-1' });
    const head = await world.head(id);
    expect(head.duties?.map(({ outcome }) => outcome)).toEqual(['DONE', undefined]);
    expect(head.clocks.filter(({ code }) => code === 'EXECUTE_SUPPORT').map(({ key }) => key)).toEqual(['EXECUTION-2']);
  });

  test('an opinion that supports nothing has nothing to carry out', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const items = [{ item: 1, outcome: 'REJECT', answer: '不予支持' }];
    await delivers(world, id, '2026-03-02T10:00+08:00', { ...DRAFT.opinion, items });
    await expect(world.command(id, cast(world).officer, ORDER)).rejects.toMatchObject(refused('NOTHING_TO_EXECUTE'));
  });
});

describe('rating (评价, 条例21(2))', () => {
  const RATE = { type: 'RATE', object: 'OPINION', rating: 'DISSATISFIED', words: '没有道歉' };

  test('once the opinion is delivered, once for each object, to be changed for seven days', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    await expect(asPetitioner(world, id, RATE)).rejects.toMatchObject(refused('NOTHING_TO_RATE'));
    await asPetitioner(world, id, { ...RATE, object: 'NOTICE', rating: 'SATISFIED' });
    const opinion = await inWindow(world, '2026-03-02T10:00+08:00');
    await asPetitioner(world, opinion, RATE);
    expect(runningClock(await world.head(opinion), 'RATING_WINDOW', 'OPINION')).toBeUndefined();
    world.now = instant('2026-03-09T23:00+08:00');
    await asPetitioner(world, opinion, { ...RATE, rating: 'SATISFIED' });
    expect((await world.head(opinion)).ratings).toMatchObject([
      { object: 'OPINION', rating: 'SATISFIED', at: '2026-03-02T02:00:00.000Z' },
    ]);
    world.now = instant('2026-03-10T00:01+08:00');
    await expect(asPetitioner(world, opinion, RATE)).rejects.toMatchObject(refused('RATING_FINAL'));
  });

  test('for ninety days; afterwards it counts as unrated', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    world.now = instant('2026-06-02T09:00+08:00');
    await expect(asPetitioner(world, id, RATE)).rejects.toMatchObject(refused('RATING_WINDOW_OVER'));
  });

  test('[P-10] whoever handles the case does not see it before closing, in the case or its history', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-03-02T10:00+08:00');
    await asPetitioner(world, id, RATE);
    for (const officer of ['handler-zhu', 'head-ma']) {
      expect(await viewOf(world, id, officer)).not.toHaveProperty('ratings');
      expect(await recordsFor(world, id, officer)).not.toContain('RATE');
    }
    expect(await viewOf(world, id, 'po-li')).toMatchObject({ ratings: [{ rating: 'DISSATISFIED' }] });
    expect(await recordsFor(world, id, 'po-li')).toContain('RATE');
    const { officer } = cast(world);
    await world.command(id, officer, NO_FAULT);
    world.now = instant('2026-04-02T09:00+08:00');
    await world.command(id, officer, CLOSE);
    expect(await viewOf(world, id, 'handler-zhu')).toMatchObject({ ratings: [{ rating: 'DISSATISFIED' }] });
  });
});

test('[P-08] [A-67] a report of retaliation is examined by itself: by the auditor and those above, never the unit', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heard(world);
  await asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '所长找我谈话,叫我不要再反映' });
  const report = { kind: 'ACCOUNTABILITY', code: 'RETALIATION' };
  for (const officer of ['handler-zhu', 'head-ma', 'po-li', 'chief-wang']) {
    expect(await viewOf(world, id, officer)).not.toHaveProperty('duties');
    expect(await recordsFor(world, id, officer)).not.toContain('REPORT_RETALIATION');
  }
  for (const officer of ['auditor-fang', 'bureau-zhao', 'supervisor-gao']) {
    expect(await viewOf(world, id, officer)).toMatchObject({ duties: [report] });
    expect(await recordsFor(world, id, officer)).toContain('REPORT_RETALIATION');
  }
  await asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '又来了一次' });
  expect((await world.head(id)).duties).toHaveLength(1);
});

test('[P-08] [A-67] a report that what he wrote was leaked (条例46(5)) opens a review by itself, once, and is kept the same way', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heard(world);
  const report = { type: 'REPORT_LEAK', words: '对方当事人拿着我的信来找我' };
  await asPetitioner(world, id, report);
  expect((await world.head(id)).duties).toMatchObject([
    { kind: 'ACCOUNTABILITY', code: 'LEAK', unit: 'donghu-wangjiang', openedAt: world.now },
  ]);
  for (const officer of ['handler-zhu', 'head-ma', 'po-li', 'chief-wang']) {
    expect(await viewOf(world, id, officer)).not.toHaveProperty('duties');
    expect(await recordsFor(world, id, officer)).not.toContain('REPORT_LEAK');
  }
  for (const officer of ['auditor-fang', 'bureau-zhao', 'supervisor-gao']) {
    expect(await viewOf(world, id, officer)).toMatchObject({ duties: [{ code: 'LEAK' }] });
    expect(await recordsFor(world, id, officer)).toContain('REPORT_LEAK');
  }
  await asPetitioner(world, id, { ...report, words: '又有人知道了' });
  expect((await world.head(id)).duties).toHaveLength(1);
  // It is decided in writing like any other; the finding is kept from the unit too.
  const decide = { type: 'DECIDE_ACCOUNTABILITY', decision: 'ACC-9', facts: '民警转发了来信照片', measures: '记过' };
  await world.command(id, world.officer('bureau-zhao'), { ...decide, key: 'ACCOUNTABILITY-1' });
  expect(await recordsFor(world, id, 'head-ma')).not.toContain('DECIDE_ACCOUNTABILITY');
  expect(await recordsFor(world, id, 'auditor-fang')).toContain('DECIDE_ACCOUNTABILITY');
});

describe('reopening and filing away', () => {
  test('new facts make a new case on the same matter, with its own fifteen days', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    const { chief, officer } = cast(world);
    const reopen = { type: 'REOPEN', ground: 'NEW_FACTS', reason: '找到了监控录像' };
    await expect(world.command(id, officer, reopen)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const { other } = await world.command(id, chief, reopen);
    expect(other).toMatchObject({ state: 'REGISTERED', parentId: id, petitionId: id, unit: 'donghu-xinfang' });
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', childId: other?.id });
    expect(other && runningClock(other, 'INFORM_15D')).toMatchObject({ nominalDue: '2026-04-17' });
    await expect(world.command(id, chief, reopen)).rejects.toMatchObject(refused('ALREADY_CONTINUED'));
  });

  test('an error brings the case back, with thirty days for a new opinion', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    await world.command(id, cast(world).chief, { type: 'REOPEN', ground: 'ERROR', reason: '漏看一份笔录' });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'INVESTIGATING', remake: { revoked: ['SUPPORT'] } });
    expect(head.closeReason).toBeUndefined();
    expect(head.fault).toBeUndefined();
    expect(runningClock(head, 'REMAKE')).toMatchObject({ nominalDue: '2026-05-02' });
    expect(head.clocks.map(({ code }) => code)).not.toContain('FOLLOWUP_1');
  });

  test('an opinion found wrong from above opens a review of responsibility', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    await world.command(id, cast(world).chief, { type: 'REOPEN', ground: 'OVERTURNED', reason: '上级抽查认定错误' });
    expect((await world.head(id)).duties).toMatchObject([{ code: 'OPINION_OVERTURNED' }]);
  });

  test('[P-17] filed away when nothing is owed; another retention than the default is cited', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world, { followUpConsent: true });
    const { officer } = cast(world);
    await expect(world.command(id, officer, { type: 'ARCHIVE' })).rejects.toMatchObject(refused('STILL_OWED', 'P-17'));
    world.now = instant('2026-07-02T09:00+08:00');
    await expect(world.command(id, officer, { type: 'ARCHIVE', retention: 'YEARS_10' })).rejects.toMatchObject(
      refused('RETENTION_WITHOUT_CITATION', 'P-17'),
    );
    await world.command(id, officer, { type: 'ARCHIVE' });
    expect(await world.head(id)).toMatchObject({ state: 'ARCHIVED', clocks: [] });
    const last = (await readHistory(world.database, ORDINARY, id)).at(-1)?.record;
    expect(last?.events).toContainEqual({ type: 'archived.v1', retention: 'YEARS_30' });
  });
});

describe('[A-29] [A-71] what a review closed', () => {
  const LEARNT = { ...NO_FAULT, rootCause: 'RC.RESPONSE_SLOW', lesson: '接警记录应当随卷移送' };
  /** Upheld, and delivered; with what was done before the petitioner asked. */
  const upheld = async (...before: readonly (typeof NO_FAULT)[]) => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-03-03T10:00+08:00');
    for (const command of before) await world.command(id, cast(world).officer, command);
    await reviewDelivered(world, await underReview(world, id), 'UPHOLD', '2026-03-20T10:00+08:00');
    const assess = (command: typeof NO_FAULT & { rootCause?: string; lesson?: string | undefined }) =>
      world.command(id, cast(world).officer, command);
    return { world, id, assess };
  };

  test('fault, root cause and lesson are said after it, all of them, once', async () => {
    const { world, id, assess } = await upheld();
    await expect(assess(NO_FAULT)).rejects.toMatchObject({
      refusal: expect.objectContaining({ code: 'NOTHING_LEARNT', guard: 'A-71', field: '/rootCause' }),
    });
    await expect(assess({ ...LEARNT, lesson: undefined })).rejects.toMatchObject({
      refusal: expect.objectContaining({ code: 'NOTHING_LEARNT', field: '/lesson' }),
    });
    await expect(assess({ ...LEARNT, rootCause: 'RC.UNHEARD_OF' })).rejects.toMatchObject(
      refused('UNKNOWN_ROOT_CAUSE', 'A-71'),
    );
    await assess(LEARNT);
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', fault: 'NONE', rootCause: 'RC.RESPONSE_SLOW' });
    await expect(assess(LEARNT)).rejects.toMatchObject(refused('FAULT_ASSESSED', 'A-29'));
  });

  test('where the fault was assessed before he asked, its cause is still said; a case that CLOSE closed said all of it', async () => {
    const { world, id, assess } = await upheld(NO_FAULT);
    await assess({ ...LEARNT, fault: 'PARTIAL' });
    expect(await world.head(id)).toMatchObject({ fault: 'PARTIAL', duties: [{ code: 'AGENCY_FAULT' }] });
    const other = new World('2026-03-02T01:00:00Z');
    const byItself = await closed(other);
    await expect(other.command(byItself, cast(other).officer, LEARNT)).rejects.toMatchObject(
      refused('CLOSED_BY_ITSELF', 'A-29'),
    );
  });
});
