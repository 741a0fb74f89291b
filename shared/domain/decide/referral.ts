import { type Calendar, localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import { MOST_HOPS } from '../hops.ts';
import type { LocalDate, UnitId } from '../ids.ts';
import type { DispatchMethod, Head, Referral } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { withoutRegions } from '../regions.ts';
import {
  type DecideContext,
  type Decision,
  moveTo,
  newClock,
  notice,
  type Standpoint,
  start,
  stop,
} from './context.ts';
import { isFuture, isScreened, noticeHasMethod, recipientOf } from './guards.ts';
import { asDecided, isFirstBounce, jurisdictionIsOpen } from './paths-dispute.ts';
import { informed } from './paths-guards.ts';
import { informClock } from './record.ts';
import { resumeClock } from './resume-clock.ts';

/** Screened, and not handed on so often (踢皮球) that it is for whoever has it, or for the common superior. */
export function mayReferOn(head: Head): void {
  isScreened(head);
  if (head.hops < MOST_HOPS.value) return;
  throw new Refused(
    refusal(
      'TOO_MANY_HOPS',
      'A-22',
      '条例24',
      [
        `该件已经转手 ${head.hops} 次,不得再向下转送、交办(本系统设定上限 ${MOST_HOPS.value} 次,未经法规核实)`,
        `it was handed on ${head.hops} times, and goes no further down (our own limit of ${MOST_HOPS.value}, not verified by a rule)`,
      ],
      ['由本单位办理,或用 DISPUTE 报共同上级裁定', 'handle it here, or DISPUTE it for the common superior to decide'],
    ),
  );
}

/** 8 转送: the unit below opens its own case; the petitioner is told where it went (条例23(1)). */
export function transfer(head: Head, command: CommandOf<'TRANSFER'>, context: DecideContext): Decision {
  mayReferOn(head);
  return {
    ...refer(head, 'TRANSFER', command.to, command.method, context),
    texts: { reason: command.reason },
  };
}

/** 9 交办: as a transfer, with a report due on a day that the assignor fixes (条例22(1)(三)). */
export function assign(head: Head, command: CommandOf<'ASSIGN'>, context: DecideContext): Decision {
  mayReferOn(head);
  isFuture(command.reportDue, localDateOf(context.now), '/reportDue', '条例22(1)(三)');
  const referred = refer(head, 'ASSIGN', command.to, command.method, context);
  return {
    ...referred,
    events: [
      ...referred.events,
      start(newClock('ASSIGN_REPORT', context.now, context.calendar, { setDue: command.reportDue as LocalDate })),
    ],
    texts: { requirements: command.requirements },
  };
}

/** Opens the case below and leaves this one; shared by 转送, 交办 and 简易转送. */
export function refer(
  head: Head,
  kind: Referral['kind'],
  to: UnitId,
  method: DispatchMethod | undefined,
  context: DecideContext,
): Decision {
  const holding = recipientOf(head, to, context, '/to');
  noticeHasMethod(head, method);
  if (holding.unit === head.unit || holding.unit === head.office)
    throw new Refused(
      refusal(
        'RECIPIENT_HOLDS_IT',
        undefined,
        '条例23(1)',
        ['该信访件已在此单位', 'this unit already holds it'],
        ['选择其他单位,或由本单位受理', 'choose another unit, or accept it here'],
        '/to',
      ),
    );
  const decided = asDecided(head, to, context);
  const {
    clocks: _c,
    stopped: _s,
    documents: _d,
    version: _v,
    updatedAt: _u,
    childId: _child,
    // Where it was itself referred to: what was signed for or objected to there is not so below.
    signedForAt: _signed,
    objectedBy: _objected,
    ...facts
  } = withoutRegions(head);
  return {
    events: [
      { type: 'document-issued.v1', kind: kind === 'TRANSFER' ? 'DOC-TRANSFER' : 'DOC-ASSIGN', method: 'ELECTRONIC' },
      ...notice('DOC-TRANSFER-NOTICE', method),
      ...informed(head, context.now, '去向告知书发出'),
      { type: 'referred.v1', kind, childId: context.childId, to },
      moveTo(kind === 'TRANSFER' ? 'REFERRED_DOWN' : 'ASSIGNED_DOWN'),
    ],
    others: [
      {
        events: [
          {
            type: 'opened.v1',
            head: {
              ...facts,
              ...(head.matter ? { matter: head.matter } : {}),
              ...decided,
              id: context.childId,
              parentId: head.id,
              state: 'REGISTERED',
              ...holding,
              registeredAt: context.now,
              hops: head.hops + 1,
              referral: { kind, from: head.office, at: context.now },
            },
          },
          ...(head.canBeInformed ? [start(newClock('REF_INFORM_15D', context.now, context.calendar))] : []),
          start(newClock('OBJECT_5WD', context.now, context.calendar)),
        ],
      },
    ],
  };
}

/** 46 签收: the clocks run from the inbox, not from signing; the first-contact officer answers until then. */
export function signFor(head: Head, _command: CommandOf<'SIGN_FOR'>, context: DecideContext): Decision {
  maySignFor(head);
  return { events: [{ type: 'signed-for.v1', ...(context.officer ? { by: context.officer } : {}) }] };
}

/** A referral, and nobody signed for it before. */
export function maySignFor(head: Head): void {
  mustBeReferral(head);
  if (head.signedForAt)
    throw new Refused(
      refusal(
        'ALREADY_SIGNED_FOR',
        'A-22',
        '首问负责制',
        ['已经签收', 'it has been signed for already'],
        ['无需再次签收', 'nothing is left to do'],
      ),
    );
}

/** 10 异议: within five working days of the inbox, with detailed reasons and a proposed organ (G8). */
export function object(head: Head, command: CommandOf<'OBJECT'>, context: DecideContext): Decision {
  mayObject(head, context);
  return {
    events: [
      { type: 'objected.v1', ...(context.officer ? { by: context.officer } : {}) },
      { type: 'document-issued.v1', kind: 'DOC-OBJECTION', method: 'ELECTRONIC' },
      ...stop(head, ['OBJECT_5WD'], context.now, '已提出异议'),
      moveTo('OBJECTED'),
    ],
    texts: { reasons: command.reasons, proposedOrgan: command.proposedOrgan },
  };
}

/** A referral, within its five working days, sent back for the first time (G8). */
export function mayObject(head: Head, { now }: Standpoint): void {
  mustBeReferral(head);
  jurisdictionIsOpen(head);
  isFirstBounce(head);
  const clock = head.clocks.find(({ code }) => code === 'OBJECT_5WD');
  if (!clock || now > clock.dueInstant)
    throw new Refused(
      refusal(
        'OBJECTION_LATE',
        'G8',
        '条例23(3)',
        [
          `异议期限已于 ${clock?.due ?? '此前'} 届满`,
          `the five working days for an objection ended on ${clock?.due ?? 'an earlier day'}`,
        ],
        ['应当受理;如确有争议,报共同上级决定', 'accept it; a real dispute goes to the common superior'],
      ),
    );
}

/**
 * 11 核实异议: agreed, the materials go back and the parent is REGISTERED again, its outer clock running on with the
 * old dates; not agreed, the case stays here and every date stands (条例23(3)). A name and address that became clear
 * below are clear above, too, and the duty to inform that was waived arises (条例23(2)).
 */
export function ruleObjection(head: Head, command: CommandOf<'RULE_OBJECTION'>, context: DecideContext): Decision {
  const { parent } = context;
  if (!parent) throw new Error(`case ${head.id} is OBJECTED without a parent`);
  mayRule(head, context);
  const ruling: PetitionEvent[] = [
    { type: 'objection-ruled.v1', upheld: command.upheld },
    { type: 'document-issued.v1', kind: 'DOC-OBJ-RULING', method: 'ELECTRONIC' },
  ];
  const texts = { reason: command.reason };
  if (!command.upheld) return { events: [...ruling, moveTo('REGISTERED')], texts };
  const nowReachable = head.canBeInformed && !parent.canBeInformed;
  return {
    events: [
      ...ruling,
      ...stop(head, ['REF_INFORM_15D'], context.now, '异议经核实同意,退回', 'SUPERSEDED'),
      moveTo('RETURNED'),
    ],
    others: [
      {
        head: parent,
        events: [
          { type: 'referral-returned.v1', childId: head.id, ...(nowReachable ? { canBeInformed: true } : {}) },
          ...stop(parent, ['ASSIGN_REPORT'], context.now, '异议经核实同意,交办收回', 'SUPERSEDED'),
          ...resumeInform(parent, context.calendar, '转送后退回,原期限不变'),
          ...(nowReachable ? [start(informClock(parent, context.calendar))] : []),
          moveTo('REGISTERED'),
        ],
      },
    ],
    texts,
  };
}

/** Not by whoever objected. */
export function mayRule(head: Head, { officer }: Standpoint): void {
  if (head.objectedBy !== undefined && head.objectedBy === officer)
    throw new Refused(
      refusal(
        'OBJECTOR_RULES',
        undefined,
        '条例23(3)',
        ['提出异议的人不得核实自己的异议', 'whoever objected does not rule on the objection'],
        ['请转送交办单位的其他人员核实', 'let somebody else of the referring office rule'],
      ),
    );
}

/** The duty to tell the petitioner what happens is open again; the day it is due never moves. */
export function resumeInform(head: Head, calendar: Calendar, why: string): PetitionEvent[] {
  return head.stopped
    .filter(({ code, outcome }) => (code === 'INFORM_15D' || code === 'REF_INFORM_15D') && outcome === 'MET')
    .flatMap((stopped) => resumeClock(head, stopped, calendar, why));
}

/** 52 办结报告: the unit below reports on its concluded case; the assignor checks it. */
export function submitClosingReport(
  head: Head,
  command: CommandOf<'SUBMIT_CLOSING_REPORT'>,
  context: DecideContext,
): Decision {
  const parent = mayReport(head, context);
  return {
    events: [
      { type: 'report-submitted.v1' },
      { type: 'document-issued.v1', kind: 'DOC-CLOSING-REPORT', method: 'ELECTRONIC' },
    ],
    others: [
      {
        head: parent,
        events: [
          { type: 'report-submitted.v1' },
          ...stop(parent, ['ASSIGN_REPORT'], context.now, '收到办结报告'),
          moveTo('REPORT_CHECK'),
        ],
      },
    ],
    texts: { report: command.report },
  };
}

/** @returns the case above, which waits for the report of what is concluded here */
export function mayReport(head: Head, { parent }: Standpoint): Head {
  if (head.state === 'OPINION_ISSUED' && !head.opinion?.dispatchedAt)
    throw new Refused(
      refusal(
        'NOT_DISPATCHED',
        undefined,
        '条例22(1)(三)、34',
        ['处理意见书尚未发出,不能报告办结', 'the opinion has not been dispatched, so nothing is concluded yet'],
        ['先执行 DISPATCH', 'DISPATCH it first'],
      ),
    );
  if (parent?.state !== 'ASSIGNED_DOWN')
    throw new Refused(
      refusal(
        'NO_REPORT_DUE',
        undefined,
        '条例22(1)(三)',
        ['该件不是交办件,或办结报告已经提交', 'the case was not assigned with report-back, or the report is in'],
        ['无需提交办结报告', 'no closing report is needed'],
      ),
    );
  return parent;
}

/** The assignor accepts the report and closes, or sends it back with reasons and the old due date. */
export function checkClosingReport(
  head: Head,
  command: CommandOf<'CHECK_CLOSING_REPORT'>,
  { calendar }: DecideContext,
): Decision {
  const texts = { reason: command.reason };
  const checked: PetitionEvent = { type: 'report-checked.v1', accepted: command.accepted };
  if (command.accepted) return { events: [checked, { type: 'closed.v1', reason: 'REPLIED' }, moveTo('CLOSED')], texts };
  const stopped = head.stopped.find(({ code }) => code === 'ASSIGN_REPORT');
  return {
    events: [
      checked,
      ...(stopped ? resumeClock(head, stopped, calendar, '办结报告退回,原期限不变') : []),
      moveTo('ASSIGNED_DOWN'),
    ],
    texts,
  };
}

function mustBeReferral(head: Head): void {
  if (head.referral) return;
  throw new Refused(
    refusal(
      'NOT_A_REFERRAL',
      undefined,
      '条例23(3)',
      ['只有转送、交办来件可以签收或提出异议', 'only a referral can be signed for or objected to'],
      ['直接收到的信访事项应当受理、转送或告知', 'what was received directly is accepted, transferred or redirected'],
    ),
  );
}
