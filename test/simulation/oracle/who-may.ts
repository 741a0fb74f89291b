import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';

type Place = 'OFFICE' | 'UNIT' | 'ORGAN' | 'FROM';

/** Whose each command of the spine is (§2.2, column Actor), by role and by where the role is held. */
const WHO: Readonly<Record<string, readonly (readonly [role: string, place: Place])[]>> = {
  REGISTER: [
    ['registrar', 'OFFICE'],
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  CLASSIFY: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  REDIRECT: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  TRANSFER: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  ASSIGN: [['petitionChief', 'OFFICE']],
  ACCEPT: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  OBJECT: [['unitHead', 'UNIT']],
  RULE_OBJECTION: [
    ['petitionOfficer', 'FROM'],
    ['petitionChief', 'FROM'],
  ],
  SET_PLAN: [
    ['unitHead', 'UNIT'],
    ['bureauHead', 'ORGAN'],
    ['responsibleLeader', 'ORGAN'],
  ],
  APPROVE_OPINION: [
    ['unitHead', 'UNIT'],
    ['bureauHead', 'ORGAN'],
  ],
  EXTEND: [['bureauHead', 'ORGAN']],
  DISPATCH: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  DELIVER: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  CLOSE: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
};

/** What is wrong with who did it; whoever is complained about does nothing at all. */
export function wrongActor(head: Head, command: string, officer: string, tree: UnitTree): string | undefined {
  const who = tree.bureau.officers.find(({ id }) => id === officer);
  if (!who) return `${officer} is no officer`;
  const { units, officers } = head.accused;
  const line = [who.unit, ...tree.ancestors(who.unit).map(({ id }) => id)];
  const complainedAbout = units.some(
    (unit) => line.includes(unit) && !(who.unit === head.office && unit !== head.office),
  );
  if (complainedAbout || officers.some((id) => id === officer)) return `${officer} is complained about`;
  const allowed = WHO[command];
  if (!allowed) return undefined;
  const organ = tree.organOf(who.unit)?.id;
  const holds = (place: Place): boolean =>
    place === 'OFFICE'
      ? who.unit === head.office
      : place === 'UNIT'
        ? who.unit === head.unit
        : place === 'FROM'
          ? who.unit === head.referral?.from
          : organ === head.organ;
  const may = allowed.some(([role, place]) => who.roles.some((one) => one === role) && holds(place));
  return may ? undefined : `${officer} of ${who.unit} is not who may`;
}
