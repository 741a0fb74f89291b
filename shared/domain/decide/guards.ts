import type { LocalDate, OfficerId, UnitId } from '../ids.ts';
import type { DispatchMethod, Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext } from './context.ts';

/**
 * Guards (前提条件) that several commands share. Each throws {@link Refused} with its article, or returns.
 */

/** G6, P-03: never to the unit complained about, one below it, or one whose head is complained about. */
export function recipientIsNotAccused(head: Head, to: UnitId, context: DecideContext, field: string): void {
  if (!context.tree.conflictsWith(to, head.accused)) return;
  throw new Refused(
    refusal(
      'RECIPIENT_IS_ACCUSED',
      'G6',
      '条例30(3)',
      [
        '不得将信访事项转给被反映的单位或其下属单位,也不得转给被反映人任负责人的单位',
        'the recipient is complained about, lies below a unit that is, or is headed by an officer who is',
      ],
      [
        '请选择不受被反映单位或人员管辖的单位,例如其上级机关',
        'choose a unit outside the command of those complained about, for example their superior',
      ],
      field,
    ),
  );
}

/** P-09, P-10: the officer complained about, or anyone of an accused unit, never handles. */
export function officerIsNotAccused(head: Head, officer: OfficerId, context: DecideContext, field: string): void {
  const unit = context.tree.officer(officer)?.unit;
  const conflict =
    head.accused.officers.includes(officer) || (unit !== undefined && context.tree.conflictsWith(unit, head.accused));
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

export function knownUnit(id: UnitId, context: DecideContext, field: string): void {
  if (context.tree.unit(id)) return;
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

export function knownOfficer(id: OfficerId, context: DecideContext, field: string): void {
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
