import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { dayIn } from './days.ts';
import { accusedUnits, standsFor } from './held-now.ts';
import { wrongActor } from './who-may.ts';

const ASKED_FOR_REVIEW = [
  'REVIEW_WINDOW>REVIEW_WINDOW',
  'REVIEW_WINDOW>IN_REVIEW',
  'CLOSED>IN_REVIEW',
  'CLOSED>CLOSED',
  // Another co-petitioner joins the review; in time, he takes up one that waited.
  'IN_REVIEW>IN_REVIEW',
  'REQ_RECEIVED>UNDER_REVIEW',
];

/** States as the specification draws them (§2.1): what a command of the spine may do to a case. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  REGISTER: ['RECEIVED>REGISTERED'],
  CLASSIFY: ['REGISTERED>REGISTERED'],
  // What was referred, and what came back from there, is emptied with it.
  SEAL: ['RECEIVED>SEALED', 'REGISTERED>SEALED', 'REFERRED_DOWN>SEALED', 'ASSIGNED_DOWN>SEALED', 'RETURNED>SEALED'],
  REDIRECT: ['REGISTERED>REDIRECTED'],
  TRANSFER: ['REGISTERED>REFERRED_DOWN'],
  PASS_ON: ['REGISTERED>REFERRED_DOWN'],
  ASSIGN: ['REGISTERED>ASSIGNED_DOWN'],
  SIGN_FOR: ['REGISTERED>REGISTERED', 'OBJECTED>OBJECTED'],
  OBJECT: ['REGISTERED>OBJECTED'],
  RULE_OBJECTION: ['OBJECTED>RETURNED', 'OBJECTED>REGISTERED', 'REFERRED_DOWN>REGISTERED', 'ASSIGNED_DOWN>REGISTERED'],
  DISPUTE: ['REGISTERED>CONFLICT'],
  DECIDE_JURISDICTION: ['CONFLICT>REGISTERED'],
  ACCEPT: ['REGISTERED>ACCEPTED'],
  ACCEPT_SIMPLE: ['REGISTERED>SIMPLE'],
  STUDY_SUGGESTION: ['REGISTERED>SUGGESTION_STUDY'],
  REPLY: ['SIMPLE>REPLIED', 'SUGGESTION_STUDY>REPLIED', 'REGISTERED>REPLIED'],
  SWITCH_ORDINARY: ['SIMPLE>ACCEPTED', 'REPLIED>ACCEPTED', 'REVIEW_WINDOW>ACCEPTED'],
  NOT_ACCEPT: ['REGISTERED>NOT_ACCEPTED'],
  NO_LONGER_ACCEPT: ['REGISTERED>REGISTERED', 'REGISTERED>NO_LONGER_ACCEPTED'],
  CHANNEL: ['REGISTERED>CHANNELLED', 'ACCEPTED>CHANNELLED'],
  RECORD_ROUTE_RESULT: ['CHANNELLED>CHANNELLED', 'CHANNELLED>REGISTERED', 'CHANNELLED>ACCEPTED'],
  SET_PLAN: ['ACCEPTED>INVESTIGATING'],
  SET_MAJOR: ['REGISTERED>REGISTERED', 'ACCEPTED>ACCEPTED', 'INVESTIGATING>INVESTIGATING', 'INVESTIGATING>ACCEPTED'],
  DRAFT_OPINION: ['INVESTIGATING>OPINION_DRAFT'],
  REVIEW_DECIDE: ['UNDER_REVIEW>OPINION_APPROVAL'],
  REREVIEW_DECIDE: ['UNDER_REVIEW>OPINION_APPROVAL'],
  APPROVE_OPINION: ['OPINION_DRAFT>OPINION_APPROVAL', 'OPINION_APPROVAL>OPINION_ISSUED'],
  RETURN_DRAFT: ['OPINION_DRAFT>INVESTIGATING', 'OPINION_APPROVAL>INVESTIGATING', 'OPINION_APPROVAL>UNDER_REVIEW'],
  CHECK_BEFORE_SEND: ['OPINION_ISSUED>OPINION_ISSUED', 'OPINION_ISSUED>OPINION_APPROVAL'],
  DISPATCH: ['OPINION_ISSUED>OPINION_ISSUED'],
  DELIVER: [
    'OPINION_ISSUED>REVIEW_WINDOW',
    'OPINION_ISSUED>DELIVERED',
    'OPINION_ISSUED>FINAL',
    'REPLIED>REVIEW_WINDOW',
    'REPLIED>REPLIED',
    'REVIEW_WINDOW>REVIEW_WINDOW',
    'IN_REVIEW>CLOSED',
    'IN_REVIEW>INVESTIGATING',
    // A co-petitioner who was not served before (条例35).
    'IN_REVIEW>IN_REVIEW',
    'CLOSED>CLOSED',
    // A re-review that revokes what a review upheld.
    'CLOSED>INVESTIGATING',
    'ARCHIVED>INVESTIGATING',
  ],
  CLOSE: [
    'REVIEW_WINDOW>CLOSED',
    'DELIVERED>CLOSED',
    'REPLIED>CLOSED',
    'SETTLED>CLOSED',
    'WITHDRAWN>CLOSED',
    'FINAL>CLOSED',
    'IN_REVIEW>REVIEW_WINDOW',
  ],
  CHECK_CLOSING_REPORT: ['REPORT_CHECK>CLOSED', 'REPORT_CHECK>ASSIGNED_DOWN'],
  SETTLE: ['INVESTIGATING>SETTLED'],
  MEDIATE: ['INVESTIGATING>SETTLED', 'INVESTIGATING>INVESTIGATING'],
  REQUEST_REVIEW: ASKED_FOR_REVIEW,
  REQUEST_REREVIEW: ASKED_FOR_REVIEW,
  ADMIT_LATE: ['REQ_RECEIVED>UNDER_REVIEW', 'REVIEW_WINDOW>IN_REVIEW', 'CLOSED>IN_REVIEW'],
  REOPEN: ['CLOSED>CLOSED', 'CLOSED>INVESTIGATING'],
  ARCHIVE: ['CLOSED>ARCHIVED'],
  S_SCREEN: ['S_RECEIVED>S_SCREENED'],
  S_SPLIT: ['S_SCREENED>S_SPLIT', 'S_FORWARDED>S_FORWARDED', 'S_HELD>S_HELD'],
  S_FORWARD: ['S_SCREENED>S_FORWARDED', 'S_SPLIT>S_FORWARDED'],
  S_HOLD: ['S_SCREENED>S_HELD', 'S_SPLIT>S_HELD'],
  // Nothing is told or closed that was neither forwarded nor inspected (条例22(2)、30).
  S_INFORM: ['S_FORWARDED>S_INFORMED', 'S_HELD>S_INFORMED'],
  S_CLOSE: ['S_INFORMED>S_CLOSED', 'S_FORWARDED>S_CLOSED', 'S_HELD>S_CLOSED'],
};

/** Whatever else happens beside the course of a case leaves it where it is. */
const BESIDE: ReadonlySet<string> = new Set([
  'LINK_MATTER',
  'FLAG_URGENT',
  'ACK_URGENT',
  'RECORD_URGENT_REPORT',
  'ASSIGN_HANDLER',
  'LOG_CONTACT',
  'HEAR_STATEMENT',
  'REQUEST_SUPPLEMENT',
  'HOLD_HEARING',
  'EXTEND',
  'APPLY_RECUSAL',
  'DECIDE_RECUSAL',
  'WITHDRAW',
  'ORDER_EXECUTION',
  'CONFIRM_EXECUTION',
  'FOLLOW_UP',
  'RATE',
  'EXPORT_OFFICIAL',
  'ESCALATE_UP',
  'WAIVE_CLOCK',
  'RECOMPUTE_CLOCKS',
  'CORRECT_RECORD',
  'REPORT_RETALIATION',
  'REPORT_LEAK',
  'PROPOSE',
  'INSTRUCT',
  'CIRCULATE',
  'LOG_LEADER_ACTION',
  'DISSOLVE_TASK_FORCE',
  'RECORD_FIELD_VISIT',
  'ASSESS_FAULT',
  'ADD_CO_UNIT',
  'REPORT_SUBTASK',
  'JUDGE_SUBTASK',
  'RAISE_CORRECTION',
  'ANSWER_CORRECTION',
  'SUPERVISE',
  'ANSWER_SUPERVISION',
  'JUDGE_ANSWER',
  'ORDER_RECTIFICATION',
  'REPORT_RECTIFICATION',
  'VERIFY_RECTIFICATION',
  'RAISE_FLAG',
  'CLEAR_FLAG',
  'SUGGEST3',
  'RECORD_ADOPTION',
  'OPEN_ACCOUNTABILITY',
  'DECIDE_ACCOUNTABILITY',
  'RECORD_MEETING',
  'REFER_AID',
  'HAND_ON',
]);

