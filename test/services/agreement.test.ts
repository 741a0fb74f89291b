import { describe, expect, test } from 'vitest';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { unmet } from '../../shared/domain/decide/next-commands.ts';
import { unitId } from '../../shared/domain/ids.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { readQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { accepted, cast, DRAFT, heard } from '../builders/walk.ts';
import { asPetitioner, heardOf, inWindow, reviewers, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const refused = (code: string, guard?: string) => ({
  refusal: expect.objectContaining({ code, ...(guard ? { guard } : {}) }),
});
const CLOSE = { type: 'CLOSE', rootCause: 'RC.NONE', lesson: '无' };

describe('withdrawal (撤回)', () => {
  const WITHDRAW = { type: 'WITHDRAW', words: '民警已当面说明,我不再要求答复', free: true };
  const CONFIRM = { type: 'CONFIRM_WITHDRAWAL', note: '电话核实,本人自愿' };

  test('[P-12] in his own words and free; for three days nothing follows, and another unit asks', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await expect(asPetitioner(world, id, { ...WITHDRAW, free: false })).rejects.toMatchObject(
      refused('WITHDRAWAL_NOT_FREE', 'P-12'),
    );
    const before = await world.head(id);
    await asPetitioner(world, id, WITHDRAW);
    const filed = await world.head(id);
    expect(filed).toMatchObject({ state: 'INVESTIGATING', withdrawal: { from: 'INVESTIGATING' } });
    expect(filed.clocks).toEqual(before.clocks);
    await expect(asPetitioner(world, id, WITHDRAW)).rejects.toMatchObject(refused('WITHDRAWAL_PENDING', 'P-12'));
    const { officer } = cast(world);
    world.now = instant('2026-03-05T23:59+08:00');
    await expect(world.command(id, officer, CONFIRM)).rejects.toMatchObject(refused('COOLING_OFF', 'P-12'));
    world.now = instant('2026-03-06T00:01+08:00');
    await world.command(id, officer, CONFIRM);
    const head = await world.head(id);
    expect(head.state).toBe('WITHDRAWN');
    expect(head.stopped.find(({ code }) => code === 'HANDLE_60D')).toMatchObject({ outcome: 'WAIVED' });
  });

  test('[G7] [P-12] one of several withdraws for himself: the case ends when whoever confirms it finds that all wish it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [one, all] = [await heardOf(world, { headcount: 6 }), await heardOf(world, { headcount: 6 })];
    for (const id of [one, all]) await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    const { officer } = cast(world);
    for (const id of [one, all])
      await expect(world.command(id, officer, CONFIRM)).rejects.toMatchObject(refused('OTHERS_HAVE_NOT_AGREED', 'G7'));
    await world.command(one, officer, { ...CONFIRM, continueInPublicInterest: true });
    expect(await world.head(one)).toMatchObject({ state: 'INVESTIGATING' });
    await world.command(all, officer, { ...CONFIRM, everyone: true });
    expect(await world.head(all)).toMatchObject({ state: 'WITHDRAWN' });
  });

  test('[P-26] the handling unit does not confirm it; the organ may go on in the public interest', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    // The petition office handles it itself: another unit has to ask.
    const { officer, bureauHead } = cast(world);
    const own = await accepted(world);
    await expect(world.command(own, officer, CONFIRM)).rejects.toMatchObject(refused('NO_WITHDRAWAL', 'P-12'));
    await world.command(id, bureauHead, { ...CONFIRM, continueInPublicInterest: true });
    const head = await world.head(id);
    expect(head.state).toBe('INVESTIGATING');
    expect(runningClock(head, 'HANDLE_60D')).toBeDefined();
    expect(head.concludedAt).toBeUndefined();
  });

  test('[P-26] what the petition office handles itself is confirmed by another unit', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, officeRegistrar } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(id, officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    await expect(world.command(id, officer, CONFIRM)).rejects.toMatchObject(
      refused('CONFIRMED_BY_HANDLING_UNIT', 'P-26'),
    );
    await world.command(id, world.officer('head-cao'), CONFIRM);
    expect((await world.head(id)).state).toBe('WITHDRAWN');
  });

  test('[P-26] for thirty days he may take it back: every clock of the law runs on with its old dates', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const before = runningClock(await world.head(id), 'HANDLE_60D');
    await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, CONFIRM);
    await expect(world.command(id, officer, { ...CLOSE, reason: 'WITHDRAWN' })).rejects.toMatchObject(
      refused('STILL_REVOCABLE', 'P-26'),
    );
    world.now = instant('2026-04-05T23:00+08:00');
    await asPetitioner(world, id, { type: 'REVOKE_WITHDRAWAL', words: '我改变主意了' });
    const head = await world.head(id);
    expect(head.state).toBe('INVESTIGATING');
    expect(runningClock(head, 'HANDLE_60D')).toEqual(before);
    expect(head.withdrawal).toBeUndefined();
    expect(head.concludedAt).toBeUndefined();
    expect(head.clocks.map(({ code }) => code).sort()).toEqual(
      ['DRAFT_45D', 'HANDLE_60D', 'LEADER_ACTION', 'RATING_WINDOW'].sort(),
    );
  });

  test('[P-26] after thirty days it is closed as withdrawn, and no sooner', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, CONFIRM);
    world.now = instant('2026-04-06T00:01+08:00');
    await expect(asPetitioner(world, id, { type: 'REVOKE_WITHDRAWAL', words: '我改变主意了' })).rejects.toMatchObject(
      refused('REVOCATION_LATE', 'P-26'),
    );
    await world.command(id, officer, { ...CLOSE, reason: 'WITHDRAWN' });
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'WITHDRAWN' });
  });

  test('[P-26] what was withdrawn stays on the list of the petition office, which is reminded to close it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const { officer } = cast(world);
    await asPetitioner(world, id, WITHDRAW);
    world.now = instant('2026-03-06T09:00+08:00');
    await world.command(id, officer, CONFIRM);
    const { clocks } = await world.head(id);
    // The thirtieth day is 2026-04-05; five working days follow (清明 4/6 is a holiday).
    expect(clocks.find(({ code }) => code === 'CLOSE_ENDED_5WD')).toMatchObject({ due: '2026-04-13' });
    const listed = async (unit: string) => {
      const page = await readQueue(world.database, ORDINARY, unitQueue(unitId(unit)), { limit: 50 });
      return page.heads.map((head) => head.id);
    };
    expect(await listed('donghu-xinfang')).toEqual([id]);
    expect(await listed('donghu-wangjiang')).toEqual([]);
    world.now = instant('2026-04-14T09:00+08:00');
    await world.sweep();
    const told = async (role: string) => {
      const pk = `ROLE#donghu-xinfang#${role}`;
      const { items } = await world.database.query({ table: 'REMINDERS', pk, limit: 50 });
      return items.filter(({ clock }) => clock === 'CLOSE_ENDED_5WD').map(({ key }) => key);
    };
    expect(await told('petitionOfficer')).toEqual(['D+0']);
    expect(await told('petitionChief')).toEqual(['D+0']);
    await world.command(id, officer, { ...CLOSE, reason: 'WITHDRAWN' });
    expect(await listed('donghu-xinfang')).toEqual([]);
    expect((await world.head(id)).clocks.map(({ code }) => code)).not.toContain('CLOSE_ENDED_5WD');
  });

  test('a review that is withdrawn for good leaves the opinion as it was', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-03-04T10:00+08:00');
    const review = await underReview(world, id);
    await asPetitioner(world, id, WITHDRAW);
    expect((await world.head(review)).withdrawal).toBeDefined();
    world.now = instant('2026-03-10T09:00+08:00');
    const { cityOfficer } = reviewers(world);
    await world.command(review, cityOfficer, CONFIRM);
    expect(await world.head(review)).toMatchObject({
      state: 'WITHDRAWN',
      clocks: [{ code: 'CLOSE_ENDED_5WD' }],
    });
    expect((await world.head(id)).state).toBe('IN_REVIEW');
    world.now = instant('2026-04-20T09:00+08:00');
    await world.command(review, cityOfficer, { ...CLOSE, reason: 'WITHDRAWN' });
    const head = await world.head(id);
    expect(head.state).toBe('REVIEW_WINDOW');
    expect(head.inReview).toBeUndefined();
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toMatchObject({ nominalDue: '2026-04-03' });
  });
});

