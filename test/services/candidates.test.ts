import { describe, expect, test } from 'vitest';
import { listForSupervisor } from '../../services/supervision/list-candidates.ts';
import { CommandBody } from '../../shared/api/commands.ts';
import { recordIsShown } from '../../shared/casework/hide-from-unit.ts';
import { decideAccess } from '../../shared/domain/access.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { examined, suggestedCommands } from '../../shared/domain/candidate-letters.ts';
import { type Candidate, candidatesFromEvents } from '../../shared/domain/candidates.ts';
import { type CaseId, unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { candidatesOf } from '../../shared/store/candidates.ts';
import { accepted, cast, classified, delivered } from '../builders/walk.ts';
import { investigated, issued, say } from '../builders/walk-duties.ts';
import { classifiedInCity, lastRecord, referredTo, refused } from '../builders/walk-paths.ts';
import { asPetitioner, inWindow, reviewDelivered, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { NotifiedWorld } from '../notify/notified-world.ts';

const list = (world: World, officer = 'supervisor-kong', organ = 'donghu', month?: string) =>
  listForSupervisor(
    { organ: unitId(organ), ...(month ? { month } : {}) },
    world.officer(officer),
    world.now,
    world.tree,
    world.deps,
  );

async function sweepAt(world: World, ...times: string[]): Promise<void> {
  for (const time of times) {
    world.now = instant(time);
    await world.sweep();
  }
}

/** HANDLE_60D of 2026-03-02 is due on 2026-05-06 (V21). */
const D1 = '2026-05-07T09:00+08:00';
const D3 = '2026-05-09T09:00+08:00';
const D7 = '2026-05-13T09:00+08:00';

const keysOf = async (world: World, officer?: string) => (await list(world, officer)).candidates.map(({ key }) => key);

describe('candidates for supervision (督办线索, A-54)', () => {
  test('[A-54] the day after the last day a case is a candidate once, with clock, unit, days over and ground', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    await sweepAt(world, '2026-05-07T08:59+08:00');
    expect(await keysOf(world)).not.toContain('HANDLE_60D@2026-05-06');
    await sweepAt(world, D1, D1);
    const entries = (await list(world)).candidates.filter(({ key }) => key === 'HANDLE_60D@2026-05-06');
    expect(entries).toMatchObject([
      {
        caseId: id,
        cause: 'LATE',
        proposes: 'SUPERVISION',
        ground: { code: 'S4' },
        unit: { id: 'donghu-wangjiang', name: '云泽市公安局东湖分局望江派出所' },
        clock: { code: 'HANDLE_60D', due: '2026-05-06', running: true, stoppedAt: null, daysOver: 1 },
        already: { letters: 0, flagged: false, examined: false },
        decided: null,
      },
    ]);
  });

  test('three days over proposes a flag, seven a review of responsibility, also where somebody decided before', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    const of = async () => (await list(world)).candidates.find(({ key }) => key === 'HANDLE_60D@2026-05-06');
    await sweepAt(world, D1);
    const raisedAt = (await of())?.raisedAt;
    await sweepAt(world, D3);
    expect(await of()).toMatchObject({ proposes: 'RED_FLAG', raisedAt, clock: { daysOver: 3 } });
    await say(world, id, 'supervisor-kong', {
      type: 'DISMISS_CANDIDATE',
      candidate: 'HANDLE_60D@2026-05-06',
      reason: '已约定办结日期',
    });
    expect(await of()).toBeUndefined();
    await sweepAt(world, D7);
    // The delay went on; the rule has opened the review meanwhile.
    expect(await of()).toMatchObject({ proposes: 'ACCOUNTABILITY', raisedAt: world.now, already: { examined: true } });
  });

  test('after days without a sweep the missed steps are one candidate, at the highest of them', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    await sweepAt(world, '2026-05-11T09:00+08:00');
    expect((await candidatesOf(world.database, id)).map(({ key, proposes }) => ({ key, proposes }))).toContainEqual({
      key: 'HANDLE_60D@2026-05-06',
      proposes: 'RED_FLAG',
    });
  });

  test('one click: the commands that it carries are complete, and each takes it off the list with its record', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = [await accepted(world), await accepted(world)];
    await sweepAt(world, D3);
    const entries = (await list(world)).candidates.filter(({ key }) => key === 'HANDLE_60D@2026-05-06');
    expect(entries.map(({ caseId }) => caseId).sort()).toEqual([...ids].sort());
    for (const [at, type] of (['SUPERVISE', 'RAISE_FLAG'] as const).entries()) {
      // The supervisor writes the letter, the chief raises the flag.
      const officer = type === 'SUPERVISE' ? 'supervisor-kong' : 'chief-wang';
      const entry = (await list(world, officer)).candidates.find(({ caseId }) => caseId === ids[at]);
      const click = entry?.commands.find(({ command }) => command.type === type);
      if (!click) throw new Error(`no ${type}`);
      await world.command(
        click.caseId,
        world.officer(officer),
        validate(CommandBody(), JSON.parse(JSON.stringify(click.command))),
        { version: click.ifMatch },
      );
      expect((await lastRecord(world, click.caseId)).events).toContainEqual({
        type: 'candidate-decided.v1',
        key: 'HANDLE_60D@2026-05-06',
        decision: type === 'SUPERVISE' ? 'SUPERVISED' : 'FLAGGED',
      });
    }
    expect(await keysOf(world)).not.toContain('HANDLE_60D@2026-05-06');
    const decided = (await list(world, 'supervisor-kong', 'donghu', '2026-05')).candidates;
    expect(decided.map((entry) => entry.decided?.decision).sort()).toEqual(['FLAGGED', 'SUPERVISED']);
    expect(decided[0]?.commands).toEqual([]);
  });

  test('a clock that stopped hides nothing: the case stays a candidate until somebody decides', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await issued(world);
    await sweepAt(world, D1);
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '已把关' });
    world.now = instant('2026-05-08T02:00:00Z');
    await say(world, id, 'po-li', { type: 'DISPATCH', method: 'POST' });
    world.now = instant('2026-06-08T02:00:00Z');
    const entry = (await list(world)).candidates.find(({ key }) => key === 'HANDLE_60D@2026-05-06');
    expect(entry?.clock).toMatchObject({ running: false, stoppedAt: '2026-05-08T02:00:00.000Z', daysOver: 2 });
    await say(world, id, 'supervisor-kong', {
      type: 'DISMISS_CANDIDATE',
      candidate: 'HANDLE_60D@2026-05-06',
      reason: '已办结,原因属实',
    });
    expect(await keysOf(world)).not.toContain('HANDLE_60D@2026-05-06');
  });

  test('a clock that stopped late while no sweep ran is a candidate all the same', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await issued(world);
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '已把关' });
    world.now = instant('2026-05-10T02:00:00Z');
    await say(world, id, 'po-li', { type: 'DISPATCH', method: 'POST' });
    const entry = (await list(world)).candidates.find(({ key }) => key === 'HANDLE_60D@2026-05-06');
    expect(entry).toMatchObject({
      proposes: 'RED_FLAG',
      clock: { running: false, stoppedAt: world.now, daysOver: 4 },
    });
    await world.sweep();
    expect((await keysOf(world)).filter((key) => key === 'HANDLE_60D@2026-05-06')).toHaveLength(1);
  });

  test('dismissed with a reason, once, and never by those whom it concerns', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const held = await classified(world);
    const id = await accepted(world);
    await sweepAt(world, D1);
    const dismiss = { type: 'DISMISS_CANDIDATE', candidate: 'HANDLE_60D@2026-05-06', reason: '已当面说明' };
    await expect(say(world, id, 'head-ma', dismiss)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    await expect(say(world, id, 'supervisor-kong', { ...dismiss, reason: '无' })).rejects.toMatchObject({
      body: { status: 400 },
    });
    await say(world, id, 'chief-wang', dismiss);
    const { events, texts } = await lastRecord(world, id);
    expect(events).toEqual([{ type: 'candidate-decided.v1', key: dismiss.candidate, decision: 'DISMISSED' }]);
    expect(Object.keys(texts)).toEqual(['reason']);
    expect((await candidatesOf(world.database, id)).find(({ key }) => key === dismiss.candidate)?.decided).toEqual({
      decision: 'DISMISSED',
      at: world.now,
      by: 'chief-wang',
    });
    await expect(say(world, id, 'supervisor-kong', dismiss)).rejects.toMatchObject(
      refused('NO_SUCH_CANDIDATE', 'A-54'),
    );
    // The petition office holds the other one itself: it was late in telling the petitioner.
    const own = (await candidatesOf(world.database, held)).find(({ clock }) => clock === 'INFORM_15D');
    const ownDismiss = { ...dismiss, candidate: own?.key };
    await expect(say(world, held, 'chief-wang', ownDismiss)).rejects.toMatchObject(
      refused('CANDIDATE_OF_ONESELF', 'A-54'),
    );
    await say(world, held, 'supervisor-kong', ownDismiss);
  });

  test('two decide at once: one decision stands, the other is told', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    await sweepAt(world, D1);
    const dismiss = { type: 'DISMISS_CANDIDATE', candidate: 'HANDLE_60D@2026-05-06', reason: '已当面说明' };
    const { version } = await world.head(id);
    const both = await Promise.allSettled(
      ['supervisor-kong', 'supervisor-gao'].map((officer) =>
        world.command(id, world.officer(officer), dismiss, { version }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('other causes', () => {
  test('[A-35] fifteen days without an action of the leader: perfunctory (S3)', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    const due = (await world.head(id)).clocks.find(({ code }) => code === 'LEADER_ACTION')?.due;
    await sweepAt(world, '2026-03-18T00:00+08:00');
    expect((await list(world)).candidates).toMatchObject([
      { caseId: id, key: `LEADER_ACTION@${due}`, ground: { code: 'S3' }, proposes: 'SUPERVISION' },
    ]);
  });

  test('no report on an assignment (S7): the letter goes to the case below and answers for the one above', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classified(world);
    const { other } = await world.command(id, cast(world).chief, {
      type: 'ASSIGN',
      to: 'donghu-liuqiao',
      requirements: '查明',
      reportDue: '2026-03-16',
      method: 'POST',
    });
    await sweepAt(world, '2026-03-17T09:00+08:00');
    const entry = (await list(world)).candidates.find(({ key }) => key === 'ASSIGN_REPORT@2026-03-16');
    expect(entry).toMatchObject({ caseId: id, ground: { code: 'S7' }, unit: { id: 'donghu-liuqiao' } });
    const click = entry?.commands.find(({ command }) => command.type === 'SUPERVISE');
    expect(click?.caseId).toBe(other?.id);
    await world.command(other?.id as CaseId, world.officer('supervisor-kong'), click?.command as never);
    expect(await keysOf(world)).not.toContain('ASSIGN_REPORT@2026-03-16');
    expect((await candidatesOf(world.database, id))[0]?.decided?.decision).toBe('SUPERVISED');
  });

  test.each(['CHANGE', 'REVOKE_REMAKE'])('an opinion that the organ above did not uphold (%s)', async (decision) => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    world.now = instant('2026-05-20T09:00+08:00');
    const review = await underReview(world, id);
    const further = decision === 'REVOKE_REMAKE' ? { remakeDue: '2026-07-20' } : {};
    await reviewDelivered(world, review, decision, '2026-06-10T10:00+08:00', further);
    expect((await candidatesOf(world.database, id)).map(({ key, ground }) => ({ key, ground }))).toContainEqual({
      key: 'OVERTURNED@2026-06-10',
      ground: 'S1',
    });
  });

  test('an opinion that was upheld is none', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    world.now = instant('2026-05-20T09:00+08:00');
    await reviewDelivered(world, await underReview(world, id), 'UPHOLD', '2026-06-10T10:00+08:00');
    expect((await candidatesOf(world.database, id)).filter(({ cause }) => cause === 'OVERTURNED')).toEqual([]);
  });

  test('[A-22] the second bounce (S2)', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const why = '事发地点跨越两个辖区,首次接警单位与事发地单位意见不一致。';
    const id = await classified(world);
    const first = await referredTo(world, id, 'donghu-liuqiao');
    await world.command(first, cast(world).stationHead, { type: 'OBJECT', reasons: why, proposedOrgan: '青石派出所' });
    await world.command(first, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    const second = await referredTo(world, id, 'donghu-wangjiang');
    expect(await candidatesOf(world.database, second)).toEqual([]);
    await world.command(second, world.officer('head-ma'), { type: 'DISPUTE', with: 'donghu-qingshi', reason: why });
    expect(await candidatesOf(world.database, second)).toMatchObject([{ key: 'BOUNCED@2026-06-15', ground: 'S2' }]);
  });

  test('a first dispute is none', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const id = await referredTo(world, await classified(world), 'donghu-wangjiang');
    await world.command(id, world.officer('head-ma'), {
      type: 'DISPUTE',
      with: 'donghu-qingshi',
      reason: '事发地点跨越两个辖区,首次接警单位与事发地单位意见不一致。',
    });
    expect(await candidatesOf(world.database, id)).toEqual([]);
  });

  test('[A-58] the third submission of one matter, and each one after it, also when two are linked at once', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const first = await classified(world);
    const repeats = [await classified(world), await classified(world), await classified(world)];
    const link = (id: CaseId) => say(world, id, 'po-li', { type: 'LINK_MATTER', matter: first, reason: '同一事项' });
    await link(repeats[0] as CaseId);
    expect((await list(world)).candidates).toEqual([]);
    await Promise.all(repeats.slice(1).map(link));
    expect((await list(world)).candidates.map(({ key }) => key).sort()).toEqual(['REPEATED@3', 'REPEATED@4']);
  });

  test('[A-29] a fault that was found; none where there is none', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const found = await delivered(world, '2026-04-22T10:00+08:00');
    await say(world, found, 'po-li', { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '出警超时' });
    expect(await candidatesOf(world.database, found)).toMatchObject([{ key: 'FAULT@2026-04-22', ground: 'S1' }]);
    const other = await delivered(world, '2026-04-22T10:00+08:00');
    await say(world, other, 'po-li', { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '处置得当' });
    expect((await candidatesOf(world.database, other)).filter(({ cause }) => cause === 'FAULT')).toEqual([]);
  });
});

