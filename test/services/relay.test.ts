import { describe, expect, test } from 'vitest';
import { reconcile } from '../../services/relay/reconcile.ts';
import { relay } from '../../services/relay/stream.ts';
import type { Message } from '../../shared/events/message.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { factVersions } from '../../shared/store/fact-rows.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { accepted } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

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
    expect(await reconcile(world.now, deps)).toEqual({ compared: 2, uncounted: 2, unrouted: 1 });
    for (const { queue, message } of out.sent) {
      if (message.type !== 'xinfang.case-changed.v1') continue;
      await (queue === 'routing' ? world.propose : world.count)(message.caseId as typeof handled);
    }
    expect(await factVersions(world.database, [waiting.id, handled])).toEqual(
      new Map([
        [waiting.id, 1],
        [handled, 4],
      ]),
    );
    expect(await readProposal(world.database, ORDINARY, waiting.id)).toBeDefined();
    world.now = instant('2026-03-07T02:00:00Z');
    expect(await reconcile(world.now, deps)).toMatchObject({ uncounted: 0, unrouted: 0 });
  });
});
