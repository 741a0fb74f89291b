import { type Mutant, mutant } from './mutant.ts';

const MOVES = 'shared/domain/clock-moves.ts';
const KEEP = 'services/commands/keep-calendar.ts';
const ALARMS = 'shared/domain/alarms.ts';
const CLOCKED = 'shared/casework/clocked-cases.ts';

/** Bugs of a calendar that is loaded while cases are open. */
export const LAW_MUTANTS: readonly Mutant[] = [
  mutant(
    'right-cut-short-by-a-calendar',
    'a newer calendar ends the petitioner’s time to ask for a review earlier',
    MOVES,
    "const held = CLOCKS[clock.code].petitionersRight ? earlier : why === 'OVERLAY' && later;",
    "const held = why === 'OVERLAY' && later;",
  ),
  mutant(
    'only-later-dates-move',
    'what a newer calendar brings forward stays where it was',
    MOVES,
    'if (to.nominalDue !== clock.nominalDue || to.dueInstant !== clock.dueInstant)',
    'if (to.dueInstant > clock.dueInstant)',
  ),
  mutant(
    'provisional-for-ever',
    'a date that the notice confirms stays provisional',
    MOVES,
    'if (clock.provisional && !to.provisional) return',
    'if (clock.provisional && to.due !== clock.due) return',
  ),
  mutant(
    'reminders-stay-on-days-off',
    'a calendar that moves reminders and no last day moves nothing',
    MOVES,
    "return why === 'CALENDAR' && remindersMove(clock, head, calendar)",
    "return why === 'CALENDAR' && clock.provisional && remindersMove(clock, head, calendar)",
  ),
  mutant(
    'runs-on-by-the-old-calendar',
    'a clock that stood still while a calendar was loaded keeps the dates of the old one',
    'shared/domain/decide/resume-clock.ts',
    '...movesSince(clock, head, calendar).map(',
    '...movesSince(clock, head, calendar).slice(1).map(',
  ),
  mutant(
    'merged-steps-noted-by-the-first',
    'of steps that fell on one day only the first counts as decided',
    ALARMS,
    'threshold.merged.map((step) => firedKey(clock, step))',
    'threshold.merged.slice(0, 1).map((step) => firedKey(clock, step))',
  ),
  mutant(
    'step-of-the-new-date-taken-for-the-old',
    'two reminders of one hour share an entry, though their last days differ',
    'shared/store/due-alarms.ts',
    '#${key}@${nominalDue}`;',
    "#${key}${nominalDue < '2000' ? nominalDue : ''}`;",
  ),
  mutant(
    'moves-while-others-count-by-the-old',
    'clocks move at once, while functions still go by the calendar that they have read',
    KEEP,
    'const SETTLES_MINUTES = 5;',
    'const SETTLES_MINUTES = 0;',
  ),
  mutant(
    'late-request-brings-an-old-notice-back',
    'a notice that arrives a second time replaces the one that corrected it',
    KEEP,
    'if (ifMatch === version) return;',
    'if (ifMatch <= version) return;',
  ),
  mutant(
    'law-kept-for-ever',
    'a function that has read the calendar never reads it again',
    'shared/lambda/bureau-source.ts',
    'if (rules && clock() - rules.readAt < FRESH_MS) return rules.law;',
    'if (rules) return rules.law;',
  ),
  mutant(
    'sealed-cases-do-not-move',
    'a newer calendar moves the clocks of ordinary cases only',
    CLOCKED,
    'return [ORDINARY, SEALED].flatMap((tables) =>',
    'return [ORDINARY].flatMap((tables) =>',
  ),
  mutant(
    'closed-cases-do-not-move',
    'what runs on after the end of a case keeps the dates of the old calendar',
    CLOCKED,
    'screeningQueue(unit)]), ...CLOSED_LISTS];',
    'screeningQueue(unit)])];',
  ),
  mutant(
    'unscreened-cases-do-not-move',
    'what waits to be screened keeps the dates of the old calendar',
    CLOCKED,
    '[unitQueue(unit), screeningQueue(unit)]',
    '[unitQueue(unit)]',
  ),
  mutant(
    'first-page-moves',
    'of the cases that a newer calendar moves those of the first page are moved',
    CLOCKED,
    "return { cases, ...(place ? { next: `${place.name}|${after ?? ''}` } : {}) };",
    "return { cases, ...(place && cases.length === 0 ? { next: `${place.name}|${after ?? ''}` } : {}) };",
  ),
  mutant(
    'sweep-by-the-shipped-calendar',
    'reminders fall on the working days of the calendar that was shipped',
    'services/reminders/fire-alarms.ts',
    'await fireCases(database, tables, fresh, now, tree, calendar, count);',
    'await fireCases(database, tables, fresh, now, tree, calendar.edition?.(`CN-2026.${1}`) ?? calendar, count);',
  ),
  mutant(
    'unpublished-year-taken-for-certain',
    'a last day in a year without a notice is given as final, since the clock began in one that has its notice',
    'shared/domain/deadlines.ts',
    '    !calendar.isKnown(nominalDue) ||\n    !calendar.isKnown(due) ||\n',
    '    !calendar.isKnown(triggerDate) ||\n',
  ),
  mutant(
    'extension-from-the-rolled-day',
    'the days granted count from the working day to which the limit had moved',
    'shared/domain/deadlines.ts',
    '? counted : addDays(counted, extensionDays + excludedDays);',
    '? counted : addDays(nextWorkday(counted, calendar), extensionDays + excludedDays);',
  ),
  mutant(
    'fifteen-days-from-the-day-he-was-found',
    'who can be reached after all is told within fifteen days of what happened last',
    'shared/domain/decide/record.ts',
    "newClock('INFORM_15D', head.receivedAt, calendar)",
    "newClock('INFORM_15D', head.updatedAt, calendar)",
  ),
];
