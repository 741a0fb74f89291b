import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { type ClaimNames, claimNamesFrom } from '../../shared/lambda/principal.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';

/** What the pages about reminders work with; secrets of channels are closed here and opened elsewhere. */
export interface NotifyHttpDeps {
  readonly database: Database;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
  readonly channelKeys: Pick<KeyRing, 'newDataKey'>;
}

export async function notifyHttpDeps(environment: Environment): Promise<NotifyHttpDeps> {
  const database = databaseFrom(environment);
  return {
    database,
    bureau: bureauSource(database),
    claims: claimNamesFrom(environment),
    channelKeys: keyRingFrom(required(environment, 'CHANNEL_KEY')),
  };
}
