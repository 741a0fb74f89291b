import type { Officer } from '../../shared/domain/bureau.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { HttpClient } from './http-client.ts';
import type { Confirmed, Ledger, OutcomeTold } from './ledger.ts';
import type { Random } from './random.ts';
import { Staff } from './staff.ts';

/** So many cases he ticks at most. */
const TICKED = 12;

/** A clerk takes petitions of his office for one matter and confirms it at once; sometimes two do, at the same moment. */
export class JointConfirmation {
  readonly #client: HttpClient;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(client: HttpClient, ledger: Ledger, now: () => number) {
    this.#client = client;
    this.#ledger = ledger;
    this.#now = now;
  }

  async confirm(head: Head, heads: Iterable<Head>, tree: UnitTree, name: string, random: Random): Promise<void> {
    const others = [...heads].filter(({ id, organ, parentId }) => id !== head.id && organ === head.organ && !parentId);
    const cases = others.slice(0, TICKED).map(({ id }) => id);
    if (cases.length === 0) return;
    const staff = new Staff(tree, head, random);
    const clerks = [staff.who(head.office, 'petitionOfficer'), staff.who(head.office, 'petitionChief')];
    const [one, two] = random.chance(0.5) ? clerks : clerks.reverse();
    await Promise.all([
      // The case itself was ticked, too.
      this.#send(`${name} joint`, head, random.chance(0.3) ? [...cases, head.id] : cases, one),
      random.chance(0.4) ? this.#send(`${name} joint too`, head, cases.toReversed(), two) : undefined,
    ]);
  }

  async #send(name: string, head: Head, cases: readonly string[], officer: Officer | undefined): Promise<void> {
    if (!officer) return;
    const told: OutcomeTold[] = [];
    const sentAt = this.#now();
    const confirmed: Confirmed = { name, officer: officer.id, caseId: head.id, cases, sentAt, told };
    this.#ledger.confirmed.push(confirmed);
    const body = { cases, reason: '多人联名反映同一事项' };
    await this.#client.post(
      name,
      { route: 'POST /petitions/{id}/joint-matter', id: head.id, body, officer },
      (reply) => {
        if (reply.status === 200) told.push(...(reply.body.cases as OutcomeTold[]));
      },
    );
  }
}
