import { standingsOf } from '../../shared/domain/access.ts';
import type { Officer } from '../../shared/domain/bureau.ts';
import { unmet } from '../../shared/domain/decide/next-commands.ts';
import type { Instant, OfficerId } from '../../shared/domain/ids.ts';
import { SHIPPED_LAW } from '../../shared/domain/law.ts';
import { type Standing, TRANSITIONS, type Transition } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { commandFor } from '../lifecycle/bodies.ts';
import { THEMES } from '../lifecycle/themes.ts';
import { complainedOf } from './accusations.ts';
import type { Intent } from './intent.ts';
import { complainsOf } from './oracle/who-may.ts';
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
        this.#open(head).filter(
          ({ command }) => (group as readonly string[]).includes(command) && !isDone(command, head),
        ),
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
    // Mostly what the screen offers him (`next`); sometimes he tries what cannot be done now.
    const tries = random.chance(0.15);
    const may = (standings: ReadonlySet<Standing>, officer?: OfficerId) =>
      tries || !unmet(head, row.command, this.#seen(scenery, standings, officer));
    if (row.actors.includes('PETITIONER') && (row.actors.length === 1 || random.chance(0.5)))
      return may(new Set(['PETITIONER'])) ? { officer: 'PETITIONER', command } : undefined;
    const fit = this.#officers.filter((officer) => {
      const standings = standingsOf(officer, head, above[0], this.#tree);
      const [one] = row.command === 'SET_PLAN' && head.major ? (['LEADER'] as const) : [];
      return (
        row.actors.some((actor) => standings.has(actor) && (one === undefined || actor === one)) &&
        !complainsOf(head, officer.id, this.#tree)
      );
    });
    if (fit.length === 0) return undefined;
    const officer = random.pick(fit);
    return may(standingsOf(officer, head, above[0], this.#tree), officer.id) ? { officer, command } : undefined;
  }

  #seen({ above: [parent, grandparent], now }: Scenery, standings: ReadonlySet<Standing>, officer?: OfficerId) {
    return {
      now: instantAt(now),
      standings,
      tree: this.#tree,
      calendar: SHIPPED_LAW.calendar,
      ...(officer ? { officer } : {}),
      ...(parent ? { parent } : {}),
      ...(grandparent ? { grandparent } : {}),
    };
  }

  #body({ command }: Transition, { head, heads, now }: Scenery, random: Random) {
    const body = commandFor(command, { head, heads, now: instantAt(now), draw: (n) => random.whole(0, n - 1) });
    if (body?.type !== 'CLASSIFY') return body as Intent['command'] | undefined;
    const accused = random.chance(0.25) ? complainedOf(head, this.#tree, random) : head.accused;
    return { ...body, accused };
  }
}

/** What nobody does twice, though he could. */
const isDone = (command: string, head: Head): boolean =>
  (command === 'HEAR_STATEMENT' && head.heard > 0) || (command === 'LINK_MATTER' && head.matter !== undefined);

const instantAt = (now: number): Instant => new Date(Math.floor(now)).toISOString() as Instant;

const shuffled = <T>(list: readonly T[], random: Random): T[] =>
  list
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
