import type { Database } from '../store/database.ts';
import type { KeyRing } from '../store/field-cipher.ts';
import { type BureauSource, bureauSource } from './bureau-source.ts';
import { databaseFrom, type Environment, required } from './environment.ts';
import { keyRingFrom } from './key-ring.ts';
import { type ClaimNames, claimNamesFrom } from './principal.ts';
import { openSecrets, type Secrets } from './secrets.ts';

/** What services that open petitions work with (intake, casework); built once per cold start. */
export interface PetitionDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly sealedKeys: KeyRing;
  readonly secrets: Secrets;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
}

export async function petitionDeps(environment: Environment): Promise<PetitionDeps> {
  const database = databaseFrom(environment);
  const keys = keyRingFrom(required(environment, 'DATA_KEY'));
  return {
    database,
    keys,
    sealedKeys: keyRingFrom(required(environment, 'SEALED_KEY')),
    secrets: await openSecrets(database, keys),
    bureau: bureauSource(database),
    claims: claimNamesFrom(environment),
  };
}
