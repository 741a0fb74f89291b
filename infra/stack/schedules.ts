import type { FunctionName } from './functions.ts';

/** What runs by the clock, as data. Expressions are EventBridge Scheduler's; the zone is always Asia/Shanghai. */
export interface ScheduleDefinition {
  readonly name: string;
  readonly function: FunctionName;
  readonly expression: string;
  /** The alarm rings when no tick was seen for this long; minutes. */
  readonly missedAfterMinutes: number;
  readonly humanImpact: string;
}

export const SCHEDULES: readonly ScheduleDefinition[] = [
  {
    name: 'sweep',
    function: 'Sweep',
    expression: 'rate(1 minute)',
    missedAfterMinutes: 5,
    humanImpact: 'Nobody looks for petitions whose date is near: no officer is reminded until the sweep runs again.',
  },
  {
    name: 'sealed-sweep',
    function: 'SealedSweep',
    expression: 'rate(1 minute)',
    missedAfterMinutes: 5,
    humanImpact: 'Nobody looks for sealed accusations whose date is near until the sweep runs again.',
  },
  {
    name: 'reconcile',
    function: 'Reconcile',
    expression: 'rate(1 hour)',
    missedAfterMinutes: 120,
    humanImpact: 'A petition that the relay missed is not found again; its proposal, reminder or count stays absent.',
  },
];
