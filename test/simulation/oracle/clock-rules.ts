/**
 * The clocks of a case as the table of the specification has them (§3), written down a second time: length, reminders
 * and who is told. What is not listed here is not judged.
 */
export interface ClockRuleOracle {
  readonly unit: 'DAY' | 'WORKDAY' | 'HOUR' | 'MINUTE';
  /** Of a length that somebody sets (`setDue`) there may be none. */
  readonly n: number;
  readonly offsets: readonly number[];
  readonly base: readonly string[];
  readonly yellow?: readonly string[];
  readonly red?: readonly string[];
  readonly overdue: Readonly<Record<string, readonly string[]>>;
  /** Minutes after its begin at which somebody is called, again and again. */
  readonly calls?: readonly number[];
}

const ladder = (base: readonly string[]): ClockRuleOracle['overdue'] => ({
  'D+0': [...new Set([...base, 'unitHead'])],
  'D+1': ['petitionChief'],
  'D+3': ['responsibleLeader'],
  'D+7': ['bureauHead'],
});
const once = (base: readonly string[], ...also: readonly string[]): ClockRuleOracle['overdue'] => ({
  'D+0': [...new Set([...base, ...also])],
});

const handling = {
  n: 60,
  unit: 'DAY',
  offsets: [10, 5, 3, 1, 0],
  base: ['handler'],
  yellow: ['unitHead'],
  red: ['responsibleLeader'],
  overdue: ladder(['handler']),
} as const;

/** Clocks that are the petitioner's own: what comes later never ends them earlier (§3.1). */
export const PETITIONERS_RIGHTS: ReadonlySet<string> = new Set([
  'REVIEW_APPLY_30D',
  'REREVIEW_APPLY_30D',
  'RATING_WINDOW',
]);

