import type { Calendar } from '../calendar.ts';
import type { Overlay } from '../overlays.ts';
import { Refused, refusal } from '../refusal.ts';

/**
 * G12: the Regulations let no review (复查) be extended; only a local rule that the bureau loaded may (北京), and only by
 * so many days.
 * @returns the local rule, for the paper to cite
 * @throws Refused without such a rule, or for more days than it gives
 */
export function mayExtendReview(
  { calendar }: { readonly calendar: Pick<Calendar, 'overlays'> },
  days: number,
): Overlay {
  const overlay = calendar.overlays?.get('REVIEW_30D');
  if (overlay?.extraDays === undefined)
    throw new Refused(
      refusal(
        'REVIEW_NOT_EXTENDABLE',
        'G12',
        '条例35',
        ['条例没有规定复查期限可以延长', 'the Regulations provide no extension of a review'],
        [
          '请在期限内作出复查意见;本地另有规定的,由管理员导入地方规则并注明依据',
          'issue the review opinion in time; where a local rule provides otherwise, the administrator loads it with its source',
        ],
        '/days',
      ),
    );
  if (!Number.isInteger(days) || days < 1 || days > overlay.extraDays)
    throw new Refused(
      refusal(
        'EXTENSION_OUT_OF_RANGE',
        'G12',
        overlay.cite,
        [`地方规则允许延长1至${overlay.extraDays}日`, `the local rule allows 1 to ${overlay.extraDays} days`],
        [`填写 1 至 ${overlay.extraDays} 之间的天数`, `give between 1 and ${overlay.extraDays} days`],
        '/days',
      ),
    );
  return overlay;
}
