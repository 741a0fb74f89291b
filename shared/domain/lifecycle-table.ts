import type { ClockCode } from './clock-table.ts';
import type { CommandType } from './commands.ts';
import type { State } from './petition.ts';

/**
 * In what capacity an officer stands to a case; `access.ts` derives it from roles, unit and the case.
 * `REFERRER` is the petition office that sent the referral down.
 */
export type Standing =
  | 'OFFICE_REGISTRAR'
  | 'OFFICE'
  | 'CHIEF'
  | 'UNIT_REGISTRAR'
  | 'UNIT_HEAD'
  | 'HANDLER'
  | 'LEADER'
  | 'BUREAU_HEAD'
  | 'REFERRER'
  | 'SUPERVISOR'
  | 'SEALED_OFFICER'
  | 'AUDITOR'
  | 'RULE';

/** One row of the command table, `spec.md` §2.2. Adding a state or command edits this table. */
export interface Transition {
  readonly command: CommandType;
  readonly zh: string;
  readonly from: readonly State[];
  /** Absent where the command leaves the state as it is, or decides it itself. */
  readonly to?: State;
  readonly actors: readonly Standing[];
  readonly starts?: readonly ClockCode[];
  readonly stops?: readonly ClockCode[];
  readonly documents?: readonly string[];
  readonly cite: string;
}

const INFORM_CLOCKS: readonly ClockCode[] = ['INFORM_15D', 'REF_INFORM_15D', 'OBJECT_5WD'];
const OPEN_HANDLING: readonly State[] = ['ACCEPTED', 'INVESTIGATING', 'OPINION_DRAFT', 'OPINION_APPROVAL'];

