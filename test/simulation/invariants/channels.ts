import { createHash } from 'node:crypto';
import type { Preferences } from '../../../shared/domain/notifications.ts';
import type { PetitionEvent } from '../../../shared/domain/petition-events.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import type { Item } from '../../../shared/store/database.ts';
import { SECRETS } from '../keys.ts';
import type { Ledger as Submissions, Submitted } from '../ledger.ts';
import { dayIn, worksOn } from '../oracle/days.ts';
import { complainsOf } from '../oracle/who-may.ts';
import type { Wishes } from '../preferences.ts';
import type { Received } from '../twins/channel-twins.ts';
import type { ItemChange, StoreCore } from '../twins/store-core.ts';
import { type CaseBook, clockName, type FollowedCase, isInbox, isNew } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Own promises; every other clock is the law's, or a norm's, and its red and overdue notices wait for nobody's sleep. */
const PROMISES: ReadonlySet<string> = new Set([
  'SHADOW_60D',
  'SUPERVISE_REPLY',
  'RECTIFY',
  'REMAKE',
  'CONFLICT_DECIDE',
  'FIRST_CONTACT',
  'WEEKLY_REVIEW',
  'SCREEN_TWICE_MONTH',
  'LEADER_ACTION',
  'FOLLOWUP_1',
  'FOLLOWUP_2',
  'RATING_WINDOW',
  'RECUSAL_DECIDE',
  'S_SCREEN_5WD',
  'DRAFT_45D',
  'APPROVE_3WD',
  'CLOSE_ENDED_5WD',
]);
/** A run that is given up, and one that is told of the same message a little later, are minutes apart at most. */
const SOON_MS = 11 * 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What officers of a life correct a telephone to. */
const CORRECTED_PHONE = '13100000000';
/** Steps of which whoever asked for it must hear, by the event that brings them about; of several the first. */
const STEPS_TOLD: Readonly<Record<string, string | undefined>> = {
  'accepted.v1': 'ACCEPTED',
  'switched-ordinary.v1': 'ACCEPTED',
  'simple-accepted.v1': 'SIMPLE',
  'study-begun.v1': 'STUDIED',
  'channelled.v1': 'CHANNELLED',
  'not-accepted.v1': 'NOT_ACCEPTED',
  'no-longer-accepted.v1': 'NO_LONGER_ACCEPTED',
  'extended.v1': 'EXTENDED',
  'opinion-dispatched.v1': 'DISPATCHED',
  'replied.v1': 'REPLIED',
  'closed.v1': 'CLOSED',
  'reopened.v1': 'REOPENED',
  'settled.v1': 'SETTLED',
};

/** What a record tells the petitioner of; a report that was checked, or a review that came back, he has heard of. */
function stepTold({ events }: HistoryRecord): string | undefined {
  if (events.some(({ type }) => type === 'report-checked.v1' || type === 'returned-from-review.v1')) return undefined;
  for (const event of events) {
    if (event.type === 'opened.v1')
      return event.head.stage !== 'HANDLING' ? 'REVIEW_RECEIVED' : event.head.parentId ? undefined : 'RECEIVED';
    if (event.type === 'referred.v1') return event.kind === 'ASSIGN' ? 'ASSIGNED' : 'TRANSFERRED';
    // Of several who signed, the first.
    if (event.type === 'delivered.v1' && (event.recipient ?? 1) === 1) return 'DELIVERED';
    if (event.type === 'state-changed.v1' && event.to === 'REDIRECTED') return 'REDIRECTED';
    const step = STEPS_TOLD[event.type];
    if (step) return step;
  }
  return undefined;
}

interface Ledger {
  readonly now: () => number;
  readonly faultsEnd: number;
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly tree: UnitTree;
  readonly wishes: Wishes;
  readonly ledger: Submissions;
  readonly findings: Findings;
}

/**
 * Judges what leaves the house: at least once with one id, never after its clock stopped, never to whom it complains
 * of, at no hour that he asked to be left alone in, and nothing without its line in the ledger of deliveries.
 */
export class ChannelsRight {
  readonly #life: Ledger;
  /** Lines of the ledger, by id. */
  readonly #lines = new Map<string, Item>();
  readonly #settledAt = new Map<string, number>();
  readonly #received = new Map<string, Received[]>();
  /** All that was said, to be searched for what must not be. */
  readonly said: string[] = [];

