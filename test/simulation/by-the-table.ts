import { standingsOf } from '../../shared/domain/access.ts';
import type { Officer } from '../../shared/domain/bureau.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { TRANSITIONS, type Transition } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { commandFor } from '../lifecycle/bodies.ts';
import { THEMES } from '../lifecycle/themes.ts';
import type { Intent } from './officers.ts';
import type { Random } from './random.ts';

/** What a case is looked at with. */
export interface Scenery {
  readonly head: Head;
  /** The cases above it, nearest first. */
  readonly above: readonly Head[];
  /** All cases that there are. */
  readonly heads: ReadonlyMap<string, Head>;
  readonly now: number;
}

const SCREENING = ['REGISTER', 'CLASSIFY'] as const;

/**
 * Commands of the whole table: those that a theme of the walks favours, or any whatever, by somebody who stands to the
 * case as the row asks. So every command of the law meets every fault.
 */
export class ByTheTable {
  readonly #tree: UnitTree;
  readonly #officers: readonly Officer[];

  constructor(tree: UnitTree) {
    this.#tree = tree;
    this.#officers = tree.bureau.officers.filter(
      ({ roles }) => !roles.includes('slipPrinter') && !roles.includes('administrator'),
    );
  }

  /** The next step of a case that goes by this theme, most wanted first. */
  favoured(scenery: Scenery, theme: number, random: Random): Intent | undefined {
    const { head } = scenery;
    const { favours } = THEMES[theme % THEMES.length] as (typeof THEMES)[number];
    const groups = [...(head.screened || head.sealed ? [] : [SCREENING]), ...favours];
    for (const group of groups.slice(random.chance(0.2) ? random.whole(0, groups.length - 1) : 0)) {
      const rows = shuffled(
        this.#open(head).filter(({ command }) => (group as readonly string[]).includes(command)),
        random,
      );
      for (const row of rows) {
        const intent = this.#byRow(row, scenery, random);
        if (intent) return intent;
      }
    }
    return undefined;
  }

  /** Anything that the table allows here. */
  any(scenery: Scenery, random: Random): Intent | undefined {
    const rows = this.#open(scenery.head);
    return rows.length > 0 ? this.#byRow(random.pick(rows), scenery, random) : undefined;
  }

  /** Anything at all, by anybody. */
  blind(scenery: Scenery, random: Random): Intent | undefined {
    const row = random.pick(TRANSITIONS);
    const command = this.#body(row, scenery, random);
    return command && { officer: random.pick(this.#officers), command };
  }

  #open(head: Head): readonly Transition[] {
    return TRANSITIONS.filter(({ from }) => from.includes(head.state));
  }

  #byRow(row: Transition, scenery: Scenery, random: Random): Intent | undefined {
    const { head, above } = scenery;
    const command = this.#body(row, scenery, random);
    if (!command) return undefined;
    if (row.actors.includes('PETITIONER') && (row.actors.length === 1 || random.chance(0.5)))
      return { officer: 'PETITIONER', command };
    const fit = this.#officers.filter((officer) => {
      const standings = standingsOf(officer, head, above[0], this.#tree);
      return row.actors.some((actor) => standings.has(actor));
    });
    return fit.length > 0 ? { officer: random.pick(fit), command } : undefined;
  }

  #body({ command }: Transition, { head, heads, now }: Scenery, random: Random) {
    return commandFor(command, {
      head,
      heads,
      now: new Date(Math.floor(now)).toISOString() as Instant,
      draw: (n) => random.whole(0, n - 1),
    }) as Intent['command'] | undefined;
  }
}

const shuffled = <T>(list: readonly T[], random: Random): T[] =>
  list
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
