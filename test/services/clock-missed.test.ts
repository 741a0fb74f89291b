import { describe, expect, test } from 'vitest';
import { sweep } from '../../services/reminders/sweep.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, caseId, type Instant } from '../../shared/domain/ids.ts';
import { commit, loadCase, ORDINARY, prepare, readHistory, SEALED } from '../../shared/store/cases.ts';
import type { Write } from '../../shared/store/database.ts';
import { nextAlarm } from '../../shared/store/due-alarms.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { cast, delivered } from '../builders/walk.ts';
import { investigated, lastDuty, say, settled } from '../builders/walk-duties.ts';
import { instant, World } from '../builders/world.ts';

/** Sweeps at 09:01 of each day up to the last one. */
async function sweepDaily(world: World, until: string): Promise<void> {
  for (let at = Date.parse(`${world.now.slice(0, 10)}T01:01:00Z`); at <= Date.parse(until); at += 86_400_000) {
    world.now = new Date(at).toISOString() as Instant;
    await world.sweep();
  }
}

const sealedDeps = (world: World) => ({ ...world.deps, tables: SEALED });

const opened = async (world: World, id: CaseId) =>
  ((await world.head(id)).duties ?? []).map(({ code, about, unit }) => `${code} ${about} ${unit}`);

describe('[A-67] a limit of the law that was missed opens a review of responsibility by itself', () => {
  test('[A-67] seven days after the last day, once, by the rule; what is overdue still runs and is decided by a person', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    // Due 10-08; seven days later is 10-15.
    await sweepDaily(world, '2026-10-15T00:59:00Z');
    expect(await opened(world, id)).toEqual([]);
    const clocks = (await world.head(id)).clocks;
    world.now = instant('2026-10-15T01:01:00Z');
    await world.sweep();
    expect(await opened(world, id)).toEqual(['CLOCK_MISSED HANDLE_60D@2026-10-08 donghu-wangjiang']);
    const head = await world.head(id);
    expect(head.clocks).toEqual(clocks);
    const record = (await readHistory(world.database, ORDINARY, id)).at(-1)?.record;
    expect(record).toMatchObject({
      command: 'OPEN_ACCOUNTABILITY',
      actor: { kind: 'RULE', rule: 'clock-missed' },
      texts: {},
      version: head.version,
    });
    await sweepDaily(world, '2026-11-10T02:00:00Z');
    expect(await opened(world, id)).toHaveLength(1);
    const key = lastDuty(head);
    const decided = await say(world, id, 'bureau-zhao', {
      type: 'DECIDE_ACCOUNTABILITY',
      key,
      decision: 'ACC-2',
      facts: '无正当理由超期',
      measures: '责令限期答复',
    });
    expect(settled(decided, key)).toBe('ACC-2');
  });

  test('the reminder of that day is decided too, and goes to the head of the bureau', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    await investigated(world);
    await sweepDaily(world, '2026-10-15T02:00:00Z');
    const inbox = await world.database.query({ table: 'REMINDERS', pk: 'ROLE#donghu#bureauHead', limit: 200 });
    expect(inbox.items.filter((item) => item.key === 'D+7').map((item) => [item.clock, item.proposes])).toEqual([
      ['HANDLE_60D', 'ACCOUNTABILITY'],
    ]);
  });

  test('an unread petition too: the 15 days are the organ’s, whoever has looked at it', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    await sweepDaily(world, '2026-08-26T02:00:00Z');
    expect(await opened(world, id)).toEqual(['CLOCK_MISSED INFORM_15D@2026-08-18 donghu-xinfang']);
  });

  test('not for a promise of ours, and not for a right of the petitioner that ran out', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await delivered(world, '2026-04-22T10:00+08:00');
    await sweepDaily(world, '2026-09-30T02:00:00Z');
    expect((await world.head(id)).clocks.length).toBeGreaterThan(0);
    expect(await opened(world, id)).toEqual([]);
    const supervised = new World('2026-08-03T01:00:00Z');
    const other = await investigated(supervised);
    await say(supervised, other, 'supervisor-kong', {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '进展缓慢',
      guidance: '尽快调取录音',
    });
    await sweepDaily(supervised, '2026-09-10T02:00:00Z');
    expect(await opened(supervised, other)).toEqual(['S4 undefined donghu-wangjiang']);
  });

  test('after an outage of weeks it is opened by the first sweep, and not by the next one again', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu', channel: 'VISIT', headcount: 1 });
    await say(world, id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    world.now = instant('2026-10-30T02:00:00Z');
    await world.sweep();
    expect(await opened(world, id)).toEqual(['CLOCK_MISSED INFORM_15D@2026-08-18 donghu-xinfang']);
    await world.sweep();
    expect(await opened(world, id)).toHaveLength(1);
  });

  test('[P-03] never in the sealed store, whatever clock is missed there', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const like = await world.head(await investigated(world));
    const id = caseId('4'.repeat(26));
    const { version: _v, clocks, stopped: _s, documents: _d, updatedAt: _u, ...facts } = like;
    const dataKey = await world.deps.sealedKeys.newDataKey(id);
    const events = [
      { type: 'opened.v1' as const, head: { ...facts, id, petitionId: id, sealed: true } },
      ...clocks.map((clock) => ({ type: 'clock-started.v1' as const, clock })),
    ];
    const record = { at: world.now, actor: { kind: 'PETITIONER' } as const, command: 'SUBMIT' as const };
    await commit(world.database, await prepare([SEALED], [{ events }], record, [dataKey], CALENDAR));
    const counted = { reminders: 0, moved: 0, failed: 0 };
    for (let at = Date.parse('2026-08-03T01:01:00Z'); at < Date.parse('2026-11-01T00:00:00Z'); at += 86_400_000) {
      const ran = await sweep(new Date(at).toISOString() as Instant, sealedDeps(world), () => true);
      counted.reminders += ran.reminders;
      counted.moved += ran.moved;
      counted.failed += ran.failed;
    }
    // Reminded of all the same, and nothing waits for a review that is not to be.
    expect(counted).toMatchObject({ moved: 0, failed: 0 });
    expect(counted.reminders).toBeGreaterThan(0);
    expect((await loadCase(world.database, SEALED, id))?.head).toMatchObject({ version: 1 });
    expect(await loadCase(world.database, ORDINARY, id)).toBeUndefined();
  });

  test('a crash after it was opened and before the reminders were decided loses neither', async () => {
    const database = new CrashingOnce();
    const world = new World('2026-08-03T01:00:00Z', database);
    const id = await investigated(world);
    await sweepDaily(world, '2026-10-14T02:00:00Z');
    database.armed = true;
    world.now = instant('2026-10-15T01:01:00Z');
    await world.sweep();
    expect(database.crashed).toBe(true);
    expect(await opened(world, id)).toHaveLength(1);
    const due = (await Promise.all(Array.from({ length: 16 }, (_, shard) => nextAlarm(database, ORDINARY, shard))))
      .filter((at) => at !== undefined)
      .sort();
    expect(due[0]).toBe('2026-10-15T01:02:00.000Z');
    world.now = instant('2026-10-15T01:03:00Z');
    await world.sweep();
    expect(await opened(world, id)).toHaveLength(1);
    const inbox = await database.query({ table: 'REMINDERS', pk: 'ROLE#donghu#bureauHead', limit: 200 });
    expect(inbox.items.filter((item) => item.key === 'D+7' && item.clock === 'HANDLE_60D')).toHaveLength(1);
  });

  test('a command that comes in between is nobody’s loss: all of it is for the next sweep', async () => {
    const database = new Interrupted();
    const world = new World('2026-08-03T01:00:00Z', database);
    const id = await investigated(world);
    await sweepDaily(world, '2026-10-14T02:00:00Z');
    world.now = instant('2026-10-15T01:01:00Z');
    database.before = async () => {
      await world.command(id, cast(world).officer, { type: 'CIRCULATE', to: ['head-ma'], note: '请阅' });
    };
    await world.sweep();
    expect(await opened(world, id)).toEqual([]);
    await world.sweep();
    expect(await opened(world, id)).toHaveLength(1);
    const inbox = await database.query({ table: 'REMINDERS', pk: 'ROLE#donghu#bureauHead', limit: 200 });
    expect(inbox.items.filter((item) => item.key === 'D+7' && item.clock === 'HANDLE_60D')).toHaveLength(1);
  });
});

const opensReview = (writes: readonly Write[]): boolean =>
  writes.some(
    (write) => write.kind === 'PUT' && (write.item.types as readonly string[] | undefined)?.includes('duty-opened.v1'),
  );

/** Breaks once: at the transaction after the one that opened the review. */
class CrashingOnce extends MemoryDatabase {
  armed = false;
  crashed = false;
  #opened = false;

  override async transact(writes: readonly Write[]): Promise<void> {
    if (this.armed && this.#opened && !this.crashed) {
      this.crashed = true;
      throw new Error('the process died');
    }
    await super.transact(writes);
    if (this.armed && opensReview(writes)) this.#opened = true;
  }
}

/** Lets somebody else in right before the review is opened, once. */
class Interrupted extends MemoryDatabase {
  before: (() => Promise<void>) | undefined;

  override async transact(writes: readonly Write[]): Promise<void> {
    const { before } = this;
    if (before && opensReview(writes)) {
      this.before = undefined;
      await before();
    }
    await super.transact(writes);
  }
}
