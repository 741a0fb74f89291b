import type { Leave } from '../../shared/domain/bureau.ts';
import type { Preferences } from '../../shared/domain/notifications.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { dayOf } from './intent.ts';
import { DAY, type Plan } from './plan.ts';
import { Random } from './random.ts';

/** How everybody of a bureau wants to be told in this life. */
export interface Wishes {
  readonly officers: ReadonlyMap<string, Preferences>;
  readonly units: ReadonlyMap<string, Preferences>;
}

/** Some chose for themselves, also of those who join later; some units chose for theirs, the rest look into the inbox. */
export function wishesOf(seed: number, tree: UnitTree, newcomers: readonly string[]): Wishes {
  const wishes = (name: string): Preferences => {
    const random = Random.of(seed, `wishes of ${name}`);
    const quiet = { from: random.pick(['21:00', '22:30', '08:00'] as const), to: '07:00' as const };
    return {
      channels: random.pick([['WEBHOOK'], ['WEBHOOK'], ['MAIL'], ['WEBHOOK', 'MAIL'], []] as const),
      ...(random.chance(0.8) ? { mail: `${name}@bureau.invalid` } : {}),
      ...(random.chance(0.4) ? { quiet: quiet.from === '08:00' ? { from: '08:00', to: '10:30' } : quiet } : {}),
    };
  };
  const choosing = (of: 'officer' | 'unit', id: string, share: number) =>
    Random.of(seed, `${of} ${id} chooses`).chance(share);
  return {
    officers: new Map(
      [...tree.bureau.officers.map(({ id }) => id), ...newcomers]
        .filter((id) => choosing('officer', id, 0.45))
        .map((id) => [id, wishes(id)]),
    ),
    units: new Map(tree.bureau.units.filter(({ id }) => choosing('unit', id, 0.3)).map(({ id }) => [id, wishes(id)])),
  };
}

/** Some are away for some days, and somebody of their unit, or of their organ, stands in. */
export function leaveOf(plan: Plan, tree: UnitTree): Leave[] {
  return tree.bureau.officers.flatMap((officer): Leave[] => {
    const random = Random.of(plan.seed, `leave of ${officer.id}`);
    if (!random.chance(0.12) || officer.roles.includes('slipPrinter')) return [];
    const deputies = tree.bureau.officers.filter(
      ({ id, roles }) =>
        id !== officer.id &&
        !roles.includes('slipPrinter') &&
        tree.organOf(officer.unit)?.id === tree.organOf(tree.officer(id)?.unit ?? officer.unit)?.id,
    );
    if (deputies.length === 0) return [];
    const from = random.between(plan.start, plan.end - DAY);
    return [
      {
        officer: officer.id,
        deputy: random.pick(deputies).id,
        from: dayOf(from) as Leave['from'],
        to: dayOf(from + random.between(0, 9) * DAY) as Leave['to'],
      },
    ];
  });
}
