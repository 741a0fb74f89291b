import { describe, expect, test } from 'vitest';
import { reconcile } from '../../services/relay/reconcile.ts';
import { relay } from '../../services/relay/stream.ts';
import { countCase } from '../../services/reporting/queue.ts';
import type { FactRow } from '../../shared/domain/facts.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { readFactRows } from '../../shared/store/fact-rows.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { RACING, RULE, switchOnRule } from '../builders/auto-rule.ts';
import { accepted, cast } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };
const queues = { ROUTING: 'routing', REMINDERS: 'reminders', REPORTING: 'reporting' };

function outbox() {
  const sent: { queue: string; message: Message }[] = [];
  return {
    sent,
    send: async (queue: string, messages: readonly Message[]) =>
      void sent.push(...messages.map((message) => ({ queue, message }))),
  };
}

const record = (sk: string, types: string[], eventName: 'INSERT' | 'MODIFY' = 'INSERT') => ({
  eventName,
  dynamodb: {
    SequenceNumber: '1',
    NewImage: { pk: { S: '0123456789abcdefghjkmnpqrs' }, sk: { S: sk }, types: { L: types.map((S) => ({ S })) } },
  },
});

describe('relay from the stream to the queues', () => {
  test('each consumer hears what concerns it, ids and types only', async () => {
    const out = outbox();
    await relay(
      {
        Records: [
          record('V#00000001', ['opened.v1', 'clock-started.v1', 'alarm-due']),
          record('V#00000002', ['contact-logged.v1']),
          record('HEAD', [], 'MODIFY'),
          record('L#2026', []),
        ],
      },
      { ...out, queues, store: 'CASES' },
    );
    expect(out.sent.map(({ queue, message }) => [queue, 'version' in message ? message.version : 0])).toEqual([
      ['routing', 1],
      ['reminders', 1],
      ['reporting', 1],
      ['reporting', 2],
    ]);
    expect(Object.keys(out.sent[0]?.message ?? {})).toEqual(['type', 'store', 'caseId', 'version', 'events']);
  });

  test('a queue that refuses has the batch tried again from its first record', async () => {
    const answer = await relay(
      { Records: [record('V#00000001', ['opened.v1'])] },
      { send: () => Promise.reject(new Error('queue is full')), queues, store: 'CASES' },
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });
});

describe('reconcile: history is the record', () => {
  test('five days without a stream: every case is sent to the consumers that have not seen it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const waiting = await world.submit();
    const handled = await accepted(world);
    world.now = instant('2026-03-07T01:00:00Z');
    const out = outbox();
    const deps = { database: world.database, relay: { ...out, queues } };
    expect(await reconcile(world.now, deps)).toMatchObject({ compared: 2, uncounted: 2, unrouted: 1 });
    for (const { queue, message } of out.sent) {
      if (message.type !== 'xinfang.case-changed.v1') continue;
      await (queue === 'routing' ? world.propose : world.count)(message.caseId as typeof handled);
    }
    expect(versions(await readFactRows(world.database, [waiting.id, handled]))).toEqual(
      new Map([
        [waiting.id, 1],
        [handled, 4],
      ]),
    );
    expect(await readProposal(world.database, ORDINARY, waiting.id)).toBeDefined();
    world.now = instant('2026-03-07T02:00:00Z');
    expect(await reconcile(world.now, deps)).toMatchObject({ uncounted: 0, unrouted: 0 });
  });

  test('while nothing changes it need not be asked for a day, and then misses nothing of that day', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await world.submit();
    expect(await reconcileAt(world, '2026-03-02T02:00:00Z')).toMatchObject({
      compared: 1,
      nextDue: '2026-03-02T03:00:00.000Z',
    });
    expect(await reconcileAt(world, '2026-03-02T05:00:00Z')).toMatchObject({ compared: 1 });
    expect(await reconcileAt(world, '2026-03-02T08:00:00Z')).toMatchObject({
      compared: 0,
      nextDue: '2026-03-03T08:00:00.000Z',
    });
    world.now = instant('2026-03-02T08:30:00Z');
    const { id } = await world.submit();
    expect(await reconcileAt(world, '2026-03-03T08:00:00Z')).toMatchObject({ compared: 1, uncounted: 1, unrouted: 1 });
    expect(versions(await readFactRows(world.database, [id])).get(id)).toBe(1);
  });

  /** One reconcile; what it sends to reporting and routing is handled, as far as these are `working`. */
  async function reconcileAt(
    world: World,
    at: string,
    working: ('reporting' | 'routing')[] = ['reporting', 'routing'],
  ) {
    world.now = instant(at);
    const out = outbox();
    const result = await reconcile(world.now, { database: world.database, relay: { ...out, queues } });
    for (const { queue, message } of out.sent) {
      if (message.type !== 'xinfang.case-changed.v1') continue;
      if (queue === 'reporting' && working.includes('reporting'))
        await countCase(world.database, message.store, message.caseId as CaseId);
      if (queue === 'routing' && working.includes('routing')) await world.propose(message.caseId as CaseId);
    }
    return { ...result, stores: out.sent.flatMap(({ message }) => ('store' in message ? [message.store] : [])) };
  }
  const sealedOf = async (world: World, id: CaseId): Promise<boolean> =>
    (await readFactRows(world.database, [id as CaseId])).get(id as CaseId)?.sealed === true;

  test('[P-04] a lost message of a sealed case is sent again, from the sealed store only, and then no more', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, cast(world).officeRegistrar, REGISTER);
    await world.count(id);
    await world.propose(id);
    await world.command(id, cast(world).officer, { type: 'SEAL', reason: '涉检举控告' });
    // Reporting is off: what is behind stays so, yet the empty head left behind is never sent.
    const still = await reconcileAt(world, '2026-03-02T01:30:00Z', []);
    expect(still).toMatchObject({ uncounted: 1, unrouted: 0, stores: ['SEALED'] });
    expect(await sealedOf(world, id)).toBe(false);
    expect(await reconcileAt(world, '2026-03-02T02:30:00Z')).toMatchObject({ uncounted: 1, stores: ['SEALED'] });
    expect(await sealedOf(world, id)).toBe(true);
    expect(await reconcileAt(world, '2026-03-02T03:00:00Z')).toMatchObject({ uncounted: 0, unrouted: 0 });
    // The ordinary history that comes late does not count it back into the open.
    await world.count(id);
    expect(await sealedOf(world, id)).toBe(true);
  });

  test('[P-04] a petition born sealed is counted although its message was lost', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    expect(await reconcileAt(world, '2026-03-02T02:00:00Z')).toMatchObject({ uncounted: 1, stores: ['SEALED'] });
    expect(await sealedOf(world, id)).toBe(true);
    expect(await reconcileAt(world, '2026-03-02T02:30:00Z')).toMatchObject({ uncounted: 0 });
  });

  test('[P-07] a case whose rule has not acted is brought back, and no more once it has', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit(RACING);
    switchOnRule(world);
    // The rule fails after its proposal was stored.
    const { transact } = world.database;
    world.database.transact = async (writes) => {
      if (writes.some((write) => write.kind === 'PUT' && write.item.sk === 'HEAD')) throw new Error('throttled');
      return transact.call(world.database, writes);
    };
    await expect(world.propose(id)).rejects.toThrow('throttled');
    expect(await readProposal(world.database, ORDINARY, id)).toMatchObject({ forVersion: 1, rule: RULE.id });
    world.database.transact = transact;
    expect(await reconcileAt(world, '2026-03-02T02:00:00Z', [])).toMatchObject({ unrouted: 1 });
    expect(await reconcileAt(world, '2026-03-02T03:00:00Z')).toMatchObject({ unrouted: 1 });
    expect(await world.head(id)).toMatchObject({ screened: true, category: RULE.category });
    expect(await reconcileAt(world, '2026-03-02T04:00:00Z')).toMatchObject({ unrouted: 0 });
  });

  test('[P-07] a correction that routing never heard of is brought back; a registration is no reason to', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const corrected = await world.submit({ organ: 'donghu' });
    const registered = await world.submit({ organ: 'donghu' });
    for (const { id } of [corrected, registered]) await world.propose(id);
    await world.command(registered.id, cast(world).officeRegistrar, REGISTER);
    await world.command(corrected.id, cast(world).officeRegistrar, {
      type: 'CORRECT_RECORD',
      reason: '来电更正',
      facts: '每晚十一点后都有摩托车炸街飙车,吵得老人睡不着觉。',
    });
    expect(await reconcileAt(world, '2026-03-02T02:00:00Z')).toMatchObject({ unrouted: 1 });
    expect(await readProposal(world.database, ORDINARY, corrected.id)).toMatchObject({ forVersion: 2 });
    expect(await readProposal(world.database, ORDINARY, registered.id)).toMatchObject({ forVersion: 1 });
    expect(await reconcileAt(world, '2026-03-02T03:00:00Z')).toMatchObject({ unrouted: 0 });
  });
});

const versions = (rows: ReadonlyMap<CaseId, FactRow>): Map<CaseId, number> =>
  new Map([...rows].map(([id, { version }]) => [id, version]));
