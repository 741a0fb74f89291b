/**
 * The clocks of a case as the table of the specification has them (§3), written down a second time: length, reminders
 * and who is told. What is not listed here is not judged.
 */
export interface ClockRuleOracle {
  readonly unit: 'DAY' | 'WORKDAY' | 'SET';
  readonly n: number;
  readonly offsets: readonly number[];
  readonly base: readonly string[];
  readonly yellow?: readonly string[];
  readonly red?: readonly string[];
  readonly overdue: Readonly<Record<string, readonly string[]>>;
}

const ladder = (base: readonly string[]): ClockRuleOracle['overdue'] => ({
  'D+0': [...new Set([...base, 'unitHead'])],
  'D+1': ['petitionChief'],
  'D+3': ['responsibleLeader'],
  'D+7': ['bureauHead'],
});
const once = (base: readonly string[], also: string): ClockRuleOracle['overdue'] => ({
  'D+0': [...new Set([...base, also])],
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
    unit: 'SET',
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
  RATING_WINDOW: { n: 90, unit: 'DAY', offsets: [30], base: ['petitioner'], overdue: {} },
  FOLLOWUP_1: { n: 15, unit: 'DAY', offsets: [3, 0], base: ['handler'], overdue: once(['handler'], 'petitionChief') },
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
    unit: 'SET',
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