describe('mediation and settlement (条例33)', () => {
  const MEDIATE = {
    type: 'MEDIATE',
    petitionerConsents: true,
    otherSideConsents: true,
    parties: '信访人与望江派出所',
    outcome: 'AGREED',
    terms: '派出所书面说明并致歉',
    note: '双方到场',
  };
  const SETTLE = {
    type: 'SETTLE',
    petitionerConsents: true,
    otherSideConsents: true,
    terms: '书面说明',
    performance: '当场履行',
    legalityCheck: true,
  };

  test('[A-47] both sides consent, an agreement has terms; without one the investigation goes on', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const mediator = world.officer('mediator-bao');
    await expect(world.command(id, mediator, { ...MEDIATE, otherSideConsents: false })).rejects.toMatchObject(
      refused('CONSENT_MISSING'),
    );
    await expect(world.command(id, mediator, { ...MEDIATE, terms: undefined })).rejects.toMatchObject(
      refused('TERMS_MISSING'),
    );
    const before = (await world.head(id)).clocks;
    await world.command(id, mediator, { ...MEDIATE, outcome: 'FAILED', terms: undefined });
    const failed = await world.head(id);
    expect(failed).toMatchObject({ state: 'INVESTIGATING', clocks: before });
    expect(failed.documents.map(({ kind }) => kind)).not.toContain('DOC-MEDIATION');
    await world.command(id, mediator, MEDIATE);
    const head = await world.head(id);
    expect(head.state).toBe('SETTLED');
    expect(head.documents.map(({ kind }) => kind)).toContain('DOC-MEDIATION');
    expect(head.clocks.map(({ code }) => code)).toEqual(['RATING_WINDOW', 'CLOSE_ENDED_5WD']);
  });

  test('[P-26] a settlement is checked, is neither in time nor late, and closes after thirty days', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const before = runningClock(await world.head(id), 'HANDLE_60D');
    const { officer } = cast(world);
    const stationHead = world.officer('head-ma');
    await expect(world.command(id, stationHead, { ...SETTLE, legalityCheck: false })).rejects.toMatchObject(
      refused('LEGALITY_NOT_CHECKED'),
    );
    await world.command(id, stationHead, SETTLE);
    expect((await world.head(id)).stopped.find(({ code }) => code === 'HANDLE_60D')).toMatchObject({
      outcome: 'WAIVED',
    });
    await expect(world.command(id, officer, { ...CLOSE, reason: 'SETTLED' })).rejects.toMatchObject(
      refused('STILL_REVOCABLE', 'P-26'),
    );
    await asPetitioner(world, id, { type: 'REVOKE_WITHDRAWAL', words: '对方没有履行' });
    const back = await world.head(id);
    expect(back.state).toBe('INVESTIGATING');
    expect(back.concludedAt).toBeUndefined();
    expect(runningClock(back, 'HANDLE_60D')).toEqual(before);
    await world.command(id, stationHead, SETTLE);
    world.now = instant('2026-04-10T09:00+08:00');
    await expect(world.command(id, officer, { ...CLOSE, reason: 'WINDOW_EXPIRED' })).rejects.toMatchObject(
      refused('SETTLEMENT_NOT_CONFIRMED', 'P-26'),
    );
    await world.command(id, officer, { type: 'CONFIRM_SETTLEMENT', note: '电话核实,本人自愿' });
    await expect(world.command(id, officer, { ...CLOSE, reason: 'WINDOW_EXPIRED' })).rejects.toMatchObject(
      refused('REASON_NOT_PROVEN', 'G10'),
    );
    await world.command(id, officer, { ...CLOSE, reason: 'SETTLED' });
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'SETTLED' });
  });

  test('[G7] an agreement with one of several is none: it is recorded once all of them agree, and meanwhile the case runs on', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heardOf(world, { headcount: 2 });
    const before = await world.head(id);
    const alone = refused('OTHERS_HAVE_NOT_AGREED', 'G7');
    const mediator = world.officer('mediator-bao');
    await expect(world.command(id, mediator, MEDIATE)).rejects.toMatchObject(alone);
    await expect(world.command(id, world.officer('head-ma'), SETTLE)).rejects.toMatchObject(alone);
    expect(await world.head(id)).toEqual(before);
    await world.command(id, mediator, { ...MEDIATE, outcome: 'FAILED', terms: undefined });
    await world.command(id, mediator, { ...MEDIATE, everyone: true });
    expect((await world.head(id)).state).toBe('SETTLED');
  });

  test('[G7] [P-26] whoever confirms it asks them all again; where others do not agree, the office takes it back', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heardOf(world, { headcount: 2 });
    const before = runningClock(await world.head(id), 'HANDLE_60D');
    const { officer } = cast(world);
    const settle = { ...SETTLE, everyone: true };
    await world.command(id, world.officer('head-ma'), settle);
    const confirm = { type: 'CONFIRM_SETTLEMENT', note: '电话核实,本人自愿' };
    const told = expect.objectContaining({
      code: 'OTHERS_HAVE_NOT_AGREED',
      guard: 'G7',
      remedyZh: expect.stringContaining('REVOKE_WITHDRAWAL'),
      remedyEn: expect.stringContaining('REVOKE_WITHDRAWAL'),
    });
    await expect(world.command(id, officer, confirm)).rejects.toMatchObject({ refusal: told });
    await world.command(id, officer, { type: 'REVOKE_WITHDRAWAL', words: '另一人没有和解' });
    const back = await world.head(id);
    expect(back.state).toBe('INVESTIGATING');
    expect(runningClock(back, 'HANDLE_60D')).toEqual(before);
    await world.command(id, world.officer('head-ma'), settle);
    // Found out after the thirty days, it is no dead end: what nobody confirmed can still be taken back.
    world.now = instant('2026-04-20T09:00+08:00');
    await world.command(id, officer, { type: 'REVOKE_WITHDRAWAL', words: '另一人没有和解' });
    expect((await world.head(id)).state).toBe('INVESTIGATING');
    await world.command(id, world.officer('head-ma'), settle);
    await world.command(id, officer, { ...confirm, everyone: true });
    expect((await world.head(id)).settlement).toBeDefined();
    world.now = instant('2026-05-25T09:00+08:00');
    await expect(world.command(id, officer, { type: 'REVOKE_WITHDRAWAL', words: '反悔' })).rejects.toMatchObject(
      refused('REVOCATION_LATE', 'P-26'),
    );
  });

  test('[P-26] another unit asks whether it was free, for each settlement anew, before it is closed', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const { officer, chief } = cast(world);
    const stationHead = world.officer('head-ma');
    const confirm = { type: 'CONFIRM_SETTLEMENT', note: '电话核实,本人自愿' };
    await world.command(id, stationHead, SETTLE);
    await world.command(id, officer, confirm);
    await expect(world.command(id, chief, confirm)).rejects.toMatchObject(refused('SETTLEMENT_CONFIRMED', 'P-26'));
    await asPetitioner(world, id, { type: 'REVOKE_WITHDRAWAL', words: '对方没有履行' });
    await world.command(id, stationHead, SETTLE);
    world.now = instant('2026-04-10T09:00+08:00');
    await expect(world.command(id, officer, { ...CLOSE, reason: 'SETTLED' })).rejects.toMatchObject(
      refused('SETTLEMENT_NOT_CONFIRMED', 'P-26'),
    );
    await world.command(id, chief, confirm);
    expect((await world.head(id)).settlement).toMatchObject({ confirmedBy: 'chief-wang' });
    await world.command(id, officer, { ...CLOSE, reason: 'SETTLED' });
  });

  test('[P-26] whoever handled it does not say that it was free', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await world.command(id, world.officer('mediator-bao'), MEDIATE);
    const head = await world.head(id);
    const ask = (unit: string, officer: string) =>
      unmet({ ...head, unit: unitId(unit) }, 'CONFIRM_SETTLEMENT', {
        now: world.now,
        officer: world.officer(officer).id,
        standings: new Set<never>(),
        tree: world.tree,
        calendar: CALENDAR,
      })?.code;
    expect(ask('donghu-wangjiang', 'po-li')).toBeUndefined();
    expect(ask('donghu-xinfang', 'po-li')).toBe('CONFIRMED_BY_HANDLING_UNIT');
    expect(ask('donghu-xinfang', 'handler-zhu')).toBe('CONFIRMED_BY_HANDLING_UNIT');
  });
});

