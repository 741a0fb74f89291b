import type { Received } from '../twins/channel-twins.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { type ChannelLife, type Deliveries, HOUR, sourceOf } from './deliveries.ts';
import { checkOfficerTold } from './officers-told.ts';
import { checkLine, checkOutbox } from './outbox-right.ts';
import type { PetitionersTold } from './petitioners-told.ts';

/**
 * Judges what leaves the house: at least once with one id, never after its clock stopped, never to whom it complains
 * of, at no hour that he asked to be left alone in, and nothing without its line in the ledger of deliveries.
 */
export class ChannelsRight {
  readonly #life: ChannelLife;
  readonly #deliveries: Deliveries;
  readonly #petitioners: PetitionersTold;
  /** All that was said, to be searched for what must not be. */
  readonly said: string[] = [];

  constructor(life: ChannelLife, deliveries: Deliveries, petitioners: PetitionersTold) {
    this.#life = life;
    this.#deliveries = deliveries;
    this.#petitioners = petitioners;
  }

  /** Follows the ledger: what is settled stays settled, and the list of failures says what it says. */
  see(changes: readonly ItemChange[], begunAt: number): void {
    const { findings } = this.#life;
    const { lines, settledAt, doneBy } = this.#deliveries;
    for (const { table, key, before, after } of changes) {
      if (table === 'REMINDERS' && key.pk.startsWith('OUTBOX#') && before && !after)
        doneBy.set(sourceOf(before.source as { pk: string; sk: string }), { begunAt, at: this.#life.now() });
      if (table !== 'REMINDERS' || !key.pk.startsWith('DELIVERY#') || !after) continue;
      checkLine({ table, key, before, after }, this.#life, this.#deliveries);
      lines.set(key.sk, after);
      if (after.state !== 'WAITING') settledAt.set(key.sk, this.#life.now());
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
    checkOutbox(changes, this.#life, this.#deliveries);
  }

  /** Something arrived outside the house. */
  take(message: Received): void {
    const { findings } = this.#life;
    const { lines, settledAt, received } = this.#deliveries;
    const petitioner = message.fields.type === 'xinfang.petitioner.v1';
    // His own address is on what he gets, as on any letter; nothing else of his may be in it.
    this.said.push(petitioner ? message.said.replaceAll(message.to, '') : message.said);
    const line = lines.get(message.id);
    const all = [...(received.get(message.id) ?? []), message];
    received.set(message.id, all);
    findings.unless(
      line !== undefined && (petitioner || (line.officer === message.to && line.channel === message.channel)),
      'PUSHED_ONCE',
      () => `${message.id} was sent to ${message.to} without a line of its own`,
    );
    // What hangs in the network may arrive after a later try; a run that began when it was settled sends nothing.
    findings.unless(
      (settledAt.get(message.id) ?? Number.POSITIVE_INFINITY) >= message.begunAt,
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
    if (petitioner) this.#petitioners.take(message);
    else checkOfficerTold(message, this.#life);
  }
}
