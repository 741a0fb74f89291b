import { type Mutant, mutant } from './mutant.ts';

const CALENDAR = 'shared/domain/calendar.ts';
const LADDER = 'shared/domain/ladder.ts';
const ALARMS = 'shared/domain/alarms.ts';
const HANDLING = 'shared/domain/decide/handling.ts';
const EVOLVE = 'shared/domain/evolve.ts';

/** Bugs of the law as code: days, ladders, guards, events. */
export const DOMAIN_MUTANTS: readonly Mutant[] = [
  mutant(
    'holiday-ends-a-day-early',
    'the last day of a holiday counts as a working day',
    CALENDAR,
    'for (let day = numberOf(from); day <= numberOf(to); day += 1) yield dateOf(day);',
    'for (let day = numberOf(from); day < numberOf(to) || day === numberOf(from); day += 1) yield dateOf(day);',
  ),
  mutant(
    'make-up-workday-ignored',
    'a Saturday that is worked counts as a Saturday',
    CALENDAR,
    "if (period) return period.kind === 'MAKE_UP';",
    'if (period) return false;',
  ),
  mutant(
    'night-belongs-to-yesterday',
    'the day changes at nine hours east instead of eight',
    CALENDAR,
    '>= 16 ? addDays(date, 1) : date;',
    '>= 17 ? addDays(date, 1) : date;',
  ),
  mutant(
    'first-day-counted',
    'working days are counted from the day of receipt on',
    CALENDAR,
    '    day = addDays(day, Math.sign(n));\n    if (calendar.isWorkday(day)) left -= 1;',
    '    if (calendar.isWorkday(day)) left -= 1;\n    day = addDays(day, Math.sign(n));',
  ),
  mutant(
    'due-at-noon',
    'the last day ends at noon',
    CALENDAR,
    'instantOf((numberOf(d) + 1) * DAY_MS - SHANGHAI_MS);',
    'instantOf((numberOf(d) + 1) * DAY_MS - SHANGHAI_MS - DAY_MS / 2);',
  ),
  mutant(
    'reminder-on-a-rest-day',
    'a reminder falls on the day that it is counted to, rest day or not',
    LADDER,
    ': previousWorkday(addDays(nominalDue, -offset), calendar);',
    ': addDays(nominalDue, -offset);',
  ),
  mutant(
    'merged-step-lost',
    'of two steps on one day the second is forgotten',
    LADDER,
    'if (merged) merged.push(`T-${offset}`);\n    else',
    'if (!merged)',
  ),
  mutant(
    'overdue-from-the-nominal-day',
    'the steps after the end hang on the day before it was rolled',
    LADDER,
    'function overdueSteps({ recipients }: ClockDefinition, { due, dueInstant }: LadderDates): Threshold[] {',
    'function overdueSteps({ recipients }: ClockDefinition, { nominalDue: due, dueInstant }: LadderDates): Threshold[] {',
  ),
  mutant(
    'chief-not-told-in-the-red',
    'red reminders go to those of the yellow ones',
    LADDER,
    "const roles = colour === 'RED' ? [...base, ...yellow, ...red] : [...base, ...yellow];",
    'const roles = red.length > 99 ? [...base, ...yellow, ...red] : [...base, ...yellow];',
  ),
  mutant(
    'only-the-last-step-marked',
    'of several missed steps the last one is marked as decided',
    ALARMS,
    '...due.flatMap(({ clock, threshold }) => threshold.merged',
    '...due.slice(-1).flatMap(({ clock, threshold }) => threshold.merged',
  ),
  mutant(
    'missed-steps-not-told',
    'who should have heard of a missed step never does',
    ALARMS,
    'const roles = [...new Set(thresholds.flatMap((threshold) => threshold.roles))];',
    'const roles = [...new Set(last.roles)];',
  ),
  mutant(
    'fired-forgotten-at-re-arming',
    'a command that re-arms the alarm forgets what was decided',
    ALARMS,
    'return { rev: alarm.rev + 1, fired: alarm.fired, ...(next',
    'return { rev: alarm.rev + 1, fired: alarm.fired.slice(-3), ...(next',
  ),
  mutant(
    'unscreened-reminder-to-the-unit',
    'before screening the head of the unit hears of it',
    ALARMS,
    "case 'petitionOfficer':\n    case 'petitionChief':\n      return roleMailbox(head.office, role, head, tree);",
    "case 'petitionOfficer':\n    case 'petitionChief':\n      return roleMailbox(head.screened ? head.office : ('donghu-wangjiang' as UnitId), head.screened ? role : 'unitHead', head, tree);",
  ),
  mutant(
    'clock-restarted-by-an-edit',
    'a correction begins the fifteen days anew',
    'shared/domain/decide/record.ts',
    '      ...startInform(head, canBeInformed, context),',
    `      ...startInform(head, canBeInformed, context),
      ...head.clocks
        .filter(({ code }) => code === 'INFORM_15D')
        .map((clock): PetitionEvent => ({
          type: 'clock-moved.v1',
          clock: newClock('INFORM_15D', context.now, context.calendar),
          from: { nominalDue: clock.nominalDue, due: clock.due },
          why: 'CALENDAR',
        })),`,
  ),
  mutant(
    'sixty-days-from-receipt-of-the-file',
    'the sixty days count from the day of receipt',
    HANDLING,
    "start(newClock('HANDLE_60D', now, calendar)),",
    "start(newClock('HANDLE_60D', head.receivedAt, calendar)),",
  ),
  mutant(
    'extension-from-today',
    'an extension counts from the day it is granted',
    'shared/domain/decide/extend.ts',
    "newClock('EXT_30D', acceptedAt,",
    "newClock('EXT_30D', context.now,",
  ),
  {
    name: 'extension-without-limit',
    bug: 'a limit can be extended by any number of days (G1)',
    patches: [
      {
        file: 'shared/domain/decide/extend.ts',
        search: 'if (command.days < 1 || command.days > 30)',
        replace: 'if (command.days < 1 || command.days > 300)',
      },
      {
        file: 'shared/domain/deadlines.ts',
        search: '!Number.isInteger(extensionDays) || extensionDays < 1 || extensionDays > 30)',
        replace: '!Number.isInteger(extensionDays) || extensionDays < 1 || extensionDays > 300)',
      },
    ],
  },
  mutant(
    'notice-leaves-its-clock-running',
    'a notice goes out and its duty runs on',
    'shared/domain/decide/paths-guards.ts',
    '  ...stop(head, INFORM, at, why),',
    "  ...stop(head, ['OBJECT_5WD'], at, why),",
  ),
  mutant(
    'conflict-guard-skipped',
    'a case can go to the unit that it complains of',
    'shared/domain/decide/guards.ts',
    'if (!context.tree.conflictsWith(to, head.accused)) return;',
    'if (!context.tree.conflictsWith(to, { ...head.accused, units: [] })) return;',
  ),
  mutant(
    'window-from-dispatch',
    'the thirty days count from the day the opinion goes out (G11)',
    'shared/domain/decide/deliver.ts',
    'const window = start(newClock(apply, receivedAt, calendar, key ? { key } : {}));',
    'const window = start(newClock(apply, context.now, calendar, key ? { key } : {}));',
  ),
  mutant(
    'returned-with-new-dates',
    'what comes back from an objection gets fifteen new days',
    'shared/domain/decide/referral.ts',
    '.flatMap((stopped) => resumeClock(head, stopped, calendar, why));',
    '.flatMap((stopped) => resumeClock(head, { ...stopped, nominalDue: stopped.due }, calendar, why));',
  ),
  mutant(
    'drafter-approves',
    'who wrote an opinion may approve it (G9)',
    'shared/domain/decide/opinion.ts',
    'if (context.officer === opinion.drafter)',
    "if (context.officer === opinion.drafter && context.officer.startsWith('x'))",
  ),
  mutant(
    'objection-after-the-time',
    'an objection on the sixth working day is taken (G8)',
    'shared/domain/decide/referral.ts',
    'if (!clock || now > clock.dueInstant)',
    'if (!clock)',
  ),
  mutant(
    'concluded-when-it-is-closed',
    'a case counts as concluded at its end, not at dispatch',
    EVOLVE,
    'dispatchedAt: at }, concludedAt: head.concludedAt ?? at }',
    'dispatchedAt: at } }',
  ),
  mutant(
    'resumed-clock-stays-stopped',
    'a clock that runs on is kept among the stopped ones as well',
    EVOLVE,
    'stopped: head.stopped.filter((stopped) => !sameClock(stopped, event.clock)),',
    'stopped: head.stopped,',
  ),
  mutant(
    'one-event-of-a-command',
    'a clock that stops takes all others of the law with it',
    EVOLVE,
    'clocks: head.clocks.filter((running) => !ended.includes(running)),',
    "clocks: head.clocks.filter((running) => !ended.includes(running) && running.code !== 'DRAFT_45D'),",
  ),
  mutant(
    'sealed-head-keeps-its-class',
    'the empty head of a sealed case says what it was about',
    EVOLVE,
    'return { ...withoutRegions(withoutClass(head)), accused:',
    'return { ...withoutRegions(head), accused:',
  ),
  mutant(
    'sub-task-reminds-the-lead-handler',
    'of what a co-unit owes the handler of the lead unit is reminded, and nobody of the co-unit',
    ALARMS,
    '(owing === undefined || owing === head.unit ? personal(head.handler, head, tree) : undefined) ??',
    'personal(head.handler, head, tree) ??',
  ),
  mutant(
    'referral-reminds-the-petition-office',
    'the registrar of the petition office is reminded of what the unit that received a referral owes',
    ALARMS,
    'UNIT_CLOCKS.has(clock.code) ? head.unit : head.office',
    'head.office',
  ),
  mutant(
    'working-days-red-by-the-calendar',
    'a limit of working days turns red three calendar days before, like any other',
    LADDER,
    "  if (definition.unit === 'WORK_DAY') return previousWorkday(nominalDue, calendar);\n",
    '',
  ),
];
