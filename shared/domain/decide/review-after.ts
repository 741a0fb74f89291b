import { namedByMatter } from '../accused-parties.ts';
import { isReported } from '../candidates.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import type { Retention } from '../commands-review.ts';
import { type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { ofMatter, openDuties } from '../regions.ts';
import {
  type DecideContext,
  type Decision,
  moveTo,
  newClock,
  type OtherChange,
  type Standpoint,
  start,
  stop,
} from './context.ts';
import { accountability } from './duties-account.ts';
import { APPLY_CLOCKS, windowsGone } from './review-return.ts';
import { windowOf } from './review-window.ts';

const FOLLOW_UPS = ['FOLLOWUP_1', 'FOLLOWUP_2'] as const;

/** 41 回访: with consent, by somebody who did not handle it; whom nobody reached is asked again. */
export function followUp(head: Head, command: CommandOf<'FOLLOW_UP'>, context: DecideContext): Decision {
  const which = mayFollowUp(head, context);
  const done = command.result === 'DECLINED' ? FOLLOW_UPS : [FOLLOW_UPS[which - 1] as (typeof FOLLOW_UPS)[number]];
  return {
    events: [
      { type: 'followed-up.v1', which, result: command.result },
      { type: 'document-issued.v1', kind: 'DOC-FOLLOWUP', method: 'ELECTRONIC' },
      ...(command.result === 'NOT_REACHED' ? [] : stop(head, done, context.now, '已回访')),
    ],
    texts: { note: command.note },
  };
}

/** @returns which of the two it is: consented to, and by somebody who did not handle it */
export function mayFollowUp(head: Head, { officer, tree }: Standpoint): 1 | 2 {
  if (!head.followUp?.consent) throw new Refused(NO_CONSENT);
  const unit = officer && tree.officer(officer)?.unit;
  const handledIt =
    [head.handler, head.leader, head.opinion?.drafter].includes(officer) ||
    (unit === head.unit && head.unit !== head.office);
  if (handledIt) throw new Refused(HANDLED_IT);
  const which = runningClock(head, 'FOLLOWUP_1') ? 1 : runningClock(head, 'FOLLOWUP_2') ? 2 : undefined;
  if (!which) throw new Refused(NO_FOLLOW_UP_LEFT);
  return which;
}

/** 43 重新办理: new facts make a new case on the same matter; an error or an opinion overturned brings this one back. */
export function reopen(head: Head, command: CommandOf<'REOPEN'>, context: DecideContext): Decision {
  mayReopen(head);
  const texts = { reason: command.reason };
  if (command.ground === 'NEW_FACTS') {
    if (head.childId) throw new Refused({ ...REOPENED_BEFORE, field: '/ground' });
    return {
      events: [{ type: 'reopened.v1', ground: command.ground, childId: context.childId }],
      texts,
      others: [newCase(head, context)],
    };
  }
  if (!wasInvestigated(head)) throw new Refused(NOT_INVESTIGATED);
  return {
    events: [
      // It closed under the old names of its units; whoever took over from them works on it from now on.
      ...(context.change ? [{ type: 'handed-on.v1' as const, ...context.change }] : []),
      { type: 'reopened.v1', ground: command.ground },
      ...namedByMatter(head, context.matterCases),
      ...(command.ground === 'OVERTURNED'
        ? accountability(head, 'OPINION_OVERTURNED', head.reviewCase ?? head.id, context)
        : []),
      ...stop(head, FOLLOW_UPS, context.now, '重新办理', 'SUPERSEDED'),
      ...windowsGone(head, context),
      start(newClock('REMAKE', context.now, context.calendar)),
      moveTo('INVESTIGATING'),
    ],
    texts,
  };
}

/** No review is pending, and either a new case can follow or an opinion can be put right. */
export function mayReopen(head: Head): void {
  if (head.inReview) throw new Refused(REVIEW_PENDING);
  if (head.childId && !wasInvestigated(head)) throw new Refused(REOPENED_BEFORE);
}

const wasInvestigated = ({ stage, opinion, handler, leader }: Head): boolean =>
  stage === 'HANDLING' && opinion !== undefined && handler !== undefined && leader !== undefined;

/** The same petition and matter in the hands of the office that registered it; the new facts came today. */
function newCase(head: Head, { childId, now, calendar }: DecideContext): OtherChange {
  const inform = newClock('INFORM_15D', now, calendar);
  const waived: PetitionEvent = {
    type: 'clock-stopped.v1',
    code: 'INFORM_15D',
    at: now,
    outcome: 'WAIVED',
    why: '姓名(名称)、地址不清 (条例23(2))',
  };
  return {
    events: [
      {
        type: 'opened.v1',
        head: {
          id: childId,
          petitionId: head.petitionId,
          parentId: head.id,
          ...ofMatter(head),
          stage: 'HANDLING',
          state: 'REGISTERED',
          sealed: false,
          screened: true,
          organ: head.organ,
          office: head.office,
          unit: head.office,
          receivedBy: head.office,
          ...(head.firstContactOfficer ? { firstContactOfficer: head.firstContactOfficer } : {}),
          channel: head.channel,
          receivedAt: now,
          registeredAt: now,
          ...(head.purpose ? { purpose: head.purpose } : {}),
          ...(head.category ? { category: head.category } : {}),
          ...(head.article ? { article: head.article } : {}),
          accused: head.accused,
          namesAccused: head.namesAccused,
          headcount: head.headcount,
          isGroup: head.isGroup,
          representatives: head.representatives,
          texts: head.texts,
          canBeInformed: head.canBeInformed,
          requestItems: 1,
          hops: 1,
          heard: 0,
          failedContacts: 0,
        },
      },
      start(inform),
      ...(head.canBeInformed ? [] : [waived]),
    ],
  };
}

/**
 * 44 归档: nothing is owed any more. Retention by default (P-17, not verified): for ever where a leader acted on it and
 * it has a result, thirty years with a result, ten without; another one carries its citation.
 */
export function archive(head: Head, command: CommandOf<'ARCHIVE'>, context: DecideContext): Decision {
  mayArchive(head, context);
  const usual = retentionOf(head);
  const retention = command.retention ?? usual;
  if (retention !== usual && !command.cite)
    throw new Refused(
      refusal(
        'RETENTION_WITHOUT_CITATION',
        'P-17',
        '档案法实施条例24',
        [`本件默认保管期限为 ${usual},改用其他期限应当注明依据`, `the default is ${usual}; another one is cited`],
        ['填写 cite,或采用默认期限', 'give cite, or take the default'],
        '/cite',
      ),
    );
  return {
    events: [
      ...stop(head, FOLLOW_UPS, context.now, '归档', 'EXPIRED'),
      ...head.clocks
        .filter(({ code }) => HIS_TO_SAY.has(code))
        .flatMap(({ code, key }) => stop(head, [code], context.now, '评价、申请期限届满', 'EXPIRED', key)),
      { type: 'archived.v1', retention },
      moveTo('ARCHIVED'),
    ],
    ...(command.cite ? { texts: { cite: command.cite } } : {}),
  };
}

/** He can still rate it, or, served after it was closed, have it reviewed. */
const HIS_TO_SAY: ReadonlySet<ClockCode> = new Set(['RATING_WINDOW', ...APPLY_CLOCKS]);

/** Nothing is owed any more, and nothing can still be asked of him or said by him. */
export function mayArchive(head: Head, { now }: Standpoint): void {
  if (head.inReview) throw new Refused(REVIEW_PENDING);
  const running = head.clocks.find(
    ({ code, dueInstant }) => (FOLLOW_UPS.some((one) => one === code) || HIS_TO_SAY.has(code)) && now <= dueInstant,
  );
  // By his dates, if his clock ended with another one's request.
  const window =
    head.headcount > 1
      ? windowOf(head, head.stage === 'REVIEW' ? 'REREVIEW_APPLY_30D' : 'REVIEW_APPLY_30D', undefined)
      : undefined;
  const until = running?.due ?? (window && now <= window.dueInstant ? window.due : undefined);
  const duties = openDuties(head).filter(({ code }) => !isReported(code));
  if (until || duties.length > 0) throw new Refused(STILL_OWED(until));
}

/** P-17: the default retention of a case. */
export function retentionOf(head: Head): Retention {
  const hasResult =
    head.opinion?.issuedAt !== undefined || head.settledAt !== undefined || head.closeReason === 'REPLIED';
  if (!hasResult) return 'YEARS_10';
  return head.leaderActedAt !== undefined || head.major !== undefined ? 'PERMANENT' : 'YEARS_30';
}

const NO_CONSENT = refusal(
  'FOLLOW_UP_WITHOUT_CONSENT',
  'A-61',
  '定期回访',
  ['信访人没有同意回访', 'the petitioner did not consent to be asked afterwards'],
  ['不得回访;同意应在结案时登记', 'do not contact him; consent is recorded at closing'],
);

const HANDLED_IT = refusal(
  'FOLLOW_UP_BY_HANDLER',
  'P-10',
  '定期回访',
  ['回访应当由信访部门或者其他单位进行,承办人员不得自行回访', 'whoever handled the case does not follow it up'],
  ['由未参与办理的人员回访', 'let somebody else do it'],
);

const NO_FOLLOW_UP_LEFT = refusal(
  'NO_FOLLOW_UP_LEFT',
  'A-61',
  '定期回访',
  ['两次回访均已完成,或者信访人已谢绝', 'both follow-ups are done, or he declined'],
  ['无需再次回访', 'nothing is left to do'],
);

const REVIEW_PENDING = refusal(
  'REVIEW_PENDING',
  'G10',
  '条例35、36',
  ['复查(复核)申请尚未决定', 'a request for review has not been decided'],
  ['等待复查(复核)机关决定', 'wait for the organ above'],
);

const REOPENED_BEFORE = refusal(
  'ALREADY_CONTINUED',
  undefined,
  '条例36(3)',
  ['本件已有后续案件', 'another case follows this one already'],
  ['在后续案件上办理', 'act on that case'],
);

const NOT_INVESTIGATED = refusal(
  'NOTHING_TO_CORRECT',
  undefined,
  '条例32',
  ['本件没有经过调查作出的处理意见可以纠正', 'no opinion of this case came from an investigation'],
  ['以 NEW_FACTS 重新办理', 'reopen it as NEW_FACTS'],
  '/ground',
);

const STILL_OWED = (due: string | undefined) =>
  refusal(
    'STILL_OWED',
    'P-17',
    '档案法13、14',
    [
      due ? `回访期、评价期、申请复查(复核)期至 ${due},届满前不归档` : '尚有督办、纠错、执行或者责任审查事项没有了结',
      due
        ? `follow-up, rating or a request for review is possible until ${due}`
        : 'something is still owed beside the course of the case',
    ],
    ['了结后再归档', 'archive it afterwards'],
  );
