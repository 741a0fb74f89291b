import { localDateOf } from '../calendar.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import { type Head, type OpinionFacts, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { causeStated, knownRootCause } from './close.ts';
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
import { checkedBeforeSend, isFuture, subtasksSettled } from './guards.ts';
import { factsOf, itemsFit, opinionTexts } from './opinion-items.ts';

/** 26 拟稿: after the petitioner was heard, or two attempts to reach him failed (条例31(6)). */
export function draftOpinion(head: Head, command: CommandOf<'DRAFT_OPINION'>, context: DecideContext): Decision {
  mayDraft(head);
  itemsFit(head, command.opinion.items);
  const opinion = factsOf(head, command.opinion, context);
  repeatsNothing(head, opinion, command.opinion.newGrounds);
  const { executeBy, newGrounds } = command.opinion;
  if (executeBy !== undefined) isFuture(executeBy, localDateOf(context.now), '/opinion/executeBy', '条例32(2)');
  return {
    events: [
      { type: 'opinion-drafted.v1', opinion: { ...opinion, ...(executeBy ? { executeBy } : {}) } },
      ...stop(head, ['DRAFT_45D'], context.now, '已提交审批'),
      start(newClock('APPROVE_3WD', context.now, context.calendar)),
      moveTo('OPINION_DRAFT'),
    ],
    texts: { ...opinionTexts(command.opinion), ...(newGrounds ? { newGrounds } : {}) },
  };
}

/** The petitioner was heard, and nobody who helps is still at work. */
export function mayDraft(head: Head): void {
  if (head.heard === 0 && head.failedContacts < 2)
    throw new Refused(
      refusal(
        'PETITIONER_NOT_HEARD',
        undefined,
        '条例31(6)',
        [
          '应当听取信访人陈述事实和理由;两次联系未果的除外',
          'hear the petitioner first, unless two attempts to reach him failed',
        ],
        ['先执行 LOG_CONTACT', 'LOG_CONTACT first'],
      ),
    );
  subtasksSettled(head);
}

/** 撤销重作: the same result on the same facts and reasons is none (北京50、山东45). */
function repeatsNothing(head: Head, { outcomes }: OpinionFacts, newGrounds: string | undefined): void {
  const revoked = head.remake?.revoked ?? [];
  const same = revoked.length > 0 && revoked.join() === outcomes.join();
  if (!same || newGrounds?.trim()) return;
  throw new Refused(
    refusal(
      'SAME_RESULT_AFTER_REVOCATION',
      undefined,
      '条例35、36(责令重新作出)',
      [
        '原意见已被撤销,不得以同一事实和理由作出相同的处理结果',
        'the opinion was revoked: the same result on the same facts and reasons is not possible',
      ],
      ['写明新的事实、理由(newGrounds),或改变处理结果', 'state new facts or reasons (newGrounds), or decide otherwise'],
      '/opinion/newGrounds',
    ),
  );
}

/**
 * 27 审批: head of the unit, then head of the organ; an opinion of review by the head of the reviewing organ alone. Every
 * item answered, drafter ≠ approver (G9).
 */
export function approveOpinion(head: Head, command: CommandOf<'APPROVE_OPINION'>, context: DecideContext): Decision {
  const step = mayApprove(head, context);
  const { facts, law, papers } = command.check;
  if (!facts || !law || !papers)
    throw new Refused(INCOMPLETE([['三性审查未全部通过', 'the three-part check (三性) is not complete']], '/check'));
  if (command.rootCause !== undefined) knownRootCause(command.rootCause);
  return {
    events: [
      {
        type: 'opinion-approved.v1',
        step,
        ...(command.rootCause ? { rootCause: command.rootCause } : {}),
      },
      ...causeStated(command.rootCause),
      ...stop(head, ['APPROVE_3WD'], context.now, '已审批'),
      ...(step === 'UNIT' ? [start(newClock('APPROVE_3WD', context.now, context.calendar))] : []),
      moveTo(step === 'UNIT' ? 'OPINION_APPROVAL' : 'OPINION_ISSUED'),
    ],
    ...(command.note ? { texts: { note: command.note } } : {}),
  };
}

