import type { Officer, Role } from '../../shared/domain/bureau.ts';
import type { UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { complainsOf } from './oracle/who-may.ts';
import type { Random } from './random.ts';

/** Units of an organ that handle petitions, and those that matters are referred to. */
export const STATIONS: Readonly<Record<string, readonly string[]>> = {
  yunze: ['donghu', 'xiling', 'donghu-liuqiao', 'xiling-songling'],
  donghu: ['donghu-liuqiao', 'donghu-wangjiang', 'donghu-qingshi'],
  xiling: ['xiling-songling', 'xiling-chayuan'],
};

/** Who is there to do something about a case: whom it complains of is mostly left out, and sometimes asked all the same. */
export class Staff {
  readonly #officers: readonly Officer[];

  constructor(tree: UnitTree, head: Head, random: Random) {
    const { officers } = tree.bureau;
    const named = head.accused.officers.length + head.accused.units.length > 0;
    this.#officers = named && random.chance(0.9) ? officers.filter(({ id }) => !complainsOf(head, id, tree)) : officers;
  }

  who(unit: UnitId | string | undefined, role: Role): Officer | undefined {
    return this.#officers.find((officer) => officer.unit === unit && officer.roles.includes(role));
  }

  anyOf(unit: UnitId, role: Role, random: Random): Officer | undefined {
    const all = this.#officers.filter((officer) => officer.unit === unit && officer.roles.includes(role));
    return all[Math.floor(random.next() * all.length)];
  }

  /** Of those who hold a role anywhere in an organ the first, in the order of its table. */
  inOrgan(organ: UnitId | undefined, role: Role, tree: UnitTree): Officer | undefined {
    return this.#officers.find(({ unit, roles }) => roles.includes(role) && tree.organOf(unit)?.id === organ);
  }

  named(id: string | undefined): Officer | undefined {
    return this.#officers.find((officer) => officer.id === id);
  }

  somebody(unit: UnitId, roles: readonly Role[], random: Random): Officer | undefined {
    return this.who(unit, random.pick(roles)) ?? roles.map((role) => this.who(unit, role)).find((one) => one);
  }
}

/** Whoever keeps tables and calendar. */
export function administratorIn(tree: UnitTree): Officer {
  const found = tree.bureau.officers.find(({ roles }) => roles.includes('administrator'));
  if (!found) throw new Error('nobody keeps the tables');
  return found;
}
