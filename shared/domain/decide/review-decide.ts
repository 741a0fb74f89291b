import { barredFrom } from '../accused-parties.ts';
import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { ReviewOpinionDraft } from '../commands-review.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { workedOn } from '../who-rules.ts';
import { type DecideContext, type Decision, moveTo, type Precondition, type Standpoint } from './context.ts';
import { factsOf, itemsFit, opinionTexts } from './opinion-items.ts';
import { remakeDayFits } from './review-return.ts';

/** 32 拟定复查意见 */
export const reviewDecide = (head: Head, command: CommandOf<'REVIEW_DECIDE'>, context: DecideContext): Decision =>
  decideStage('REVIEW', head, command, context);

/** 33 拟定复核意见 */
export const rereviewDecide = (head: Head, command: CommandOf<'REREVIEW_DECIDE'>, context: DecideContext): Decision =>
  decideStage('REREVIEW', head, command, context);

/** Drafted by the reviewer; the head of the reviewing organ approves it as every opinion. */
function decideStage(
  stage: Head['stage'],
  head: Head,
  command: { readonly opinion: ReviewOpinionDraft },
  context: DecideContext,
): Decision {
  mayDecideStage(stage)(head, context);
  const { opinion } = command;
  itemsFit(head, opinion.items);
  const { decision, remakeDue } = opinion;
  remakeDayFits(decision, remakeDue, localDateOf(context.now), '/opinion/remakeDue');
  return {
    events: [
      { type: 'opinion-drafted.v1', opinion: { ...factsOf(head, opinion, context), decision } },
      { type: 'review-decided.v1', decision, ...(remakeDue ? { remakeDue } : {}) },
      moveTo('OPINION_APPROVAL'),
    ],
    texts: opinionTexts(opinion),
  };
}

/** The stage that it is in, and by somebody without a part in what is reviewed. */
export const mayDecideStage =
  (stage: Head['stage']): Precondition =>
  (head, context) => {
    if (head.stage !== stage)
      throw new Refused(
        refusal(
          'OTHER_STAGE',
          undefined,
          '条例35、36',
          ['复查案件拟定复查意见,复核案件拟定复核意见', 'a review is decided as a review, a re-review as a re-review'],
          [`改用 ${head.stage}_DECIDE`, `use ${head.stage}_DECIDE`],
        ),
      );
    reviewerIsIndependent(head, context);
  };

/** Nobody reviews what he, his unit or his organ did (条例28(3)、35). */
export function reviewerIsIndependent(head: Head, context: Standpoint): void {
  const { officer, tree, parent, grandparent, matterCases } = context;
  const unit = officer && tree.officer(officer)?.unit;
  if (!officer || !unit || !head.review) return;
  const { originalUnit, originalOrgan } = head.review;
  const acted = [parent, grandparent].some((before) => before !== undefined && workedOn(before).includes(officer));
  const named = barredFrom(head, matterCases).officers.includes(officer);
  if (!acted && !named && !tree.isWithin(unit, originalUnit) && tree.organOf(unit)?.id !== originalOrgan) return;
  throw new Refused(
    refusal(
      'REVIEWER_NOT_INDEPENDENT',
      'P-09',
      '条例28(3)、35',
      [
        '复查(复核)人员不得来自原办理单位,不得参与过原办理,也不得是同一事项中被反映的人员',
        'the reviewer serves in the unit that handled the matter, took part in it, or is complained about in it',
      ],
      ['由未参与原办理的人员复查(复核)', 'let somebody review it who had no part in it'],
    ),
  );
}
