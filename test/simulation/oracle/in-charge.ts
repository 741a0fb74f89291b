import type { Head } from '../../../shared/domain/petition.ts';
import { readPacked } from '../invariants/case-book.ts';
import type { ItemChange } from '../twins/store-core.ts';

/** How an officer can be in charge of a case. */
export type Charge = 'handles' | 'leads';

/** States in which a handler has work to do: somebody has to take it over before he goes. */
const HANDLED: ReadonlySet<string> = new Set([
  'ACCEPTED',
  'INVESTIGATING',
  'OPINION_DRAFT',
  'OPINION_APPROVAL',
  'SIMPLE',
  'SUGGESTION_STUDY',
]);

/** States in which nobody does anything about a case any more, so that nobody leads it either. */
const OVER: ReadonlySet<string> = new Set([
  'REDIRECTED',
  'SEALED',
  'NOT_ACCEPTED',
  'NO_LONGER_ACCEPTED',
  'REFERRED_DOWN',
  'RETURNED',
  'WITHDRAWN',
  'CLOSED',
  'ARCHIVED',
  'REQ_LATE',
  'REQ_INADMISSIBLE',
]);

interface Spell {
  readonly from: number;
  readonly handles: string | undefined;
  readonly leads: string | undefined;
  /** Where it is listed, and since when: an index may not show it there yet. */
  readonly queue: unknown;
}

/** Who was in charge of which ordinary case at each moment of a life. */
export class InCharge {
  readonly #spells = new Map<string, Spell[]>();

  see(changes: readonly ItemChange[], now: number): void {
    for (const { table, key, after } of changes) {
      if (table !== 'CASES' || key.sk !== 'HEAD' || !after) continue;
      const head = readPacked<Head>(after.head);
      const over = OVER.has(head.state) || (head.state === 'CHANNELLED' && !(head.route?.own && !head.route.resultAt));
      const spell: Spell = {
        from: now,
        handles: HANDLED.has(head.state) ? head.handler : undefined,
        leads: over ? undefined : head.leader,
        queue: after.worklistPk,
      };
      this.#spells.set(key.pk, [...(this.#spells.get(key.pk) ?? []), spell]);
    }
  }

  /** Whether he was in charge of the case at some moment of a span. */
  ever(officer: string, caseId: string, as: Charge, from: number, to: number): boolean {
    return this.#within(caseId, from, to).some((spell) => spell[as] === officer);
  }

  /** A case that he was in charge of for the whole of a span, listed in one place since `listedSince`. */
  throughout(officer: string, from: number, to: number, listedSince: number): string | undefined {
    return [...this.#spells.keys()].find((id) => {
      const spells = this.#within(id, from, to);
      const listed = this.#within(id, listedSince, to);
      return (
        spells.length > 0 &&
        (listed[0]?.from ?? Number.POSITIVE_INFINITY) <= listedSince &&
        new Set(listed.map(({ queue }) => queue)).size === 1 &&
        (['handles', 'leads'] as const).some((as) => spells.every((spell) => spell[as] === officer))
      );
    });
  }

  #within(id: string, from: number, to: number): readonly Spell[] {
    const spells = (this.#spells.get(id) ?? []).filter((spell) => spell.from <= to);
    const first = spells.findLastIndex((spell) => spell.from <= from);
    return spells.slice(Math.max(first, 0));
  }
}
