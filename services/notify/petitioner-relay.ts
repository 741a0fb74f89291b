import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { CaseId } from '../../shared/domain/ids.ts';
import { TOLD_EVENTS } from '../../shared/domain/petitioner-messages.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { type Changed, decideSteps } from './decide-steps.ts';

let database: Database | undefined;

// Called by AWS, with new records of history
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  // Cold start only
  database ??= databaseFrom(process.env);
  // Every batch
  return tellOfSteps(event, database);
}

/** The whole batch is decided or tried again from its first record; what was decided stays decided once. */
export async function tellOfSteps(event: DynamoDBStreamEvent, to: Database): Promise<DynamoDBBatchResponse> {
  try {
    const changed = event.Records.flatMap(changedBy);
    if (changed.length > 0) await decideSteps(to, changed);
    return { batchItemFailures: [] };
  } catch (error) {
    log('warn', 'petitioner-relay.batch-failed', { records: event.Records.length, error: errorName(error) });
    const first = event.Records[0]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
  }
}

/** A record of history that a petitioner may be told of. */
function changedBy({ eventName, dynamodb }: DynamoDBStreamEvent['Records'][number]): Changed[] {
  const image = dynamodb?.NewImage;
  const [pk, sk] = [image?.pk?.S, image?.sk?.S];
  const told = (image?.types?.L ?? []).some(({ S }) => S !== undefined && TOLD_EVENTS.has(S));
  if (eventName !== 'INSERT' || !pk || !sk?.startsWith('V#') || !told) return [];
  return [{ caseId: pk as CaseId, fromVersion: Number(sk.slice(2)) }];
}
