import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { registerPetition } from '../../services/intake/register-petition.ts';
import { fromClerk, fromPublic } from '../../services/intake/requests.ts';
import { reconcile } from '../../services/relay/reconcile.ts';
import { relay } from '../../services/relay/stream.ts';
import type { RemindersDeps } from '../../services/reminders/deps.ts';
import { emptyCount, fireCases, sweepShard } from '../../services/reminders/fire-alarms.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { countCase } from '../../services/reporting/queue.ts';
import { proposeRouteFor } from '../../services/routing/propose-route.ts';
import type { CommandBody } from '../../shared/api/commands.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { issueComposed } from '../../shared/casework/papers/issue-composed.ts';
import { runCommand, sealedBefore } from '../../shared/casework/run-command.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { SHIPPED_LAW } from '../../shared/domain/law.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { CONSUMERS, type Consumer, type Message } from '../../shared/events/message.ts';
import type { BureauSource } from '../../shared/lambda/bureau-source.ts';
import { type Answer, caseIdOf, type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import type { Send } from '../../shared/lambda/send-messages.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { ordinaryKeys, SECRETS, sealedKeys } from './keys.ts';
import type { Invocation } from './twins/invocation.ts';
import { type QueueTwin, sendTo } from './twins/queue-twin.ts';
import type { StoreCore } from './twins/store-core.ts';
import { StoreTwin } from './twins/store-twin.ts';

const CLAIMS = { officer: 'sub', roles: 'roles', unit: 'unit' };
/** A continued sweep takes at most this long per message, as `services/reminders/queue.ts` has it. */
const SHARE_MS = 15_000;

/** What an older relay knew of; it sends on nothing else. */
const KNOWN_TO_OLD_RELAY: ReadonlySet<string> = new Set(['opened.v1', 'accepted.v1', 'closed.v1', 'referred.v1']);

/**
 * The functions of the stack over the twins: the production entries and use cases, put together as the Lambda entries
 * do it. What an entry file does beside composing (validation of the API, queue records, batches) is production code.
 */
export class Functions {
  readonly queues = new Map<string, QueueTwin>();
  readonly #core: StoreCore;
  readonly #tree: UnitTree;
  readonly #bureau: BureauSource;

  /** How often a sweep has little time. */
  readonly #shortOfTime: number;

  constructor(core: StoreCore, tree: UnitTree, shortOfTime: number) {
    this.#shortOfTime = shortOfTime;
    this.#core = core;
    this.#tree = tree;
    this.#bureau = { tree: async () => tree, law: async () => SHIPPED_LAW, forget: () => undefined };
  }

  /** `POST /petitions`, `/registrations`, `/petitions/{id}/commands`. */
  async api(event: APIGatewayProxyEventV2, invocation: Invocation): Promise<APIGatewayProxyStructuredResultV2> {
    const database = new StoreTwin(this.#core, invocation, { read: 0.006, write: 0.032 });
    const entry = httpEntry<PetitionDeps>(API, async () => ({ ...this.#petitionDeps(database) }));
    return (await entry(event, {} as Context)) as APIGatewayProxyStructuredResultV2;
  }

  /** The consumer of a queue, and which records failed inside. */
  async consume(
    consumer: Consumer,
    event: SQSEvent,
    invocation: Invocation,
    poisoned: ReadonlySet<string>,
  ): Promise<{ response: SQSBatchResponse; failed: ReadonlySet<string> }> {
    const database = new StoreTwin(this.#core, invocation, { read: 0.006, write: 0.032 });
    const failed = new Set<string>();
    let record = 0;
    const old = this.#isOld(invocation);
    const entry = queueEntry<Database>(
      async (message, now, deps) => {
        const name = event.Records[record]?.messageId ?? '';
        record += 1;
        try {
          if (poisoned.has(name)) throw new Error('cannot be handled for now');
          if (old && ignoredByOld(consumer, message)) invocation.machinery.faults.changedOutcome('old-version');
          else await this.#handle(consumer, message, now, deps, invocation);
        } catch (error) {
          failed.add(name);
          throw error;
        }
      },
      async () => database,
    );
    const response = (await entry(event, {} as Context)) as SQSBatchResponse;
    return { response, failed };
  }

  async relay(
    store: 'CASES' | 'SEALED',
    event: DynamoDBStreamEvent,
    invocation: Invocation,
  ): Promise<DynamoDBBatchResponse> {
    const send = sendTo(this.queues, invocation);
    const old = this.#isOld(invocation);
    return relay(event, {
      send: old ? this.#oldSend(send, invocation) : send,
      queues: queuesOf(store),
      store,
    });
  }

  reconcile(now: Instant, invocation: Invocation) {
    const database = new StoreTwin(this.#core, invocation, { read: 0.003, write: 0.03 });
    return reconcile(now, { database, relay: { send: sendTo(this.queues, invocation), queues: queuesOf('CASES') } });
  }

  /** Now and then a sweep runs out of time in some shard. */
  sweep(store: 'CASES' | 'SEALED', now: Instant, invocation: Invocation) {
    const short = invocation.random.chance(this.#shortOfTime);
    return sweep(now, this.#reminderDeps(store, invocation), () => !short || invocation.random.chance(0.4));
  }

  #isOld(invocation: Invocation): boolean {
    return invocation.machinery.faults.strikes('old-version', invocation.label, 0.1, invocation.random);
  }

  #oldSend(send: Send, invocation: Invocation): Send {
    return async (url, messages) => {
      const known = messages.filter(
        (message) =>
          message.type !== 'xinfang.case-changed.v1' || message.events.some((type) => KNOWN_TO_OLD_RELAY.has(type)),
      );
      for (let left = messages.length - known.length; left > 0; left -= 1)
        invocation.machinery.faults.changedOutcome('old-version');
      if (known.length > 0) await send(url, known);
    };
  }

  async #handle(consumer: Consumer, message: Message, now: Instant, database: Database, invocation: Invocation) {
    if (consumer === 'REMINDERS')
      return this.#remind(message, now, { ...this.#reminderDeps('CASES', invocation), database }, invocation);
    if (message.type !== 'xinfang.case-changed.v1') return undefined;
    if (consumer === 'REPORTING') return countCase(database, message.store, message.caseId as CaseId);
    return proposeRouteFor(message.caseId as CaseId, now, {
      database,
      keys: ordinaryKeys,
      bureau: this.#bureau,
      secrets: SECRETS,
    });
  }

  /** As `services/reminders/queue.ts`, by the simulated clock. */
  async #remind(message: Message, now: Instant, deps: RemindersDeps, invocation: Invocation): Promise<void> {
    const count = emptyCount();
    const { calendar } = await deps.bureau.law();
    const { loop } = invocation.machinery;
    if (message.type === 'xinfang.case-changed.v1') {
      await fireCases(deps.database, deps.tables, [message.caseId as CaseId], now, this.#tree, calendar, count);
      if (count.failed > 0) throw new Error('the alarm could not be fired');
      return;
    }
    const until = loop.now + SHARE_MS;
    const timeLeft = () => loop.now < until && !invocation.random.chance(0.1);
    const { shard } = message;
    const done = await sweepShard(deps.database, deps.tables, shard, now, this.#tree, calendar, count, timeLeft);
    if (!done) await deps.continueIn?.send(deps.continueIn.queueUrl, [message]);
  }

  #reminderDeps(store: 'CASES' | 'SEALED', invocation: Invocation): RemindersDeps {
    return {
      database: new StoreTwin(this.#core, invocation, { read: 0.0008, write: 0.06 }),
      bureau: this.#bureau,
      claims: CLAIMS,
      tables: store === 'SEALED' ? SEALED : ORDINARY,
      ...(store === 'CASES' ? { continueIn: { send: sendTo(this.queues, invocation), queueUrl: 'REMINDERS' } } : {}),
    };
  }

  #petitionDeps(database: Database): PetitionDeps {
    return { database, keys: ordinaryKeys, sealedKeys, secrets: SECRETS, bureau: this.#bureau, claims: CLAIMS };
  }
}

/** An older routing knew nothing of corrections; an older reminders queue nothing of sweeps that go on. */
const ignoredByOld = (consumer: Consumer, message: Message): boolean =>
  consumer === 'ROUTING'
    ? message.type === 'xinfang.case-changed.v1' && !message.events.includes('opened.v1')
    : consumer === 'REMINDERS' && message.type !== 'xinfang.case-changed.v1';

const queuesOf = (store: 'CASES' | 'SEALED') =>
  Object.fromEntries((store === 'CASES' ? CONSUMERS : (['REPORTING'] as const)).map((name) => [name, name]));

/** The three routes that change something, as `services/intake/http.ts` and `services/casework/http.ts` have them. */
const API: Handlers<PetitionDeps> = {
  'POST /petitions': async (request, deps) => {
    const tree = await deps.bureau.tree();
    const registered = await registerPetition(
      {
        ...fromPublic(request.body, tree),
        actor: { kind: 'PETITIONER' },
        keyScope: 'public',
        idempotencyKey: request.idempotencyKey,
        request: request.body,
        now: request.now,
      },
      deps,
    );
    return created({ receiptCode: registered.receiptCode }, registered.id, registered.head.version);
  },

  'POST /registrations': async (request, deps) => {
    const tree = await deps.bureau.tree();
    const clerk = principalFrom(request.claims, deps.claims, tree);
    authorise(clerk, { kind: 'REGISTER_PETITION' }, tree);
    const registered = await registerPetition(
      {
        ...fromClerk(request.body, clerk, tree),
        actor: { kind: 'OFFICER', id: clerk.id, unit: clerk.unit, standing: 'OFFICE_REGISTRAR' },
        keyScope: clerk.id,
        idempotencyKey: request.idempotencyKey,
        request: request.body,
        now: request.now,
      },
      deps,
    );
    return created({ slip: registered.slipId }, registered.id, registered.head.version);
  },

  'POST /petitions/{id}/commands': async (request, deps) => {
    const tree = await deps.bureau.tree();
    const principal = principalFrom(request.claims, deps.claims, tree);
    const id = caseIdOf(request);
    const call = {
      id,
      command: request.body as CommandBody,
      actor: (standings: ReadonlySet<string>) => ({
        kind: 'OFFICER' as const,
        id: principal.id,
        unit: principal.unit,
        standing: [...standings].join('+'),
      }),
      version: request.ifMatch ?? 0,
      idempotencyKey: request.idempotencyKey,
      now: request.now,
    };
    const commandDeps = { ...deps, decide, issue: issueComposed, forOfficers: deps };
    const sealed = await sealedBefore(call, commandDeps);
    if (sealed) return { status: 200, body: { id, version: sealed.version, repeated: true } };
    const find = () => findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
    const { head, repeated } = await runCommand(call, find, principal, tree, commandDeps);
    return { status: 200, body: { id, version: head.version, repeated } };
  },
};

const created = (body: object, id: CaseId, version: number): Answer => ({
  status: 201,
  body: { ...body, id, version },
});
