import type { CommandOf } from '../commands.ts';
import type { OfficerId } from '../ids.ts';
import { type Head, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, newClock, type Standpoint, start, stop } from './context.ts';
import { isScreened, knownUnit, recipientIsNotAccused } from './guards.ts';
import { namesNobodyAccused } from './paths-guards.ts';

/**
 * 5 标记重大紧急: place, words and phone first, registration later; it ends nothing (§5.1). Danger to life rings until
 * somebody answers.
 */
export function flagUrgent(head: Head, command: CommandOf<'FLAG_URGENT'>, context: DecideContext): Decision {
  mayFlagUrgent(head);
  if (head.urgent && !head.urgent.reportedAt && !command.lifeAtStake)
    throw new Refused({ ...ALREADY_URGENT, field: '/lifeAtStake' });
  return {
    events: [
      { type: 'urgent-flagged.v1', lifeAtStake: command.lifeAtStake, measures: command.measures },
      ...(runningClock(head, 'URGENT_REPORT') ? [] : [start(newClock('URGENT_REPORT', context.now, context.calendar))]),
      ...(command.lifeAtStake && !runningClock(head, 'ACK_URGENT')
        ? [start(newClock('ACK_URGENT', context.now, context.calendar))]
        : []),
    ],
    texts: { place: command.place, reason: command.reason },
  };
}

/** Until its report is out, only danger to life is flagged beside what was flagged before. */
export function mayFlagUrgent({ urgent }: Head): void {
  if (urgent?.lifeAtStake && !urgent.reportedAt) throw new Refused(ALREADY_URGENT);
}

const ALREADY_URGENT = refusal(
  'ALREADY_URGENT',
  undefined,
  '条例25',
  ['已经标记为重大紧急,报告尚未发出', 'it is flagged already, and its report is not out yet'],
  ['由值班领导接应、记录报告', 'the duty leader answers and records the report'],
);

/** 54 紧急接应 */
export function acknowledgeUrgent(head: Head, command: CommandOf<'ACK_URGENT'>, context: DecideContext): Decision {
  const by = mayAcknowledge(head, context);
  return {
    events: [{ type: 'urgent-acknowledged.v1', by }, ...stop(head, ['ACK_URGENT'], context.now, '已接应')],
    ...(command.note ? { texts: { note: command.note } } : {}),
  };
}

/** @returns the officer who answers while it rings */
export function mayAcknowledge(head: Head, { officer }: Standpoint): OfficerId {
  if (!officer || !runningClock(head, 'ACK_URGENT'))
    throw new Refused(
      refusal(
        'NOTHING_TO_ACKNOWLEDGE',
        undefined,
        '条例25',
        ['没有等待接应的危及生命情形', 'no danger to life waits for an answer'],
        ['无需接应', 'nothing is left to do'],
      ),
    );
  return officer;
}

/** 54 记录紧急报告: to whom and what, never to those complained about; then the clock of the report stops. */
export function recordUrgentReport(
  head: Head,
  command: CommandOf<'RECORD_URGENT_REPORT'>,
  context: DecideContext,
): Decision {
  mayReportUrgent(head);
  namesNobodyAccused(head, command.to, context, '/to');
  return {
    events: [
      { type: 'urgent-reported.v1' },
      { type: 'document-issued.v1', kind: 'DOC-URGENT', method: 'ELECTRONIC' },
      ...stop(head, ['URGENT_REPORT'], context.now, '紧急报告已发出'),
    ],
    texts: { to: command.to, content: command.content },
  };
}

/** A report is due. */
export function mayReportUrgent(head: Head): void {
  if (!runningClock(head, 'URGENT_REPORT'))
    throw new Refused(
      refusal(
        'NO_URGENT_REPORT_DUE',
        undefined,
        '条例25',
        ['没有待发的紧急报告', 'no urgent report is due'],
        ['需要报告的,先执行 FLAG_URGENT', 'FLAG_URGENT first if there is something to report'],
      ),
    );
}

/** 45 登记录入: the official system counts; its number is what keeps one matter from being entered twice (P-24). */
export function exportOfficial(head: Head, command: CommandOf<'EXPORT_OFFICIAL'>, _context: DecideContext): Decision {
  const { externalNumber } = command;
  if (externalNumber && head.externalNumber && externalNumber !== head.externalNumber)
    throw new Refused(
      refusal(
        'EXTERNAL_NUMBER_DIFFERS',
        'P-24',
        '条例21(2)',
        [
          `该件在官方系统的编号已登记为 ${head.externalNumber}`,
          `its number in the official system is on record as ${head.externalNumber}`,
        ],
        ['编号有误的,先用 CORRECT_RECORD 更正', 'if that is wrong, CORRECT_RECORD first'],
        '/externalNumber',
      ),
    );
  return {
    events: [{ type: 'exported.v1', system: command.system, ...(externalNumber ? { externalNumber } : {}) }],
  };
}

/** 64 向上报告: to an organ above; the case stays where it is, with every date. */
export function escalateUp(head: Head, command: CommandOf<'ESCALATE_UP'>, context: DecideContext): Decision {
  isScreened(head);
  namesNobodyAccused(head, command.organ, context, '/organ');
  const { unit } = command;
  if (unit === undefined)
    return { events: [{ type: 'escalated-up.v1' }], texts: { organ: command.organ, reason: command.reason } };
  knownUnit(unit, context, '/unit');
  recipientIsNotAccused(head, unit, context, '/unit');
  const organ = context.tree.organOf(unit)?.id;
  if (!organ || organ === head.organ || !context.tree.isWithin(head.organ, organ))
    throw new Refused(
      refusal(
        'NOT_A_SUPERIOR',
        undefined,
        '条例14、25',
        ['应当向上级公安机关报告', 'it is reported to an organ above'],
        ['选择上级公安机关或其信访部门', 'choose an organ above or its petition office'],
        '/unit',
      ),
    );
  const office = context.tree.petitionOfficeOf(organ)?.id ?? organ;
  return {
    events: [{ type: 'escalated-up.v1', unit: office }],
    texts: { organ: command.organ, reason: command.reason },
  };
}
