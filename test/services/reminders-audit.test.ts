import { describe, expect, test } from 'vitest';
import { audit } from '../../services/reminders/audit.ts';
import { expectedThresholds } from '../../services/reminders/expected-thresholds.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { CLOCK_CODES, CLOCKS } from '../../shared/domain/clock-table.ts';
import { newClock } from '../../shared/domain/decide/context.ts';
import { ladderOf } from '../../shared/domain/ladder.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { readAudits, readScheduleRuns } from '../../shared/store/audits.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { alarmOf, registered, runAudit, spoil } from '../builders/audited-world.ts';
import { accepted } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const DAY = '2026-03-10T23:30:00Z';
describe('the thresholds that the audit works out by itself', () => {
  const TRIGGERS = ['2026-01-31T02:00:00Z', '2026-02-12T03:00:00Z', '2026-08-03T01:00:00Z', '2026-09-17T01:00:00Z'];
  test.each(CLOCK_CODES.filter((code) => CLOCKS[code].n !== null))('%s: as the ladder of the sweep', (code) => {
    for (const trigger of TRIGGERS) {
      for (const setDue of CLOCKS[code].class === 'LAW-SET' && CLOCKS[code].unit === 'CAL_DAY'
        ? ['2026-12-30']
        : [undefined]) {
        const options = code === 'EXT_30D' ? { extensionDays: 20 } : setDue ? { setDue: setDue as never } : {};
        const clock = newClock(code, instant(trigger), CALENDAR, options);
        const head = { clocks: [clock] } as unknown as Head;
        const ladder = ladderOf({ ...clock, clock: code }, CALENDAR);
        expect(
          expectedThresholds(head, CALENDAR)
            .map(({ fired, at }) => [fired, at])
            .sort(),
        ).toEqual(
          ladder.flatMap(({ merged, at }) => merged.map((step) => [`${code}:${step}@${clock.nominalDue}`, at])).sort(),
        );
      }
    }
  });

  test('the vector of spec.md §3.2: INFORM_15D over Spring Festival', () => {
    const clock = newClock('INFORM_15D', instant('2026-01-31T02:00:00Z'), CALENDAR);
    const days = expectedThresholds({ clocks: [clock] } as unknown as Head, CALENDAR).map(({ fired, at }) => [
      fired.slice(fired.indexOf(':') + 1, fired.indexOf('@')),
      at.slice(0, 10),
    ]);
    expect(days.slice(0, 3)).toEqual([
      ['T-5', '2026-02-10'],
      ['T-3', '2026-02-12'],
      ['T-1', '2026-02-14'],
    ]);
  });
});

describe('the daily audit', () => {
  test('finds nothing where the sweep did its work, and says so', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await world.submit({ organ: 'donghu' });
    await accepted(world);
    world.now = instant(DAY);
    await world.sweep();
    const record = await runAudit(world);
    expect(record).toMatchObject({ heads: 2, findings: 0, complete: true });
    expect(record.clocks).toBeGreaterThanOrEqual(3);
    expect(await readAudits(world.database, '2026-03-11' as never)).toEqual([record]);
    expect(await readScheduleRuns(world.database)).toMatchObject([{ name: 'audit', at: world.now }, { name: 'sweep' }]);
  });

  test('an alarm that nothing would wake for is armed again, and the next sweep decides what was missed', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    await spoil(world, id, 'wakeAt', 'alarmPk', 'alarmSk');
    world.now = instant('2026-03-13T02:00:00Z');
    expect(await world.sweep()).toMatchObject({ due: 0 });
    const record = await runAudit(world);
    expect(record).toMatchObject({ findings: 1, repaired: 1 });
    expect(record.examples).toMatchObject([{ caseId: id, kind: 'NOT_ARMED', threshold: 'INFORM_15D:T-5@2026-03-17' }]);
    expect(await world.sweep()).toMatchObject({ decided: 1 });
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('an alarm that its index does not show is put back into it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    await spoil(world, id, 'alarmPk', 'alarmSk');
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1, examples: [{ kind: 'NOT_FOUND' }] });
    expect(await alarmOf(world, id)).toHaveProperty('alarmPk');
  });

  test('an alarm armed for a later day than its next step is brought forward', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    const item = await alarmOf(world, id);
    const wakeAt = '2026-03-20T01:00:00.000Z';
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, wakeAt, alarmSk: `${wakeAt}#${id}` } });
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1 });
    expect((await alarmOf(world, id)).wakeAt).toBe('2026-03-12T01:00:00.000Z');
  });

  test('a sweep that stands still is seen; there is nothing to arm again', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await registered(world);
    world.now = instant('2026-03-13T02:00:00Z');
    const record = await runAudit(world);
    expect(record).toMatchObject({ findings: 1, repaired: 0, examples: [{ kind: 'LATE' }] });
    world.now = instant('2026-03-12T01:05:00Z');
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('an alarm put off after a failure is no finding; one that sleeps past its step is, be it by minutes', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    const item = await alarmOf(world, id);
    const wakeAt = '2026-03-12T01:20:00.000Z';
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, wakeAt, alarmSk: `${wakeAt}#${id}` } });
    world.now = instant('2026-03-12T01:02:00Z');
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
    world.now = instant('2026-03-12T00:55:00Z');
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1, examples: [{ kind: 'NOT_ARMED' }] });
  });

  test('a sweep that put an alarm off after this audit was due makes no finding', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    const item = await alarmOf(world, id);
    // Due at 09:02, run again at 09:03, after the sweep of that minute.
    const wakeAt = '2026-03-12T02:03:00.000Z';
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, wakeAt, alarmSk: `${wakeAt}#${id}` } });
    world.now = instant('2026-03-12T01:02:00Z');
    expect(await runAudit(world)).toMatchObject({ findings: 0 });
  });

  test('a case without any alarm item gets one', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await registered(world);
    await world.database.write({ kind: 'DELETE', table: 'CASES', key: { pk: id, sk: 'ALARM' } });
    expect(await runAudit(world)).toMatchObject({ findings: 1, repaired: 1 });
    expect(await alarmOf(world, id)).toMatchObject({ rev: 1, wakeAt: '2026-03-12T01:00:00.000Z' });
  });

  test('it says when it did not come to the end', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    for (let at = 0; at < 120; at += 1) await world.submit({ organ: 'donghu' });
    const record = await audit(world.now, { ...world.deps, tables: ORDINARY }, () => false);
    expect(record).toMatchObject({ complete: false, heads: 100 });
    expect(await runAudit(world)).toMatchObject({ complete: true, heads: 120 });
  });

  test('[P-03] of sealed accusations the record names no case', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await world.submit({ organ: 'donghu', seal: true });
    world.now = instant('2026-03-13T02:00:00Z');
    const record = await runAudit(world, SEALED);
    expect(record).toMatchObject({ store: 'SEALED', heads: 1, findings: 1, examples: [] });
    expect(JSON.stringify(await readAudits(world.database, '2026-03-13' as never))).not.toMatch(/[0-9a-z]{26}/);
  });
});
