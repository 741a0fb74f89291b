import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { anchorHistories } from '../../services/anchor/anchor-histories.ts';
import type { AnchorDeps } from '../../services/anchor/deps.ts';
import { writeManifest } from '../../services/anchor/write-manifest.ts';
import { handlers as caseworkHandlers } from '../../services/casework/http.ts';
import { handlers as commandHandlers } from '../../services/commands/http.ts';
import { handlers as intakeHandlers } from '../../services/intake/http.ts';
import { deliver } from '../../services/notify/deliver.ts';
import type { NotifyDeps } from '../../services/notify/deps.ts';
import { digest } from '../../services/notify/digest.ts';
import { catchUp } from '../../services/notify/petitioner-catch-up.ts';
import { tellOfSteps } from '../../services/notify/petitioner-relay.ts';
import { putOutAll } from '../../services/notify/relay.ts';
import { tellPetitioners } from '../../services/notify/tell-petitioners.ts';
import { reconcile } from '../../services/relay/reconcile.ts';
import { relay } from '../../services/relay/stream.ts';
import { audit } from '../../services/reminders/audit.ts';
import type { RemindersDeps } from '../../services/reminders/deps.ts';
import { handlers as inboxHandlers } from '../../services/reminders/http.ts';
import { handleMessage } from '../../services/reminders/queue.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { countOn } from '../../services/reporting/queue.ts';
import { routeMessage } from '../../services/routing/queue.ts';
import { handlers as supervisionHandlers } from '../../services/supervision/http.ts';
import { OPERATIONS } from '../../shared/api/operations.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import { CONSUMERS, type Consumer, type Message } from '../../shared/events/message.ts';
import type { BureauSource } from '../../shared/lambda/bureau-source.ts';
import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import type { Send } from '../../shared/lambda/send-messages.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { ordinaryKeys, SECRETS, sealedKeys } from './keys.ts';
import { AnchorCore, SIGNER } from './twins/anchor-twin.ts';
import type { ChannelTwins } from './twins/channel-twins.ts';
import type { Invocation } from './twins/invocation.ts';
import { type QueueTwin, sendTo } from './twins/queue-twin.ts';
import type { StoreCore } from './twins/store-core.ts';
import { type StoreRates, StoreTwin } from './twins/store-twin.ts';

const CLAIMS = { officer: 'sub', roles: 'roles', unit: 'unit' };

/** What an older relay knew of; it sends on nothing else. */
const KNOWN_TO_OLD_RELAY: ReadonlySet<string> = new Set(['opened.v1', 'accepted.v1', 'closed.v1', 'referred.v1']);

/** How often the store fails for each kind of function, so that each meets its share. */
const RATES = {
  HTTP: { read: 0.006, write: 0.036 },
  QUEUE: { read: 0.005, write: 0.04 },
  SWEEP: { read: 0.0004, write: 0.04 },
  RECONCILE: { read: 0.0015, write: 0.03 },
  NOTIFY: { read: 0.003, write: 0.03 },
  ANCHOR: { read: 0.001, write: 0.03 },
} as const satisfies Readonly<Record<string, StoreRates>>;

/**
 * The functions of the stack over the twins: the production entries, handlers and use cases. What an entry file does
 * beside (routes, validation of the API, queue records, batches) is production code too; only its cold start is not.
 */
export class Functions {
  readonly queues = new Map<string, QueueTwin>();
  readonly #core: StoreCore;
  readonly #bureau: (invocation: Invocation) => BureauSource;
  readonly #channels: ChannelTwins;
  readonly anchors = new AnchorCore();

  /** How often a sweep has little time. */
  readonly #shortOfTime: number;

  constructor(
    core: StoreCore,
    bureau: (invocation: Invocation) => BureauSource,
    channels: ChannelTwins,
    shortOfTime: number,
  ) {
    this.#shortOfTime = shortOfTime;
    this.#core = core;
    this.#channels = channels;
    this.#bureau = bureau;
  }

