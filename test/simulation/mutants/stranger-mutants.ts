import { type Mutant, mutant } from './mutant.ts';

const ACCESS = 'shared/domain/access.ts';
const NOTIFICATIONS = 'shared/domain/notifications.ts';
const SEALING = 'shared/casework/seal-petition.ts';

/** Bugs of kinds that nobody had thought of when the lives were written. */
export const STRANGER_MUTANTS: readonly Mutant[] = [
  mutant(
    'deputy-who-is-away-himself',
    'who stands in is told although he is on leave, too',
    NOTIFICATIONS,
    'return deputy !== undefined && !onLeave(deputy) ? tree.officer(deputy) : undefined;',
    'return deputy !== undefined ? tree.officer(deputy) : undefined;',
  ),
  mutant(
    'night-that-lasts-two-days',
    'what waits for the end of quiet hours waits for the next night’s end as well',
    NOTIFICATIONS,
    'if (now >= from && now < to) return to;',
    'if (now >= from && now < to) return addMinutes(to, 24 * 60);',
  ),
  mutant(
    'page-of-a-list-read-again',
    'the next page of a worklist begins where the first one did',
    'services/casework/list-cases.ts',
    '      limit: limit - listed.length,\n      ...(after === undefined ? {} : { after }),',
    '      limit: limit - listed.length,\n      ...(after === undefined || listed.length > 0 ? {} : { after }),',
  ),
  mutant(
    'reminder-a-working-day-early',
    'the working day before is sought from the day before on',
    'shared/domain/calendar.ts',
    'export function previousWorkday(d: LocalDate, calendar: Calendar): LocalDate {\n  let day = d;',
    'export function previousWorkday(d: LocalDate, calendar: Calendar): LocalDate {\n  let day = addDays(d, -1);',
  ),
  mutant(
    'accused-head-forgotten',
    'a case goes to the unit whose head it complains of',
    'shared/domain/unit-tree.ts',
    '        accused.officers.includes(unit.head) ||\n',
    '',
  ),
  mutant(
    'accused-organ-without-its-units',
    'of an organ complained about the units below it see the case',
    ACCESS,
    '.some((unit) => tree.isWithin(principal.unit, unit) && !(principal.unit === office && unit !== office));',
    '.some((unit) => principal.unit === unit && !(principal.unit === office && unit !== office));',
  ),
  mutant(
    'accusation-of-the-chief-before-his-own-desk',
    'what accuses the heads of an organ lies with the officer whom they lead',
    ACCESS,
    "officer.roles.some((role) => role === 'sealedOfficer' || role === 'petitionChief' || role === 'bureauHead')",
    "officer.roles.some((role) => role === 'sealedOfficer')",
  ),
  mutant(
    'extension-on-the-day-of-greenwich',
    'what happens before eight in the morning counts for the day before',
    'shared/casework/supervision-writes.ts',
    'on: localDateOf(at),',
    'on: at.slice(0, 10) as ReturnType<typeof localDateOf>,',
  ),
  mutant(
    'leader-acts-without-evidence',
    'whatever a leader notes begins his fifteen days anew',
    'shared/domain/decide/duties-lead.ts',
    "...(evidenced ? leaderClock(head, context, '包案领导活动') : []),",
    "...leaderClock(head, context, '包案领导活动'),",
  ),
  mutant(
    'most-urgent-last',
    'a case lies in its list by the last of its limits',
    'shared/store/cases.ts',
    "map(({ dueInstant }) => dueInstant).sort()[0] ?? '9999';",
    "map(({ dueInstant }) => dueInstant).sort().at(-1) ?? '9999';",
  ),
  mutant(
    'address-kept-after-sealing',
    'where an accuser is written to stays in the ordinary store',
    SEALING,
    '      forgetConsent(petitionId),\n',
    '',
  ),
  mutant(
    'proposal-left-when-sealed',
    'words of a sealed text stay in the proposal beside its empty head',
    SEALING,
    '      forgetProposal(petitionId, proposal),\n',
    '',
  ),
  mutant(
    'sealed-below-and-open-above',
    'what was referred and is sealed there stays open where it came from',
    'shared/domain/decide/screening.ts',
    '...(context.above ?? []).map((above) => ({ head: above, events: emptied(above, context) })),',
    '...(context.above ?? []).slice(1).map((above) => ({ head: above, events: emptied(above, context) })),',
  ),
  mutant(
    'sealed-by-the-hour-of-the-referral',
    'a petition that is sealed where it was referred to stays in the index of matters',
    SEALING,
    'cases.find(({ head }) => head.id === head.petitionId)?.head;',
    'cases[0]?.head;',
  ),
  mutant(
    'letter-answered-and-still-reminded',
    'the clock of a letter runs on when its answer was accepted',
    'shared/domain/decide/duties-supervise.ts',
    "          ...stop(head, ['SUPERVISE_REPLY'], context.now, '督办答复已认可', 'MET', duty.key),\n",
    '',
  ),
  mutant(
    'one-report-ends-all-sub-tasks',
    'what one unit reported stops the clocks of all that help',
    'shared/domain/decide/duties-subtask.ts',
    "...stop(head, ['SUBTASK'], context.now, '协办结果已认可', 'MET', duty.key),",
    "...stop(head, ['SUBTASK'], context.now, '协办结果已认可', 'MET'),",
  ),
  mutant(
    'statement-heard-twice',
    'one statement counts as two when it is folded',
    'shared/domain/evolve.ts',
    '? { ...head, heard: head.heard + 1 }',
    '? { ...head, heard: head.heard + 2 }',
  ),
  mutant(
    'returned-and-still-below',
    'a referral that came back is still looked for where it was sent',
    'shared/domain/evolve.ts',
    'return { ...rest, hops: head.hops + 1, bounces: (head.bounces ?? 0) + 1 };',
    'return { ...rest, ...(_returned ? { childId: _returned } : {}), hops: head.hops + 1, bounces: (head.bounces ?? 0) + 1 };',
  ),
  mutant(
    'own-command-by-anybody-with-the-code',
    'whoever found a receipt code acts for the petitioner',
    'shared/casework/prove-identity.ts',
    'if (nameFits && phoneFits) return;',
    'if (nameFits || phoneFits) return;',
  ),
  mutant(
    'head-of-the-unit-drafts',
    'an opinion is drafted by who approves it',
    'shared/domain/lifecycle-rows-spine.ts',
    "    command: 'DRAFT_OPINION',\n    from: ['INVESTIGATING'],\n    to: ['OPINION_DRAFT'],\n    actors: ['HANDLER'],",
    "    command: 'DRAFT_OPINION',\n    from: ['INVESTIGATING'],\n    to: ['OPINION_DRAFT'],\n    actors: ['HANDLER', 'UNIT_HEAD'],",
  ),
];
