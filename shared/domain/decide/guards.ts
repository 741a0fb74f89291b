import { barredFrom, ownAccused } from '../accused-parties.ts';
import type { Unit } from '../bureau.ts';
import type { LocalDate, OfficerId, UnitId } from '../ids.ts';
import type { DispatchMethod, Head, Holding } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { openDuties } from '../regions.ts';
import { inCharge, isAbolished } from '../unit-history.ts';
import type { AccusedParties } from '../unit-tree.ts';
import { isComplainedAbout, isForOutside } from '../who-rules.ts';
import type { Standpoint } from './context.ts';

/**
 * Guards (前提条件) that several commands share. Each throws {@link Refused} with its article, or returns.
 */

/** G6, P-03: never to the unit complained about, one below it, or one whose head is complained about. */
export function recipientIsNotAccused(head: Head, to: UnitId, context: Standpoint, field: string): void {
  isNoneOf(barredFrom(head, context.matterCases), head, to, context, field);
}

/** The unit is neither one of them nor below or led by one. @throws Refused */
export function isNoneOf(accused: AccusedParties, head: Head, to: UnitId, { tree }: Standpoint, field: string): void {
  if (!tree.conflictsWith(to, accused)) return;
  const isOutside = head.state === 'REGISTERED' && isForOutside(head.organ, ownAccused(head), tree);
  throw new Refused(
    refusal(
      'RECIPIENT_IS_ACCUSED',
      'G6',
      '条例30(3)',
      [
        '不得将信访事项转给被反映的单位或其下属单位,也不得转给被反映人任负责人的单位',
        'the recipient is complained about, lies below a unit that is, or is headed by an officer who is',
      ],
      isOutside
        ? [
            '本机关各单位均受其管辖,单位表中没有上级机关:用 REDIRECT 告知信访人向上级公安机关提出',
            'each unit here is under their command, and no superior stands in the tables: REDIRECT the petitioner to the superior police organ',
          ]
        : [
            '请选择不受被反映单位或人员管辖的单位,例如其上级机关',
            'choose a unit outside the command of those complained about, for example their superior',
          ],
      field,
    ),
  );
}

/**
 * Where what is handed to a unit arrives: at an organ its petition office, at any other unit that unit, under the
 * petition office of its organ. G6 holds for each of them: the office keeps the clocks of the case and reads its file.
 * @returns the organ, the office and the unit that hold the case from then on
 */
export function recipientOf(head: Head, to: UnitId, context: Standpoint, field: string): Holding {
  knownUnit(to, context, field);
  recipientIsNotAccused(head, to, context, field);
  const organ = context.tree.organOf(to);
  const office = context.tree.petitionOfficeOf(to);
  if (!organ || !office) throw new Error(`unit ${to} has no organ or petition office: the bureau table is not valid`);
  if (office.id !== head.office) recipientIsNotAccused(head, office.id, context, field);
  return { organ: organ.id, office: office.id, unit: to === organ.id ? office.id : to };
}

/** P-09, P-10: the officer complained about, or anyone of an accused unit, never handles. */
export function officerIsNotAccused(head: Head, officer: OfficerId, context: Standpoint, field: string): void {
  const unit = context.tree.officer(officer)?.unit;
  const barred = barredFrom(head, context.matterCases);
  const conflict =
    barred.officers.includes(officer) ||
    head.recused?.includes(officer) === true ||
    (unit !== undefined && context.tree.conflictsWith(unit, barred));
  if (!conflict) return;
  throw new Refused(
    refusal(
      'OFFICER_IS_ACCUSED',
      'P-10',
      '条例28(3)',
      ['被反映的民警及被反映单位的人员应当回避', 'the officer is complained about, or serves in a unit that is'],
      ['请指定与信访事项无利害关系的民警', 'name an officer without an interest in the matter'],
      field,
    ),
  );
}

/** The unit charged with it: as chosen, as an instruction (批示) said, or the one that has it now. */
export function chargedUnit(head: Head, chosen: UnitId | undefined, field: string): UnitId {
  const instructed = head.slip?.unit;
  if (instructed === undefined || chosen === undefined || chosen === instructed)
    return chosen ?? instructed ?? head.unit;
  throw new Refused(
    refusal(
      'INSTRUCTED_OTHERWISE',
      'A-31',
      '拟办—批示—流转',
      [`领导批示由“${instructed}”承办`, `the instruction charges "${instructed}" with it`],
      ['按批示确定承办单位;情况有变的,重新报请批示', 'follow it; where things changed, ask for another instruction'],
      field,
    ),
  );
}

/** A unit that can be given something to do: it stands in the tables, and is not abolished. */
export function knownUnit(id: UnitId, context: Standpoint, field: string): void {
  const { tree } = context;
  const unit = existingUnit(id, context, field);
  if (!isAbolished(unit)) return;
  const heirs = inCharge(id, tree).filter((heir) => heir !== id);
  const named = (heir: UnitId): string => `${tree.unit(heir)?.name ?? heir}(${heir})`;
  throw new Refused(
    refusal(
      'UNIT_ABOLISHED',
      undefined,
      '条例22、23',
      [`${unit.name}(${id})已撤销`, `${id} is no more`],
      heirs.length > 0
        ? [`请选择承继单位:${heirs.map(named).join('、')}`, `choose who took over from it: ${heirs.join(', ')}`]
        : ['请从单位表(GET /units)中选择现有单位', 'choose one that exists from the table of units (GET /units)'],
      field,
    ),
  );
}

