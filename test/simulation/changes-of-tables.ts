import type { Leave, Officer, Role, Unit } from '../../shared/domain/bureau.ts';
import { type LocalDate, officerId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { type BureauTables, treeOf } from '../../shared/domain/unit-tree.ts';
import { lineOf } from './accusations.ts';
import { dayOf } from './intent.ts';
import { DAY, nearTick, type Plan } from './plan.ts';
import { Random } from './random.ts';

/** What changes in a bureau while cases are open. */
export const TABLE_CHANGES = ['LEAVE', 'BACK', 'REPLACED', 'SWAPPED', 'JOINS', 'LEAVES', 'RENAMED', 'MERGED'] as const;
export type TableChange = (typeof TABLE_CHANGES)[number];

/** A change that the administrator will make. */
export interface PlannedChange {
  readonly name: string;
  readonly at: number;
  readonly change: TableChange;
  /** Made as somebody looks at a case and is about to act, or as he sends it; else at its own moment. */
  readonly beside: 'CHOOSING' | 'SENDING' | 'NOTHING';
  /** Somebody else at the same desk changes the same tables at the same moment. */
  readonly rival: boolean;
}

/** Of nearly a quarter of the lives; once or twice. */
export function plannedChanges(plan: Plan): readonly PlannedChange[] {
  const random = Random.of(plan.seed, 'tables change');
  if (!random.chance(0.23)) return [];
  return Array.from({ length: random.chance(0.4) ? 2 : 1 }, (_, at): PlannedChange => {
    const petition = random.pick(plan.petitions);
    const moment = petition.at + random.between(0, 1) * random.pick([0.5, 3, 9]) * DAY;
    const beside = random.pick(['NOTHING', 'CHOOSING', 'SENDING'] as const);
    return {
      name: `tables ${at + 1}`,
      at: Math.min(beside === 'NOTHING' ? nearTick(moment, random) : moment, plan.end - 2 * DAY),
      change: random.pick([
        ...TABLE_CHANGES,
        'LEAVE',
        'REPLACED',
        'REPLACED',
        'SWAPPED',
        'LEAVES',
        'LEAVES',
        'MERGED',
      ] as const),
      beside,
      rival: random.chance(0.25),
    };
  });
}

/** What the administrator looks at. */
export interface Office {
  readonly present: BureauTables;
  /** Open cases. */
  readonly open: readonly Head[];
  /** Who is about to act, and whom he names to handle or to lead. */
  readonly acting: readonly string[];
  readonly now: number;
  /** Nobody leaves: a case is still with whoever should have. */
  readonly careful: boolean;
}

const NAMES = ['文知远', '柏长青', '纪云舟', '凌若水', '温如玉', '颜修竹'] as const;
const FIXED: readonly Role[] = ['administrator', 'slipPrinter'];

/** Officers that may join in a life. */
export const NEWCOMERS: readonly string[] = NAMES.map((_, at) => `newcomer-${at + 1}`);

/** The tables after a change; undefined where there is nothing of the kind to change. */
export function tablesAfter(change: TableChange, office: Office, random: Random): BureauTables | undefined {
  const { present, now, careful } = office;
  const one = somebody(office, random);
  switch (change) {
    case 'LEAVE':
      return withLeave(present, one, now, random);
    case 'BACK': {
      const leave = present.leave ?? [];
      const back = leave.length > 0 ? random.pick(leave) : undefined;
      return back
        ? { ...present, leave: leave.filter((other) => other !== back) }
        : withLeave(present, one, now, random);
    }
    case 'REPLACED': {
      const next: Officer = { ...joining(present, random), unit: one.unit, roles: one.roles };
      const stays = careful || present.rules.some(({ switchedOnBy }) => switchedOnBy === one.id) || random.chance(0.5);
      const handed = headedBy(present, one.id, next.id);
      return stays
        ? { ...handed, officers: [...changed(handed.officers, { ...one, roles: ['handler'] }), next] }
        : without({ ...handed, officers: [...handed.officers, next] }, one.id, random.chance(0.6));
    }
    case 'SWAPPED': {
      const others = present.officers.filter(
        ({ id, unit, roles }) => id !== one.id && unit === one.unit && isMovable(roles),
      );
      if (others.length === 0) return undefined;
      const other = random.pick(others);
      const officers = changed(changed(present.officers, { ...one, roles: other.roles }), {
        ...other,
        roles: one.roles,
      });
      const swapped = (id: Officer['id']) => (id === one.id ? other.id : id === other.id ? one.id : id);
      const units = present.units.map((unit) => ({
        ...unit,
        head: swapped(unit.head),
        petitionDutyHead: swapped(unit.petitionDutyHead),
      }));
      return { ...present, units, officers };
    }
    case 'JOINS': {
      const role = random.pick(['handler', 'petitionOfficer', 'unitHead', 'dutyLeader'] as const);
      const next: Officer = { ...joining(present, random), unit: one.unit, roles: [role] };
      return { ...present, officers: [...present.officers, next] };
    }
    case 'LEAVES':
      return careful ? undefined : leaves(office, random);
    case 'RENAMED': {
      const units = present.units.map((unit) =>
        unit.id === one.unit
          ? { ...unit, phone: `0571-8${random.whole(100_000, 999_999)}`, aliases: [...unit.aliases, '新称'] }
          : unit,
      );
      return { ...present, units };
    }
    case 'MERGED':
      return merged(office, random);
    default:
      return change satisfies never;
  }
}

/** A telephone, of whatever unit: what a second pair of hands changes beside. */
export const otherTelephone = (present: BureauTables, random: Random): BureauTables => {
  const { id } = random.pick(present.units);
  const phone = `0571-7${random.whole(100_000, 999_999)}`;
  return { ...present, units: present.units.map((unit) => (unit.id === id ? { ...unit, phone } : unit)) };
};

const isMovable = (roles: readonly Role[]): boolean => !roles.some((role) => FIXED.includes(role));

/** Mostly who acts at this moment, who is in charge of an open case or in its line: for them it makes a difference. */
function somebody({ present, open, acting }: Office, random: Random): Officer {
  const named = new Set<string | undefined>(open.flatMap(({ handler, leader }) => [handler, leader]));
  const dice = random.next();
  const near =
    dice < 0.5
      ? present.officers.filter(({ id }) => acting.includes(id))
      : dice < 0.7
        ? present.officers.filter(({ id }) => named.has(id))
        : open.length > 0 && dice < 0.95
          ? lineOf(random.pick(open), treeOf(present))
          : [];
  const movable = near.filter(({ roles }) => isMovable(roles));
  return random.pick(movable.length > 0 ? movable : present.officers.filter(({ roles }) => isMovable(roles)));
}

const joining = (present: BureauTables, random: Random) => {
  const free = NEWCOMERS.filter((one) => present.officers.every((officer) => officer.id !== one));
  return { id: officerId(random.pick(free)), name: random.pick(NAMES), officePhone: '0571-8000000' };
};

const changed = (officers: readonly Officer[], one: Officer): Officer[] =>
  officers.map((officer) => (officer.id === one.id ? one : officer));

/** Wherever he was head of a unit, or its head for petitions, it is the other. */
const headedBy = (present: BureauTables, from: string, to: Officer['id']): BureauTables => ({
  ...present,
  units: present.units.map((unit) => ({
    ...unit,
    head: unit.head === from ? to : unit.head,
    petitionDutyHead: unit.petitionDutyHead === from ? to : unit.petitionDutyHead,
  })),
});

/** He is in the tables no more; nor are the days of his leave, or of those for whom he would stand in, if one thinks of it. */
const without = (present: BureauTables, id: string, thought: boolean): BureauTables => ({
  ...present,
  officers: present.officers.filter((officer) => officer.id !== id),
  leave: (present.leave ?? []).filter(({ officer, deputy }) => !thought || (officer !== id && deputy !== id)),
});

/** Often one who still has a case in hand; of what he headed somebody else of his organ is the head. */
function leaves({ present, open, acting }: Office, random: Random): BureauTables | undefined {
  const may = present.officers.filter(
    ({ id, roles }) =>
      isMovable(roles) &&
      !roles.includes('bureauHead') &&
      !roles.includes('sealedOfficer') &&
      present.rules.every(({ switchedOnBy }) => switchedOnBy !== id),
  );
  const holding = may.filter(({ id }) => open.some(({ handler, leader }) => handler === id || leader === id));
  const named = may.filter(({ id }) => acting.includes(id));
  const one = random.pick(
    named.length > 0 && random.chance(0.6) ? named : holding.length > 0 && random.chance(0.6) ? holding : may,
  );
  const tree = treeOf(present);
  const heirs = present.officers.filter(
    ({ id, unit, roles }) => id !== one.id && isMovable(roles) && tree.organOf(unit) === tree.organOf(one.unit),
  );
  return heirs.length > 0
    ? without(headedBy(present, one.id, random.pick(heirs).id), one.id, random.chance(0.6))
    : undefined;
}

/** A unit is no more: another of the same superior takes over from it, with its officers and places. */
function merged({ present, open, now }: Office, random: Random): BureauTables | undefined {
  const works = ({ id, branch, until, signsOpinions }: Unit) =>
    !signsOpinions &&
    until === undefined &&
    branch !== 'PETITION' &&
    branch !== 'INSPECTION' &&
    present.units.every(({ parent }) => parent !== id);
  const heirsOf = ({ id, parent, branch }: Unit) =>
    present.units.filter((unit) => unit.id !== id && unit.parent === parent && unit.branch === branch && works(unit));
  const may = present.units.filter((unit) => works(unit) && heirsOf(unit).length > 0);
  const busy = may.filter(({ id }) => open.some(({ unit }) => unit === id));
  if (may.length === 0) return undefined;
  const one = random.pick(busy.length > 0 && random.chance(0.9) ? busy : may);
  const heir = random.pick(heirsOf(one));
  const gone = {
    ...one,
    until: dayOf(now - DAY) as LocalDate,
    successors: [{ unit: heir.id, cite: '云公发〔2026〕8号' }],
  };
  const grown = { ...heir, areas: [...heir.areas, ...one.areas] };
  return {
    ...present,
    units: present.units.map((unit) => (unit.id === gone.id ? gone : unit.id === grown.id ? grown : unit)),
    officers: present.officers.map((officer) => (officer.unit === one.id ? { ...officer, unit: heir.id } : officer)),
  };
}

/** Away from that day on, or from the next; somebody of his organ stands in. */
function withLeave(
  present: BureauTables,
  { id, unit }: Officer,
  now: number,
  random: Random,
): BureauTables | undefined {
  const tree = treeOf(present);
  const organ = tree.organOf(unit)?.id;
  const deputies = present.officers.filter(
    (one) => one.id !== id && isMovable(one.roles) && tree.organOf(one.unit)?.id === organ,
  );
  if (deputies.length === 0) return undefined;
  const from = now + random.whole(0, 1) * DAY;
  const leave: Leave = {
    officer: id,
    deputy: random.pick(deputies).id,
    from: dayOf(from) as Leave['from'],
    to: dayOf(from + random.between(0, 9) * DAY) as Leave['to'],
  };
  return { ...present, leave: [...(present.leave ?? []).filter(({ officer }) => officer !== id), leave] };
}
