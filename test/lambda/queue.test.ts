import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Instant } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import { idOf } from '../store/a-case.ts';

const message = (n: number): Message => ({
  type: 'xinfang.case-changed.v1',
  store: 'CASES',
  caseId: idOf(n),
  version: n,
  events: ['opened.v1'],
});

const record = (messageId: string, body: string): SQSRecord =>
  ({
    messageId,
    body,
    attributes: {
      ApproximateFirstReceiveTimestamp: String(Date.parse('2026-03-02T01:00:00Z')),
      ApproximateReceiveCount: '2',
    },
  }) as unknown as SQSRecord;

type Entry = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
const receive = (entry: unknown, ...records: SQSRecord[]) => (entry as Entry)({ Records: records }, {} as Context);

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => logged.push(String(chunk)) > 0);
});
afterEach(() => vi.restoreAllMocks());

describe('queueEntry', () => {
  test('handles every record with the time of its first receipt; nothing failed is an empty list', async () => {
    const handled: [Message, Instant][] = [];
    const entry = queueEntry(
      async (one, now) => void handled.push([one, now]),
      async () => ({}),
    );
    expect(
      await receive(entry, record('a', JSON.stringify(message(1))), record('b', JSON.stringify(message(2)))),
    ).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual([1, 2].map((n) => [message(n), '2026-03-02T01:00:00.000Z']));
  });

  test('reports the records that failed, the others are done', async () => {
    const done: number[] = [];
    const entry = queueEntry(
      async (one) => {
        if (!('version' in one) || one.version === 2) throw new Error('钱禾');
        done.push(one.version);
      },
      async () => ({}),
    );
    const answer = await receive(entry, ...[1, 2, 3].map((n) => record(`m${n}`, JSON.stringify(message(n)))));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
    expect(done).toEqual([1, 3]);
    expect(logged.join('')).not.toContain('钱禾');
    expect(JSON.parse(logged[0] ?? '{}')).toEqual({
      level: 'warn',
      code: 'queue.record-failed',
      messageId: 'm2',
      caseId: idOf(2),
      receives: '2',
      error: 'Error',
    });
  });

  test.each([
    '',
    'not json',
    '{}',
    '[]',
    'null',
    '{"type":"xinfang.case-changed.v2"}',
    JSON.stringify({ ...message(1), name: '钱禾' }),
  ])('a message that is not ours (%s) is reported, never handled, and not quoted in the log', async (body) => {
    const handle = vi.fn(async () => undefined);
    const answer = await receive(
      queueEntry(handle, async () => ({})),
      record('bad', body),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(handle).not.toHaveBeenCalled();
    expect(logged.join('')).toContain('"error":"Malformed"');
    expect(logged.join('')).not.toContain('钱禾');
  });

  test('a cold start that fails fails the batch, the next batch tries again', async () => {
    const cold = vi.fn<() => Promise<object>>().mockRejectedValueOnce(new Error('no table')).mockResolvedValue({});
    const handle = vi.fn(async () => undefined);
    const entry = queueEntry(handle, cold);
    const one = record('a', JSON.stringify(message(1)));
    await expect(receive(entry, one)).rejects.toThrow('no table');
    expect(await receive(entry, one)).toEqual({ batchItemFailures: [] });
    expect(await receive(entry, one)).toEqual({ batchItemFailures: [] });
    expect([cold.mock.calls.length, handle.mock.calls.length]).toEqual([2, 2]);
  });
});
