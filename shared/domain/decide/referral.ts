import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import { MOST_HOPS } from '../hops.ts';
import type { LocalDate, UnitId } from '../ids.ts';
import type { DispatchMethod, Head, Referral } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { ofMatter, withoutRegions } from '../regions.ts';
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
import { mustBeReferral } from './objection.ts';
import { asDecided } from './paths-dispute.ts';
import { informed } from './paths-guards.ts';
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
  staysBelow(head, to, context);
  const decided = asDecided(head, to, context, '/to');
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
              ...ofMatter(head),
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

/**
 * Whoever was sent a petition accepts it, passes it on to its own units, or objects within five working days (条例23(3)):
 * it neither goes back nor on to another organ by a transfer. Complained about itself, it has to give it away (G6).
 */
function staysBelow(head: Head, to: UnitId, { tree }: Standpoint): void {
  const { referral, jurisdiction, organ, office, accused } = head;
  if (!referral || jurisdiction || tree.isWithin(to, organ)) return;
  if (tree.conflictsWith(organ, accused) || tree.conflictsWith(office, accused)) return;
  throw new Refused(
    refusal(
      'REFERRED_STAYS_BELOW',
      'G8',
      '条例23(3)',
      [
        '转送、交办来的信访件只能受理、交本机关所属单位,或者在5个工作日内提出异议退回,不得再转送、交办给其他机关',
        'what was referred here is accepted, passed on to a unit of this organ, or sent back by an objection within five working days; it goes to no other organ',
      ],
      [
        '用 OBJECT 提出异议;期限已过的,受理或用 DISPUTE 报共同上级裁定',
        'OBJECT; when it is too late, accept it or DISPUTE it',
      ],
      '/to',
    ),
  );
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