describe('who sees what', () => {
  test('[P-08] a report of retaliation is for supervisor and auditor: no chief, no letter, nothing in the history', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '民警上门威胁' });
    const key = 'RETALIATION@2026-03-02';
    expect(await keysOf(world)).toEqual([key]);
    expect(await keysOf(world, 'auditor-fang')).toEqual([key]);
    expect(await keysOf(world, 'chief-wang')).toEqual([]);
    const dismiss = { type: 'DISMISS_CANDIDATE', candidate: key, reason: '经核实不属实' };
    await expect(say(world, id, 'chief-wang', dismiss)).rejects.toMatchObject(refused('NO_SUCH_CANDIDATE'));
    const letter = { type: 'SUPERVISE', ground: 'S1', finding: '威胁信访人', guidance: '停止', candidate: key };
    await expect(say(world, id, 'supervisor-kong', letter)).rejects.toMatchObject(
      refused('RETALIATION_IS_KEPT', 'P-08'),
    );
    expect(JSON.stringify((await list(world)).candidates[0]?.commands)).not.toMatch(/"SUPERVISE"|"RAISE_FLAG"/);
    await say(world, id, 'supervisor-kong', dismiss);
    const record = await lastRecord(world, id);
    const head = await world.head(id);
    expect(recordIsShown(record, head, new Set(['HANDLER']))).toBe(false);
    expect(recordIsShown(record, head, new Set(['UNIT_HEAD']))).toBe(false);
    expect(recordIsShown(record, head, new Set(['SUPERVISOR']))).toBe(true);
  });

  test('[P-03] what is sealed is a candidate of nobody, whatever ends with it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const head = await world.head(await accepted(world));
    const report = [{ type: 'retaliation-reported.v1' }] as const;
    const found = (after: Partial<Head>) =>
      candidatesFromEvents(head, report, { ...head, ...after }, world.now, CALENDAR).map(({ cause }) => cause);
    expect(found({})).toEqual(['RETALIATION']);
    expect(found({ sealed: true })).toEqual([]);
    expect(found({ state: 'SEALED' })).toEqual([]);
  });

  test('[P-08] a report of retaliation proposes no flag, which all would see, to whoever may raise one', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const head = await world.head(await accepted(world));
    const proposed = (candidate: Partial<Candidate>) =>
      suggestedCommands(
        { proposes: 'ACCOUNTABILITY', since: world.now, ...candidate } as Candidate,
        head,
        new Set(['SUPERVISOR', 'CHIEF']),
        world.now,
      ).map(({ type }) => type);
    expect(proposed({ key: 'LATE@2026-03-02', cause: 'LATE' })).toContain('RAISE_FLAG');
    expect(proposed({ key: 'RETALIATION@2026-03-02', cause: 'RETALIATION' })).not.toContain('RAISE_FLAG');
  });

  test('[P-08] a report is examined while its review is open; one that was decided on examines no later report', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, { type: 'REPORT_LEAK', words: '对方当事人知道了信件内容' });
    const head = await world.head(id);
    const later = { key: 'LEAK@2026-03-20', cause: 'LEAK' } as Candidate;
    expect(examined(later, head)).toBe(true);
    const duties = head.duties?.map((duty) => ({ ...duty, about: 'LEAK@2026-03-02', settledAt: world.now }));
    expect(examined(later, { ...head, ...(duties ? { duties } : {}) })).toBe(false);
  });

  test('[P-08] a report of a leak too: no chief, no letter; the auditor examines it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, { type: 'REPORT_LEAK', words: '对方当事人知道了信件内容' });
    const key = 'LEAK@2026-03-02';
    expect(await keysOf(world)).toEqual([key]);
    expect(await keysOf(world, 'chief-wang')).toEqual([]);
    expect((await list(world, 'auditor-fang')).candidates).toMatchObject([
      { key, cause: 'LEAK', proposes: 'ACCOUNTABILITY', ground: null, already: { examined: true } },
    ]);
    const letter = { type: 'SUPERVISE', ground: 'S1', finding: '泄露来信', guidance: '停止', candidate: key };
    await expect(say(world, id, 'chief-wang', letter)).rejects.toMatchObject(refused('RETALIATION_IS_KEPT', 'P-08'));
    const dismiss = { type: 'DISMISS_CANDIDATE', candidate: key, reason: '经核实不属实' };
    await expect(say(world, id, 'chief-wang', dismiss)).rejects.toMatchObject(refused('NO_SUCH_CANDIDATE'));
    await say(world, id, 'auditor-fang', dismiss);
    const record = await lastRecord(world, id);
    expect(recordIsShown(record, await world.head(id), new Set(['UNIT_HEAD']))).toBe(false);
  });

  test('[P-03] [P-10] no candidate for whoever is complained about, nor for anybody of a unit that is', async () => {
    const bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
    const { world } = bureau;
    const id = await accepted(world);
    await sweepAt(world, D1);
    expect(await keysOf(world, 'chief-wang')).toContain('HANDLE_60D@2026-05-06');
    await bureau.accuse(id, 'chief-wang');
    expect(await keysOf(world, 'chief-wang')).toEqual([]);
    expect(await keysOf(world)).toContain('HANDLE_60D@2026-05-06');
  });

  test('[P-03] what is sealed later leaves every list, and what is unscreened stands in none', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    await sweepAt(world, '2026-03-18T09:00+08:00');
    expect(await candidatesOf(world.database, id)).toHaveLength(1);
    expect(await keysOf(world)).toEqual([]);
    // Its own petition office knows of it: it was late in looking. Nothing goes out about what nobody has screened.
    const { candidates } = await list(world, 'chief-wang');
    expect(candidates).toHaveLength(1);
    expect(JSON.stringify(candidates)).not.toMatch(/"SUPERVISE"|"RAISE_FLAG"/);
    const { officeRegistrar, officer } = cast(world);
    await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, officer, { type: 'SEAL', reason: '反映民警违纪' });
    expect(await candidatesOf(world.database, id)).toEqual([]);
    expect(await keysOf(world, 'chief-wang')).toEqual([]);
    const page = await world.database.query({ table: 'CASES', index: 'worklist', pk: 'SUPERVISE#donghu' });
    expect(page.items).toEqual([]);
  });

  test('the supervisor of the city reads the lists below, nobody reads those beside or above', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classifiedInCity(world);
    await sweepAt(world, '2026-03-18T09:00+08:00');
    expect((await candidatesOf(world.database, id))[0]?.organ).toBe('yunze');
    const may = (officer: string, organ: string) =>
      decideAccess(world.officer(officer), { kind: 'SUPERVISE_ORGAN', organ: unitId(organ) }, world.tree).allowed;
    expect(may('supervisor-kong', 'donghu')).toBe(true);
    expect(may('chief-wang', 'donghu')).toBe(true);
    expect(may('chief-wang', 'xiling')).toBe(false);
    expect(may('chief-wang', 'yunze')).toBe(false);
    expect(may('head-ma', 'donghu')).toBe(false);
    expect(may('po-li', 'donghu')).toBe(false);
  });

  test('reads by key and index alone, whatever the number of open cases', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await accepted(world);
    await sweepAt(world, D1);
    const queries: string[] = [];
    const query = world.database.query.bind(world.database);
    world.database.query = (question) => {
      queries.push(`${question.table} ${question.index} ${question.pk}`);
      return query(question);
    };
    await list(world);
    expect(queries).toEqual(['CASES worklist SUPERVISE#donghu']);
  });
});