  constructor(life: Ledger) {
    this.#life = life;
  }

  /** Follows the ledger: what is settled stays settled, and the list of failures says what it says. */
  see(changes: readonly ItemChange[]): void {
    const { findings } = this.#life;
    for (const { table, key, before, after } of changes) {
      if (table !== 'REMINDERS' || !key.pk.startsWith('DELIVERY#') || !after) continue;
      this.#lines.set(key.sk, after);
      if (after.state !== 'WAITING') this.#settledAt.set(key.sk, this.#life.now());
      const settled = before !== undefined && before.state !== 'WAITING';
      findings.unless(!settled, 'PUSHED_ONCE', () => `a delivery that was ${String(before?.state)} is written again`);
      const attempts = (before?.attempts as number | undefined) ?? 0;
      const waits = Date.parse(String(after.notBefore)) - this.#life.now();
      findings.unless(
        !(waits > 13 * HOUR),
        'PUSHED_ONCE',
        () => `a delivery waits until ${String(after.notBefore)}, longer than any night`,
      );
      findings.unless(
        (after.attempts as number) >= attempts,
        'PUSHED_ONCE',
        () => `a delivery had ${attempts} tries and has ${String(after.attempts)}`,
      );
      const failing = after.state === 'FAILED' || (after.state === 'WAITING' && after.reason !== undefined);
      const listed = this.#life.core.peek('REMINDERS', 'UNDELIVERED', `${String(after.day)}#${key.sk}`) !== undefined;
      findings.unless(
        failing === listed,
        'PUSHED_ONCE',
        () => `a delivery is ${String(after.state)} and ${listed ? 'stands' : 'is missing'} in the list of failures`,
      );
    }
  }

