import type { LocalDate, OfficerId, UnitId } from '../ids.ts';
import { type Clock, type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type Duty, type DutyKind, dutyOf, openDuties } from '../regions.ts';
import { canLead } from '../who-rules.ts';
import { type DecideContext, newClock, type Precondition, type Standpoint, start, stop } from './context.ts';

/** What the duties beside a case share: who owes them, who leads, until when. */

/** Unit of the officer who commands; a rule has none. */
export const unitOfActor = ({ officer, tree }: Pick<Standpoint, 'officer' | 'tree'>): UnitId | undefined =>
  officer === undefined ? undefined : tree.officer(officer)?.unit;

const DUTY_ZH: Readonly<Record<DutyKind, string>> = {
  SUPERVISION: '督办',
  SUGGESTION: '建议',
  CORRECTION: '纠错通知',
  SUBTASK: '协办任务',
  EXECUTION: '执行事项',
  ACCOUNTABILITY: '责任审查',
  RECTIFICATION: '整改事项',
};

/** One is open; which of them, the command says. */
function openDutiesOf(head: Head, kind: DutyKind): readonly Duty[] {
  const open = openDuties(head, kind);
  if (open.length > 0) return open;
  throw new Refused(
    refusal(
      'NO_SUCH_DUTY',
      undefined,
      '条例40',
      [`本件没有未了的${DUTY_ZH[kind]}`, `this case has no open ${kind}`],
      [`有未了的${DUTY_ZH[kind]}时才能执行`, 'it is possible while one is open'],
    ),
  );
}

/** Before anybody names a duty: one of that kind is open. */
export const isOwed =
  (kind: DutyKind): Precondition =>
  (head) => {
    openDutiesOf(head, kind);
  };

/** Before anybody names a duty: one of that kind waits for the answer of this unit. */
export const isOwedHere =
  (kind: DutyKind): Precondition =>
  (head, context) => {
    const waiting = openDutiesOf(head, kind).filter(({ answeredAt }) => answeredAt === undefined);
    if (waiting.length === 0) throw new Refused(ALREADY_ANSWERED);
    if (!waiting.some(({ unit }) => unit === unitOfActor(context))) throw new Refused(NOT_YOUR_DUTY(waiting));
  };

/** Before anybody names a duty: an answer of that kind waits for this officer's judgement. */
export const waitsForJudgement =
  (kind: DutyKind): Precondition =>
  (head, context) => {
    const answered = openDutiesOf(head, kind).filter(({ answeredAt }) => answeredAt !== undefined);
    if (answered.length === 0) throw new Refused(NOT_ANSWERED(openDutiesOf(head, kind)[0]?.due));
    if (answered.every((duty) => isOwnAnswer(duty, context))) throw new Refused(JUDGE_OF_ONESELF);
  };

/** The duty that the command names, still open. */
export function openDuty(head: Head, kind: DutyKind, key: string): Duty {
  const duty = dutyOf(head, key);
  if (duty?.kind === kind && duty.settledAt === undefined) return duty;
  throw new Refused(
    refusal(
      'NO_SUCH_DUTY',
      undefined,
      '条例40',
      [`本件没有编号为“${key}”的未了${DUTY_ZH[kind]}`, `this case has no open ${kind} with the key "${key}"`],
      ['编号见 GET /petitions/{id} 的 duties', 'see `duties` in GET /petitions/{id} for the keys'],
      '/key',
    ),
  );
}

/** Only the unit that owes it answers, once. */
export function answersFor(duty: Duty, context: DecideContext): void {
  if (unitOfActor(context) !== duty.unit) throw new Refused({ ...NOT_YOUR_DUTY([duty]), field: '/key' });
  if (duty.answeredAt !== undefined) throw new Refused({ ...ALREADY_ANSWERED, field: '/key' });
}

/** There is an answer to judge. */
export function hasAnswer(duty: Duty): void {
  if (duty.answeredAt === undefined) throw new Refused({ ...NOT_ANSWERED(duty.due), field: '/key' });
}

/** An answer is judged once it is there, and never by the unit that gave it. */
export function judges(duty: Duty, context: DecideContext): void {
  hasAnswer(duty);
  if (isOwnAnswer(duty, context)) throw new Refused({ ...JUDGE_OF_ONESELF, field: '/key' });
}

/** A supervisor of the same unit, who does not head it, judges what it answered all the same. */
function isOwnAnswer(duty: Duty, { officer: id, tree, standings }: Standpoint): boolean {
  const officer = id && tree.officer(id);
  if (officer?.unit !== duty.unit) return false;
  return !standings.has('SUPERVISOR') || officer.roles.includes('unitHead');
}

