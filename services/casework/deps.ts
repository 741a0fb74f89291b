import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { type ClaimNames, claimNamesFrom } from '../../shared/lambda/principal.ts';
import { openSecrets, type Secrets } from '../../shared/lambda/secrets.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';

/** What casework works with; built once per cold start. */
export interface CaseworkDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly sealedKeys: KeyRing;
  readonly secrets: Secrets;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
}

export async function caseworkDeps(environment: Environment): Promise<CaseworkDeps> {
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
