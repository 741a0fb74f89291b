import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import { openSecrets, type Secrets } from '../../shared/lambda/secrets.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import { type ModelSource, modelSource } from './model-source.ts';
import { proposeRouteFor } from './propose-route.ts';

/** What routing works with; built once per cold start. */
export interface RoutingDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly bureau: BureauSource;
  /** Blinds the index of matters; without it nothing is indexed and no repeat is looked for. */
  readonly secrets?: Pick<Secrets, 'fingerprint'>;
  /** What was learnt; without it the rules alone speak. */
  readonly models?: ModelSource;
}

/** What the queue does with a message. */
export async function routeMessage(message: Message, now: Instant, deps: RoutingDeps): Promise<void> {
  if (message.type === 'xinfang.case-changed.v1') await proposeRouteFor(message.caseId as CaseId, now, deps);
}

// Called by AWS
export const handler = queueEntry<RoutingDeps>(
  // Every record
  routeMessage,
  // Cold start only
  async () => {
    const database = databaseFrom(process.env);
    const keys = keyRingFrom(required(process.env, 'DATA_KEY'));
    return {
      database,
      keys,
      bureau: bureauSource(database),
      secrets: await openSecrets(database, keys),
      models: modelSource(database),
    };
  },
);