const NOT_YOUR_DUTY = (duties: readonly Duty[]) =>
  refusal(
    'NOT_YOUR_DUTY',
    undefined,
    '条例40',
    ['应当由承担该项职责的单位答复', 'the unit that owes it answers'],
    [
      `由 ${duties.map(({ unit }) => unit).join('、')} 的负责人答复`,
      `let the head of ${duties.map(({ unit }) => unit).join(' or ')} answer`,
    ],
  );

const ALREADY_ANSWERED = refusal(
  'ALREADY_ANSWERED',
  undefined,
  '条例40',
  ['已经答复,正在审核', 'it was answered and is being judged'],
  ['等待审核结果', 'wait for the judgement'],
);

const NOT_ANSWERED = (due: LocalDate | undefined) =>
  refusal(
    'NOT_ANSWERED',
    undefined,
    '条例40',
    ['对方尚未答复,无从审核', 'nothing was answered yet'],
    [due ? `${due} 前待其答复` : '待其答复', due ? `it is due by ${due}` : 'wait for the answer'],
  );

const JUDGE_OF_ONESELF = refusal(
  'JUDGE_OF_ONESELF',
  undefined,
  '条例28(3)',
  ['不得审核本单位的答复', 'nobody judges what his own unit answered'],
  ['由提出的部门或督办员审核', 'let those who asked, or the supervisor, judge it'],
);

/** A letter needs somebody there who can answer it. */
export function canAnswer(unit: UnitId, { tree }: Standpoint, field: string): void {
  if (tree.bureau.officers.some((officer) => officer.unit === unit && officer.roles.includes('unitHead'))) return;
  throw new Refused(
    refusal(
      'NOBODY_TO_ANSWER',
      undefined,
      '条例14',
      ['该单位没有可以答复的负责人', 'nobody in that unit can answer'],
      ['选择设有负责人的部门或派出所', 'choose a branch, station or office that has a head'],
      field,
    ),
  );
}

/** A leader of the organ or of one above it. @throws Refused otherwise */
export function leads(leader: OfficerId, head: Head, context: DecideContext, field: string, guard = 'A-31'): void {
  const officer = context.tree.officer(leader);
  if (officer && canLead(officer, head, context.tree)) return;
  throw new Refused(
    refusal(
      'NOT_A_LEADER',
      guard,
      '条例18(2)',
      ['包案领导应当是本机关或上级机关的领导', 'the sponsoring leader is a leader of this organ or of one above it'],
      ['指定本机关或上级机关的领导', 'name a leader of this organ or of one above it'],
      field,
    ),
  );
}

/** A unit that still helps does not lead: it would judge its own report. */
export function mayLead(head: Head, unit: UnitId, field: string): void {
  if (!openDuties(head, 'SUBTASK').some((duty) => duty.unit === unit)) return;
  throw new Refused(
    refusal(
      'CO_UNIT_CANNOT_LEAD',
      'A-41',
      '条例24',
      ['该单位正在协办,协办了结前不能改为主办', 'that unit is helping; it cannot lead before its sub-task is settled'],
      ['先执行 JUDGE_SUBTASK', 'JUDGE_SUBTASK first'],
      field,
    ),
  );
}

/** The limit that everything inside the case has to keep. */
export const outerClock = (head: Head): Clock | undefined =>
  runningClock(head, 'HANDLE_60D') ?? runningClock(head, 'EXT_30D') ?? runningClock(head, 'REMAKE');

/**
 * Nothing inside the case is due after its own limit. Once that has passed, a late day is better than none: the case
 * must not be stuck.
 */
export function withinLimit(head: Head, dueAt: LocalDate, today: LocalDate, code: string, guard: string): void {
  const outer = outerClock(head);
  if (!outer || today > outer.nominalDue || dueAt <= outer.nominalDue) return;
  throw new Refused(
    refusal(
      code,
      guard,
      '条例34',
      [`时限不得晚于本件期限 ${outer.nominalDue}`, `it may not end after the limit of the case, ${outer.nominalDue}`],
      [`填写 ${outer.nominalDue} 或更早的日期`, `give ${outer.nominalDue} or an earlier day`],
      '/dueAt',
    ),
  );
}

/** States in which a sponsoring leader's 15 days run (包案不办案, A-35): from acceptance until the opinion is out. */
const IN_WORK: ReadonlySet<Head['state']> = new Set([
  'ACCEPTED',
  'INVESTIGATING',
  'OPINION_DRAFT',
  'OPINION_APPROVAL',
  'OPINION_ISSUED',
]);

/** The 15 days of the sponsoring leader begin, or begin anew. */
export function leaderClock(head: Head, { now, calendar }: DecideContext, why: string): PetitionEvent[] {
  if (!IN_WORK.has(head.state) || head.opinion?.dispatchedAt !== undefined) return [];
  return [...stop(head, ['LEADER_ACTION'], now, why), start(newClock('LEADER_ACTION', now, calendar))];
}
