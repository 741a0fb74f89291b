import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment } from '../../shared/lambda/environment.ts';
import { type ClaimNames, claimNamesFrom } from '../../shared/lambda/principal.ts';
import { type Send, sqsSender } from '../../shared/lambda/send-messages.ts';
import { type CaseTables, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

/** What reminders work with; built once per cold start. */
export interface RemindersDeps {
  readonly database: Database;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
  /** Ordinary cases, or sealed ones where the function was given only their table. */
  readonly tables: CaseTables;
  /** Continues a sweep that ran out of time; the sealed sweep has no queue and goes on at its next tick. */
  readonly continueIn?: { readonly send: Send; readonly queueUrl: string };
}

export async function remindersDeps(environment: Environment): Promise<RemindersDeps> {
  const database = databaseFrom(environment);
  const queueUrl = environment.REMINDERS_QUEUE_URL;
  return {
    database,
    bureau: bureauSource(database),
    claims: claimNamesFrom(environment),
    tables: environment.CASES_TABLE ? ORDINARY : SEALED,
    ...(queueUrl ? { continueIn: { send: sqsSender(), queueUrl } } : {}),
  };
}