  /** Something arrived outside the house. */
  take(message: Received): void {
    const { findings } = this.#life;
    const petitioner = message.fields.type === 'xinfang.petitioner.v1';
    // His own address is on what he gets, as on any letter; nothing else of his may be in it.
    this.said.push(petitioner ? message.said.replaceAll(message.to, '') : message.said);
    const line = this.#lines.get(message.id);
    const all = [...(this.#received.get(message.id) ?? []), message];
    this.#received.set(message.id, all);
    findings.unless(
      line !== undefined && (petitioner || (line.officer === message.to && line.channel === message.channel)),
      'PUSHED_ONCE',
      () => `${message.id} was sent to ${message.to} without a line of its own`,
    );
    // What hangs in the network may arrive after a later try; a run that began when it was settled sends nothing.
    findings.unless(
      (this.#settledAt.get(message.id) ?? Number.POSITIVE_INFINITY) >= message.begunAt,
      'PUSHED_ONCE',
      () => `${message.id} was ${String(line?.state)}, and was sent to ${message.to} again`,
    );
    // Each try is claimed before it is made.
    findings.unless(
      all.length <= ((line?.attempts as number | undefined) ?? 0),
      'PUSHED_ONCE',
      () => `${message.id} arrived ${all.length} times after ${String(line?.attempts)} tries`,
    );
    const first = all[0] as Received;
    const same = ['caseId', 'clock', 'step', 'due', 'unit', 'day'].every(
      (field) => first.fields[field] === message.fields[field],
    );
    findings.unless(
      same && first.to === message.to,
      'PUSHED_ONCE',
      () => `${message.id} stands for two things: ${first.said} and ${message.said}`,
    );
    if (petitioner) this.#toPetitioner(message);
    else if (message.fields.type === 'xinfang.reminder.v1') this.#reminder(message);
    else if (message.fields.type === 'xinfang.arrival.v1') this.#arrival(message);
    else this.#digest(message);
  }

  /** A step to the petitioner it is of, who asked for it, by his own address, by day, and never after it was sealed. */
  #toPetitioner(message: Received): void {
    const { findings, core, book } = this.#life;
    const notice = [...core.scan('REMINDERS')].find(
      ({ pk, sk }) => pk.startsWith('PETITIONER#') && noticeId(pk, sk) === message.id,
    );
    const submitted = notice && this.#submittedAs(String(notice.petition));
    if (!notice || !submitted) {
      findings.add('PUSHED_ONCE', `${message.to} is told of a step that nobody decided`);
      return;
    }
    const { petitioner, messages } = submitted.body as {
      petitioner?: { phone?: string };
      messages?: { channel: string; mail?: string };
    };
    findings.unless(
      messages !== undefined && message.fields.channel === messages.channel,
      'SECRECY',
      () => `${submitted.name} is written to by ${String(message.fields.channel)}, and asked for ${messages?.channel}`,
    );
    // A telephone may have been corrected since; the address for mail is his alone.
    const own = messages?.channel === 'MAIL' ? [messages.mail] : [petitioner?.phone, CORRECTED_PHONE];
    findings.unless(own.includes(message.to), 'SECRECY', () => `a step of ${submitted.name} is told to ${message.to}`);
    const sealedAt = book.of('SEALED', String(notice.petition))?.storedAt[0];
    findings.unless(
      sealedAt === undefined || sealedAt >= message.begunAt,
      'SECRECY',
      () => `${submitted.name} is sealed, and is written to`,
    );
    findings.unless(
      !isQuiet({ from: '21:00', to: '08:00' }, message.at),
      'PUSHED_ONCE',
      () => `${submitted.name} is written to at ${message.at}, in the night`,
    );
  }

  #submittedAs(petition: string): Submitted | undefined {
    // He may hear of the first step before he hears that it was received.
    return this.#life.ledger.submitted.find(({ scope, key }) => SECRETS.petitionIdFor(`${scope}:${key}`) === petition);
  }

  /** Whoever asked for it has a line for each great step of each of his cases. */
  #stepsWereTold(): void {
    const { findings, book, core, now } = this.#life;
    const notices = [...core.scan('REMINDERS')].filter(({ pk }) => pk.startsWith('PETITIONER#'));
    for (const { id, table, head, records } of book.cases.values()) {
      const submitted = this.#submittedAs(head.petitionId);
      const asked = (submitted?.body as { messages?: unknown } | undefined)?.messages !== undefined;
      if (table !== 'CASES' || !asked || book.of('SEALED', head.petitionId)) continue;
      for (const record of records) {
        const { version, at } = record;
        const step = stepTold(record);
        if (!step || Date.parse(at) > now() - 14 * HOUR) continue;
        const notice = notices.find((one) => one.caseId === id && one.step === step && one.version === version);
        findings.unless(
          notice !== undefined && this.#lines.has(noticeId(notice.pk, notice.sk)),
          'PUSHED_ONCE',
          () =>
            `${step} of ${id} v${version} was ${notice ? 'decided and never sent' : 'never told'} to its petitioner`,
        );
      }
    }
  }

  #reminder(message: Received): void {
    const { findings, book, core } = this.#life;
    const id = String(message.fields.caseId);
    const entries = [...core.scan('REMINDERS')].filter(
      (entry) =>
        isInbox(entry.pk) &&
        entry.caseId === id &&
        entry.clock === message.fields.clock &&
        entry.key === message.fields.step,
    );
    // One decision may lie in several mailboxes; whoever has two of them hears of it once.
    const decided = entries.filter(({ sk }) => idOf(sk, message.to, message.channel) === message.id);
    const entry = decided.find(({ pk }) => this.#answersFor(pk, message)) ?? decided[0];
    const followed = book.of('CASES', id);
    if (!entry || !followed) {
      findings.add('PUSHED_ONCE', `${message.said} stands for no decision`);
      return;
    }
    findings.unless(
      entry.colour === 'RED' || entry.colour === 'BLACK',
      'PUSHED_ONCE',
      () => `what is merely near was pushed to ${message.to}`,
    );
    const stopped = followed.stoppedAt.get(
      clockName({ code: entry.clock, key: entry.clockKey, nominalDue: entry.nominalDue }),
    );
    const runs = followed.head.clocks.some(
      ({ code, key, nominalDue }) => code === entry.clock && key === entry.clockKey && nominalDue === entry.nominalDue,
    );
    findings.unless(
      runs || stopped === undefined || stopped >= message.begunAt,
      'NOT_AFTER_THE_END',
      () => `${String(entry.clock)} of ${id} stopped, and ${message.to} was told afterwards`,
    );
    this.#mayHear(entry, followed, message);
    if (PROMISES.has(String(entry.clock))) this.#notQuiet(String(entry.clock), message);
  }

