import { type Principal, standingsOf } from '../../shared/domain/access.ts';
import { mailboxFor } from '../../shared/domain/alarms.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { Command, CommandType } from '../../shared/domain/commands.ts';
import { blockedBy } from '../../shared/domain/decide/allowed.ts';
import type { DecideContext, Decision } from '../../shared/domain/decide/context.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { unmet } from '../../shared/domain/decide/next-commands.ts';
import { openPetition, type Submission } from '../../shared/domain/decide/open-petition.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { type CaseId, caseId, type Instant, officerId, unitId } from '../../shared/domain/ids.ts';
import { lawOf, SHIPPED_LAW } from '../../shared/domain/law.ts';
import { type Standing, TRANSITIONS, type Transition } from '../../shared/domain/lifecycle-table.ts';
import { type Head, isOpen, type State } from '../../shared/domain/petition.ts';
import type { Actor, PetitionEvent } from '../../shared/domain/petition-events.ts';
import { type Refusal, Refused } from '../../shared/domain/refusal.ts';
import { commandFor } from './bodies.ts';
import { OFFICERS, TREE, TREE_AFTER_MERGER } from './cast.ts';

/** Counts of a run: what was accepted, which states were entered, what was refused and by which rule. */
export interface WalkCounts {
  readonly accepted: Map<CommandType | 'SUBMIT', number>;
  readonly entered: Map<State, number>;
  readonly refused: Map<string, number>;
}

export const emptyCounts = (): WalkCounts => ({ accepted: new Map(), entered: new Map(), refused: new Map() });

const bump = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** One thing a walk does; drawn by the generator, so that a failure shrinks to few of them. */
export interface Step {
  readonly which: number;
  readonly pick: number;
  readonly seed: number;
  readonly hours: number;
  /** FAVOUR what this walk is about, ANY that the table allows, or BLIND: anybody, anything. */
  readonly how: 'FAVOUR' | 'ANY' | 'BLIND';
}

/** What a walk is about: commands that it tries first, most wanted first. */
export interface Theme {
  readonly name: string;
  readonly favours: readonly (readonly CommandType[])[];
  readonly sealed?: true;
  /** The organ that petitions are handed in to; 东湖分局 where none is named. */
  readonly organ?: string;
  /** Hours only, and mostly one case: a long way is gone to its end. */
  readonly calm?: true;
  /** Another petition arrives, here, as soon as a case of the walk is in this state. */
  readonly next?: { readonly state: State; readonly organ: string };
}

/** Told of every record, as it is folded. */
export type Listener = (before: Head | undefined, events: readonly PetitionEvent[], at: Instant) => void;

/** A broken invariant, with the commands that led to it. */
export class InvariantBroken extends Error {
  constructor(what: string, trace: readonly string[]) {
    super(`${what}\n${trace.slice(-12).join('\n')}`);
    this.name = 'InvariantBroken';
  }
}

interface Standings {
  readonly who: Principal;
  readonly standings: ReadonlySet<Standing>;
}

interface Told {
  readonly head: Head;
  readonly events: { readonly at: Instant; readonly events: readonly PetitionEvent[] }[];
}

/**
 * A walk of the pure machine: cases, their histories and a clock; commands drawn by theme, tried as anybody who may.
 * After each command the invariants are judged.
 */
export class Walk {
  readonly #cases = new Map<CaseId, Told>();
  readonly #trace: string[] = [];
  readonly #counts: WalkCounts;
  readonly #theme: Theme;
  readonly #told: Listener;
  #asked:
    | { readonly head: Head; readonly parent: Head | undefined; readonly standings: readonly Standings[] }
    | undefined;
  #ids = 0;
  #second = false;
  #calendar = SHIPPED_LAW.calendar;
  #now = '2026-03-02T01:00:00.000Z' as Instant;

  constructor(theme: Theme, counts: WalkCounts, told: Listener = () => undefined) {
    this.#theme = theme;
    this.#counts = counts;
    this.#told = told;
    this.submit();
  }