/** What a stored step may not be, judged from the heads before and after it and the tables: those used, and all so far. */
export function wrongInStep(
  before: Head | undefined,
  after: Head,
  record: HistoryRecord,
  tree: UnitTree,
  tables: readonly UnitTree[],
): string[] {
  const { command, at, actor } = record;
  const wrong: string[] = [];
  const unless = (holds: boolean, what: string) => {
    if (!holds) wrong.push(`${command} on ${before?.state ?? 'nothing'}: ${what}`);
  };
  const step = `${before?.state ?? ''}>${after.state}`;
  const legal = STEPS[command];
  if (before && legal && (before.state !== after.state || legal.some((one) => one.startsWith(`${before.state}>`))))
    unless(legal.includes(step), `leads to ${after.state}`);
  if (before && BESIDE.has(command)) unless(before.state === after.state, `leads to ${after.state}`);
  const officer = actor.kind === 'OFFICER' ? actor.id : undefined;
  const clock = (code: string) => before?.clocks.find((one) => one.code === code);
  const starts = (code: string) =>
    after.clocks.find((one) => one.code === code && !before?.clocks.some((old) => old.code === code));
  if (!before) {
    const inform = starts('INFORM_15D');
    if (inform) unless(inform.trigger === after.receivedAt, 'INFORM_15D does not count from receipt');
    if (after.referral && !after.sealed) {
      unless(starts('OBJECT_5WD')?.trigger === after.referral.at, 'OBJECT_5WD does not count from the inbox');
      if (after.canBeInformed)
        unless(starts('REF_INFORM_15D')?.trigger === after.referral.at, 'REF_INFORM_15D does not count from the inbox');
      unless(!isAccused(after, after.unit, tree), 'went to a unit complained about');
      unless(
        after.office === after.referral.from || !isAccused(after, after.office, tree),
        'went under a petition office complained about',
      );
    }
    unless(!after.screened || after.parentId !== undefined, 'is born screened');
    return wrong;
  }
  // What was done below, or in review, is on the record of the case that waits for it, too.
  const given = officer !== undefined && !isMovedFromElsewhere(before, command);
  const actorIsWrong = given ? wrongActor(before, command, officer, tree, tables) : undefined;
  unless(actorIsWrong === undefined, actorIsWrong ?? '');
  for (const as of ['handler', 'leader'] as const)
    unless(
      after[as] === undefined ||
        after[as] === before[as] ||
        tree.bureau.officers.some(({ id, roles }) => id === after[as] && !roles.includes('slipPrinter')),
      `names ${String(after[as])} as its ${as}, who is no officer`,
    );
  unless(before.receivedAt === after.receivedAt, 'changes the day of receipt');
  unless(before.screened || !after.screened || command === 'CLASSIFY', 'screens');
  switch (command) {
    case 'ACCEPT':
      unless(before.screened, 'was not screened');
      unless(starts('HANDLE_60D')?.trigger === at, 'HANDLE_60D does not count from the decision');
      unless(
        !clock('INFORM_15D') || !after.clocks.some(({ code }) => code === 'INFORM_15D'),
        'leaves INFORM_15D running',
      );
      unless(!isAccused(before, after.unit, tree), 'charges a unit complained about');
      break;
    case 'EXTEND': {
      const extension = after.clocks.find(({ code }) => code === 'EXT_30D');
      const days = extension?.extensionDays ?? 0;
      unless(extension?.trigger === before.acceptedAt && extension?.startedAt === at, 'does not count from acceptance');
      unless(days >= 1 && days <= 30, `by ${days} days`);
      unless(at <= (clock('HANDLE_60D')?.dueInstant ?? ''), 'after the limit');
      unless(!before.stopped.some(({ code }) => code === 'EXT_30D') && !clock('EXT_30D'), 'a second time');
      unless(
        tree.bureau.officers.some(({ id, roles }) => id === officer && roles.includes('bureauHead')),
        'by nobody who heads the organ',
      );
      break;
    }
    case 'LOG_LEADER_ACTION': {
      const evidenced = record.events.some((event) => event.type === 'leader-acted.v1' && event.evidenced);
      const promise = (head: Head) => head.clocks.find(({ code }) => code === 'LEADER_ACTION')?.trigger;
      unless(evidenced || promise(before) === promise(after), 'begins the fifteen days anew without evidence');
      break;
    }
    case 'HAND_ON':
      unless(after.unit === standsFor(before.unit, tree) && after.unit !== before.unit, `gives it to ${after.unit}`);
      unless(actor.kind === 'RULE', 'is done by somebody');
      unless(!isAccused(before, after.unit, tree), `gives it to ${after.unit}, which it complains of`);
      break;
    case 'TRANSFER':
    case 'ASSIGN':
    case 'PASS_ON': {
      const referred = record.events.find((event) => event.type === 'referred.v1');
      const { organ, accused } = before;
      unless(
        referred?.type !== 'referred.v1' ||
          before.referral === undefined ||
          before.jurisdiction !== undefined ||
          referred.to === organ ||
          tree.ancestors(referred.to).some(({ id }) => id === organ) ||
          tree.conflictsWith(organ, accused) ||
          tree.conflictsWith(before.office, accused),
        'sends what was referred to it on to another organ',
      );
      break;
    }
    case 'OBJECT':
      unless(at <= (clock('OBJECT_5WD')?.dueInstant ?? ''), 'after five working days');
      break;
    case 'RULE_OBJECTION':
      unless(before.objectedBy === undefined || before.objectedBy !== officer, 'by who objected');
      break;
    case 'APPROVE_OPINION':
      unless(before.opinion?.drafter !== officer, 'by who drafted it');
      break;
    case 'DISPATCH':
      unless(!after.clocks.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D'), 'leaves the limit running');
      break;
    case 'DELIVER': {
      const window = starts('REVIEW_APPLY_30D');
      const received = record.events.find((event) => event.type === 'delivered.v1');
      unless(
        !window ||
          received === undefined ||
          window.trigger === (received.type === 'delivered.v1' && received.receivedAt),
        'the window does not count from receipt',
      );
      unless(
        !window || (window.trigger <= at && dayIn(window.trigger) >= dayIn(before.opinion?.dispatchedAt ?? at)),
        'received at an impossible time',
      );
      break;
    }
    case 'CLOSE':
      unless(at > (clock('REVIEW_APPLY_30D')?.dueInstant ?? ''), 'while the window is open');
      unless(
        after.state !== 'CLOSED' || !after.clocks.some(({ code }) => code.endsWith('_APPLY_30D')),
        'leaves the window running',
      );
      break;
    case 'VERIFY_RECTIFICATION': {
      const key = record.events.flatMap((event) => ('key' in event && event.key ? [event.key] : []))[0];
      const duty = before.duties?.find((one) => one.key === key);
      const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit;
      unless(duty?.answeredAt !== undefined, 'before anything was reported');
      unless(duty !== undefined && duty.unit !== unit, 'by the unit that put it right');
      unless(unit !== undefined && !isAccused(before, unit, tree), 'by a unit complained about');
      break;
    }
    case 'CORRECT_RECORD':
    case 'CLASSIFY':
    case 'SIGN_FOR':
    case 'REGISTER':
      for (const old of before.clocks)
        unless(
          old.code.startsWith('SIMPLE') ||
            after.clocks.some(
              (one) => one.code === old.code && one.nominalDue === old.nominalDue && one.trigger === old.trigger,
            ),
          `touches ${old.code}`,
        );
      break;
    default:
  }
  return wrong;
}

/** Commands on a case below, or of a review above, move this case with theirs; whose they are is judged there. */
const isMovedFromElsewhere = ({ state }: Head, command: string): boolean =>
  ['REFERRED_DOWN', 'ASSIGNED_DOWN', 'IN_REVIEW'].includes(state) ||
  (command === 'SEAL' && state === 'RETURNED') ||
  // A case that was reopened is below the one that was closed.
  (command === 'LINK_MATTER' && state === 'CLOSED') ||
  (command === 'DELIVER' && (state === 'CLOSED' || state === 'ARCHIVED'));

/** The unit itself or one above it, or one of them is headed by who is complained about (条例30(3), G6). */
function isAccused(head: Head, unit: string, tree: UnitTree): boolean {
  const line = [unit, ...tree.ancestors(unit as Head['unit']).map(({ id }) => id)];
  const heads = tree.bureau.units.flatMap((one) => (line.includes(one.id) ? [one.head, one.petitionDutyHead] : []));
  return (
    accusedUnits(head, tree).some(
      (accused) => accused === unit || (line.includes(accused) && accused !== head.office),
    ) || heads.some((id) => head.accused.officers.includes(id))
  );
}