/** @returns whose approval it waits for; he did not draft it, and nothing that an opinion needs is missing */
export function mayApprove(head: Head, context: Standpoint): 'UNIT' | 'ORGAN' {
  const { opinion } = head;
  if (!opinion) throw new Error(`case ${head.id} is ${head.state} without an opinion`);
  const step = head.state === 'OPINION_DRAFT' ? 'UNIT' : 'ORGAN';
  if (!context.standings.has(step === 'UNIT' ? 'UNIT_HEAD' : 'BUREAU_HEAD'))
    throw new Refused(
      refusal(
        'WRONG_APPROVER',
        'G9',
        '条例31(6)',
        step === 'UNIT'
          ? ['应先由承办单位负责人审核', 'the head of the handling unit approves first']
          : ['应由本机关负责人批准', 'the head of the organ approves now'],
        ['请由相应负责人审批', 'let that head approve'],
      ),
    );
  if (context.officer === opinion.drafter)
    throw new Refused(
      refusal(
        'DRAFTER_IS_APPROVER',
        'G9',
        '条例31(6)',
        ['拟稿人不得审批自己的处理意见', 'whoever drafted an opinion does not approve it'],
        ['请由其他负责人审批', 'let another head approve it'],
      ),
    );
  const items = Array.from({ length: head.requestItems }, (_, at) => at + 1);
  const open = items.filter((item) => !opinion.answered.includes(item));
  const missing = [
    ...open.map((item) => [`第 ${item} 项诉求未答复`, `request item ${item} has no answer`] as const),
    ...(opinion.hasFacts ? [] : [['缺少事实', 'the facts are missing'] as const]),
    ...(opinion.hasLegalBasis ? [] : [['缺少法律依据', 'the legal basis is missing'] as const]),
    // After a re-review there is none: its opinion is the last (条例36(3)).
    ...(opinion.reviewOrgan || head.stage === 'REREVIEW'
      ? []
      : [['未设定复查(复核)机关', 'no organ of review is configured'] as const]),
  ];
  if (missing.length > 0) throw new Refused(INCOMPLETE(missing));
  return step;
}

const INCOMPLETE = (missing: readonly (readonly [zh: string, en: string])[], field?: string) =>
  refusal(
    'OPINION_INCOMPLETE',
    'G9',
    '条例32、35',
    [missing.map(([zh]) => zh).join(';'), missing.map(([, en]) => en).join('; ')],
    ['用 RETURN_DRAFT 退回修改', 'send it back with RETURN_DRAFT'],
    field,
  );

/** 59 退回修改: with reasons; no date moves, and our promise to draft runs on as it was. */
export function returnDraft(head: Head, command: CommandOf<'RETURN_DRAFT'>, context: DecideContext): Decision {
  const handled = runningClock(head, 'HANDLE_60D') ?? runningClock(head, 'EXT_30D');
  return {
    events: [
      { type: 'draft-returned.v1' },
      ...stop(head, ['APPROVE_3WD'], context.now, '退回修改'),
      ...(handled && head.acceptedAt
        ? [
            {
              type: 'clock-resumed.v1' as const,
              clock: newClock('DRAFT_45D', head.acceptedAt, context.calendar),
              why: '退回修改,期限照旧',
            },
          ]
        : []),
      moveTo(head.stage === 'HANDLING' ? 'INVESTIGATING' : 'UNDER_REVIEW'),
    ],
    texts: { reasons: command.reasons },
  };
}

/** The paper that carries the opinion, by stage. */
const OPINION_PAPERS = {
  HANDLING: 'DOC-OPINION',
  REVIEW: 'DOC-REVIEW-OPINION',
  REREVIEW: 'DOC-REREVIEW-OPINION',
} as const;

/** 28 发出: the case counts as concluded (办结); delivery is another matter. */
export function dispatch(head: Head, command: CommandOf<'DISPATCH'>, context: DecideContext): Decision {
  mayDispatch(head, context);
  return {
    events: [
      ...notice(OPINION_PAPERS[head.stage], command.method),
      { type: 'opinion-dispatched.v1' },
      ...stop(head, ENDED_BY_DISPATCH, context.now, '意见书发出'),
    ],
  };
}

/** It is not out yet, and the duty leader looked at it where there is one. */
export function mayDispatch(head: Head, context: Standpoint): void {
  if (head.opinion?.dispatchedAt)
    throw new Refused(
      refusal(
        'ALREADY_DISPATCHED',
        undefined,
        '条例34',
        ['意见书已经发出', 'the opinion has been dispatched'],
        ['下一步为 DELIVER(送达)', 'DELIVER comes next'],
      ),
    );
  checkedBeforeSend(head, context);
}

/** What the organ owed until the opinion went out. */
const ENDED_BY_DISPATCH = [
  'HANDLE_60D',
  'EXT_30D',
  'FIRST_CONTACT',
  'REMAKE',
  'REVIEW_30D',
  'REREVIEW_30D',
  'LEADER_ACTION',
  'DRAFT_45D',
] as const satisfies readonly ClockCode[];
