import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Instant } from '../../shared/domain/ids.ts';
import { isPushed, type Lamp } from '../../shared/domain/notifications.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { type Outgoing, putOut } from '../../shared/store/notifications.ts';

let database: Database | undefined;

// Called by AWS, with new reminders in mailboxes
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  // Cold start only
  database ??= databaseFrom(process.env);
  // Every batch
  return putOutAll(event, database);
}

/** What is to be pushed is put out for delivery; the batch is tried again from the record that failed. */
export async function putOutAll(event: DynamoDBStreamEvent, to: Database): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    try {
      const outgoing = outgoingOf(record);
      if (outgoing) await putOut(to, outgoing);
    } catch (error) {
      log('warn', 'notify.record-failed', { error: errorName(error) });
      const failed = record.dynamodb?.SequenceNumber;
      return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
    }
  }
  return { batchItemFailures: [] };
}

/** Mailboxes of officers and roles only: the outbox, the ledger and the records of runs lie in the same table. */
function outgoingOf({ eventName, dynamodb }: DynamoDBStreamEvent['Records'][number]): Outgoing | undefined {
  const image = dynamodb?.NewImage;
  const [pk, sk, colour, decidedAt] = [image?.pk?.S, image?.sk?.S, image?.colour?.S, image?.decidedAt?.S];
  if (eventName !== 'INSERT' || !pk || !sk || !decidedAt || !/^(OFFICER|ROLE)#/.test(pk)) return undefined;
  return isPushed({ colour: colour as Lamp | undefined })
    ? { kind: 'REMINDER', source: { pk, sk }, at: decidedAt as Instant, pending: [] }
    : undefined;
}
