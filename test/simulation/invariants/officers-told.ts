import type { UnitId } from '../../../shared/domain/ids.ts';
import type { PetitionEvent } from '../../../shared/domain/petition-events.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Item } from '../../../shared/store/database.ts';
import { dayIn } from '../oracle/days.ts';
import { standsFor } from '../oracle/held-now.ts';
import { complainsOf, standsAside } from '../oracle/who-may.ts';
import type { Received } from '../twins/channel-twins.ts';
import { clockName, type FollowedCase, isInbox, isNew } from './case-book.ts';
import {
  type ChannelLife,
  HOUR,
  holdersOf,
  idOf,
  isQuiet,
  leaveOn,
  lineAbove,
  PROMISES,
  wishOf,
} from './deliveries.ts';
import { judgedByAny } from './judged-by-any.ts';
import { inTurn, isCall, onDutyIn } from './next-on-duty.ts';

/** Something arrived at an officer's: by the tables that its run may have used. */
export const checkOfficerTold = (message: Received, life: ChannelLife): void =>
  judgedByAny(life.tables.usedBy(message.begunAt, life.now()), life.findings, (tree, findings) =>
    new ToldBy({ ...life, tree, findings }).judge(message),
  );

/** What officers are told, as tables of the bureau have it. */
class ToldBy {
  readonly #life: ChannelLife & { readonly tree: UnitTree };

  constructor(life: ChannelLife & { readonly tree: UnitTree }) {
    this.#life = life;
  }

  judge(message: Received): void {
    if (message.fields.type === 'xinfang.reminder.v1') this.#reminder(message);
    else if (message.fields.type === 'xinfang.arrival.v1') this.#arrival(message);
    else this.#digest(message);
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
    const followed = book.of('CASES', id);
    const entry = decided.find((one) => followed && this.#answersFor(one, followed, message)) ?? decided[0];
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
    // Where minutes were missed the head of the organ hears of the same call, whoever he stands in for.
    const alsoHis = decided.some((one) => !isCall(one) && this.#answersFor(one, followed, message));
    const called = isCall(entry) && !alsoHis ? inTurn(entry, followed, dayIn(message.at), this.#life.tree) : undefined;
    findings.unless(
      called === undefined || message.to === called,
      'PUSHED_ONCE',
      () => `${message.to} is called by ${String(entry.key)} of ${id}, it is the turn of ${called}`,
    );
  }

  /** What newly came: as it was decided, while it still lies there, and at no hour that he keeps for himself. */
  #arrival(message: Received): void {
    const { findings, book, core } = this.#life;
    const id = String(message.fields.caseId);
    const decided = [...core.scan('REMINDERS')].filter(
      (entry) => isInbox(entry.pk) && isNew(entry) && idOf(entry.sk, message.to, message.channel) === message.id,
    );
    const followed = book.of('CASES', id);
    const entry = decided.find((one) => followed && this.#answersFor(one, followed, message)) ?? decided[0];
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

  /** That he is complained about stood in the case before the run began. */
  #knownBy({ accusedAt }: FollowedCase, { to, begunAt }: Received): boolean {
    return lineAbove(to, this.#life.tree).some((one) => (accusedAt.get(one) ?? Number.POSITIVE_INFINITY) < begunAt);
  }

  #leaveOf(id: string, at: string) {
    return leaveOn(id, dayIn(at), this.#life.tree);
  }

  #holdersOf(entry: Item, { head }: FollowedCase): readonly string[] {
    const { tree } = this.#life;
    return (isCall(entry) ? onDutyIn(head, tree) : holdersOf(entry.pk, tree)).map(({ id }) => id);
  }

  /** He has the mailbox, or stands in for somebody who has it and is away that day. */
  #answersFor(entry: Item, followed: FollowedCase, { to, at }: Received): boolean {
    const holders = this.#holdersOf(entry, followed);
    return holders.includes(to) || holders.some((id) => this.#leaveOf(id, at)?.deputy === to);
  }

  /** Who is on leave is told only where his deputy is away too, or may not hear of it. */
  #answersForIt(entry: Item, followed: FollowedCase, message: Received): void {
    const { tree, findings } = this.#life;
    const { to, at } = message;
    findings.unless(
      this.#answersFor(entry, followed, message),
      'PUSHED_ONCE',
      () => `${to} has nothing to do with ${entry.pk}`,
    );
    const deputy = this.#leaveOf(to, at)?.deputy;
    findings.unless(
      deputy === undefined || this.#holdersOf(entry, followed).includes(to),
      'PUSHED_ONCE',
      () => `${to} is on leave, and was told for somebody else`,
    );
    const standsIn = this.#holdersOf(entry, followed).some((id) => this.#leaveOf(id, at)?.deputy === to);
    const hears =
      deputy !== undefined &&
      !this.#leaveOf(deputy, at) &&
      !complainsOf(followed.head, deputy, tree) &&
      !standsAside(followed.head, deputy);
    findings.unless(
      !hears || standsIn,
      'PUSHED_ONCE',
      () => `${to} is on leave, and was told instead of ${String(deputy)}`,
    );
  }

  #digest(message: Received): void {
    const { findings, tree, book, law } = this.#life;
    const unit = String(message.fields.unit);
    const today = dayIn(message.at);
    const heads = tree.bureau.officers.filter(
      (one) => one.unit === standsFor(unit as UnitId, tree) && one.roles.includes('unitHead'),
    );
    const deputies = (tree.bureau.leave ?? []).filter(({ officer }) => heads.some(({ id }) => id === officer));
    findings.unless(
      [...heads.map(({ id }) => id), ...deputies.map(({ deputy }) => deputy)].includes(message.to as never),
      'PUSHED_ONCE',
      () => `${message.to} gets the digest of ${unit}`,
    );
    const at = Date.parse(message.at);
    findings.unless(
      law.between(at - 24 * HOUR, at).some(({ days }) => days.worksOn(String(message.fields.day))),
      'PUSHED_ONCE',
      () => `a digest of ${today}, a day of rest`,
    );
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

  #wishOf(officer: string) {
    return wishOf(this.#life.wishes, officer, this.#life.tree);
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
