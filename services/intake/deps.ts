import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { type ClaimNames, claimNamesFrom } from '../../shared/lambda/principal.ts';
import { openSecrets, type Secrets } from '../../shared/lambda/secrets.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';

/** What intake works with; built once per cold start. */
export interface IntakeDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly sealedKeys: KeyRing;
  readonly secrets: Secrets;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
}

export async function intakeDeps(environment: Environment): Promise<IntakeDeps> {
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