  get heads(): ReadonlyMap<string, Head> {
    return new Map([...this.#cases].map(([id, { head }]) => [id, head]));
  }

  submit(organ = this.#theme.organ ?? 'donghu'): void {
    const id = this.#nextId();
    const submission: Submission = {
      channel: 'ONLINE',
      identity: { name: '钱禾', phone: '13800000000', address: '柳桥街12号' },
      texts: { request: '请求', facts: '事实', reasons: '理由' },
      accused: { units: [], officers: [] },
      namesAccused: false,
      identityOnPaper: false,
      headcount: 1,
      representatives: 0,
      sealed: this.#theme.sealed === true,
      receivedBy: unitId(organ),
    };
    this.#store(id, openPetition(id, submission, { now: this.#now, calendar: this.#calendar, tree: TREE }));
    bump(this.#counts.accepted, 'SUBMIT');
  }

  #nextId(): CaseId {
    this.#ids += 1;
    return caseId(`case${String(this.#ids).padStart(28, '0')}`);
  }

  step({ which, pick, seed, hours, how }: Step): void {
    const { calm, next } = this.#theme;
    this.#now = new Date(Date.parse(this.#now) + (calm ? hours % 13 : hours) * 3_600_000).toISOString() as Instant;
    if (!calm && seed % 61 === 0 && this.#cases.size < 6) this.submit();
    if (next && !this.#second && [...this.#cases.values()].some(({ head }) => head.state === next.state)) {
      this.#second = true;
      this.submit(next.organ);
    }
    // Mostly the newest case goes on; now and then an older one.
    const ids = [...this.#cases.keys()];
    const id = ids[seed % (calm ? 12 : 3) === 0 ? which % ids.length : ids.length - 1] as CaseId;
    const { head } = this.#cases.get(id) as Told;
    let state = seed >>> 0;
    const draw = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    if (how === 'FAVOUR') {
      this.#favour(head, draw);
      return;
    }
    const row =
      how === 'BLIND' ? TRANSITIONS[pick % TRANSITIONS.length] : this.#open(head)[pick % this.#open(head).length];
    if (!row) return;
    const choice = how === 'BLIND' ? this.#anybody(head, row, draw) : this.#somebody(head, row, draw);
    if (choice) this.#attempt(head, choice, draw);
  }

  /** What the walk is about, most wanted first, until something is accepted; before screening, that comes first. */
  #favour(head: Head, draw: (n: number) => number): void {
    const open = this.#open(head);
    const groups = [...(head.screened || head.sealed ? [] : [SCREENING]), ...this.#theme.favours];
    const from = draw(4) === 0 ? draw(groups.length) : 0;
    for (const group of groups.slice(from)) {
      const rows = open.filter(({ command }) => group.includes(command));
      const first = draw(Math.max(1, rows.length));
      for (const [at] of rows.entries()) {
        const row = rows[(first + at) % rows.length] as Transition;
        const choice = this.#somebody(head, row, draw);
        if (choice && this.#attempt(head, choice, draw)) return;
      }
    }
  }

  #open(head: Head): readonly Transition[] {
    return TRANSITIONS.filter(({ from }) => from.includes(head.state));
  }

  #anybody(head: Head, row: Transition, draw: (n: number) => number): Choice {
    const who = OFFICERS[draw(OFFICERS.length)] as Principal;
    return { row, who, standings: standingsOf(who, head, this.#above(head)[0], TREE) };
  }

  /** Somebody who stands to the case as the row wants it. */
  #somebody(head: Head, row: Transition, draw: (n: number) => number): Choice | undefined {
    const impersonal = (['PETITIONER', 'RULE'] as const).filter((standing) => row.actors.includes(standing));
    if (impersonal.length > 0 && (draw(2) === 0 || row.actors.length === impersonal.length))
      return { row, who: impersonal[0] as 'PETITIONER' | 'RULE', standings: new Set<Standing>(impersonal) };
    const fit = this.#standings(head).filter(({ standings }) => row.actors.some((actor) => standings.has(actor)));
    const chosen = fit[draw(Math.max(1, fit.length))];
    return chosen && { row, ...chosen };
  }

  /** How everybody stands to the case as it is: asked once, though many rows are tried on it. */
  #standings(head: Head): readonly Standings[] {
    const [parent] = this.#above(head);
    if (this.#asked?.head !== head || this.#asked.parent !== parent) {
      const standings = OFFICERS.map((who) => ({ who, standings: standingsOf(who, head, parent, TREE) }));
      this.#asked = { head, parent, standings };
    }
    return this.#asked.standings;
  }

  #above(head: Head): Head[] {
    const parent = head.parentId && this.#cases.get(head.parentId)?.head;
    return parent ? [parent, ...this.#above(parent)] : [];
  }

  #attempt(head: Head, { row, who, standings }: Choice, draw: (n: number) => number): boolean {
    const command = commandFor(row.command, { head, heads: this.heads, now: this.#now, draw });
    if (!command) return false;
    // A local rule is loaded: from then on it counts.
    if (row.command === 'RECOMPUTE_CLOCKS') this.#calendar = LOCAL_LAW.calendar;
    const [parent, grandparent] = this.#above(head);
    const cited = [...this.#cases.keys()].find((id) => id !== head.id && Object.values(command).includes(id));
    const citedHead = cited && this.#cases.get(cited)?.head;
    const actor: Actor =
      who === 'PETITIONER'
        ? { kind: 'PETITIONER' }
        : who === 'RULE'
          ? { kind: 'RULE', rule: 'walk', switchedOnBy: (OFFICERS[0] as Principal).id }
          : { kind: 'OFFICER', id: who.id, unit: who.unit, standing: [...standings].join('+') };
    const context: DecideContext = {
      now: this.#now,
      actor,
      ...(typeof who === 'string' ? {} : { officer: who.id }),
      standings,
      tree: row.command === 'HAND_ON' ? TREE_AFTER_MERGER : TREE,
      calendar: this.#calendar,
      ...(parent ? { parent } : {}),
      ...(grandparent ? { grandparent } : {}),
      above: this.#above(head),
      // In these walks one person writes again and again.
      ...(citedHead ? { cited: citedHead, samePetitioner: true } : {}),
      childId: this.#nextId(),
      stored: { identity: { name: '钱禾', phone: '13800000000' }, texts: {}, extra: {} },
    };
    this.#trace.push(
      `${this.#now} ${typeof who === 'string' ? who : who.id} ${row.command} on ${head.id} (${head.state})`,
    );
    const told = whyNot(head, row, context);
    if (told) this.#whateverIsSent(row, told, head, context);
    let decision: Decision;
    try {
      decision = decide(head, command, context);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { article, zh, en, remedyZh, code } = error.refusal;
      if (!article || !zh || !en || !remedyZh) this.#broken(`the refusal ${code} does not explain itself`);
      this.#asToldBefore(row, told, error.refusal);
      bump(this.#counts.refused, code);
      return false;
    }
    if (told) this.#broken(`${row.command} was accepted, though \`next\` said ${told.code}`);
    bump(this.#counts.accepted, row.command);
    this.#asTheRowSays(row, decision);
    this.#store(head.id, decision.events);
    for (const other of decision.others ?? []) {
      const opened = other.events[0]?.type === 'opened.v1' ? other.events[0].head.id : undefined;
      const id = other.head?.id ?? opened;
      // What is sealed goes on under the petition's id in the other store: the empty heads that stay behind are done.
      if (row.command === 'SEAL' && id) this.#cases.delete(id);
      if (row.command === 'SEAL' && other.head) continue;
      if (!id) this.#broken('a further change that names no case');
      else this.#store(id, other.events);
    }
    return true;
  }

  #store(id: CaseId, events: readonly PetitionEvent[]): void {
    const before = this.#cases.get(id);
    const head = evolve(before?.head, events, this.#now);
    this.#told(before?.head, events, this.#now);
    for (const event of events) {
      if (event.type === 'opened.v1') bump(this.#counts.entered, event.head.state);
      if (event.type === 'state-changed.v1') bump(this.#counts.entered, event.to);
    }
    this.#cases.set(id, { head, events: [...(before?.events ?? []), { at: this.#now, events }] });
    if (before) this.#datesStand(before.head, head, events);
    this.#clocksAreOwned(head);
  }

  /** What `next` says is impossible is refused before anybody reads a word of what was sent. */
  #whateverIsSent({ command }: Transition, told: Refusal, head: Head, context: DecideContext): void {
    const unread = new Proxy({ type: command } as Command, {
      get: (body, field) => (field === 'type' ? body.type : this.#broken(`${command} reads ${String(field)} first`)),
    });
    try {
      decide(head, unread, context);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.refusal.code === told.code) return;
      this.#broken(`\`next\` said ${told.code} of ${command}, and ${error.refusal.code} refused it`);
    }
    this.#broken(`${command} was accepted, though \`next\` said ${told.code}`);
  }

  /**
   * What `next` says is impossible is refused with that code, whatever is sent; what it says is possible is refused for
   * what was sent alone: the refusal names a field of it, or it is one that speaks of the body as a whole.
   */
  #asToldBefore({ command }: Transition, told: Refusal | undefined, refused: Refusal): void {
    if (told && told.code !== refused.code)
      this.#broken(`\`next\` said ${told.code} of ${command}, and ${refused.code} refused it`);
    if (told?.field !== undefined) this.#broken(`${told.code} speaks of ${told.field} before anything was sent`);
    if (!told && refused.field === undefined && !OF_THE_BODY.has(refused.code))
      this.#broken(`\`next\` said nothing against ${command}, and ${refused.code} refused it`);
  }

  /** A command starts and stops no clock, issues no paper and reaches no state that its row does not name. */
  #asTheRowSays(row: Transition, { events, others }: Decision): void {
    const all = [...events, ...(others ?? []).flatMap((other) => other.events)];
    for (const event of all) {
      if (event.type === 'clock-started.v1' && !row.starts?.includes(event.clock.code))
        this.#broken(`${row.command} starts ${event.clock.code}, its row does not say so`);
      if (event.type === 'clock-resumed.v1' && ![...(row.starts ?? []), ...RESUMED].includes(event.clock.code))
        this.#broken(`${row.command} resumes ${event.clock.code}, its row does not say so`);
      if (event.type === 'clock-stopped.v1' && row.command !== 'SEAL' && !row.stops?.includes(event.code))
        this.#broken(`${row.command} stops ${event.code}, its row does not say so`);
      if (event.type === 'document-issued.v1' && !row.documents?.includes(event.kind))
        this.#broken(`${row.command} issues ${event.kind}, its row does not say so`);
    }
    const reached = (list: readonly PetitionEvent[]) =>
      list.flatMap((event) => (event.type === 'state-changed.v1' ? [event.to] : []));
    for (const state of reached(events))
      if (!row.to?.includes(state)) this.#broken(`${row.command} leads to ${state}, its row does not say so`);
    for (const state of (others ?? []).flatMap((other) => reached(other.events)))
      if (!row.otherTo?.includes(state)) this.#broken(`${row.command} moves another case to ${state}`);
  }

  /** A clock that runs before and after keeps its dates, unless an event says that and why it moved. */
  #datesStand(before: Head, after: Head, events: readonly PetitionEvent[]): void {
    const moved = new Set(events.flatMap((event) => (event.type === 'clock-moved.v1' ? [event.clock.code] : [])));
    const started = new Set(events.flatMap((event) => (event.type === 'clock-started.v1' ? [event.clock.code] : [])));
    for (const clock of before.clocks) {
      if (moved.has(clock.code)) continue;
      const still = after.clocks.find(({ code, key }) => code === clock.code && key === clock.key);
      if (still && still.due !== clock.due && !started.has(clock.code))
        this.#broken(`${clock.code} moved silently from ${clock.due} to ${still.due}`);
      const told = events.some((event) => event.type === 'clock-stopped.v1' && event.code === clock.code);
      if (!still && !told) this.#broken(`${clock.code} disappeared`);
    }
    const kinds = new Set<string>();
    for (const { code, key } of after.clocks) {
      const name = `${code}/${key ?? ''}`;
      if (kinds.has(name)) this.#broken(`${name} runs twice`);
      kinds.add(name);
    }
  }

  /** Every running clock of the organ is somebody's; a case that is over has none of the law's left running. */
  #clocksAreOwned(head: Head): void {
    for (const clock of head.clocks) {
      const { recipients, petitionersRight, class: kind } = CLOCKS[clock.code];
      if (petitionersRight) continue;
      const owned = recipients.base.some((role) => role === 'petitioner' || mailboxFor(role, head, clock, TREE));
      if (!owned && recipients.base.length > 0) this.#broken(`${clock.code} of ${head.state} is nobody's`);
      if (!isOpen(head) && kind === 'LAW') this.#broken(`${clock.code} runs on a case that is ${head.state}`);
    }
  }

  /** Replay of all events from nothing gives the same heads. */
  replay(): void {
    for (const { head, events } of this.#cases.values()) {
      let replayed: Head | undefined;
      for (const { at, events: told } of events) replayed = evolve(replayed, told, at);
      if (JSON.stringify(replayed) !== JSON.stringify(head)) this.#broken(`replay of ${head.id} differs`);
    }
  }

  #broken(what: string): never {
    throw new InvariantBroken(what, this.#trace);
  }
}

/** Refusals of what was sent that no single field of it brings about. */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  // RECOMPUTE_CLOCKS: whether anything moves depends on why it is asked.
  'NOTHING_TO_RECOMPUTE',
]);

/** What `next` would say against the command, to whoever gives it. */
const whyNot = (head: Head, row: Transition, context: DecideContext): Refusal | undefined =>
  blockedBy(head, row, context) ?? unmet(head, row.command, context);

/** Clocks of a referral that run on where it comes back, with their old dates. */
const RESUMED = ['INFORM_15D', 'REF_INFORM_15D', 'ASSIGN_REPORT'] as const;

/** The law with a local rule: five working days to inform. */
const LOCAL_LAW = lawOf({
  version: 1,
  notices: [],
  overlays: [
    {
      by: officerId('admin-he'),
      at: '2026-03-02T01:00:00.000Z' as Instant,
      overlays: [{ clock: 'INFORM_15D', n: 5, unit: 'WORK_DAY', cite: '某省信访条例第二十条', verified: false }],
    },
  ],
});

const SCREENING: readonly CommandType[] = ['REGISTER', 'CLASSIFY'];

interface Choice {
  readonly row: Transition;
  readonly who: Principal | 'PETITIONER' | 'RULE';
  readonly standings: ReadonlySet<Standing>;
}