/** A unit that stands in the tables, if only as one that was. */
function existingUnit(id: UnitId, { tree }: Standpoint, field: string): Unit {
  const unit = tree.unit(id);
  if (unit) return unit;
  throw new Refused(
    refusal(
      'UNKNOWN_UNIT',
      undefined,
      '条例22、23',
      [`单位“${id}”不在本机关的单位表中`, `there is no unit "${id}" in the bureau's table`],
      ['请从单位表(GET /units)中选择', 'choose one from the table of units (GET /units)'],
      field,
    ),
  );
}

/** What a command says where a unit belongs to another organ: its article, the fact and the way on. */
export interface OtherOrgan {
  readonly guard?: string;
  readonly article: string;
  readonly says: readonly [zh: string, en: string];
  readonly instead: readonly [zh: string, en: string];
}

/** The unit belongs to the organ that has the case. @throws Refused in the words of the command */
export function isOfThisOrgan(head: Head, unit: UnitId, { tree }: Standpoint, field: string, words: OtherOrgan): void {
  if (tree.organOf(unit)?.id === head.organ) return;
  const { guard, article, says, instead } = words;
  throw new Refused(refusal('UNIT_OF_ANOTHER_ORGAN', guard, article, says, instead, field));
}

export function knownOfficer(id: OfficerId, context: Standpoint, field: string): void {
  if (context.tree.officer(id)) return;
  throw new Refused(
    refusal(
      'UNKNOWN_OFFICER',
      undefined,
      '条例28',
      [`人员“${id}”不在本机关的人员表中`, `there is no officer "${id}" in the bureau's table`],
      ['请从单位表(GET /units)所列人员中选择', 'choose one from the table of units and officers (GET /units)'],
      field,
    ),
  );
}

/** Every unit and officer complained about stands in the tables. */
export function knownAccused({ units, officers }: AccusedParties, context: Standpoint): void {
  for (const [at, unit] of units.entries()) existingUnit(unit, context, `/accused/units/${at}`);
  for (const [at, officer] of officers.entries()) knownOfficer(officer, context, `/accused/officers/${at}`);
}

/** A person has to have screened the petition first: it could be an accusation. */
export function isScreened(head: Head): void {
  if (head.screened) return;
  throw new Refused(
    refusal(
      'NOT_SCREENED',
      'P-03',
      '条例30、31',
      [
        '尚未由工作人员分类,不能离开甄别队列',
        'no person has classified it yet, so it cannot leave the screening queue',
      ],
      ['先执行 CLASSIFY(或 SEAL)', 'CLASSIFY (or SEAL) it first'],
    ),
  );
}

/** A notice needs a way out, unless the duty to inform is waived because name and address are unclear. */
export function noticeHasMethod(head: Head, method: DispatchMethod | undefined): void {
  if (method || !head.canBeInformed) return;
  throw new Refused(
    refusal(
      'NOTICE_REQUIRED',
      undefined,
      '条例23(2)',
      [
        '应当书面告知信访人,请填写告知书的送出方式',
        'the petitioner must be told in writing: say how the notice goes out',
      ],
      [`填写 method,例如 "POST"`, 'give `method`, for example "POST"'],
      '/method',
    ),
  );
}

/** A date that the command sets is today at the earliest. */
export function notBefore(date: LocalDate, today: LocalDate, field: string, article: string): void {
  if (date < today) isFuture(date, today, field, article);
}

/** A date that the command sets must lie after today. */
export function isFuture(date: LocalDate, today: LocalDate, field: string, article: string): void {
  if (date > today) return;
  throw new Refused(
    refusal(
      'DATE_NOT_IN_FUTURE',
      undefined,
      article,
      [`日期 ${date} 应晚于今天(${today})`, `${date} must lie after today (${today})`],
      ['请填写今天以后的日期', 'give a later date'],
      field,
    ),
  );
}

/** where the organ has a duty leader (值班领导) who may, he looks at an opinion before it goes out. */
export function checkedBeforeSend(head: Head, { tree }: Standpoint): void {
  if (head.sendCheck) return;
  const onDuty = tree.bureau.officers.some(
    ({ id, unit, roles }) =>
      roles.includes('dutyLeader') &&
      tree.organOf(unit)?.id === head.organ &&
      !isComplainedAbout({ id, unit }, head, tree) &&
      !head.recused?.includes(id) &&
      id !== head.handler &&
      id !== head.opinion?.drafter,
  );
  if (!onDuty) return;
  throw new Refused(
    refusal(
      'NOT_CHECKED_BEFORE_SEND',
      'A-36',
      '值班领导督促把关',
      ['意见书发出前应当由值班领导把关', 'the duty leader checks an opinion before it goes out'],
      ['先由值班领导执行 CHECK_BEFORE_SEND', 'let the duty leader CHECK_BEFORE_SEND first'],
    ),
  );
}

/** one consolidated answer, so every sub-task is judged before the opinion is drafted. */
export function subtasksSettled(head: Head): void {
  if (openDuties(head, 'SUBTASK').length === 0) return;
  throw new Refused(
    refusal(
      'SUBTASK_OPEN',
      'A-41',
      '条例24',
      ['协办单位尚未反馈,或者反馈尚未审核', 'a co-unit has not reported, or its report was not judged'],
      ['先执行 REPORT_SUBTASK、JUDGE_SUBTASK', 'REPORT_SUBTASK and JUDGE_SUBTASK first'],
    ),
  );
}

/** a correction that was called for is answered before the case is closed. */
export function correctionsAnswered(head: Head): void {
  if (openDuties(head, 'CORRECTION').length === 0) return;
  throw new Refused(
    refusal(
      'CORRECTION_OPEN',
      'A-63',
      '纠错监督',
      ['纠错通知尚未答复,不得结案', 'a notice of correction has not been answered; the case cannot be closed'],
      ['先执行 ANSWER_CORRECTION', 'ANSWER_CORRECTION first'],
    ),
  );
}
