import type { LocalDate, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import { writePreferences } from '../../shared/store/notifications.ts';
import { writeBureau } from '../../shared/store/registry.ts';
import type { CalendarKeeper } from './calendar-keeper.ts';
import { callersOf } from './callers.ts';
import { NEWCOMERS, plannedChanges } from './changes-of-tables.ts';
import type { Clients } from './clients.ts';
import { firstTables } from './first-tables.ts';
import { Functions } from './functions.ts';
import { dayOf } from './intent.ts';
import { checkAnchors } from './invariants/anchors.ts';
import { AtCommit } from './invariants/at-commit.ts';
import { AtTheEnd } from './invariants/at-the-end.ts';
import { CaseBook } from './invariants/case-book.ts';
import { ChannelsRight } from './invariants/channels.ts';
import { ChannelsAtEnd } from './invariants/channels-at-end.ts';
import { checkConditions } from './invariants/conditions.ts';
import { type ChannelLife, Deliveries } from './invariants/deliveries.ts';
import { checkInboxes } from './invariants/inbox-shows.ts';
import { PetitionersTold } from './invariants/petitioners-told.ts';
import { notPrompt } from './invariants/prompt.ts';
import { checkSupervision } from './invariants/supervision.ts';
import { checkTables } from './invariants/tables-at-commit.ts';
import { Findings } from './invariants/violation.ts';
import { seedKeys } from './keys.ts';
import { KnownLaw } from './known-law.ts';
import { KnownTables } from './known-tables.ts';
import { type LawChange, lawChangesOf, seeLaw } from './law-changes.ts';
import { Ledger } from './ledger.ts';
import { machine } from './machine.ts';
import { Mishaps } from './mishaps.ts';
import { plusDays } from './oracle/days.ts';
import { InCharge } from './oracle/in-charge.ts';
import { LawOfLife } from './oracle/law-of-life.ts';
import { DAY, HOUR, isBeforeReconcile, type Plan, planOf, type Span } from './plan.ts';
import { type Wishes, wishesOf } from './preferences.ts';
import { Random } from './random.ts';
import { Schedules } from './schedules.ts';
import { TablesOfLife } from './tables-of-life.ts';
import { type Life, toldOfLife } from './told-of-life.ts';
import { ChannelTwins } from './twins/channel-twins.ts';
import { EventLoop } from './twins/event-loop.ts';
import { Faults } from './twins/faults.ts';
import type { Machinery } from './twins/invocation.ts';
import { type ItemChange, StoreCore } from './twins/store-core.ts';
import { Wiring } from './wiring.ts';

export interface LifeOptions {
  /** Actions, faults and outages that are left out. */
  readonly dropped?: ReadonlySet<string>;
  readonly trace?: (line: string) => void;
}

/** Far more than any life takes. */
const MAX_TURNS = 600_000;

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
    return await new Bureau(plan, machinery, dropped, kept.lines).live();
  } finally {
    machine.end();
  }
}

class Bureau {
  readonly #plan: Plan;
  readonly #machinery: Machinery;
  readonly #tables: TablesOfLife;
  readonly #inCharge = new InCharge();
  readonly #core = new StoreCore();
  readonly #book = new CaseBook();
  readonly #findings = new Findings();
  readonly #ledger = new Ledger();
  readonly #law = new LawOfLife();
  readonly #lawChanges: readonly LawChange[];
  readonly #functions: Functions;
  readonly #wiring: Wiring;
  readonly #clients: Clients;
  readonly #calendarKeeper: CalendarKeeper;
  readonly #outages: Span[];
  readonly #logged: readonly string[];
  readonly #petitionersTold: PetitionersTold;
  readonly #channels: ChannelsRight;
  readonly #channelsAtEnd: ChannelsAtEnd;
  readonly #mishaps: Mishaps;
  readonly #schedules: Schedules;
  #loggedWithFaults = 0;

