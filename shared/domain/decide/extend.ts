import type { CommandOf } from '../commands.ts';
import { type Head, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, newClock, notice, start, stop } from './context.ts';
import { mayExtendReview } from './review-extension.ts';

/**
 * 25 延期: once, 1–30 days, before the limit, by the head of the organ or a recorded delegate, with reasons told to
 * the petitioner (条例34). Counted from the nominal day (D).
 */
export function extend(head: Head, command: CommandOf<'EXTEND'>, context: DecideContext): Decision {
  if (head.stage !== 'HANDLING') return extendReview(head, command, context);
  if (runningClock(head, 'EXT_30D') || head.stopped.some(({ code }) => code === 'EXT_30D'))
    throw new Refused(
      refusal(
        'ALREADY_EXTENDED',
        'G3',
        '条例34',
        ['已经延期一次,不得再次延期', 'it was extended once; there is no second extension'],
        ['应当在现有期限内办结', 'finish within the present limit'],
      ),
    );
  const handle = runningClock(head, 'HANDLE_60D');
  if (!handle || !head.acceptedAt)
    throw new Refused(
      refusal(
        'NO_LIMIT_TO_EXTEND',
        'G3',
        '条例34',
        [
          '没有可以延长的办理期限(重新作出意见的期限由复查复核机关指定)',
          'no limit of handling runs here: the day for a new opinion was set by the organ of review',
        ],
        ['应当在指定期限内办结', 'finish by the day that was set'],
      ),
    );
  if (command.days < 1 || command.days > 30)
    throw new Refused(
      refusal(
        'EXTENSION_OUT_OF_RANGE',
        'G1',
        '条例34',
        ['延长期限不得超过30日', 'an extension is 1 to 30 days'],
        ['填写 1 至 30 之间的天数', 'give between 1 and 30 days'],
        '/days',
      ),
    );
  if (context.now > handle.dueInstant)
    throw new Refused(
      refusal(
        'EXTENSION_LATE',
        'G2',
        '条例34',
        [
          `办理期限已于 ${handle.due} 届满,不能延期`,
          `the limit ended on ${handle.due}; it cannot be extended after that`,
        ],
        ['按超期办理,尽快答复并说明原因', 'answer as soon as possible and say why it is late'],
      ),
    );
  if (command.capacity !== 'HEAD' && !command.delegation)
    throw new Refused(
      refusal(
        'DELEGATION_MISSING',
        'G4',
        '条例34',
        ['由分管负责人或代理负责人批准的,应当注明授权依据', 'a deputy or acting head names the recorded delegation'],
        ['填写 delegation', 'give delegation'],
        '/delegation',
      ),
    );
  return {
    events: [
      { type: 'extended.v1', days: command.days, capacity: command.capacity },
      { type: 'document-issued.v1', kind: 'DOC-EXT-APPROVAL', method: 'ELECTRONIC' },
      ...notice('DOC-EXT', command.method),
      ...stop(head, ['HANDLE_60D'], context.now, `经批准延期 ${command.days} 日`, 'SUPERSEDED'),
      start(
        newClock('EXT_30D', head.acceptedAt, context.calendar, { extensionDays: command.days, startedAt: context.now }),
      ),
    ],
    texts: { reason: command.reason, ...(command.delegation ? { delegation: command.delegation } : {}) },
  };
}

/** G12: a review is extended only where a local rule that the bureau loaded says so; a re-review never. */
function extendReview(head: Head, command: CommandOf<'EXTEND'>, context: DecideContext): Decision {
  mayExtendReview(head.stage === 'REVIEW' ? context : WITHOUT_LOCAL_RULES, command.days);
  const review = runningClock(head, 'REVIEW_30D');
  if (!review || review.extensionDays !== undefined || context.now > review.dueInstant)
    throw new Refused(
      refusal(
        review?.extensionDays === undefined ? 'EXTENSION_LATE' : 'ALREADY_EXTENDED',
        'G12',
        '条例35',
        ['复查期限已经届满或者已经延长一次', 'the limit of the review has ended or was extended once'],
        ['尽快作出复查意见', 'issue the review opinion as soon as possible'],
      ),
    );
  return {
    events: [
      { type: 'extended.v1', days: command.days, capacity: command.capacity },
      { type: 'document-issued.v1', kind: 'DOC-EXT-APPROVAL', method: 'ELECTRONIC' },
      ...notice('DOC-EXT', command.method),
      ...stop(head, ['REVIEW_30D'], context.now, `依地方规则延期 ${command.days} 日`, 'SUPERSEDED'),
      start(
        newClock('REVIEW_30D', review.trigger, context.calendar, {
          extensionDays: command.days,
          startedAt: context.now,
        }),
      ),
    ],
    texts: { reason: command.reason, ...(command.delegation ? { delegation: command.delegation } : {}) },
  };
}

/** No local rule reaches a re-review. */
const WITHOUT_LOCAL_RULES = { calendar: { overlays: undefined } };
