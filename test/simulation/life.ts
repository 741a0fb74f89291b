import type { LocalDate, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { CONSUMERS } from '../../shared/events/message.ts';
import { writePreferences } from '../../shared/store/notifications.ts';
import { RULE } from '../builders/auto-rule.ts';
import { demoBureau } from '../builders/world.ts';
import { Clients } from './clients.ts';
import { Functions } from './functions.ts';
import { HttpClient } from './http-client.ts';
import { dayOf } from './intent.ts';
import { checkAnchors } from './invariants/anchors.ts';
import { AtCommit } from './invariants/at-commit.ts';
import { AtTheEnd } from './invariants/at-the-end.ts';
import { CaseBook, isInbox } from './invariants/case-book.ts';
import { ChannelsRight } from './invariants/channels.ts';
import { checkConditions } from './invariants/conditions.ts';
import { notPrompt } from './invariants/prompt.ts';
import { checkSupervision } from './invariants/supervision.ts';
import { Findings, type Violation } from './invariants/violation.ts';
import { seedKeys } from './keys.ts';
import { Ledger } from './ledger.ts';
import { machine } from './machine.ts';
import { Mishaps } from './mishaps.ts';
import { plusDays } from './oracle/days.ts';
import { DAY, HOUR, type Plan, planOf, type Span } from './plan.ts';
import { leaveOf, type Wishes, wishesOf } from './preferences.ts';
import { Random } from './random.ts';
import { Readers } from './readers.ts';
import { Schedules } from './schedules.ts';
import { ChannelTwins } from './twins/channel-twins.ts';
import { EventLoop } from './twins/event-loop.ts';
import { type FaultKind, Faults } from './twins/faults.ts';
import type { Machinery } from './twins/invocation.ts';
import { QueueTwin } from './twins/queue-twin.ts';
import { type ItemChange, StoreCore } from './twins/store-core.ts';
import { StreamTwin } from './twins/stream-twin.ts';

export interface LifeOptions {
  /** Actions, faults and outages that are left out. */
  readonly dropped?: ReadonlySet<string>;
  readonly trace?: (line: string) => void;
}

/** What became of one life. */
export interface Life {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Everything that can be left out of it: actions, faults that fired, outages. */
  readonly parts: readonly string[];
  readonly petitions: number;
  readonly records: number;
  readonly reminders: number;
  readonly refusals: ReadonlyMap<string, number>;
}

/** Far more than any life takes. */
const MAX_TURNS = 600_000;

/** The demo bureau with a deputy who also handles: he could draft and approve. */
const bureau = {
  ...demoBureau,
  // What 西岭分局 decides is reviewed outside the bureau, as a same-level government may.
  units: demoBureau.units.map((unit) => {
    if (unit.id !== 'xiling' || !unit.reviewOrgan) return unit;
    const { unit: _inside, ...outside } = unit.reviewOrgan;
    return { ...unit, reviewOrgan: { ...outside, name: '西岭区人民政府' } };
  }),
  officers: demoBureau.officers.map((officer) =>
    officer.id === 'deputy-gu' ? { ...officer, roles: [...officer.roles, 'handler' as const] } : officer,
  ),
};
const PLAIN_TREE = treeOf(bureau);

/** The bureau as it is in this life: a rule switched on or not, some of its officers away for some days. */
const treeOfLife = (plan: Plan): UnitTree =>
  treeOf({ ...bureau, ...(plan.rule ? { rules: [RULE] } : {}), leave: leaveOf(plan, PLAIN_TREE) });

/** Lives one seed from its first day to its last, checked at every commit and at the end. */
export async function live(seed: number, { dropped = new Set(), trace }: LifeOptions = {}): Promise<Life> {
  const plan = planOf(seed);
  const loop = new EventLoop(plan.start);
  const faults = new Faults(() => loop.now < plan.faultsEnd, dropped);
  const machinery: Machinery = {
    seed,
    loop,
    faults,
    trace: trace
      ? (line) => trace(`${new Date(loop.now + 8 * HOUR).toISOString().slice(0, 23)} ${line()}`)
      : () => undefined,
  };
  seedKeys(seed);
  const kept = machine.begin(Random.of(seed, 'machine'), loop);
  try {
    return await new Bureau(plan, machinery, treeOfLife(plan), dropped, kept.lines).live();
  } finally {
    machine.end();
  }
}

class Bureau {
  readonly #plan: Plan;
  readonly #machinery: Machinery;
  readonly #tree: UnitTree;
  readonly #core = new StoreCore();
  readonly #book = new CaseBook();
  readonly #findings = new Findings();
  readonly #ledger = new Ledger();
  readonly #functions: Functions;
  readonly #queues: QueueTwin[];
  readonly #streams: StreamTwin[];
  readonly #clients: Clients;
  readonly #outages: Span[];
  readonly #logged: readonly string[];
  readonly #messages: string[] = [];
  readonly #channels: ChannelsRight;
  readonly #mishaps: Mishaps;
  readonly #schedules: Schedules;
  #loggedWithFaults = 0;

  constructor(
    plan: Plan,
    machinery: Machinery,
    tree: UnitTree,
    dropped: ReadonlySet<string>,
    logged: readonly string[],
  ) {
    this.#plan = plan;
    this.#machinery = machinery;
    this.#tree = tree;
    this.#logged = logged;
    // So many are due at once that a sweep runs out of time.
    const wishes = wishesOf(plan.seed, tree);
    this.#channels = new ChannelsRight({
      now: () => machinery.loop.now,
      faultsEnd: plan.faultsEnd,
      core: this.#core,
      book: this.#book,
      tree,
      wishes,
      ledger: this.#ledger,
      findings: this.#findings,
    });
    const twins = new ChannelTwins(
      (message) => this.#channels.take(message),
      (what) => this.#findings.add('PUSHED_ONCE', what),
    );
    this.#functions = new Functions(this.#core, tree, twins, plan.crowd > 0 ? 0.6 : 0.08);
    this.#outages = [...plan.relayOff, ...plan.schedulesOff].filter(({ name }) => !dropped.has(name));
    this.#mishaps = new Mishaps(plan, machinery, this.#core, this.#book, dropped);
    this.#schedules = new Schedules({
      plan,
      machinery,
      functions: this.#functions,
      core: this.#core,
      book: this.#book,
      findings: this.#findings,
      mishaps: this.#mishaps,
      offUntil: (now) => this.#offUntil('outage of schedules', now),
    });
    const acknowledged = (what: string) => this.#findings.add('ACKNOWLEDGED_WORK', what);
    this.#queues = CONSUMERS.map(
      (consumer) =>
        new QueueTwin(
          consumer,
          machinery,
          (event, invocation, poisoned) => {
            for (const { body } of event.Records) this.#messages.push(body);
            return this.#functions.consume(consumer, event, invocation, poisoned);
          },
          acknowledged,
        ),
    );
    for (const queue of this.#queues) this.#functions.queues.set(queue.name, queue);
    this.#streams = (['CASES', 'SEALED'] as const).map(
      (store) =>
        new StreamTwin(
          { table: store, name: store },
          machinery,
          (event, invocation) => this.#functions.relay(store, event, invocation),
          (now) => this.#offUntil('outage of relay', now),
          acknowledged,
        ),
    );
    const off = (now: number) => this.#offUntil('outage of relay', now);
    this.#streams.push(
      new StreamTwin(
        { table: 'REMINDERS', name: 'REMINDERS' },
        machinery,
        (event, invocation) => this.#functions.putOut(event, invocation),
        off,
        acknowledged,
      ),
      new StreamTwin(
        { table: 'CASES', name: 'STEPS' },
        machinery,
        (event, invocation) => this.#functions.tellOfSteps(event, invocation),
        off,
        acknowledged,
      ),
    );
    const client = new HttpClient(machinery, this.#functions, (what) =>
      this.#findings.add('NOTHING_FAILS_BY_ITSELF', what),
    );
    this.#clients = new Clients(
      machinery,
      client,
      this.#ledger,
      plan,
      tree,
      {
        headsOf: (id) => this.#headsOf(id),
        ringsAt: (id) => this.#ringsAt(id),
        heads: () => this.#ordinaryHeads(),
      },
      new Readers(client, this.#core, tree, this.#ledger, this.#findings, {
        isQuiet: () => machinery.loop.now > plan.faultsEnd + HOUR,
        after: (ms, run) => machinery.loop.after(ms, run),
        headsNow: (id) => (['CASES', 'SEALED'] as const).flatMap((table) => this.#book.of(table, id)?.head ?? []),
      }),
      dropped,
    );
    this.#connect(wishes);
  }

  #ordinaryHeads(): ReadonlyMap<string, Head> {
    return new Map(
      [...this.#book.cases.values()].flatMap(({ table, id, head }) => (table === 'CASES' ? [[id, head] as const] : [])),
    );
  }

  async live(): Promise<Life> {
    const { loop } = this.#machinery;
    await this.#functions.anchorBefore(plusDays(dayOf(this.#plan.start), -1) as LocalDate);
    this.#clients.begin();
    this.#schedule();
    await loop.runUntil(this.#plan.end, () => this.#findings.first !== undefined || loop.turns > MAX_TURNS);
    this.#findings.unless(loop.turns <= MAX_TURNS, 'ENDS', () => 'something goes on and on');
    if (!this.#findings.first) this.#check();
    return this.#told();
  }

  #connect(wishes: Wishes): void {
    const { loop, faults, seed } = this.#machinery;
    for (const [officer, wish] of wishes.officers)
      void writePreferences(this.#core, { officer: officer as OfficerId }, wish);
    for (const [unit, wish] of wishes.units) void writePreferences(this.#core, { unit: unit as UnitId }, wish);
    const check = new AtCommit(this.#book, this.#findings, this.#tree, () => loop.now);
    const core = this.#core;
    core.now = () => loop.now;
    core.pageSize = this.#plan.pageSize;
    let changes = 0;
    core.lag = (_change: ItemChange, index: string) => {
      changes += 1;
      const where = `${index} ${changes}`;
      const random = Random.of(seed, `lag ${where}`);
      return faults.strikes('index-lag', where, 0.4, random)
        ? random.pick([5_000, 1_200_000, 1_800_000]) * random.next()
        : 0;
    };
    core.refuses = (writes) => this.#mishaps.refuses(writes);
    core.guard = (writes) => checkConditions(writes, this.#findings);
    core.observer = (all) => {
      check.see(all);
      this.#channels.see(all);
      this.#schedules.see(all);
      this.#watchPromptness(all);
      for (const stream of this.#streams) stream.append(all);
    };
  }

  /** In the quiet days nothing waits for the reconcile: half an hour after a change all have heard of it. */
  #watchPromptness(changes: readonly ItemChange[]): void {
    const { loop } = this.#machinery;
    if (loop.now < this.#plan.faultsEnd + DAY) return;
    for (const { table, key, after } of changes) {
      if (key.sk !== 'HEAD' || !after || (table !== 'CASES' && table !== 'SEALED')) continue;
      loop.after(HOUR / 2, () => {
        if (this.#core.peek(table, key.pk, 'HEAD')?.version === after.version)
          notPrompt(this.#core, this.#book, table, key.pk, this.#findings);
      });
    }
  }

  /** The cases of a petition that an officer can have on his screen, the first above the others. */
  #headsOf(petitionId: string): readonly Head[] {
    const first = this.#book.find(petitionId)?.head;
    if (!first) return [];
    const sealed = this.#book.of('SEALED', petitionId)?.head;
    const heads = [sealed ?? first];
    for (let next = heads[0]?.childId ?? heads[0]?.reviewCase; next; ) {
      const head = this.#book.of('CASES', next)?.head;
      if (!head) break;
      heads.push(head);
      next = head.childId ?? head.reviewCase;
    }
    return heads;
  }

  #ringsAt(petitionId: string): number | undefined {
    const all = this.#headsOf(petitionId).map(
      ({ id, sealed }) => this.#book.of(sealed ? 'SEALED' : 'CASES', id)?.wakeAt,
    );
    const next = all.filter((at) => at !== undefined).sort()[0];
    return next === undefined ? undefined : Date.parse(next);
  }

  #offUntil(name: string, now: number): number | undefined {
    return this.#outages.find((span) => span.name === name && span.from <= now && now < span.to)?.to;
  }

  #schedule(): void {
    const { loop, seed } = this.#machinery;
    this.#schedules.begin();
    this.#mishaps.begin((at) => {
      for (const what of ['AUDIT', 'SEALED_AUDIT'] as const)
        this.#schedules.at({ at, what }, `${what.toLowerCase()} after damage ${(at - this.#plan.start) / HOUR}`);
    });
    loop.at(this.#plan.faultsEnd + HOUR, () => {
      this.#loggedWithFaults = this.#logged.length;
    });
    const random = Random.of(seed, 'operator');
    for (let day = this.#plan.start + DAY; day < this.#plan.end; day += DAY)
      loop.at(day + random.between(0, DAY / 2), () => {
        for (const queue of this.#queues) queue.redrive();
      });
  }

  #check(): void {
    const end = new AtTheEnd({
      plan: this.#plan,
      tree: this.#tree,
      core: this.#core,
      book: this.#book,
      ledger: this.#ledger,
      findings: this.#findings,
      logged: this.#logged,
      isSilent: (id, at) => this.#mishaps.isSilent(id, at),
      messages: [...this.#messages, ...this.#channels.said],
      now: this.#machinery.loop.now,
    });
    end.check();
    this.#channels.check();
    checkSupervision({ core: this.#core, book: this.#book, tree: this.#tree, findings: this.#findings });
    checkAnchors(this.#functions.anchors, this.#book, this.#plan, this.#findings);
    // What the audit finds has an invariant of its own.
    const errors = this.#logged
      .slice(this.#loggedWithFaults)
      .filter((line) => line.includes('"level":"error"') && !line.includes('"code":"audit.'));
    this.#findings.unless(errors.length === 0, 'NOTHING_FAILS_BY_ITSELF', () => errors.slice(0, 3).join(' '));
    for (const queue of this.#queues)
      this.#findings.unless(queue.left === 0, 'ENDS', () => `${queue.left} messages are left in ${queue.name}`);
    for (const [at, stream] of this.#streams.entries())
      this.#findings.unless(stream.left === 0, 'ENDS', () => `${stream.left} records are left in stream ${at}`);
  }

  #told(): Life {
    const { faults, seed } = this.#machinery;
    const refusals = new Map<string, number>();
    for (const { command, applied, refused } of this.#ledger.commanded) {
      const name = `${command.type} ${applied ? 'applied' : (refused?.status ?? 'unanswered')}`;
      refusals.set(name, (refusals.get(name) ?? 0) + 1);
    }
    return {
      seed,
      violation: this.#findings.first,
      faults: faults.counts,
      parts: [
        ...this.#clients.actions,
        ...this.#outages.map(({ name }) => name),
        ...this.#mishaps.befallen,
        ...faults.fired,
      ],
      petitions: this.#ledger.submitted.length,
      records: [...this.#book.cases.values()].reduce((sum, { records }) => sum + records.length, 0),
      reminders: [...this.#core.scan('REMINDERS')].filter(({ pk }) => isInbox(pk)).length,
      refusals,
    };
  }
}