export const TRANSITIONS: readonly Transition[] = [
  {
    command: 'REGISTER',
    zh: '登记',
    from: ['RECEIVED'],
    to: 'REGISTERED',
    actors: ['OFFICE_REGISTRAR', 'OFFICE', 'CHIEF', 'RULE'],
    cite: '条例23(1)',
  },
  {
    command: 'CLASSIFY',
    zh: '分类',
    from: ['REGISTERED'],
    actors: ['OFFICE', 'CHIEF', 'RULE'],
    cite: '条例29–31',
  },
  {
    command: 'SEAL',
    zh: '转入检举控告保密办理',
    from: ['RECEIVED', 'REGISTERED'],
    to: 'SEALED',
    actors: ['OFFICE_REGISTRAR', 'OFFICE', 'CHIEF'],
    stops: ['INFORM_15D'],
    starts: ['S_SCREEN_5WD', 'S_INFORM_15WD'],
    cite: '条例30(3)',
  },
  {
    command: 'REDIRECT',
    zh: '告知向有权机关提出',
    from: ['REGISTERED'],
    to: 'REDIRECTED',
    actors: ['OFFICE', 'CHIEF'],
    stops: INFORM_CLOCKS,
    documents: ['DOC-REDIRECT'],
    cite: '条例23(1)',
  },
  {
    command: 'TRANSFER',
    zh: '转送',
    from: ['REGISTERED'],
    to: 'REFERRED_DOWN',
    actors: ['OFFICE', 'CHIEF'],
    stops: INFORM_CLOCKS,
    starts: ['REF_INFORM_15D', 'OBJECT_5WD'],
    documents: ['DOC-TRANSFER', 'DOC-TRANSFER-NOTICE'],
    cite: '条例23(1)',
  },
  {
    command: 'ASSIGN',
    zh: '交办',
    from: ['REGISTERED'],
    to: 'ASSIGNED_DOWN',
    actors: ['CHIEF'],
    stops: INFORM_CLOCKS,
    starts: ['REF_INFORM_15D', 'OBJECT_5WD', 'ASSIGN_REPORT'],
    documents: ['DOC-ASSIGN', 'DOC-TRANSFER-NOTICE'],
    cite: '条例22(1)(三)、23(1)',
  },
  {
    command: 'SIGN_FOR',
    zh: '签收',
    from: ['REGISTERED', 'OBJECTED'],
    actors: ['UNIT_REGISTRAR', 'UNIT_HEAD', 'OFFICE_REGISTRAR', 'OFFICE', 'CHIEF'],
    cite: '首问负责制 (A-01, A-22)',
  },
  {
    command: 'OBJECT',
    zh: '提出异议',
    from: ['REGISTERED'],
    to: 'OBJECTED',
    actors: ['UNIT_HEAD'],
    stops: ['OBJECT_5WD'],
    documents: ['DOC-OBJECTION'],
    cite: '条例23(3)',
  },
  {
    command: 'RULE_OBJECTION',
    zh: '核实异议',
    from: ['OBJECTED'],
    actors: ['REFERRER'],
    stops: ['REF_INFORM_15D', 'ASSIGN_REPORT'],
    documents: ['DOC-OBJ-RULING'],
    cite: '条例23(3)',
  },
  {
    command: 'ACCEPT',
    zh: '受理',
    from: ['REGISTERED'],
    to: 'ACCEPTED',
    actors: ['OFFICE', 'CHIEF'],
    stops: INFORM_CLOCKS,
    starts: ['HANDLE_60D'],
    documents: ['DOC-ACCEPT'],
    cite: '条例23、31(6)、34',
  },
  {
    command: 'ASSIGN_HANDLER',
    zh: '指定承办民警',
    from: ['ACCEPTED', 'INVESTIGATING'],
    actors: ['UNIT_HEAD', 'CHIEF'],
    starts: ['FIRST_CONTACT'],
    cite: '条例28(3)',
  },
  {
    command: 'SET_PLAN',
    zh: '明确领导、专人、时限',
    from: ['ACCEPTED'],
    to: 'INVESTIGATING',
    actors: ['UNIT_HEAD', 'LEADER', 'BUREAU_HEAD'],
    starts: ['FIRST_CONTACT'],
    cite: '条例18(2) (三个明确)',
  },
  {
    command: 'LOG_CONTACT',
    zh: '联系信访人',
    from: ['ACCEPTED', 'INVESTIGATING', 'OPINION_DRAFT'],
    actors: ['HANDLER'],
    stops: ['FIRST_CONTACT'],
    documents: ['DOC-INTERVIEW'],
    cite: '条例31(6)',
  },
  {
    command: 'EXTEND',
    zh: '延期',
    from: OPEN_HANDLING,
    actors: ['BUREAU_HEAD'],
    stops: ['HANDLE_60D'],
    starts: ['EXT_30D'],
    documents: ['DOC-EXT-APPROVAL', 'DOC-EXT'],
    cite: '条例34',
  },
  {
    command: 'DRAFT_OPINION',
    zh: '拟写处理意见',
    from: ['INVESTIGATING'],
    to: 'OPINION_DRAFT',
    actors: ['HANDLER'],
    cite: '条例32',
  },
  {
    command: 'APPROVE_OPINION',
    zh: '审批处理意见',
    from: ['OPINION_DRAFT', 'OPINION_APPROVAL'],
    actors: ['UNIT_HEAD', 'BUREAU_HEAD'],
    cite: '条例31(6)、32、35',
  },
  {
    command: 'RETURN_DRAFT',
    zh: '退回修改',
    from: ['OPINION_DRAFT', 'OPINION_APPROVAL'],
    to: 'INVESTIGATING',
    actors: ['UNIT_HEAD', 'BUREAU_HEAD'],
    cite: '内部审批',
  },
  {
    command: 'DISPATCH',
    zh: '发出处理意见(办结)',
    from: ['OPINION_ISSUED'],
    actors: ['OFFICE', 'CHIEF'],
    stops: ['HANDLE_60D', 'EXT_30D', 'FIRST_CONTACT'],
    documents: ['DOC-OPINION'],
    cite: '条例34',
  },
  {
    command: 'DELIVER',
    zh: '送达',
    from: ['OPINION_ISSUED'],
    to: 'DELIVERED',
    actors: ['OFFICE', 'CHIEF'],
    starts: ['REVIEW_APPLY_30D'],
    documents: ['DOC-DELIVERY'],
    cite: '条例35',
  },
  {
    command: 'CLOSE',
    zh: '结案',
    from: ['DELIVERED'],
    to: 'CLOSED',
    actors: ['OFFICE', 'CHIEF'],
    stops: ['REVIEW_APPLY_30D'],
    cite: '条例35',
  },
  {
    command: 'SUBMIT_CLOSING_REPORT',
    zh: '提交办结报告',
    // Given on the case below; it moves the case above to REPORT_CHECK.
    from: ['OPINION_ISSUED', 'DELIVERED', 'CLOSED', 'REDIRECTED', 'REFERRED_DOWN'],
    actors: ['UNIT_HEAD', 'CHIEF'],
    stops: ['ASSIGN_REPORT'],
    documents: ['DOC-CLOSING-REPORT'],
    cite: '条例22(1)(三)',
  },
  {
    command: 'CHECK_CLOSING_REPORT',
    zh: '审核办结报告',
    from: ['REPORT_CHECK'],
    actors: ['CHIEF'],
    cite: '条例22(1)(三)',
  },
  {
    command: 'S_SCREEN',
    zh: '筛查检举控告',
    from: ['S_RECEIVED'],
    to: 'S_SCREENED',
    actors: ['SEALED_OFFICER'],
    cite: '条例30',
  },
  {
    command: 'S_FORWARD',
    zh: '移送有权机关',
    from: ['S_SCREENED'],
    to: 'S_FORWARDED',
    actors: ['SEALED_OFFICER'],
    stops: ['S_SCREEN_5WD'],
    cite: '条例22(2)、30',
  },
  {
    command: 'S_HOLD',
    zh: '自行核查',
    from: ['S_SCREENED'],
    to: 'S_HELD',
    actors: ['SEALED_OFFICER'],
    stops: ['S_SCREEN_5WD'],
    cite: '条例30',
  },
  {
    command: 'S_INFORM',
    zh: '告知实名检举人',
    from: ['S_FORWARDED', 'S_HELD'],
    to: 'S_INFORMED',
    actors: ['SEALED_OFFICER'],
    stops: ['S_INFORM_15WD'],
    documents: ['DOC-S-NOTICE'],
    cite: '条例23(4)、30',
  },
  {
    command: 'S_CLOSE',
    zh: '密件办结',
    from: ['S_FORWARDED', 'S_HELD', 'S_INFORMED'],
    to: 'S_CLOSED',
    actors: ['SEALED_OFFICER'],
    cite: '条例30',
  },
  {
    command: 'CORRECT_RECORD',
    zh: '更正登记',
    from: ['RECEIVED', 'REGISTERED', 'OBJECTED', ...OPEN_HANDLING],
    actors: ['OFFICE_REGISTRAR', 'OFFICE', 'CHIEF', 'UNIT_REGISTRAR'],
    starts: ['INFORM_15D', 'REF_INFORM_15D'],
    cite: '网上办理工作规程5',
  },
];

const BY_COMMAND = new Map(TRANSITIONS.map((row) => [row.command, row]));

/** The row of a command. */
export function transitionOf(command: CommandType): Transition {
  const row = BY_COMMAND.get(command);
  if (!row) throw new Error(`the lifecycle table has no row for ${command}`);
  return row;
}
