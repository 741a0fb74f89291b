import type { CommandOf } from '../commands.ts';
import type { Instant } from '../ids.ts';
import { daysOnly } from '../law.ts';
import { type Clock, type Head, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, newClock, notice, type Standpoint, start, stop } from './context.ts';
import { isWithinLocalRule, localExtension } from './review-extension.ts';

/**
 * 25 延期: once, 1–30 days, before the limit, by the head of the organ or a recorded delegate, with reasons told to
 * the petitioner (条例34). Counted from the nominal day (D).
 */
export function extend(head: Head, command: CommandOf<'EXTEND'>, context: DecideContext): Decision {
  if (head.stage !== 'HANDLING') return extendReview(head, command, context);
  const { handle, acceptedAt } = mayExtendHandling(head, context);
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
  if (command.capacity === 'HEAD' && context.standings.has('ACTING'))
    throw new Refused(
      refusal(
        'NOT_THE_HEAD',
        'G4',
        '条例28(3)、34',
        ['代行机关负责人职责的,不得以机关负责人名义批准', 'whoever acts for the head does not approve as the head'],
        [
          'capacity 填写 DELEGATE 或 ACTING,并在 delegation 注明依据',
          'give capacity DELEGATE or ACTING, and in delegation on what ground',
        ],
        '/capacity',
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
        newClock('EXT_30D', acceptedAt, daysOnly(context.calendar, handle.calendarVersion), {
          extensionDays: command.days,
          startedAt: context.now,
        }),
      ),
    ],
    texts: { reason: command.reason, ...(command.delegation ? { delegation: command.delegation } : {}) },
  };
}

/** Whether an extension is possible at all now, whoever asks for how many days. */
export const mayExtend = (head: Head, context: Standpoint): void => {
  if (head.stage === 'HANDLING') mayExtendHandling(head, context);
  else mayExtendReview(head, context);
};

/** @returns the period that is lengthened, and since when it counts */
function mayExtendHandling(head: Head, { now }: Standpoint): { handle: Clock; acceptedAt: Instant } {
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
  if (now > handle.dueInstant)
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
  return { handle, acceptedAt: head.acceptedAt };
}

/** G12: a review is extended only where a local rule that the bureau loaded says so; a re-review never. */
function extendReview(head: Head, command: CommandOf<'EXTEND'>, context: DecideContext): Decision {
  const { review, rule, rules } = mayExtendReview(head, context);
  isWithinLocalRule(rule, command.days);
  return {
    events: [
      { type: 'extended.v1', days: command.days, capacity: command.capacity },
      { type: 'document-issued.v1', kind: 'DOC-EXT-APPROVAL', method: 'ELECTRONIC' },
      ...notice('DOC-EXT', command.method),
      ...stop(head, ['REVIEW_30D'], context.now, `依地方规则延期 ${command.days} 日`, 'SUPERSEDED'),
      // Local rules that came after acceptance do not reach into a period that runs (条例34).
      start(
        newClock('REVIEW_30D', review.trigger, rules, {
          extensionDays: command.days,
          startedAt: context.now,
        }),
      ),
    ],
    texts: { reason: command.reason, ...(command.delegation ? { delegation: command.delegation } : {}) },
  };
}

function mayExtendReview(head: Head, { now, calendar }: Standpoint) {
  const review = runningClock(head, 'REVIEW_30D');
  // By the rules that the review began under; where those know of no extension, by what was loaded since.
  const own = review ? daysOnly(calendar, review.calendarVersion) : calendar;
  const rules = own.overlays?.get('REVIEW_30D')?.extraDays === undefined ? calendar : own;
  const rule = localExtension(head.stage === 'REVIEW' ? rules : {});
  if (!review || review.extensionDays !== undefined || now > review.dueInstant)
    throw new Refused(
      refusal(
        review?.extensionDays === undefined ? 'EXTENSION_LATE' : 'ALREADY_EXTENDED',
        'G12',
        '条例35',
        ['复查期限已经届满或者已经延长一次', 'the limit of the review has ended or was extended once'],
        ['尽快作出复查意见', 'issue the review opinion as soon as possible'],
      ),
    );
  return { review, rule, rules };
}
