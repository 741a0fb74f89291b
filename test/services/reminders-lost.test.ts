import { describe, expect, test } from 'vitest';
import { loadNotice } from '../../services/commands/keep-calendar.ts';
import { registerPetition } from '../../services/intake/register-petition.ts';
import { fromClerk } from '../../services/intake/requests.ts';
import { expectedThresholds } from '../../services/reminders/expected-thresholds.ts';
import { Registration } from '../../shared/api/petitions.ts';
import { NoticeBody } from '../../shared/api/rules.ts';
import { addDays, CALENDAR } from '../../shared/domain/calendar.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { validate } from '../../shared/lambda/validate.ts';
import type { Query } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { alarmOf, registered, runAudit, spoil } from '../builders/audited-world.ts';
import { accepted, cast } from '../builders/walk.ts';
import { inWindow } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { NOTICE_2027 } from '../calendar/notice-2027.ts';

/** Indexes that show nothing yet of what was written. */
class HidingDatabase extends MemoryDatabase {
  readonly hidden: Record<string, boolean> = {};
  override async query(query: Query) {
    return query.index && this.hidden[query.index] ? { items: [] } : super.query(query);
  }
}

describe('closed cases whose clocks still run', () => {
  /** Closed on 2 April 2026, the petitioner willing to be asked twice how it went. */
  async function closed(world: World): Promise<CaseId> {
    const id = await inWindow(world, '2026-03-02T10:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '两组警力均在处置其他警情' });
    world.now = instant('2026-04-02T09:00+08:00');
    const close = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.RESPONSE_SLOW', lesson: '夜间警力不足' };
    await world.command(id, officer, { ...close, followUpConsent: true });
    await world.sweep();
    return id;
  }

  test('[A-61] an alarm that was lost is found and armed again, and the follow-up is called for', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 0 });
    await spoil(world, id, 'wakeAt', 'alarmPk', 'alarmSk');
    world.now = instant('2026-04-15T02:00:00Z');
    expect(await world.sweep()).toMatchObject({ due: 0 });
    const record = await runAudit(world);
    expect(record).toMatchObject({ heads: 1, findings: 1, repaired: 1 });
    expect(record.examples).toMatchObject([{ caseId: id, kind: 'NOT_ARMED', threshold: 'FOLLOWUP_1:T-3@2026-04-17' }]);
    expect(await world.sweep()).toMatchObject({ due: 1, decided: 1 });
    expect((await alarmOf(world, id)).fired).toContain('FOLLOWUP_1:T-3@2026-04-17');
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('they are found without the index of alarms, that the sweep reads', async () => {
    const database = new HidingDatabase();
    const world = new World('2026-03-02T01:00:00Z', database);
    const id = await closed(world);
    await spoil(world, id, 'alarmPk', 'alarmSk');
    database.hidden.alarms = true;
    expect(await runAudit(world)).toMatchObject({
      findings: 1,
      repaired: 1,
      examples: [{ caseId: id, kind: 'NOT_FOUND' }],
    });
    expect(await alarmOf(world, id)).toHaveProperty('alarmPk');
  });

  test('the last step of the last clock is waited for, an audit missed for weeks too; then they are read no more', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    const { clocks } = await world.head(id);
    const last = clocks
      .map(({ due }) => due)
      .sort()
      .at(-1);
    expect(last).toBe('2026-07-01');
    await spoil(world, id, 'wakeAt', 'alarmPk', 'alarmSk');
    world.now = instant('2026-08-29T00:00:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 1, repaired: 1 });
    expect(await world.sweep()).toMatchObject({ decided: 1 });
    const fired = (await alarmOf(world, id)).fired as unknown as string[];
    expect(fired).toEqual(
      expect.arrayContaining(expectedThresholds(await world.head(id), CALENDAR).map((one) => one.fired)),
    );
    world.now = instant('2026-08-31T00:00:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 0, findings: 0, complete: true });
  });

  test('what is archived, its clocks at an end, is in no list', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await closed(world);
    const place = async () => (await world.database.get('CASES', { pk: id, sk: 'HEAD' }))?.worklistPk;
    expect(await place()).toMatch(/^CLOSED#[0-3]$/);
    world.now = instant('2026-07-03T00:00:00Z');
    await world.command(id, cast(world).officer, { type: 'ARCHIVE' });
    expect((await world.head(id)).clocks).toEqual([]);
    expect(await place()).toBeUndefined();
  });
});

describe('nothing is lost', () => {
  /** A letter that lay in the post room since 2 March, put in by hand on the 16th: two steps have passed. */
  async function backDated(world: World): Promise<CaseId> {
    const clerk = world.officer('reg-zhang');
    const letter = validate(Registration(), {
      channel: 'LETTER',
      gist: '反映出警慢',
      scan: { reference: 'S-1', pages: 2 },
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
      receivedAt: '2026-03-02T09:00+08:00',
      receivedAtReason: '收发室日期',
    });
    const { id } = await registerPetition(
      {
        ...fromClerk(letter, clerk, world.tree),
        actor: { kind: 'OFFICER', id: clerk.id, unit: clerk.unit, standing: '' },
        keyScope: clerk.id,
        idempotencyKey: 'letter-1',
        request: letter,
        now: world.now,
      },
      world.deps,
    );
    return id;
  }
  const PASSED = ['INFORM_15D:T-5@2026-03-17', 'INFORM_15D:T-3@2026-03-17'];

  test('of a petition put in with an earlier day of receipt: its next sweep says what had passed', async () => {
    const world = new World('2026-03-16T02:00:00Z');
    const id = await backDated(world);
    expect(await world.sweep()).toMatchObject({ due: 1, decided: 1 });
    expect((await alarmOf(world, id)).fired).toEqual(expect.arrayContaining(PASSED));
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 0 });
  });

  test('of one whose alarm was armed as if nothing before its registration counted', async () => {
    const world = new World('2026-03-16T02:00:00Z');
    const id = await backDated(world);
    const wakeAt = '2026-03-17T01:00:00.000Z';
    const item = await alarmOf(world, id);
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, wakeAt, alarmSk: `${wakeAt}#${id}` } });
    expect(await world.sweep()).toMatchObject({ due: 0 });
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1, examples: [{ threshold: PASSED[0] }] });
    expect(await world.sweep()).toMatchObject({ decided: 1 });
    expect((await alarmOf(world, id)).fired).toEqual(expect.arrayContaining(PASSED));
  });

  test('by an index of alarms that lags: the audit says that it is late, and the sweep decides when it shows', async () => {
    const database = new HidingDatabase();
    const world = new World('2026-03-02T01:00:00Z', database);
    const id = await registered(world);
    database.hidden.alarms = true;
    world.now = instant('2026-03-12T01:30:00Z');
    expect(await world.sweep()).toMatchObject({ due: 0 });
    const before = await alarmOf(world, id);
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 0, examples: [{ caseId: id, kind: 'LATE' }] });
    // It is where it belongs: what is only late is not written again, so that a sweep at that moment is not thrown back.
    expect(await alarmOf(world, id)).toEqual(before);
    database.hidden.alarms = false;
    expect(await world.sweep()).toMatchObject({ due: 1, decided: 1 });
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('by a queue that shows a petition late: the audit of the next day finds what is wrong with it', async () => {
    const database = new HidingDatabase();
    const world = new World('2026-03-02T01:00:00Z', database);
    const id = await registered(world);
    await spoil(world, id, 'wakeAt', 'alarmPk', 'alarmSk');
    database.hidden.worklist = true;
    world.now = instant('2026-03-12T23:30:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 0, findings: 0 });
    database.hidden.worklist = false;
    world.now = instant('2026-03-13T23:30:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 1, repaired: 1 });
    expect(await world.sweep()).toMatchObject({ decided: 1 });
    expect((await alarmOf(world, id)).fired).toContain('INFORM_15D:T-5@2026-03-17');
  });

  /** That of 2026 as printed, and one day more: twenty days before the end of what is accepted on 1 March. */
  const CORRECTED_2026 = {
    year: 2026,
    notice: '国办发明电〔2026〕1号',
    holidays: [
      { zh: '元旦', off: ['2026-01-01..2026-01-03'], work: ['2026-01-04'] },
      { zh: '春节', off: ['2026-02-15..2026-02-23'], work: ['2026-02-14', '2026-02-28'] },
      { zh: '清明', off: ['2026-04-04..2026-04-06'] },
      { zh: '劳动节', off: ['2026-05-01..2026-05-05'], work: ['2026-05-09'] },
      { zh: '端午', off: ['2026-06-19..2026-06-21'] },
      { zh: '中秋', off: ['2026-09-25..2026-09-27'] },
      { zh: '国庆节', off: ['2026-10-01..2026-10-07'], work: ['2026-09-20', '2026-10-10'] },
      { zh: '临时休假', en: 'Extra day off', off: ['2026-04-10'] },
    ],
  };
  const ADMINISTRATOR = { sub: 'admin-he', unit: 'yunze-bangongshi', roles: '[administrator]' };
  /** The notice for 2027, applied to all cases. */
  async function loadCalendar(world: World, notice: object = NOTICE_2027): Promise<void> {
    let { now } = world;
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const body = validate(NoticeBody(), { ...notice, apply: true, ...(after === null ? {} : { after }) });
      const page = await loadNotice({ body, claims: ADMINISTRATOR, now } as unknown as Request<NoticeBody>, world.deps);
      now = instant(new Date(Date.parse(now) + page.wait * 1000).toISOString());
      after = page.next;
    }
  }

  // Received on 21 January 2027, due on 5 February, by the notice on the 14th: before any step, between two, on the
  // day that was a holiday after all, and when it was overdue by the old dates.
  test.each([
    '2027-01-25',
    '2027-01-30',
    '2027-02-03',
    '2027-02-05',
    '2027-02-07',
  ])('by a calendar that is loaded on %s: every step of the new dates is decided, each day audited', async (loadedOn) => {
    const world = new World('2027-01-21T01:00:00Z');
    const id = await registered(world);
    for (let day = '2027-01-22'; day <= '2027-02-24'; day = addDays(day as LocalDate, 1)) {
      world.now = instant(`${day}T01:00:00Z`);
      if (day === loadedOn) await loadCalendar(world);
      await world.sweep();
      expect(await runAudit(world), day).toMatchObject({ heads: 1, findings: 0 });
    }
    const head = await world.head(id);
    expect(head.clocks).toMatchObject([{ code: 'INFORM_15D', due: '2027-02-14' }]);
    const { calendar } = await world.deps.bureau.law();
    const fired = (await alarmOf(world, id)).fired as unknown as string[];
    expect(fired).toEqual(expect.arrayContaining(expectedThresholds(head, calendar).map((one) => one.fired)));
  });

  test('by whoever loads a calendar and does not go on: after an hour the audit names each clock that was not moved', async () => {
    const world = new World('2027-01-21T01:00:00Z');
    const id = await registered(world);
    world.now = instant('2027-01-25T01:00:00Z');
    const body = validate(NoticeBody(), { ...NOTICE_2027, apply: true });
    await loadNotice({ body, claims: ADMINISTRATOR, now: world.now } as unknown as Request<NoticeBody>, world.deps);
    world.now = instant('2027-01-25T01:30:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 0 });
    world.now = instant('2027-01-25T23:30:00Z');
    const threshold = 'INFORM_15D@2027-02-05';
    expect(await runAudit(world)).toMatchObject({
      findings: 1,
      repaired: 0,
      examples: [{ caseId: id, kind: 'NOT_MOVED', threshold }],
    });
    await loadCalendar(world);
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('a case that became a major one after the load has its further reminders by the new calendar, and no finding', async () => {
    const world = new World('2026-03-01T01:00:00Z');
    const id = await accepted(world);
    await loadCalendar(world, CORRECTED_2026);
    world.now = instant('2026-03-02T01:00:00Z');
    const major = { type: 'SET_MAJOR', leader: 'leader-shen', reason: '影响较大' };
    await world.command(id, world.officer('bureau-zhao'), major);
    expect((await world.head(id)).clocks).toContainEqual(
      expect.objectContaining({ code: 'HANDLE_60D', nominalDue: '2026-04-30', calendarVersion: 'CN-2026.1' }),
    );
    world.now = instant('2026-03-02T23:30:00Z');
    expect(await runAudit(world)).toMatchObject({ heads: 1, findings: 0 });
  });

  test('by an alarm that was left on the dates of the old calendar', async () => {
    const world = new World('2027-01-21T01:00:00Z');
    const id = await registered(world);
    world.now = instant('2027-02-04T02:00:00Z');
    await world.sweep();
    await loadCalendar(world);
    const item = await alarmOf(world, id);
    // The old last day was the fifth: every step after it now counts from the fourteenth.
    const wakeAt = '2027-02-20T01:00:00.000Z';
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, wakeAt, alarmSk: `${wakeAt}#${id}` } });
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1, examples: [{ kind: 'NOT_ARMED' }] });
    expect((await alarmOf(world, id)).wakeAt).toBe(item.wakeAt);
  });
});
