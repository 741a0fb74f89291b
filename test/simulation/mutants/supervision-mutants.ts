import { type Mutant, mutant } from './mutant.ts';

const FIRE = 'services/reminders/fire-alarms.ts';
const CANDIDATES = 'shared/store/candidates.ts';
const MESSAGES = 'shared/domain/petitioner-messages.ts';
const SCHEDULES = 'shared/domain/schedules.ts';

/** Bugs of what lateness brings about, of what petitioners are told, and of reads that are behind. */
export const SUPERVISION_MUTANTS: readonly Mutant[] = [
  mutant(
    'late-and-nobody-told-the-supervisor',
    'of two limits missed at once one is no candidate for supervision',
    FIRE,
    '? candidatesFromReminders(fired.reminders) : [];',
    '? candidatesFromReminders(fired.reminders).slice(1) : [];',
  ),
  mutant(
    'proposal-stays-at-its-first-step',
    'a candidate of the first day never becomes a red flag',
    CANDIDATES,
    'if (before && !isHigher(candidate.proposes, before.proposes)) {',
    'if (before) {',
  ),
  mutant(
    'sealed-and-before-the-supervisor',
    'what was sealed still stands in the list of the supervisor',
    'shared/casework/supervision-writes.ts',
    "    (before.state !== after.state && after.state === 'SEALED'));",
    '    before.organ === undefined);',
  ),
  mutant(
    'extension-not-listed',
    'extensions are granted and listed nowhere',
    'shared/casework/supervision-writes.ts',
    '      ...extended(step, actor, now, fingerprint),\n',
    '',
  ),
  mutant(
    'nobody-examines-a-missed-limit',
    'a week after a limit of the law nothing is opened',
    'services/reminders/open-accountability.ts',
    "CLOCKS[code].class === 'LAW' &&",
    "CLOCKS[code].class === 'LAW-SET' &&",
  ),
  mutant(
    'weekly-task-on-monday-whatever-it-is',
    'the weekly review opens on Mondays, rest day or not',
    SCHEDULES,
    '      return first(addDays(day, -((weekdayOf(day) + 6) % 7)));',
    '      return weekdayOf(day) === 2;',
  ),
  mutant(
    'receipt-never-told',
    'who asked to hear of every step does not hear that it was received',
    MESSAGES,
    "return event.head.parentId === undefined ? 'RECEIVED' : undefined;",
    "return event.head.parentId === '' ? 'RECEIVED' : undefined;",
  ),
  mutant(
    'referral-told-as-acceptance',
    'who was referred hears nothing of where it went',
    MESSAGES,
    "return event.kind === 'ASSIGN' ? 'ASSIGNED' : 'TRANSFERRED';",
    "return event.kind === 'ASSIGN' ? 'ASSIGNED' : undefined;",
  ),
  mutant(
    'receipt-read-from-a-replica',
    'a repetition in the same second finds no receipt',
    'shared/store/registry.ts',
    "const item = await database.get('REGISTRY', receiptKey(codeHash), { consistent: true });",
    "const item = await database.get('REGISTRY', receiptKey(codeHash));",
  ),
  mutant(
    'late-and-answered-before-anybody-looked',
    'what was answered late while the sweep was off is no candidate for supervision',
    'shared/domain/candidates.ts',
    'const stopped = before?.clocks.filter(',
    'const stopped = after.clocks.filter(',
  ),
  mutant(
    'rejected-objection-told-to-nobody',
    'a unit whose objection was rejected does not hear that the case is its own',
    'shared/domain/arrivals.ts',
    "  if (head.objectedBy) return [atUnit('OBJECTION_REJECTED', unit)];\n",
    '',
  ),
];