export const CLOCK_RULES: Readonly<Record<string, ClockRuleOracle>> = {
  INFORM_15D: {
    n: 15,
    unit: 'DAY',
    offsets: [5, 3, 1, 0],
    base: ['registrar', 'petitionOfficer'],
    red: ['petitionChief'],
    overdue: {
      'D+0': ['registrar', 'petitionOfficer'],
      'D+1': ['petitionChief'],
      'D+3': ['unitHead'],
      'D+7': ['bureauHead'],
    },
  },
  REF_INFORM_15D: {
    n: 15,
    unit: 'DAY',
    offsets: [5, 3, 1, 0],
    base: ['registrar', 'unitHead'],
    overdue: ladder(['registrar', 'unitHead']),
  },
  OBJECT_5WD: {
    n: 5,
    unit: 'WORKDAY',
    offsets: [2, 1, 0],
    base: ['registrar'],
    overdue: once(['registrar'], 'unitHead'),
  },
  HANDLE_60D: handling,
  // Counted from acceptance: the sixty days and those granted.
  EXT_30D: handling,
  ASSIGN_REPORT: {
    n: 0,
    unit: 'DAY',
    offsets: [10, 5, 3, 1, 0],
    base: ['handler', 'unitHead'],
    overdue: ladder(['handler', 'unitHead']),
  },
  REVIEW_APPLY_30D: { n: 30, unit: 'DAY', offsets: [10, 3], base: ['petitioner', 'petitionOfficer'], overdue: {} },
  // Nothing is late when it ends: the ordinary procedure follows.
  SIMPLE_ACCEPT_3WD: { n: 3, unit: 'WORKDAY', offsets: [1, 0], base: ['registrar'], overdue: {} },
  FIRST_CONTACT: { n: 3, unit: 'WORKDAY', offsets: [1, 0], base: ['handler'], overdue: once(['handler'], 'unitHead') },
  DRAFT_45D: { n: 45, unit: 'DAY', offsets: [5, 1, 0], base: ['handler'], overdue: once(['handler'], 'unitHead') },
  APPROVE_3WD: {
    n: 3,
    unit: 'WORKDAY',
    offsets: [1, 0],
    base: ['approver'],
    overdue: once(['approver'], 'bureauHead'),
  },
  CLOSE_ENDED_5WD: {
    n: 5,
    unit: 'WORKDAY',
    offsets: [3, 0],
    base: ['petitionOfficer'],
    overdue: once(['petitionOfficer'], 'petitionChief'),
  },
  LEADER_ACTION: {
    n: 15,
    unit: 'DAY',
    offsets: [3, 0],
    base: ['responsibleLeader'],
    overdue: once(['responsibleLeader'], 'bureauHead'),
  },
  REVIEW_30D: {
    n: 30,
    unit: 'DAY',
    offsets: [10, 5, 3, 1, 0],
    base: ['reviewer', 'reviewHead'],
    overdue: ladder(['reviewer', 'reviewHead']),
  },
  REREVIEW_APPLY_30D: { n: 30, unit: 'DAY', offsets: [10, 3], base: ['petitioner'], overdue: {} },
  REREVIEW_30D: {
    n: 30,
    unit: 'DAY',
    offsets: [10, 5, 3, 1, 0],
    base: ['reReviewer'],
    overdue: ladder(['reReviewer']),
  },
  REMAKE: {
    n: 30,
    unit: 'DAY',
    offsets: [10, 5, 3, 1, 0],
    base: ['handler', 'unitHead'],
    overdue: ladder(['handler', 'unitHead']),
  },
  SIMPLE_REPLY_10WD: {
    n: 10,
    unit: 'WORKDAY',
    offsets: [3, 1, 0],
    base: ['handler'],
    overdue: once(['handler'], 'unitHead'),
  },
  SIMPLE_PASS_1WD: {
    n: 1,
    unit: 'WORKDAY',
    offsets: [0],
    base: ['registrar'],
    overdue: once(['registrar'], 'unitHead'),
  },
  SUGGEST_FEEDBACK: {
    n: 30,
    unit: 'DAY',
    offsets: [10, 3, 0],
    base: ['unitHead'],
    overdue: ladder(['unitHead']),
  },
  EXECUTE_SUPPORT: {
    n: 0,
    unit: 'DAY',
    offsets: [10, 3, 0],
    base: ['unitHead', 'petitionOfficer'],
    overdue: ladder(['unitHead', 'petitionOfficer']),
  },
  LEGAL_ROUTE: { n: 0, unit: 'DAY', offsets: [10, 3, 0], base: ['handler'], overdue: once(['handler'], 'unitHead') },
  CONFLICT_DECIDE: {
    n: 5,
    unit: 'WORKDAY',
    offsets: [2, 1, 0],
    base: ['superiorPetitionChief'],
    overdue: once(['superiorPetitionChief'], 'bureauHead', 'nextAboveSuperior'),
  },
  RECUSAL_DECIDE: {
    n: 2,
    unit: 'WORKDAY',
    offsets: [0],
    base: ['unitHead'],
    overdue: once(['unitHead'], 'bureauHead'),
  },
  // Told at once, and to more people when the two hours are over.
  URGENT_REPORT: {
    n: 2,
    unit: 'HOUR',
    offsets: [0],
    base: ['dutyLeader', 'bureauHead'],
    overdue: ladder(['dutyLeader', 'bureauHead']),
  },
  // Every five minutes the next on duty, for an hour; after the first five the head of the bureau hears of it too.
  ACK_URGENT: {
    n: 5,
    unit: 'MINUTE',
    offsets: [],
    calls: [0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55],
    base: ['dutyLeader'],
    overdue: once(['dutyLeader'], 'bureauHead'),
  },
  RATING_WINDOW: { n: 90, unit: 'DAY', offsets: [30], base: ['petitioner'], overdue: {} },
  FOLLOWUP_1: {
    n: 15,
    unit: 'DAY',
    offsets: [3, 0],
    base: ['handler', 'petitionOfficer'],
    overdue: once(['handler', 'petitionOfficer'], 'petitionChief'),
  },
  FOLLOWUP_2: {
    n: 90,
    unit: 'DAY',
    offsets: [5, 0],
    base: ['petitionOfficer'],
    overdue: once(['petitionOfficer'], 'petitionChief'),
  },
  SUPERVISE_REPLY: {
    n: 7,
    unit: 'WORKDAY',
    offsets: [3, 1, 0],
    base: ['unitHead', 'responsibleLeader'],
    overdue: ladder(['unitHead', 'responsibleLeader']),
  },
  RECTIFY: {
    n: 30,
    unit: 'DAY',
    offsets: [5, 3, 1, 0],
    base: ['unitHead'],
    overdue: ladder(['unitHead']),
  },
  SUBTASK: {
    n: 0,
    unit: 'DAY',
    offsets: [5, 3, 1, 0],
    base: ['handler', 'unitHead'],
    overdue: { 'D+0': ['handler', 'unitHead', 'leadUnitHead'], 'D+1': ['petitionChief'] },
  },
  S_SCREEN_5WD: {
    n: 5,
    unit: 'WORKDAY',
    offsets: [2, 1, 0],
    base: ['sealedOfficer'],
    overdue: once(['sealedOfficer'], 'auditor'),
  },
  S_INFORM_15WD: {
    n: 15,
    unit: 'WORKDAY',
    offsets: [5, 3, 1, 0],
    base: ['sealedOfficer'],
    overdue: once(['sealedOfficer'], 'auditor'),
  },
};
