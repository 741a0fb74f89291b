import type { Officer } from '../../shared/domain/bureau.ts';
import type { Accused, Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Random } from './random.ts';
import { STATIONS } from './staff.ts';

/** Those who stand in the line of a case: who led, handled, received or would be charged with it. */
export function lineOf(head: Head, tree: UnitTree): readonly Officer[] {
  const named = [head.leader, head.handler, head.slip?.asked];
  const units: readonly string[] = [head.office, head.unit, head.organ];
  return tree.bureau.officers.filter(
    ({ id, unit, roles }) => !roles.includes('slipPrinter') && (named.includes(id) || units.includes(unit)),
  );
}

/**
 * Whom it turns out to complain of, besides those already named: most often the one who leads it or somebody of its
 * line, whose own lists it stands in; else a whole unit, or the organ itself.
 */
export function complainedOf(head: Head, tree: UnitTree, random: Random): Accused {
  const { units, officers } = head.accused;
  const dice = random.next();
  if (dice < 0.2) return { units: [...new Set([...units, dice < 0.08 ? head.organ : head.unit])], officers };
  const leader = head.leader ?? head.slip?.asked;
  const near = lineOf(head, tree);
  const stations = STATIONS[head.organ] ?? [];
  const below = tree.bureau.officers.filter(({ unit }) => stations.includes(unit));
  const one = leader && dice < 0.6 ? leader : random.pick(dice < 0.85 && near.length > 0 ? near : below).id;
  return { units, officers: [...new Set([...officers, one])] };
}

/** Who may be meant when a petitioner complains of somebody by name, before anybody has read what he wrote. */
export function complainedOfAtFirst(organ: string, tree: UnitTree, random: Random): Officer {
  const role = random.pick(['petitionOfficer', 'petitionChief', 'registrar', 'unitHead', 'handler', 'bureauHead']);
  const stations = STATIONS[organ] ?? [];
  const fit = tree.bureau.officers.filter(
    ({ unit, roles }) =>
      roles.some((one) => one === role) && (unit === organ || unit === `${organ}-xinfang` || stations.includes(unit)),
  );
  return random.pick(fit.length > 0 ? fit : tree.bureau.officers);
}
