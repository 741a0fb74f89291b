import type { Item, Write } from '../../shared/store/database.ts';
import type { CaseBook } from './invariants/case-book.ts';
import { type FollowedCase, isInbox, isNew } from './invariants/case-book.ts';
import { nextRung } from './oracle/ladder.ts';
import type { LawOfLife } from './oracle/law-of-life.ts';
import { DAY, HOUR, type Plan } from './plan.ts';
import { Random } from './random.ts';
import type { Machinery } from './twins/invocation.ts';
import type { StoreCore } from './twins/store-core.ts';

/** How an alarm is damaged: out of the index, armed for nothing, armed for much later. */
const DAMAGES = ['UNFINDABLE', 'UNARMED', 'LATE'] as const;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What befalls a bureau beside the faults of its machines: an alarm that something damaged, which the audit has to find
 * and put right; a case whose reminders cannot be stored for days, which may hold up nobody else.
 */
export class Mishaps {
  readonly #plan: Plan;
  readonly #machinery: Machinery;
  readonly #core: StoreCore;
  readonly #book: CaseBook;
  readonly #law: LawOfLife;
  readonly #dropped: ReadonlySet<string>;
  /** From when each alarm was damaged to the last audit that is held for it. */
  readonly #damaged = new Map<string, Span>();
  #stuck: ({ readonly id: string } & Span) | undefined;
  /** Names of all that befell it. */
  readonly befallen: string[] = [];

  constructor(
    plan: Plan,
    machinery: Machinery,
    core: StoreCore,
    book: CaseBook,
    law: LawOfLife,
    dropped: ReadonlySet<string>,
  ) {
    this.#plan = plan;
    this.#machinery = machinery;
    this.#core = core;
    this.#book = book;
    this.#law = law;
    this.#dropped = dropped;
  }

  /** `audited` asks for an audit on that morning. */
  begin(audited: (morning: number) => void): void {
    const { start, faultsEnd, end, seed } = this.#plan;
    const random = Random.of(seed, 'mishaps');
    const damage = random.chance(0.35);
    const at = random.chance(0.5)
      ? random.between(start + 2 * DAY, faultsEnd)
      : random.between(faultsEnd + DAY, end - 3 * DAY);
    if (damage && !this.#dropped.has('damaged alarm'))
      this.#machinery.loop.at(at, () => {
        const midnight = Math.floor((at + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
        // Whatever was off on the next mornings works when the faults are over.
        const quiet = at < faultsEnd ? [Math.ceil((faultsEnd - midnight) / DAY) + 2] : [];
        const mornings = [1, 2, ...quiet].map((days) => midnight + days * DAY + 7.5 * HOUR);
        if (this.#damage({ from: at, to: Math.max(...mornings) + HOUR }, random)) mornings.forEach(audited);
      });
    const stuck = random.chance(0.3);
    const from = random.between(start + DAY, faultsEnd - DAY);
    if (stuck && !this.#dropped.has('stuck case'))
      this.#machinery.loop.at(from, () => this.#stick(random.between(0.2 * DAY, 3 * DAY)));
  }

  /** Whether the store refuses this for good: the reminders of the stuck case. */
  refuses(writes: readonly Write[]): boolean {
    const { now } = this.#machinery.loop;
    const stuck = this.#stuck;
    if (!stuck || now < stuck.from || now >= stuck.to) return false;
    return writes.some(
      (write) => write.kind === 'PUT' && isInbox(write.item.pk) && !isNew(write.item) && write.item.caseId === stuck.id,
    );
  }

  everDamaged(id: string): boolean {
    return this.#damaged.has(id);
  }

  /** Whether the alarm of a case may have been silent at that moment. */
  isSilent(id: string, at: number): boolean {
    const span = this.#damaged.get(id);
    return span !== undefined && span.from <= at + 60_000 && at < span.to;
  }

  /** Cases of a store whose alarm would not ring for their next step. */
  damagedIn(store: 'CASES' | 'SEALED'): string[] {
    return [...this.#damaged.keys()].filter((id) => {
      const followed = this.#book.of(store, id);
      return followed !== undefined && !this.#rings(followed);
    });
  }

  #rings({ table, id, head, fired }: FollowedCase): boolean {
    const next = nextRung(head, fired, this.#law.present);
    const { wakeAt, alarmPk, alarmSk, failures } = (this.#core.peek(table, id, 'ALARM') ?? {}) as Partial<Item>;
    if (next === undefined || next === 'unknown' || failures !== undefined) return true;
    return wakeAt === next && alarmPk !== undefined && alarmSk === `${wakeAt}#${id}`;
  }

  #damage(span: Span, random: Random): boolean {
    const armed = [...this.#book.cases.values()].filter(
      ({ wakeAt, failing, head }) => wakeAt !== undefined && !failing && head.state !== 'SEALED',
    );
    if (armed.length === 0) return false;
    const { table, id } = random.pick(armed);
    const item = this.#core.peek(table, id, 'ALARM');
    if (!item) return false;
    const how = random.pick(DAMAGES);
    this.befallen.push('damaged alarm');
    this.#damaged.set(id, span);
    this.#machinery.trace(() => `the alarm of ${id} is damaged: ${how}`);
    const { alarmPk, alarmSk: _sk, wakeAt, ...rest } = item;
    const later = new Date(Date.parse(String(wakeAt)) + 400 * DAY).toISOString();
    this.#core.damage(
      table,
      how === 'UNFINDABLE'
        ? { ...rest, wakeAt }
        : how === 'UNARMED'
          ? rest
          : { ...rest, wakeAt: later, alarmPk, alarmSk: `${later}#${id}` },
    );
    return true;
  }

  /** The case that has something to decide soonest cannot be handled until some time after. */
  #stick(ms: number): void {
    const { now } = this.#machinery.loop;
    const soonest = [...this.#book.cases.values()]
      .filter(({ wakeAt, table }) => wakeAt !== undefined && table === 'CASES' && Date.parse(wakeAt) < now + 5 * DAY)
      .sort((a, b) => (String(a.wakeAt) < String(b.wakeAt) ? -1 : 1))[0];
    if (!soonest) return;
    const to = Math.min(Date.parse(String(soonest.wakeAt)) + ms, this.#plan.faultsEnd);
    this.befallen.push('stuck case');
    this.#machinery.trace(() => `what ${soonest.id} is reminded of cannot be stored`);
    this.#stuck = { id: soonest.id, from: now, to };
  }
}