  /** What newly came: as it was decided, while it still lies there, and at no hour that he keeps for himself. */
  #arrival(message: Received): void {
    const { findings, book, core } = this.#life;
    const id = String(message.fields.caseId);
    const decided = [...core.scan('REMINDERS')].filter(
      (entry) => isInbox(entry.pk) && isNew(entry) && idOf(entry.sk, message.to, message.channel) === message.id,
    );
    const entry = decided.find(({ pk }) => this.#answersFor(pk, message)) ?? decided[0];
    const followed = book.of('CASES', id);
    if (!entry || !followed || entry.caseId !== id || entry.arrival !== message.fields.arrival) {
      findings.add('PUSHED_ONCE', `${message.said} stands for nothing that came`);
      return;
    }
    this.#mayHear(entry, followed, message);
    this.#notQuiet(String(entry.arrival), message);
    const known = followed.records.filter(
      ({ version }, at) => version > Number(entry.version) && Number(followed.storedAt[at]) < message.begunAt,
    );
    // What left and came back lies there again.
    const last = known.flatMap(({ events }) => events.flatMap((event) => goesTo(event, entry) ?? [])).at(-1);
    findings.unless(
      last !== 'ELSEWHERE',
      'NOT_AFTER_THE_END',
      () =>
        `${String(entry.arrival)} of ${id} lies with ${String(entry.of)} no more, and ${message.to} was told afterwards`,
    );
  }

