import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { CaseChanged } from '../../shared/events/message.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import { type RelayDeps, relayDeps } from './deps.ts';
import { forward } from './forward.ts';

let deps: RelayDeps | undefined;

// Called by AWS, with new records of history
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  // Cold start only
  deps ??= relayDeps(process.env);
  // Every batch
  return relay(event, deps);
}

/** The whole batch goes out or is tried again from its first record: order within a case is kept either way. */
export async function relay(event: DynamoDBStreamEvent, to: RelayDeps): Promise<DynamoDBBatchResponse> {
  try {
    await forward(
      event.Records.flatMap((record) => toMessage(record, to.store)),
      to,
    );
    return { batchItemFailures: [] };
  } catch (error) {
    log('warn', 'relay.batch-failed', { records: event.Records.length, error: errorName(error) });
    const first = event.Records[0]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
  }
}

/** A record of history becomes a message; anything else in the table is no business of the consumers. */
function toMessage(record: DynamoDBRecord, store: RelayDeps['store']): CaseChanged[] {
  const image = record.dynamodb?.NewImage;
  const sk = image?.sk?.S;
  const caseId = image?.pk?.S;
  if (record.eventName !== 'INSERT' || !sk?.startsWith('V#') || !caseId) return [];
  return [
    {
      type: 'xinfang.case-changed.v1',
      store,
      caseId,
      version: Number(sk.slice(2)),
      events: (image?.types?.L ?? []).flatMap(({ S }) => (S ? [S] : [])),
    },
  ];
}
