import type { CommandOf } from '../commands.ts';
import type { Head, OpinionFacts } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
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
import { chargedUnit, isScreened, noticeHasMethod } from './guards.ts';
import { asDecided } from './paths-dispute.ts';
import { hasReviewOrgan, holdingOf, informed, isNoCrimeReport, isPoliceMatter } from './paths-guards.ts';

/** 49 研究建议: a suggestion is studied, and adopted where it is good (条例29). */
export function studySuggestion(head: Head, command: CommandOf<'STUDY_SUGGESTION'>, context: DecideContext): Decision {
  mayStudy(head);
  const holding = holdingOf(head, chargedUnit(head, command.studyUnit, '/studyUnit'), context, '/studyUnit');
  asDecided(head, holding.unit, context, '/studyUnit');
  noticeHasMethod(head, command.method);
  return {
    events: [
      { type: 'study-begun.v1', holding },
      ...notice('DOC-ACCEPT', command.method),
      ...informed(head, context.now, '受理告知书发出'),
      moveTo('SUGGESTION_STUDY'),
    ],
  };
}

/** A suggestion, screened, for the police. */
export function mayStudy(head: Head): void {
  isScreened(head);
  isPoliceMatter(head);
  if (head.purpose !== 'SUGGESTION')
    throw new Refused(
      refusal(
        'NOT_A_SUGGESTION',
        undefined,
        '条例29',
        ['只有建议意见类事项按建议研究', 'only a suggestion is studied as one'],
        [
          '改用相应程序;分类有误的,先重新 CLASSIFY',
          'use the procedure of its kind; if the class is wrong, CLASSIFY again',
        ],
      ),
    );
}

/**
 * 50 答复: an answer for each request item, the same day if possible; an enquiry or thanks straight from registration.
 * The reply to an appeal stands in the place of an opinion: it names the organ of review, and carries the right to the
 * ordinary procedure.
 */
export function reply(head: Head, command: CommandOf<'REPLY'>, context: DecideContext): Decision {
  mayReply(head, context);
  everyItemAnswered(head, command);
  const { officer } = context;
  if (!officer) throw new Error('a reply is given by an officer');
  const appeal = head.purpose === 'APPEAL';
  return {
    events: [
      {
        type: 'replied.v1',
        by: officer,
        ...(appeal ? { opinion: inPlaceOfOpinion(head, command, officer, context) } : {}),
      },
      ...notice('DOC-REPLY', command.method),
      ...informed(head, context.now, '答复书发出'),
      ...stop(head, ['SIMPLE_REPLY_10WD', 'FIRST_CONTACT'], context.now, '答复书发出'),
      // Of an appeal the window of rating opens with delivery, beside that of review.
      ...(appeal || !head.canBeInformed
        ? []
        : [start(newClock('RATING_WINDOW', context.now, context.calendar, { key: 'OPINION' }))]),
      moveTo('REPLIED'),
    ],
    texts: {
      legalBasis: command.legalBasis,
      ...Object.fromEntries(command.items.map(({ item, answer }) => [`answer${item}`, answer])),
    },
  };
}

/** It can be answered by a reply as it stands, and somebody reviews it where it is an appeal. */
export function mayReply(head: Head, context: Standpoint): void {
  isScreened(head);
  isNoCrimeReport(head);
  isPoliceMatter(head);
  mayReplyAtOnce(head);
  hasReviewOrgan(head, context);
}

function inPlaceOfOpinion(
  head: Head,
  command: CommandOf<'REPLY'>,
  drafter: OpinionFacts['drafter'],
  { now, tree }: DecideContext,
): OpinionFacts {
  const reviewOrgan = tree.unit(head.organ)?.reviewOrgan?.name;
  return {
    drafter,
    draftedAt: now,
    answered: command.items.map(({ item }) => item).sort((a, b) => a - b),
    outcomes: command.items.map(({ outcome }) => outcome),
    hasFacts: true,
    hasLegalBasis: true,
    ...(reviewOrgan ? { reviewOrgan } : {}),
    issuedAt: now,
    dispatchedAt: now,
  };
}

/** Without any acceptance only an enquiry or thanks is answered; a suggestion is studied, an appeal accepted first. */
function mayReplyAtOnce(head: Head): void {
  if (head.state !== 'REGISTERED' || head.purpose === 'CONSULT' || head.purpose === 'THANKS') return;
  throw new Refused(
    refusal(
      'ACCEPTANCE_COMES_FIRST',
      undefined,
      '条例29、31',
      [
        '咨询、表扬可以直接答复;建议应先研究,申诉求决应先受理',
        'an enquiry or thanks is answered at once; a suggestion is studied, an appeal accepted first',
      ],
      ['先执行 STUDY_SUGGESTION、ACCEPT_SIMPLE 或 ACCEPT', 'STUDY_SUGGESTION, ACCEPT_SIMPLE or ACCEPT first'],
    ),
  );
}

/** G9 for a reply: one answer for every item, and for an appeal the law it rests on (条例32、35). */
function everyItemAnswered(head: Head, { items, legalBasis }: CommandOf<'REPLY'>): void {
  const unknown = items.findIndex(({ item }) => item < 1 || item > head.requestItems);
  if (unknown >= 0)
    throw new Refused(
      refusal(
        'UNKNOWN_REQUEST_ITEM',
        'G9',
        '条例32',
        [`受理的诉求只有 ${head.requestItems} 项`, `${head.requestItems} request item(s) were accepted`],
        ['答复项号应与受理的诉求项一致', 'answer the items that were accepted'],
        `/items/${unknown}/item`,
      ),
    );
  const twice = items.findIndex(({ item }, at) => items.findIndex((other) => other.item === item) < at);
  if (twice >= 0)
    throw new Refused(
      refusal(
        'ITEM_ANSWERED_TWICE',
        'G9',
        '条例32',
        ['同一诉求项只能有一个答复', 'a request item has one answer'],
        ['合并为一个答复', 'make one answer of them'],
        `/items/${twice}/item`,
      ),
    );
  const open = Array.from({ length: head.requestItems }, (_, at) => at + 1).filter(
    (number) => !items.some(({ item, answer }) => item === number && answer.trim() !== ''),
  );
  const missing = [
    ...open.map((item) => [`第 ${item} 项诉求未答复`, `request item ${item} has no answer`] as const),
    ...(head.purpose === 'APPEAL' && legalBasis.trim() === ''
      ? [['缺少法律依据', 'the legal basis is missing'] as const]
      : []),
  ];
  if (missing.length === 0) return;
  throw new Refused(
    refusal(
      'REPLY_INCOMPLETE',
      'G9',
      '条例29、32',
      [missing.map(([zh]) => zh).join(';'), missing.map(([, en]) => en).join('; ')],
      ['逐项答复后再发出', 'answer every item first'],
      '/items',
    ),
  );
}