  #notQuiet(what: string, { to, at }: Received): void {
    this.#life.findings.unless(
      !isQuiet(this.#wishOf(to)?.quiet, at),
      'PUSHED_ONCE',
      () => `${to} was told of ${what} at ${at}, when he asked to be left alone`,
    );
  }

  /** Nothing of a sealed case outside, nothing to whom it complains of, and only to who answers for the mailbox. */
  #mayHear(entry: Item, followed: FollowedCase, message: Received): void {
    const { findings, book, tree } = this.#life;
    const { id } = followed;
    const sealedAt = book.of('SEALED', id)?.storedAt[0];
    findings.unless(
      sealedAt === undefined || sealedAt >= message.begunAt,
      'SECRECY',
      () => `${id} is sealed, and ${message.to} was told of it outside`,
    );
    findings.unless(
      !complainsOf(followed.head, message.to, tree) || !this.#knownBy(followed, message),
      'SECRECY',
      () => `${message.to} was told of ${id}, which complains of him`,
    );
    this.#answersForIt(entry, followed, message);
  }

  #everComplainedOf({ accusedAt, head }: FollowedCase, officer: string): boolean {
    const { tree } = this.#life;
    return complainsOf(head, officer, tree) || this.#lineOf(officer).some((one) => accusedAt.has(one));
  }

  /** The officer, his unit and those above it. */
  #lineOf(officer: string): string[] {
    const { tree } = this.#life;
    const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit;
    return [officer, ...(unit ? [unit, ...tree.ancestors(unit).map(({ id }) => id)] : [])];
  }

  /** In this case or another of its petition: whom a case below complains of is told nothing of those above (P-03). */
  #everNamedIn(petition: string, officer: string): boolean {
    return [...this.#life.book.cases.values()].some(
      (one) => one.head.petitionId === petition && this.#everComplainedOf(one, officer),
    );
  }

  /** That he is complained about stood in the case before the run began. */
  #knownBy({ accusedAt }: FollowedCase, { to, begunAt }: Received): boolean {
    return this.#lineOf(to).some((one) => (accusedAt.get(one) ?? Number.POSITIVE_INFINITY) < begunAt);
  }

  #leaveOf(id: string, at: string) {
    const today = dayIn(at);
    const leaves = this.#life.tree.bureau.leave ?? [];
    return leaves.find(({ officer, from, to }) => officer === id && from <= today && today <= to);
  }

  #holdersOf(pk: string): string[] {
    const [kind, first, role] = pk.split('#');
    const { officers } = this.#life.tree.bureau;
    return kind === 'OFFICER'
      ? [first as string]
      : officers.filter(({ unit, roles }) => unit === first && roles.some((one) => one === role)).map(({ id }) => id);
  }

  /** He has the mailbox, or stands in for somebody who has it and is away that day. */
  #answersFor(pk: string, { to, at }: Received): boolean {
    const holders = this.#holdersOf(pk);
    return holders.includes(to) || holders.some((id) => this.#leaveOf(id, at)?.deputy === to);
  }

  /** Who is on leave is told only where his deputy is away too, or may not hear of it. */
  #answersForIt({ pk }: Item, followed: FollowedCase, message: Received): void {
    const { tree, findings } = this.#life;
    const { to, at } = message;
    findings.unless(this.#answersFor(pk, message), 'PUSHED_ONCE', () => `${to} has nothing to do with ${pk}`);
    const deputy = this.#leaveOf(to, at)?.deputy;
    findings.unless(
      deputy === undefined || this.#holdersOf(pk).includes(to),
      'PUSHED_ONCE',
      () => `${to} is on leave, and was told for somebody else`,
    );
    const standsIn = this.#holdersOf(pk).some((id) => this.#leaveOf(id, at)?.deputy === to);
    const hears = deputy !== undefined && !this.#leaveOf(deputy, at) && !complainsOf(followed.head, deputy, tree);
    findings.unless(
      !hears || standsIn,
      'PUSHED_ONCE',
      () => `${to} is on leave, and was told instead of ${String(deputy)}`,
    );
  }

  #digest(message: Received): void {
    const { findings, tree, book } = this.#life;
    const unit = String(message.fields.unit);
    const today = dayIn(message.at);
    const heads = tree.bureau.officers.filter((one) => one.unit === unit && one.roles.includes('unitHead'));
    const deputies = (tree.bureau.leave ?? []).filter(({ officer }) => heads.some(({ id }) => id === officer));
    findings.unless(
      [...heads.map(({ id }) => id), ...deputies.map(({ deputy }) => deputy)].includes(message.to as never),
      'PUSHED_ONCE',
      () => `${message.to} gets the digest of ${unit}`,
    );
    findings.unless(worksOn(String(message.fields.day)), 'PUSHED_ONCE', () => `a digest of ${today}, a day of rest`);
    findings.unless(
      !isQuiet(this.#wishOf(message.to)?.quiet, message.at),
      'PUSHED_ONCE',
      () => `${message.to} got a digest when he asked to be left alone`,
    );
    for (const [id] of message.said.matchAll(/(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/g)) {
      const followed = book.of('CASES', id);
      if (!followed) continue;
      const sealedAt = book.of('SEALED', id)?.storedAt[0];
      findings.unless(
        (sealedAt === undefined || sealedAt >= message.begunAt) &&
          !(complainsOf(followed.head, message.to, tree) && this.#knownBy(followed, message)),
        'SECRECY',
        () => `the digest for ${message.to} lists ${id}`,
      );
    }
  }

  #wishOf(officer: string): Preferences | undefined {
    const { wishes, tree } = this.#life;
    const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit ?? '';
    return wishes.officers.get(officer) ?? wishes.units.get(unit);
  }

  /** At the end nothing waits that could be sent, and whoever should have heard has a line that says what became of it. */
  check(): void {
    const { core, findings, book, now, faultsEnd } = this.#life;
    for (const { pk, at } of core.scan('REMINDERS'))
      if (pk.startsWith('OUTBOX#'))
        findings.unless(
          Date.parse(String(at)) > now() - SOON_MS,
          'PUSHED_ONCE',
          () => `something to be sent since ${String(at)} lies in the outbox`,
        );
    for (const [id, line] of this.#lines) {
      const arrived = this.#received.get(id)?.length ?? 0;
      findings.unless(
        line.state !== 'SENT' || arrived > 0,
        'PUSHED_ONCE',
        () => `${id} is noted as sent to ${String(line.officer)} and never arrived`,
      );
      // Of a digest there may be nothing left to say, of a try that died half-way nobody left to say it to.
      const failing = line.reason !== undefined && !String(line.what).startsWith('DIGEST');
      const waitsFor = Date.parse(String(line.notBefore ?? line.at));
      findings.unless(
        line.state !== 'WAITING' || !failing || waitsFor > now() - SOON_MS,
        'PUSHED_ONCE',
        () => `${id} waits since ${new Date(waitsFor).toISOString()}, and nobody tries it again`,
      );
      findings.unless(
        line.state !== 'FAILED' || (line.attempts as number) >= 6,
        'PUSHED_ONCE',
        () => `${id} was given up after ${String(line.attempts)} tries`,
      );
    }
    this.#stepsWereTold();
    for (const entry of core.scan('REMINDERS')) {
      if (!isInbox(entry.pk)) continue;
      const followed = book.of('CASES', String(entry.caseId));
      if (followed && followed.head.state !== 'SEALED' && !book.of('SEALED', followed.id))
        this.#told(entry, followed, faultsEnd, now());
    }
  }

  #told(entry: Item, followed: FollowedCase, faultsEnd: number, now: number): void {
    const { tree, findings } = this.#life;
    const [kind, first, role] = entry.pk.split('#');
    const holders = tree.bureau.officers.filter(({ id, unit, roles }) =>
      kind === 'OFFICER' ? id === first : unit === first && roles.some((one) => one === role),
    );
    const pushed = entry.colour === 'RED' || entry.colour === 'BLACK' || isNew(entry);
    const decidedAt = Date.parse(String(entry.decidedAt));
    if (decidedAt > now - SOON_MS || (role === 'dutyLeader' && entry.clock === 'ACK_URGENT')) return;
    for (const { id } of holders) {
      const wish = this.#wishOf(id);
      const away = (tree.bureau.leave ?? []).some(({ officer }) => officer === id);
      const channels = (wish?.channels ?? []).filter((channel) => channel !== 'MAIL' || wish?.mail);
      for (const channel of channels) {
        const line = this.#lines.get(idOf(entry.sk, id, channel));
        if (!pushed) {
          findings.unless(!line, 'PUSHED_ONCE', () => `${entry.sk} is merely near, and is pushed to ${id}`);
          continue;
        }
        // Whoever was complained about for a time may have been left out then.
        if (away || this.#everNamedIn(followed.head.petitionId, id)) continue;
        findings.unless(
          line !== undefined,
          'PUSHED_ONCE',
          () =>
            `${entry.sk} of ${entry.pk}, decided at ${String(entry.decidedAt)}, was never pushed to ${id} by ${channel}`,
        );
        // With nothing wrong what the law sets is out within minutes, whatever hour it is.
        const prompt = decidedAt > faultsEnd + DAY && !isNew(entry) && !PROMISES.has(String(entry.clock));
        findings.unless(
          !prompt || !line || (line.state !== 'WAITING' && Date.parse(String(line.at)) <= decidedAt + SOON_MS),
          'PUSHED_ONCE',
          () =>
            `${entry.sk}, decided at ${String(entry.decidedAt)}, is ${String(line?.state)} for ${id} at ${String(line?.at)}`,
        );
      }
    }
  }
}

