import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { type ClaimNames, claimNamesFrom } from '../../shared/lambda/principal.ts';
import { openSecrets, type Secrets } from '../../shared/lambda/secrets.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';

/** What the lists of the supervisor work with. */
export interface SupervisionDeps {
  readonly database: Database;
  /** Opens the words of flags, which are for the wall; those of petitions it never asks for. */
  readonly keys: Pick<KeyRing, 'unwrap'>;
  readonly secrets: Pick<Secrets, 'sealPosition' | 'openPosition' | 'fingerprint'>;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
}

export async function supervisionDeps(environment: Environment): Promise<SupervisionDeps> {
  const database = databaseFrom(environment);
  const keys = keyRingFrom(required(environment, 'DATA_KEY'));
  return {
    database,
    keys,
    secrets: await openSecrets(database, keys),
    bureau: bureauSource(database),
    claims: claimNamesFrom(environment),
  };
}
