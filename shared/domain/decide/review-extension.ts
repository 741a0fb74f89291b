import type { Calendar } from '../calendar.ts';
import type { Overlay } from '../overlays.ts';
import { Refused, refusal } from '../refusal.ts';

/**
 * G12: the Regulations let no review (复查) be extended; only a local rule that the bureau loaded may (北京).
 * @returns the local rule, for the paper to cite
 * @throws Refused without such a rule
 */
export function localExtension({ overlays }: Pick<Calendar, 'overlays'>): Overlay & { readonly extraDays: number } {
  const overlay = overlays?.get('REVIEW_30D');
  if (overlay?.extraDays !== undefined) return { ...overlay, extraDays: overlay.extraDays };
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
    ),
  );
}

/** By no more days than the local rule gives. @throws Refused */
export function isWithinLocalRule(
  { extraDays, cite }: Pick<Overlay, 'cite'> & { readonly extraDays: number },
  days: number,
): void {
  if (Number.isInteger(days) && days >= 1 && days <= extraDays) return;
  throw new Refused(
    refusal(
      'EXTENSION_OUT_OF_RANGE',
      'G12',
      cite,
      [`地方规则允许延长1至${extraDays}日`, `the local rule allows 1 to ${extraDays} days`],
      [`填写 1 至 ${extraDays} 之间的天数`, `give between 1 and ${extraDays} days`],
      '/days',
    ),
  );
}
