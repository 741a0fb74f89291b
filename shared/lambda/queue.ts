import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Instant } from '../domain/ids.ts';
import { Message } from '../events/message.ts';
import { errorName, log } from './log.ts';

/** A message that can never be handled: it is parked in the dead-letter queue after its receives, with this in the log. */
class Malformed extends Error {
  constructor() {
    super('not a message of ours');
    this.name = 'Malformed';
  }
}

/**
 * A Lambda entry for a queue. Each record stands for itself: those that fail are reported, the rest of the batch is
 * done. `now` is when the record was first received.
 */
export function queueEntry<Deps>(
  handle: (message: Message, now: Instant, deps: Deps) => Promise<void>,
  cold: () => Promise<Deps>,
) {
  let warm: Promise<Deps> | undefined;
  return middy<SQSEvent, SQSBatchResponse, Error, Context>().handler(async (event) => {
    warm ??= cold().catch((error: unknown) => {
      warm = undefined;
      throw error;
    });
    const deps = await warm;
    const failed = await Promise.all(event.Records.map((record) => handleRecord(record, handle, deps)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  });
}

async function handleRecord<Deps>(
  record: SQSRecord,
  handle: (message: Message, now: Instant, deps: Deps) => Promise<void>,
  deps: Deps,
): Promise<string | undefined> {
  const parsed = z.safeParse(Message, parse(record.body));
  try {
    if (!parsed.success) throw new Malformed();
    const now = new Date(Number(record.attributes.ApproximateFirstReceiveTimestamp)).toISOString() as Instant;
    await handle(parsed.data, now, deps);
    return undefined;
  } catch (error) {
    log('warn', 'queue.record-failed', {
      messageId: record.messageId,
      // Whoever runs the service finds the case by it; nothing else of the message is quoted.
      ...(parsed.success && 'caseId' in parsed.data ? { caseId: parsed.data.caseId } : {}),
      receives: record.attributes.ApproximateReceiveCount,
      error: errorName(error),
    });
    return record.messageId;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