describe('[P-09] recusal (回避, 条例28(3))', () => {
  const ASK = { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '与对方当事人是同学' };
  const GRANT = { type: 'DECIDE_RECUSAL', granted: true, reason: '情况属实', method: 'POST' };

  test('while it is open he does not act, nor decide it; granted, he is off the case for good', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const stationHead = world.officer('head-ma');
    await expect(world.command(id, stationHead, GRANT)).rejects.toMatchObject(refused('NO_RECUSAL_OPEN', 'P-09'));
    await expect(asPetitioner(world, id, { ...ASK, of: 'handler-ai' })).rejects.toMatchObject(
      refused('NOT_TAKING_PART', 'P-09'),
    );
    await asPetitioner(world, id, ASK);
    expect(runningClock(await world.head(id), 'RECUSAL_DECIDE')).toMatchObject({ due: '2026-03-04' });
    await expect(asPetitioner(world, id, ASK)).rejects.toMatchObject(refused('RECUSAL_ALREADY_OPEN', 'P-09'));
    const handler = world.officer('handler-zhu');
    await expect(world.command(id, handler, DRAFT)).rejects.toMatchObject(refused('RECUSAL_PENDING', 'P-09'));
    await world.command(id, stationHead, GRANT);
    const head = await world.head(id);
    expect(head.handler).toBeUndefined();
    expect(head.recused).toEqual(['handler-zhu']);
    expect(head.documents.map(({ kind }) => kind)).toContain('DOC-RECUSAL');
    expect(runningClock(head, 'RECUSAL_DECIDE')).toBeUndefined();
    await expect(
      world.command(id, stationHead, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' }),
    ).rejects.toMatchObject(refused('OFFICER_IS_ACCUSED'));
    await world.command(id, stationHead, { type: 'ASSIGN_HANDLER', handler: 'handler-qin' });
    expect((await world.head(id)).handler).toBe('handler-qin');
  });

  test('refused with reasons, he goes on', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    await asPetitioner(world, id, ASK);
    await world.command(id, world.officer('head-ma'), { ...GRANT, granted: false });
    await world.command(id, world.officer('handler-zhu'), DRAFT);
    expect((await world.head(id)).state).toBe('OPINION_DRAFT');
  });

  test('of a head the head of the organ decides, of that one the organ above', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const { chief, bureauHead, cityChief } = cast(world);
    await asPetitioner(world, id, { ...ASK, of: 'head-ma' });
    await expect(world.command(id, chief, GRANT)).rejects.toMatchObject(refused('RECUSAL_DECIDED_ABOVE', 'P-09'));
    await world.command(id, bureauHead, { ...GRANT, granted: false });
    await asPetitioner(world, id, { ...ASK, of: 'bureau-zhao' });
    await expect(world.command(id, bureauHead, GRANT)).rejects.toMatchObject(refused('RECUSAL_PENDING', 'P-09'));
    await expect(world.command(id, chief, GRANT)).rejects.toMatchObject(refused('RECUSAL_DECIDED_ABOVE', 'P-09'));
    await world.command(id, cityChief, GRANT);
    await expect(
      world.command(id, bureauHead, { type: 'EXTEND', days: 5, reason: '复杂', capacity: 'HEAD', method: 'POST' }),
    ).rejects.toMatchObject({ body: { status: 403 } });
  });
});