  /** What petitioners and officers reach over HTTP, each route as its own service has it. */
  async api(event: APIGatewayProxyEventV2, invocation: Invocation): Promise<APIGatewayProxyStructuredResultV2> {
    const database = new StoreTwin(this.#core, invocation, RATES.HTTP);
    const petitions: PetitionDeps = {
      database,
      keys: ordinaryKeys,
      sealedKeys,
      secrets: SECRETS,
      bureau: this.#bureau(invocation),
      claims: CLAIMS,
    };
    const entry =
      event.routeKey === 'GET /inbox'
        ? httpEntry<RemindersDeps>(OPERATIONS, INBOX, async () => ({ ...petitions, tables: ORDINARY }))
        : httpEntry<PetitionDeps>(OPERATIONS, API, async () => petitions);
    return (await entry(event, {} as Context)) as APIGatewayProxyStructuredResultV2;
  }

  /** The consumer of a queue, and which records failed inside. */
  async consume(
    consumer: Consumer,
    event: SQSEvent,
    invocation: Invocation,
    poisoned: ReadonlySet<string>,
  ): Promise<{ response: SQSBatchResponse; failed: ReadonlySet<string> }> {
    const database = new StoreTwin(this.#core, invocation, RATES.QUEUE);
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

  /** New reminders in mailboxes are put out for delivery. */
  putOut(event: DynamoDBStreamEvent, invocation: Invocation): Promise<DynamoDBBatchResponse> {
    return putOutAll(event, new StoreTwin(this.#core, invocation, RATES.NOTIFY));
  }

  /** Steps of a case that its petitioner wants to hear of. */
  tellOfSteps(event: DynamoDBStreamEvent, invocation: Invocation): Promise<DynamoDBBatchResponse> {
    return tellOfSteps(event, new StoreTwin(this.#core, invocation, RATES.NOTIFY));
  }

  tellPetitioners(now: Instant, invocation: Invocation) {
    return tellPetitioners(now, { ...this.#notifyDeps(invocation), dataKeys: ordinaryKeys }, () => true);
  }

  catchUp(now: Instant, invocation: Invocation) {
    return catchUp(now, new StoreTwin(this.#core, invocation, RATES.NOTIFY));
  }

  reconcile(now: Instant, invocation: Invocation) {
    const database = new StoreTwin(this.#core, invocation, RATES.RECONCILE);
    return reconcile(now, { database, relay: { send: sendTo(this.queues, invocation), queues: queuesOf('CASES') } });
  }

  /** Now and then a sweep runs out of time in some shard. */
  sweep(store: 'CASES' | 'SEALED', now: Instant, invocation: Invocation) {
    const short = invocation.random.chance(this.#shortOfTime);
    return sweep(now, this.#reminderDeps(store, invocation), () => !short || invocation.random.chance(0.4));
  }

  audit(store: 'CASES' | 'SEALED', now: Instant, invocation: Invocation) {
    return audit(now, this.#reminderDeps(store, invocation), () => true);
  }

  /** On some runs there is time for few days only. */
  anchor(now: Instant, invocation: Invocation) {
    const short = invocation.random.chance(0.1);
    let days = 0;
    return anchorHistories(now, this.#anchorDeps(invocation), () => {
      days += 1;
      return !short || days <= 3;
    });
  }

  /** The bureau has worked before: the day before its life has its manifest. */
  async anchorBefore(day: LocalDate): Promise<void> {
    await writeManifest(day, undefined, { database: this.#core, anchors: this.anchors, signer: SIGNER });
  }

  deliver(now: Instant, invocation: Invocation) {
    const short = invocation.random.chance(0.05);
    return deliver(now, this.#notifyDeps(invocation), () => !short || invocation.random.chance(0.6));
  }

  digest(now: Instant, invocation: Invocation) {
    return digest(now, this.#notifyDeps(invocation));
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

  #handle(consumer: Consumer, message: Message, now: Instant, database: Database, invocation: Invocation) {
    if (consumer === 'REMINDERS')
      return handleMessage(message, now, { ...this.#reminderDeps('CASES', invocation), database });
    if (consumer === 'REPORTING') return countOn(message, now, { database });
    return routeMessage(message, now, {
      database,
      keys: ordinaryKeys,
      bureau: this.#bureau(invocation),
      secrets: SECRETS,
    });
  }

  #reminderDeps(store: 'CASES' | 'SEALED', invocation: Invocation): RemindersDeps {
    return {
      database: new StoreTwin(this.#core, invocation, RATES.SWEEP),
      bureau: this.#bureau(invocation),
      claims: CLAIMS,
      tables: store === 'SEALED' ? SEALED : ORDINARY,
      ...(store === 'CASES' ? { continueIn: { send: sendTo(this.queues, invocation), queueUrl: 'REMINDERS' } } : {}),
    };
  }

  #anchorDeps(invocation: Invocation): AnchorDeps {
    return {
      database: new StoreTwin(this.#core, invocation, RATES.ANCHOR),
      anchors: this.anchors.openFor(invocation),
      signer: SIGNER,
    };
  }

  #notifyDeps(invocation: Invocation): NotifyDeps {
    return {
      database: new StoreTwin(this.#core, invocation, RATES.NOTIFY),
      bureau: this.#bureau(invocation),
      channels: async () => this.#channels.openFor(invocation),
    };
  }
}

/** An older routing knew nothing of corrections; an older reminders queue nothing of sweeps that go on. */
const ignoredByOld = (consumer: Consumer, message: Message): boolean =>
  consumer === 'ROUTING'
    ? message.type === 'xinfang.case-changed.v1' && !message.events.includes('opened.v1')
    : consumer === 'REMINDERS' && message.type !== 'xinfang.case-changed.v1';

const queuesOf = (store: 'CASES' | 'SEALED') =>
  Object.fromEntries((store === 'CASES' ? CONSUMERS : (['REPORTING'] as const)).map((name) => [name, name]));

const API: Handlers<PetitionDeps> = {
  ...intakeHandlers(),
  ...caseworkHandlers(),
  ...commandHandlers(),
  ...supervisionHandlers(),
};
const INBOX: Handlers<RemindersDeps> = inboxHandlers();
