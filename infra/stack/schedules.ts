import { TIMETABLE } from '../../shared/domain/schedules.ts';
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
  {
    name: 'anchor',
    function: 'Anchor',
    // The day that has ended is anchored at ten past midnight; the later ticks catch up where that one failed.
    expression: 'cron(10 * * * ? *)',
    missedAfterMinutes: 120,
    humanImpact: 'Histories of the last day are not sealed against later changes until it runs again.',
  },
  {
    name: 'deliver',
    function: 'Deliver',
    expression: TIMETABLE.deliver.expression,
    missedAfterMinutes: 5,
    humanImpact: 'Nothing is sent by mail or webhook until the delivery runs again; the inbox has everything.',
  },
  {
    name: 'tell-petitioners',
    function: 'TellPetitioners',
    expression: TIMETABLE['tell-petitioners'].expression,
    missedAfterMinutes: 5,
    humanImpact: 'No petitioner is written to until it runs again; the status page has everything.',
  },
  {
    name: 'petitioner-catch-up',
    function: 'PetitionerCatchUp',
    expression: TIMETABLE['petitioner-catch-up'].expression,
    missedAfterMinutes: 120,
    humanImpact: 'A message to a petitioner that the stream dropped is not found again until it runs.',
  },
  {
    name: 'audit',
    function: 'Audit',
    expression: TIMETABLE.audit.expression,
    missedAfterMinutes: 26 * 60,
    humanImpact: 'Nobody looks at the sweep from outside: a date that it misses stays unseen.',
  },
  {
    name: 'sealed-audit',
    function: 'SealedAudit',
    expression: TIMETABLE['sealed-audit'].expression,
    missedAfterMinutes: 26 * 60,
    humanImpact: 'Nobody looks at the sealed sweep from outside: a date that it misses stays unseen.',
  },
  {
    name: 'digest',
    function: 'Digest',
    expression: TIMETABLE.digest.expression,
    missedAfterMinutes: 26 * 60,
    humanImpact: 'Units have no daily sheet and no agenda until the digest runs again.',
  },
  {
    name: 'train-routing',
    function: 'TrainRouting',
    expression: 'cron(30 3 * * ? *)',
    missedAfterMinutes: 26 * 60,
    humanImpact: 'Proposals stay as good as they were; what clerks corrected since is not learnt.',
  },
  {
    name: 'publish-areas',
    function: 'PublishAreas',
    expression: TIMETABLE['publish-areas'].expression,
    missedAfterMinutes: 120,
    humanImpact: 'Places outside the bureau’s own tables are not recognised, or by the areas of an earlier year.',
  },
];
