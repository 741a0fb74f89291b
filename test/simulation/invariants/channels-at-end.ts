import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Item } from '../../../shared/store/database.ts';
import { dayIn } from '../oracle/days.ts';
import { complainsOf, standsAside } from '../oracle/who-may.ts';
import { type FollowedCase, isInbox, isNew } from './case-book.ts';
import {
  type ChannelLife,
  type Deliveries,
  HOUR,
  holdersOf,
  idOf,
  lineAbove,
  PROMISES,
  SOON_MS,
  sourceOf,
  wishOf,
} from './deliveries.ts';
import { inTurn, isCall, onDutyIn } from './next-on-duty.ts';

/** At the end nothing waits that could be sent, and whoever should have heard has a line that says what became of it. */
export class ChannelsAtEnd {
  readonly #life: ChannelLife;
  readonly #deliveries: Deliveries;

  constructor(life: ChannelLife, deliveries: Deliveries) {
    this.#life = life;
    this.#deliveries = deliveries;
  }

  check(): void {
    const { core, findings, book, now, faultsEnd } = this.#life;
    for (const { pk, at } of core.scan('REMINDERS'))
      if (pk.startsWith('OUTBOX#'))
        findings.unless(
          Date.parse(String(at)) > now() - SOON_MS,
          'PUSHED_ONCE',
          () => `something to be sent since ${String(at)} lies in the outbox`,
        );
    for (const [id, line] of this.#deliveries.lines) {
      const arrived = this.#deliveries.received.get(id)?.length ?? 0;
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
    for (const entry of core.scan('REMINDERS')) {
      if (!isInbox(entry.pk)) continue;
      const followed = book.of('CASES', String(entry.caseId));
      if (followed && followed.head.state !== 'SEALED' && !book.of('SEALED', followed.id))
        this.#told(entry, followed, faultsEnd, now());
    }
  }

  /** Whoever held the mailbox when the last run was done with it must have heard; it may have been done with it twice. */
  #told(entry: Item, followed: FollowedCase, faultsEnd: number, now: number): void {
    const { tables, findings } = this.#life;
    const pushed = entry.colour === 'RED' || entry.colour === 'BLACK' || isNew(entry);
    const decidedAt = Date.parse(String(entry.decidedAt));
    if (decidedAt > now - SOON_MS) return;
    const done = this.#deliveries.doneBy.get(sourceOf(entry)) ?? { begunAt: decidedAt, at: now };
    const [newest, ...others] = tables.usedBy(done.begunAt, done.at) as [UnitTree, ...UnitTree[]];
    // Of those on duty each is called in his turn; where tables change or days pass meanwhile, that is another's.
    const day = dayIn(String(entry.decidedAt));
    const turn = isCall(entry) ? inTurn(entry, followed, day, newest) : undefined;
    if (isCall(entry) && (others.length > 0 || dayIn(new Date(done.at).toISOString()) !== day)) return;
    const told = isCall(entry)
      ? onDutyIn(followed.head, newest).filter(({ id }) => id === turn)
      : holdersOf(entry.pk, newest);
    for (const { id } of told) {
      const holds = (tree: UnitTree) => isCall(entry) || holdersOf(entry.pk, tree).some((one) => one.id === id);
      const wish = wishOf(this.#life.wishes, id, newest);
      // Whoever changed his unit meanwhile may have been asked how that one wants it.
      if (!others.every((tree) => holds(tree) && wishOf(this.#life.wishes, id, tree) === wish)) continue;
      const away = tables.all.some((tree) => (tree.bureau.leave ?? []).some(({ officer }) => officer === id));
      const channels = (wish?.channels ?? []).filter((channel) => channel !== 'MAIL' || wish?.mail);
      for (const channel of channels) {
        const line = this.#deliveries.lines.get(idOf(entry.sk, id, channel));
        if (!pushed) {
          findings.unless(!line, 'PUSHED_ONCE', () => `${entry.sk} is merely near, and is pushed to ${id}`);
          continue;
        }
        // Whoever was complained about, or asked to step aside, for a time may have been left out then.
        if (away || this.#everKeptOutOf(followed.head.petitionId, id)) continue;
        findings.unless(
          line !== undefined,
          'PUSHED_ONCE',
          () =>
            `${entry.sk} of ${entry.pk}, decided at ${String(entry.decidedAt)}, was never pushed to ${id} by ${channel}`,
        );
        // With nothing wrong what the law sets is out within minutes, whatever hour it is.
        const prompt =
          decidedAt > faultsEnd + 24 * HOUR &&
          !isNew(entry) &&
          !PROMISES.has(String(entry.clock)) &&
          tables.usedBy(decidedAt, done.at).every(holds);
        findings.unless(
          !prompt || !line || (line.state !== 'WAITING' && Date.parse(String(line.at)) <= decidedAt + SOON_MS),
          'PUSHED_ONCE',
          () =>
            `${entry.sk}, decided at ${String(entry.decidedAt)}, is ${String(line?.state)} for ${id} at ${String(line?.at)}`,
        );
      }
    }
  }

  /** In this case or another of its petition: whom a case below complains of is told nothing of those above (P-03). */
  #everKeptOutOf(petition: string, officer: string): boolean {
    return this.#life.tables.all.some((tree) =>
      [...this.#life.book.cases.values()].some(
        ({ head, heads, accusedAt }) =>
          head.petitionId === petition &&
          (heads.some((then) => standsAside(then, officer)) ||
            complainsOf(head, officer, tree) ||
            lineAbove(officer, tree).some((one) => accusedAt.has(one))),
      ),
    );
  }
}