  constructor(plan: Plan, machinery: Machinery, dropped: ReadonlySet<string>, logged: readonly string[]) {
    this.#plan = plan;
    this.#machinery = machinery;
    this.#logged = logged;
    this.#lawChanges = lawChangesOf(plan).filter(({ name }) => !dropped.has(name));
    const first = firstTables(plan);
    const tables = new TablesOfLife(first);
    this.#tables = tables;
    const changes = plannedChanges(plan).map(({ at }) => at);
    const wishes = wishesOf(plan.seed, first, changes.length > 0 ? NEWCOMERS : []);
    const told: ChannelLife = {
      now: () => machinery.loop.now,
      faultsEnd: plan.faultsEnd,
      core: this.#core,
      book: this.#book,
      tables,
      law: this.#law,
      wishes,
      ledger: this.#ledger,
      findings: this.#findings,
    };
    const deliveries = new Deliveries();
    this.#petitionersTold = new PetitionersTold(told, deliveries);
    this.#channels = new ChannelsRight(told, deliveries, this.#petitionersTold);
    this.#channelsAtEnd = new ChannelsAtEnd(told, deliveries);
    const twins = new ChannelTwins(
      (message) => this.#channels.take(message),
      (what) => this.#findings.add('PUSHED_ONCE', what),
    );
    const knownLaw = new KnownLaw(this.#core);
    const known = new KnownTables(this.#core, tables, changes, knownLaw);
    // So many are due at once that a sweep runs out of time.
    this.#functions = new Functions(
      this.#core,
      (invocation) => known.of(invocation),
      twins,
      plan.crowd > 0 ? 0.6 : 0.08,
    );
    this.#outages = [...plan.relayOff, ...plan.schedulesOff].filter(({ name }) => !dropped.has(name));
    this.#mishaps = new Mishaps(plan, machinery, this.#core, this.#book, this.#law, dropped);
    this.#schedules = new Schedules({
      plan,
      machinery,
      functions: this.#functions,
      core: this.#core,
      book: this.#book,
      findings: this.#findings,
      mishaps: this.#mishaps,
      isLawSettled: () => this.#calendarKeeper.isDone,
      offUntil: (now) => this.#offUntil('outage of schedules', now),
    });
    this.#wiring = new Wiring({
      machinery,
      functions: this.#functions,
      findings: this.#findings,
      relayOff: (now) => this.#offUntil('outage of relay', now),
    });
    const callers = callersOf({
      plan,
      machinery,
      functions: this.#functions,
      core: this.#core,
      book: this.#book,
      tables,
      inCharge: this.#inCharge,
      ledger: this.#ledger,
      findings: this.#findings,
      lawChanges: this.#lawChanges,
      warmUp: () => knownLaw.warmUp(),
      dropped,
    });
    this.#clients = callers.clients;
    this.#calendarKeeper = callers.calendarKeeper;
    this.#connect(wishes);
  }

  async live(): Promise<Life> {
    const { loop } = this.#machinery;
    await this.#functions.anchorBefore(plusDays(dayOf(this.#plan.start), -1) as LocalDate);
    if (plannedChanges(this.#plan).length > 0)
      await writeBureau(this.#core, { ...this.#tables.at(this.#plan.start).bureau, version: 1 }, 0);
    this.#clients.begin();
    void this.#calendarKeeper.begin();
    this.#schedule();
    await loop.runUntil(this.#plan.end, () => this.#findings.first !== undefined || loop.turns > MAX_TURNS);
    this.#findings.unless(loop.turns <= MAX_TURNS, 'ENDS', () => 'something goes on and on');
    if (!this.#findings.first) this.#check();
    // Where nothing was merged readers see it on the way.
    if (this.#tables.changes > 0) await checkInboxes(this.#core, this.#book, this.#tables, loop.now, this.#findings);
    return toldOfLife({
      seed: this.#plan.seed,
      findings: this.#findings,
      faults: this.#machinery.faults,
      ledger: this.#ledger,
      book: this.#book,
      core: this.#core,
      tables: this.#tables.changes,
      calendars: this.#law.changes,
      parts: [
        ...this.#clients.actions,
        ...this.#outages.map(({ name }) => name),
        ...this.#mishaps.befallen,
        ...this.#lawChanges.map(({ name }) => name),
      ],
    });
  }

  #connect(wishes: Wishes): void {
    const { loop, faults, seed } = this.#machinery;
    for (const [officer, wish] of wishes.officers)
      void writePreferences(this.#core, { officer: officer as OfficerId }, wish);
    for (const [unit, wish] of wishes.units) void writePreferences(this.#core, { unit: unit as UnitId }, wish);
    const check = new AtCommit(
      this.#book,
      this.#findings,
      this.#tables,
      this.#law,
      () => this.#calendarKeeper.isDone,
      () => loop.now,
    );
    const core = this.#core;
    core.now = () => loop.now;
    core.pageSize = this.#plan.pageSize;
    let changes = 0;
    core.lag = (_change: ItemChange, index: string) => {
      changes += 1;
      const where = `${index} ${changes}`;
      const random = Random.of(seed, `lag ${where}`);
      // What an index shows late matters most to whoever is just about to look.
      return faults.strikes('index-lag', where, isBeforeReconcile(loop.now) ? 0.9 : 0.4, random)
        ? random.pick([5_000, 1_200_000, 1_800_000]) * random.next()
        : 0;
    };
    core.refuses = (writes) => this.#mishaps.refuses(writes);
    core.guard = (writes) => checkConditions(writes, this.#findings);
    core.observer = (all, begunAt) => {
      seeLaw(all, this.#lawChanges, this.#law, loop.now, this.#findings);
      this.#tables.see(all, loop.now);
      this.#inCharge.see(all, loop.now);
      checkTables(all, begunAt, loop.now, this.#tables, this.#inCharge, this.#findings);
      check.see(all, begunAt);
      this.#channels.see(all, begunAt);
      this.#schedules.see(all);
      this.#watchPromptness(all);
      this.#wiring.append(all);
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
      loop.at(day + random.between(0, DAY / 2), () => this.#wiring.redrive());
  }

  #check(): void {
    const end = new AtTheEnd({
      plan: this.#plan,
      law: this.#law,
      core: this.#core,
      book: this.#book,
      ledger: this.#ledger,
      findings: this.#findings,
      logged: this.#logged,
      isSilent: (id, at) => this.#mishaps.isSilent(id, at),
      messages: [...this.#wiring.messages, ...this.#channels.said],
      now: this.#machinery.loop.now,
    });
    end.check();
    this.#petitionersTold.check();
    this.#channelsAtEnd.check();
    checkSupervision({ core: this.#core, book: this.#book, law: this.#law, findings: this.#findings });
    checkAnchors(this.#functions.anchors, this.#book, this.#plan, this.#findings);
    // What the audit finds has an invariant of its own.
    const errors = this.#logged
      .slice(this.#loggedWithFaults)
      .filter((line) => line.includes('"level":"error"') && !line.includes('"code":"audit.'));
    this.#findings.unless(errors.length === 0, 'NOTHING_FAILS_BY_ITSELF', () => errors.slice(0, 3).join(' '));
    this.#wiring.check(this.#findings);
  }
}
