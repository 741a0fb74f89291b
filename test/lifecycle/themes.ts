import type { Theme } from './walk.ts';

const BEGIN = ['REGISTER', 'CLASSIFY'] as const;
const OPINION = ['DRAFT_OPINION', 'APPROVE_OPINION', 'CHECK_BEFORE_SEND', 'DISPATCH', 'DELIVER'] as const;

/** What walks are about, so that rare corners are reached often enough; together they favour every command. */
export const THEMES: readonly Theme[] = [
  {
    name: 'all three tiers, and a repeat after them',
    calm: true,
    next: { state: 'FINAL', organ: 'donghu' },
    favours: [
      ['REREVIEW_DECIDE', 'REQUEST_REREVIEW', 'NO_LONGER_ACCEPT', 'REVIEW_DECIDE', 'REQUEST_REVIEW'],
      [...OPINION],
      ['LINK_MATTER', 'HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'late requests, hearings, reviews that end otherwise',
    favours: [
      ['ADMIT_LATE', 'REJECT_LATE', 'HOLD_HEARING', 'REREVIEW_DECIDE', 'REVIEW_DECIDE'],
      ['REQUEST_REVIEW', 'REQUEST_REREVIEW'],
      [...OPINION],
      ['SET_PLAN', 'HEAR_STATEMENT', 'LOG_CONTACT', 'ASSIGN_HANDLER', 'ACCEPT'],
      [...BEGIN],
    ],
  },
  {
    name: 'reviewed outside the bureau',
    calm: true,
    organ: 'xiling',
    favours: [
      ['RETURN_FROM_REVIEW', 'REQUEST_REVIEW'],
      [...OPINION],
      ['HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'assigned with report-back',
    favours: [
      ['CHECK_CLOSING_REPORT', 'SUBMIT_CLOSING_REPORT'],
      ['REDIRECT', 'CLOSE', ...OPINION],
      ['HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ASSIGN', 'ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'into the archive',
    favours: [
      ['ARCHIVE'],
      ['FOLLOW_UP', 'CLOSE'],
      ['ASSESS_FAULT', 'REPLY', ...OPINION],
      ['HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ACCEPT', 'STUDY_SUGGESTION', 'ACCEPT_SIMPLE'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'the same matter goes to the organ above',
    calm: true,
    next: { state: 'ACCEPTED', organ: 'yunze' },
    favours: [
      ['NOT_ACCEPT', 'RECOMPUTE_CLOCKS'],
      ['LINK_MATTER'],
      ['ASSIGN_HANDLER', 'ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'units that help',
    calm: true,
    favours: [
      ['JUDGE_SUBTASK', 'REPORT_SUBTASK', 'ANSWER_CORRECTION'],
      ['HAND_ON', 'ADD_CO_UNIT', 'RAISE_CORRECTION', 'HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'what follows the end',
    favours: [
      ['CONFIRM_EXECUTION', 'ARCHIVE', 'FOLLOW_UP'],
      ['ORDER_EXECUTION', 'CLOSE'],
      [...OPINION, 'ASSESS_FAULT'],
      ['HEAR_STATEMENT'],
      ['SET_PLAN', 'ASSIGN_HANDLER'],
      ['ACCEPT'],
      ['CLASSIFY', 'REGISTER'],
    ],
  },
  {
    name: 'to the end and after it',
    favours: [
      ['FOLLOW_UP', 'ARCHIVE', 'RATE', 'ORDER_EXECUTION', 'CONFIRM_EXECUTION', 'REOPEN', 'ASSESS_FAULT'],
      ['CLOSE', 'ACCEPT', 'SET_PLAN', 'EXTEND', ...OPINION],
      ['ASSIGN_HANDLER', 'HEAR_STATEMENT', 'LOG_CONTACT', 'RETURN_DRAFT'],
      [...BEGIN],
    ],
  },
  {
    name: 'referrals, objections, disputes',
    favours: [
      ['OBJECT', 'RULE_OBJECTION', 'DISPUTE', 'DECIDE_JURISDICTION', 'SUBMIT_CLOSING_REPORT', 'CHECK_CLOSING_REPORT'],
      ['TRANSFER', 'ASSIGN', 'SIGN_FOR', 'PASS_ON'],
      [...BEGIN],
    ],
  },
  {
    name: 'other paths',
    favours: [
      ['RECORD_ROUTE_RESULT', 'SWITCH_ORDINARY', 'REPLY', 'NO_LONGER_ACCEPT'],
      ['CHANNEL', 'ACCEPT_SIMPLE', 'STUDY_SUGGESTION', 'NOT_ACCEPT', 'REDIRECT'],
      [...BEGIN],
    ],
  },
  {
    name: 'settlement, withdrawal, recusal',
    favours: [
      ['CONFIRM_WITHDRAWAL', 'CONFIRM_SETTLEMENT', 'REVOKE_WITHDRAWAL', 'DECIDE_RECUSAL', 'CLOSE'],
      ['WITHDRAW', 'MEDIATE', 'SETTLE', 'APPLY_RECUSAL', 'REQUEST_SUPPLEMENT', 'ACCEPT', 'SET_PLAN'],
      ['ASSIGN_HANDLER', 'HEAR_STATEMENT'],
      [...BEGIN],
    ],
  },
  {
    name: 'the chain of responsibility',
    favours: [
      [
        'REPORT_SUBTASK',
        'JUDGE_SUBTASK',
        'ANSWER_CORRECTION',
        'ANSWER_SUPERVISION',
        'REPORT_RECTIFICATION',
        'VERIFY_RECTIFICATION',
        'JUDGE_ANSWER',
        'RECORD_ADOPTION',
        'DECIDE_ACCOUNTABILITY',
        'CLEAR_FLAG',
        'DISSOLVE_TASK_FORCE',
        'LOG_LEADER_ACTION',
      ],
      [
        'ADD_CO_UNIT',
        'RAISE_CORRECTION',
        'SUPERVISE',
        'ORDER_RECTIFICATION',
        'SUGGEST3',
        'OPEN_ACCOUNTABILITY',
        'RAISE_FLAG',
        'SET_MAJOR',
        'PROPOSE',
        'INSTRUCT',
        'CIRCULATE',
        'RECORD_MEETING',
        'REFER_AID',
        'RECORD_FIELD_VISIT',
        'ACCEPT',
        'SET_PLAN',
        'ASSIGN_HANDLER',
      ],
      [...BEGIN],
    ],
  },
  {
    name: 'urgency and the record',
    favours: [
      ['ACK_URGENT', 'RECORD_URGENT_REPORT', 'FLAG_URGENT', 'EXPORT_OFFICIAL', 'ESCALATE_UP', 'WAIVE_CLOCK'],
      ['RECOMPUTE_CLOCKS', 'HAND_ON', 'CORRECT_RECORD', 'REPORT_RETALIATION', 'REPORT_LEAK', 'RATE', 'SEAL'],
      ['ACCEPT', 'ASSIGN_HANDLER'],
      [...BEGIN],
    ],
  },
  {
    name: 'sealed accusations',
    sealed: true,
    favours: [['S_SPLIT', 'S_FORWARD', 'S_HOLD', 'S_INFORM', 'S_CLOSE', 'S_SCREEN'], [...BEGIN]],
  },
];
