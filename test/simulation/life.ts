import type { Instant, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { CONSUMERS } from '../../shared/events/message.ts';
import type { AuditRecord } from '../../shared/store/audits.ts';
import { writePreferences } from '../../shared/store/notifications.ts';
import { RULE } from '../builders/auto-rule.ts';
import { demoBureau } from '../builders/world.ts';
import { Clients } from './clients.ts';
import { Functions } from './functions.ts';
import { HttpClient } from './http-client.ts';
import { AtCommit } from './invariants/at-commit.ts';
import { AtTheEnd } from './invariants/at-the-end.ts';
import { CaseBook, isInbox } from './invariants/case-book.ts';
import { ChannelsRight } from './invariants/channels.ts';
import { notPrompt } from './invariants/prompt.ts';
import { Findings, type Violation } from './invariants/violation.ts';
import { seedKeys } from './keys.ts';
import { Ledger } from './ledger.ts';
import { machine } from './machine.ts';
import { DAY, HOUR, type Plan, planOf, type ScheduleName, type Span, ticksOf } from './plan.ts';
import { leaveOf, type Wishes, wishesOf } from './preferences.ts';
import { Random } from './random.ts';
import { Readers } from './readers.ts';
import { ChannelTwins } from './twins/channel-twins.ts';
import { EventLoop } from './twins/event-loop.ts';
import { type FaultKind, Faults } from './twins/faults.ts';
import { Invocation, type Machinery } from './twins/invocation.ts';
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

const deliveryOf = (outbox: string): 'DELIVER' | 'TELL' =>
  outbox.startsWith('OUTBOX#PETITIONERS#') ? 'TELL' : 'DELIVER';

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
  /** Minutes at which a store is swept beside the usual ones. */
  readonly #sweeps = new Set<string>();
  /** Minutes at which the delivery is called. */
  readonly #deliveries = new Set<string>();
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
    core.guard = (writes) => check.asked(writes);
    core.observer = (all) => {
      check.see(all);
      this.#channels.see(all);
      this.#watchAlarms(all);
      this.#watchOutbox(all);
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
    for (const [number, { at, what }] of ticksOf(this.#plan).entries())
      loop.at(at, () => this.#due(what, at, `${what.toLowerCase()} ${number}`));
    loop.at(this.#plan.faultsEnd + HOUR, () => {
      this.#loggedWithFaults = this.#logged.length;
    });
    const random = Random.of(seed, 'operator');
    for (let day = this.#plan.start + DAY; day < this.#plan.end; day += DAY)
      loop.at(day + random.between(0, DAY / 2), () => {
        for (const queue of this.#queues) queue.redrive();
      });
  }

  /** The moment of a schedule: it calls its function, now and then twice; in an outage nobody does. */
  #due(what: ScheduleName, at: number, label: string): void {
    const { loop, faults, seed } = this.#machinery;
    if (this.#offUntil('outage of schedules', at) !== undefined) {
      faults.changedOutcome('outage');
      return;
    }
    // Nothing is sealed: there is nothing that its schedules could find.
    if ((what === 'SEALED_SWEEP' || what === 'SEALED_AUDIT') && !this.#anythingSealed) return;
    void this.#tick(what, at, label);
    const random = Random.of(seed, `tick ${label}`);
    if (faults.strikes('duplicate', label, 0.05, random)) {
      faults.changedOutcome('duplicate');
      loop.after(random.between(0, 400), () => void this.#tick(what, at, `${label}+`));
    }
  }

  get #anythingSealed(): boolean {
    return [...this.#book.cases.values()].some(({ table }) => table === 'SEALED');
  }

  /**
   * Sweeps run every minute; beside midnight and nine only those minutes are lived in which an alarm rings that was
   * armed for another time: at once, again after a failure, or by the minute.
   */
  #watchAlarms(changes: readonly ItemChange[]): void {
    const { loop } = this.#machinery;
    for (const { table, key, after } of changes) {
      if (key.sk !== 'ALARM' || typeof after?.wakeAt !== 'string' || (table !== 'CASES' && table !== 'SEALED'))
        continue;
      const rings = Date.parse(after.wakeAt);
      const usual = (rings + 8 * HOUR) % DAY;
      if (rings > loop.now && (usual === 0 || usual === 9 * HOUR)) continue;
      const first = Math.ceil(Math.max(rings, loop.now + 1) / 60_000) * 60_000;
      for (const at of [first, first + 60_000, first + 31 * 60_000]) this.#sweepAt(table, at);
    }
  }

  #sweepAt(table: 'CASES' | 'SEALED', at: number): void {
    const name = `${table} ${at}`;
    if (this.#sweeps.has(name) || at > this.#plan.end) return;
    this.#sweeps.add(name);
    const what = table === 'CASES' ? 'SWEEP' : 'SEALED_SWEEP';
    this.#machinery.loop.at(at, () =>
      this.#due(what, at, `${what.toLowerCase()} +${(at - this.#plan.start) / 60_000}`),
    );
  }

  /** The delivery runs every minute; only those minutes are lived in which something waits for it. */
  #watchOutbox(changes: readonly ItemChange[]): void {
    for (const { table, key, after } of changes)
      if (table === 'REMINDERS' && after && key.pk.startsWith('OUTBOX#'))
        this.#deliverFrom(Date.parse(String(after.at)), deliveryOf(key.pk));
  }

  #deliverFrom(moment: number, what: 'DELIVER' | 'TELL'): void {
    const { loop } = this.#machinery;
    const off = this.#offUntil('outage of schedules', Math.max(moment, loop.now));
    const at = (Math.floor(Math.max(moment, loop.now, off ?? 0) / 60_000) + 1) * 60_000;
    const name = `${what} ${at}`;
    if (this.#deliveries.has(name) || at > this.#plan.end) return;
    this.#deliveries.add(name);
    loop.at(at, () => this.#due(what, at, `${what.toLowerCase()} ${(at - this.#plan.start) / 60_000}`));
    // Whatever became of that run: what it has left is for the next minute.
    loop.at(at + 59_000, () => {
      const waits = [...this.#core.scan('REMINDERS')].filter(
        ({ pk }) => pk.startsWith('OUTBOX#') && deliveryOf(pk) === what,
      );
      const next = waits.map((item) => Date.parse(String(item.at))).sort((a, b) => a - b)[0];
      if (next !== undefined) this.#deliverFrom(next, what);
    });
  }

  /** A schedule calls its function, and twice more when it fails, as Lambda does. */
  async #tick(what: ScheduleName, at: number, label: string): Promise<void> {
    const { loop, trace } = this.#machinery;
    const now = new Date(at).toISOString() as Instant;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const invocation = new Invocation(`${label}~${attempt}`, this.#machinery);
      const ending = await invocation.run<unknown>(() => this.#run(what, now, invocation), 300_000);
      trace(
        () =>
          `${label}~${attempt} for ${now}: ${ending.kind} ${ending.kind === 'ANSWERED' ? JSON.stringify(ending.answer) : ''}`,
      );
      if (ending.kind === 'ANSWERED') return;
      await loop.sleep(60_000 * attempt);
    }
  }

  async #run(what: ScheduleName, now: Instant, invocation: Invocation): Promise<unknown> {
    switch (what) {
      case 'SWEEP':
        return this.#functions.sweep('CASES', now, invocation);
      case 'SEALED_SWEEP':
        return this.#functions.sweep('SEALED', now, invocation);
      case 'RECONCILE':
        return this.#functions.reconcile(now, invocation);
      case 'DELIVER':
        return this.#functions.deliver(now, invocation);
      case 'TELL':
        return this.#functions.tellPetitioners(now, invocation);
      case 'CATCH_UP':
        return this.#functions.catchUp(now, invocation);
      case 'DIGEST':
        return this.#functions.digest(now, invocation);
      case 'AUDIT':
      case 'SEALED_AUDIT':
        return this.#audited(await this.#functions.audit(what === 'AUDIT' ? 'CASES' : 'SEALED', now, invocation));
      default:
        throw new Error(`there is no schedule ${String(what satisfies never)}`);
    }
  }

  /** Alarm and clocks are one commit: the audit may find them late, after an outage, and never apart. */
  #audited(record: AuditRecord): AuditRecord {
    const { loop } = this.#machinery;
    const apart = record.examples.filter(({ kind }) => kind !== 'LATE');
    this.#findings.unless(apart.length === 0, 'AUDITED', () => `the audit finds ${JSON.stringify(apart)}`);
    const quiet = loop.now > this.#plan.faultsEnd + DAY;
    this.#findings.unless(
      !quiet || record.findings === 0,
      'AUDITED',
      () => `with nothing wrong the audit of ${record.store} finds ${record.findings}`,
    );
    return record;
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
      messages: [...this.#messages, ...this.#channels.said],
      now: this.#machinery.loop.now,
    });
    end.check();
    this.#channels.check();
    const errors = this.#logged.slice(this.#loggedWithFaults).filter((line) => line.includes('"level":"error"'));
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
      const name = `${command.type} ${applied ? 'applied' : (refused ?? 'unanswered')}`;
      refusals.set(name, (refusals.get(name) ?? 0) + 1);
    }
    return {
      seed,
      violation: this.#findings.first,
      faults: faults.counts,
      parts: [...this.#clients.actions, ...this.#outages.map(({ name }) => name), ...faults.fired],
      petitions: this.#ledger.submitted.length,
      records: [...this.#book.cases.values()].reduce((sum, { records }) => sum + records.length, 0),
      reminders: [...this.#core.scan('REMINDERS')].filter(({ pk }) => isInbox(pk)).length,
      refusals,
    };
  }
}
