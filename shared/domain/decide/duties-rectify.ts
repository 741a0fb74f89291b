import { localDateOf } from '../calendar.ts';
import { isReported } from '../candidates.ts';
import type { CommandOf } from '../commands.ts';
import type { RectificationGround } from '../commands-duties.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type Duty, nextDutyKey, openDuties } from '../regions.ts';
import { type DecideContext, type Decision, newClock, type Standpoint, start, stop } from './context.ts';
import { answersFor, canAnswer, hasAnswer, isOwedHere, openDuty, unitOfActor } from './duties-guards.ts';
import { isFuture, isOfThisOrgan, isScreened, knownUnit, recipientIsNotAccused } from './guards.ts';

/** 整改: what the unit with the fault puts right, by a day, and another unit verifies. */
const CITE = '条例14(2)、40(1)(A-70)';

/** 责令整改: to the unit whose fault it is, on a ground that stands in the record of the case. */
export function orderRectification(
  head: Head,
  command: CommandOf<'ORDER_RECTIFICATION'>,
  context: DecideContext,
): Decision {
  mayOrderRectification(head);
  const { ground, unit, dueAt } = command;
  if (!isBorneOut(head, ground)) throw new Refused({ ...noGround(head), field: '/ground' });
  knownUnit(unit, context, '/unit');
  recipientIsNotAccused(head, unit, context, '/unit');
  isOfThisOrgan(head, unit, context, '/unit', {
    guard: 'A-70',
    article: CITE,
    says: ['整改单位应当属于本机关', 'the unit that puts it right belongs to this organ'],
    instead: [
      '从本机关的单位中选择;其他机关的问题,报共同上级',
      'choose a unit of this organ, or ask the common superior',
    ],
  });
  canAnswer(unit, context, '/unit');
  if (dueAt !== undefined) isFuture(dueAt, localDateOf(context.now), '/dueAt', CITE);
  const key = nextDutyKey(head, 'RECTIFICATION');
  const options = { key, ...(dueAt === undefined ? {} : { setDue: dueAt }) };
  const clock = newClock('RECTIFY', context.now, context.calendar, options);
  return {
    events: [
      {
        type: 'duty-opened.v1',
        duty: {
          kind: 'RECTIFICATION',
          key,
          code: ground,
          unit,
          ...(context.officer ? { raisedBy: context.officer } : {}),
          openedAt: context.now,
          due: clock.due,
        },
      },
      start(clock),
    ],
    texts: { what: command.what },
  };
}

/** Something was found of which the record of the case tells. */
export function mayOrderRectification(head: Head): void {
  isScreened(head);
  if (!(['FAULT', 'OVERTURNED', 'SUPERVISION'] as const).some((ground) => isBorneOut(head, ground)))
    throw new Refused(noGround(head));
}

/** What bears a ground out: a fault that was found, an opinion that did not stand, a letter that was sent. */
function isBorneOut(head: Head, ground: RectificationGround): boolean {
  const duties = head.duties ?? [];
  switch (ground) {
    case 'FAULT':
      return (
        head.fault === 'PARTIAL' ||
        head.fault === 'FULL' ||
        duties.some(
          // Who ordered it would tell the unit of a report that is kept from it (P-08).
          ({ kind, code, outcome }) => kind === 'ACCOUNTABILITY' && !isReported(code) && outcome?.startsWith('ACC-'),
        )
      );
    case 'OVERTURNED':
      return duties.some(({ kind, code }) => kind === 'ACCOUNTABILITY' && code === 'OPINION_OVERTURNED');
    case 'SUPERVISION':
      return duties.some(({ kind }) => kind === 'SUPERVISION');
  }
}

const noGround = ({ state }: Pick<Head, 'state'>) =>
  refusal(
    'NOTHING_TO_RECTIFY',
    'A-70',
    CITE,
    [
      '本件没有评定或者认定有责,意见没有被变更、撤销,也没有发过督办函',
      'no fault was found here, no opinion was overturned and no letter of supervision was sent',
    ],
    state === 'CLOSED' || state === 'FINAL'
      ? ['由审计员启动责任审查', 'let the auditor open a review of responsibility']
      : ['先评定责任(ASSESS_FAULT)或者督办(SUPERVISE)', 'ASSESS_FAULT or SUPERVISE first'],
  );

/** 报告整改: with evidence, by the unit that owes it. The day stands until another unit has verified it. */
export function reportRectification(
  head: Head,
  command: CommandOf<'REPORT_RECTIFICATION'>,
  context: DecideContext,
): Decision {
  isOwedHere('RECTIFICATION')(head, context);
  const duty = openDuty(head, 'RECTIFICATION', command.key);
  answersFor(duty, context);
  return {
    events: [{ type: 'duty-answered.v1', key: duty.key }],
    texts: { done: command.done, evidence: command.evidence },
  };
}

/** 验收整改: verified, the item is settled; not verified, it goes back and its day stands. Either has a reason. */
export function verifyRectification(
  head: Head,
  command: CommandOf<'VERIFY_RECTIFICATION'>,
  context: DecideContext,
): Decision {
  mayVerifyRectification(head, context);
  const duty = openDuty(head, 'RECTIFICATION', command.key);
  hasAnswer(duty);
  if (isOwnWork(duty, context)) throw new Refused({ ...VERIFIED_BY_ANOTHER, field: '/key' });
  return {
    events: command.verified
      ? [
          { type: 'duty-settled.v1', key: duty.key, outcome: 'VERIFIED' },
          ...stop(head, ['RECTIFY'], context.now, '整改已经其他单位核实', 'MET', duty.key),
        ]
      : [{ type: 'duty-sent-back.v1', key: duty.key }],
    texts: { reason: command.reason },
  };
}

/** Something was reported by another unit than the officer's own, and his is not the one complained about. */
export function mayVerifyRectification(head: Head, context: Standpoint): void {
  const unit = unitOfActor(context);
  const reported = openDuties(head, 'RECTIFICATION').filter(({ answeredAt }) => answeredAt !== undefined);
  if (reported.length === 0) throw new Refused(NOTHING_REPORTED);
  // Stricter than who may see the case: the petition office passes on what complains of its whole organ (P-10), no more.
  if (unit !== undefined && context.tree.conflictsWith(unit, head.accused)) throw new Refused(COMPLAINED_ABOUT);
  if (reported.every((duty) => isOwnWork(duty, context))) throw new Refused(VERIFIED_BY_ANOTHER);
}

const isOwnWork = (duty: Duty, context: Standpoint): boolean => unitOfActor(context) === duty.unit;

const NOTHING_REPORTED = refusal(
  'NOTHING_REPORTED',
  'A-70',
  CITE,
  ['没有待核实的整改报告', 'no rectification was reported that waits to be verified'],
  ['整改单位先执行 REPORT_RECTIFICATION', 'the unit reports first: REPORT_RECTIFICATION'],
);

const VERIFIED_BY_ANOTHER = refusal(
  'VERIFIED_BY_ANOTHER',
  'A-70',
  CITE,
  ['整改情况由整改单位以外的单位核实', 'a unit other than the one that put it right verifies it'],
  ['由其他单位核实', 'let another unit verify it'],
);

const COMPLAINED_ABOUT = refusal(
  'VERIFIER_IS_ACCUSED',
  'A-70',
  '条例28(3)、30(3)',
  ['被反映的单位和人员所在单位不得核实整改', 'nobody of a unit that is complained about verifies it'],
  ['由上级机关的督办员核实', 'let the supervisor of the organ above verify it'],
);