/** Where an event leaves what came: a referral is signed for, a handler changes, a duty is answered or sent back. */
function goesTo(event: PetitionEvent, { arrival, of }: Item): 'HERE' | 'ELSEWHERE' | undefined {
  switch (event.type) {
    case 'signed-for.v1':
      return arrival === 'REFERRED' ? 'ELSEWHERE' : undefined;
    case 'handler-assigned.v1':
    case 'plan-set.v1':
      return arrival !== 'HANDLER' ? undefined : event.handler === of ? 'HERE' : 'ELSEWHERE';
    case 'duty-answered.v1':
      return event.key === of ? 'ELSEWHERE' : undefined;
    case 'duty-sent-back.v1':
      return event.key === of ? 'HERE' : undefined;
    default:
      return undefined;
  }
}

/** The id of a message, as the receiver knows it again: the decision, the person, the channel. */
const idOf = (sk: string, officer: string, channel: string): string =>
  createHash('sha256').update(`${sk}|${officer}|${channel}`).digest('hex').slice(0, 32);

const noticeId = (pk: string, sk: string): string =>
  createHash('sha256').update(`${pk}|${sk}`).digest('hex').slice(0, 32);

/** Whether a moment lies in somebody's quiet hours, in Shanghai. */
function isQuiet(quiet: Preferences['quiet'], at: string): boolean {
  if (!quiet) return false;
  const time = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);
  return quiet.from < quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to;
}
