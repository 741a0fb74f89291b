import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, CALENDAR } from '../../shared/domain/calendar.ts';
import { CLOCK_CODES, CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import { isWithinLocalRule, localExtension } from '../../shared/domain/decide/review-extension.ts';
import { derivationOf } from '../../shared/domain/derivation-of-clock.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { checkOverlays, type Overlay } from '../../shared/domain/overlays.ts';
import { at, BEIJING, clockBy, lawAfter, ZHEJIANG } from './a-law.ts';

const overlay = (clock: ClockCode, over: Partial<Overlay>): Overlay => ({
  clock,
  cite: '某地规定',
  verified: false,
  ...over,
});
const refusedField = (overlays: readonly Overlay[]): string => {
  try {
    checkOverlays(overlays);
  } catch (error) {
    return (error as { field: string }).field;
  }
  return 'accepted';
};

describe('what a local rule may say', () => {
  test.each<[string, Overlay]>([
    ['浙江: 5 working days to inform', ZHEJIANG],
    ['山东: 3 working days to object', overlay('OBJECT_5WD', { n: 3 })],
    ['handling within 30 days', overlay('HANDLE_60D', { n: 30 })],
    ['[G12] 北京: a review may be extended by 30 days', BEIJING],
    ['the petitioner has 40 days', overlay('REVIEW_APPLY_30D', { n: 40 })],
    ['the petitioner has 15 days more', overlay('REREVIEW_APPLY_30D', { extraDays: 15 })],
    ['an urgent report within the hour', overlay('URGENT_REPORT', { n: 1 })],
  ])('%s', (_, rule) => {
    expect(refusedField([rule])).toBe('accepted');
  });

  test.each<[string, string, Overlay]>([
    ['the organ would have longer', 'n', overlay('HANDLE_60D', { n: 61 })],
    ['the same is no local rule', 'n', overlay('HANDLE_60D', { n: 60 })],
    ['eleven working days are fifteen days', 'n', overlay('INFORM_15D', { n: 11, unit: 'WORK_DAY' })],
    ['seven days are no less than five working days', 'n', overlay('OBJECT_5WD', { n: 7, unit: 'CAL_DAY' })],
    ['the petitioner would have less', 'n', overlay('REVIEW_APPLY_30D', { n: 29 })],
    ['half a day', 'n', overlay('HANDLE_60D', { n: 0.5 })],
    ['nothing at all', 'n', overlay('HANDLE_60D', {})],
    ['days on top for the organ', 'extraDays', overlay('HANDLE_60D', { extraDays: 10 })],
    ['days on top of a re-review', 'extraDays', overlay('REREVIEW_30D', { extraDays: 10 })],
    ['a review extended beyond 30 days', 'extraDays', overlay('REVIEW_30D', { extraDays: 31 })],
    ['a unit alone', 'unit', overlay('REVIEW_APPLY_30D', { unit: 'WORK_DAY', extraDays: 3 })],
    ['hours become days', 'unit', overlay('URGENT_REPORT', { n: 1, unit: 'CAL_DAY' })],
    ['a date that the document sets', 'clock', overlay('ASSIGN_REPORT', { n: 10 })],
    ['the extension follows the limit it extends', 'clock', overlay('EXT_30D', { n: 10 })],
    ['without its source', 'cite', overlay('HANDLE_60D', { n: 30, cite: ' ' })],
  ])('%s: refused at %s', (_, field, rule) => {
    expect(refusedField([ZHEJIANG, rule])).toBe(`/overlays/1/${rule.clock === 'INFORM_15D' ? 'clock' : field}`);
    expect(refusedField([rule])).toBe(`/overlays/0/${field}`);
  });
});

describe('what it does to a clock', () => {
  const zhejiang = lawAfter({ overlays: [ZHEJIANG] }).calendar;

  test('[V01] five working days instead of fifteen days, with source and badge', () => {
    const deadline = computeDeadline({ clock: 'INFORM_15D', trigger: at('2026-01-05T09:30+08:00') }, zhejiang);
    expect(deadline).toMatchObject({
      nominalDue: '2026-01-12',
      due: '2026-01-12',
      calendarVersion: 'CN-2026.1+L1',
      overlay: { cite: '浙江省信访条例20', verified: false, applied: true },
    });
    expect(deadline.explanation.map(({ step, zh }) => `${step} ${zh}`)).toEqual([
      'TRIGGER 2026-01-05 09:30(北京时间)公安机关直接收到信访件;当日不计入',
      'RULE 书面告知(直接收到):15日(自然日)',
      'OVERLAY 地方规则【未核实】:5个工作日(浙江省信访条例20)',
      'COUNT 自2026-01-06起只计工作日,第5个工作日为2026-01-12(周一):01-06、01-07、01-08、01-09、01-12',
      'CALENDAR 日历版本CN-2026.1+L1(国办发明电〔2025〕7号)',
      'DUE 2026-01-12(周一)24:00届满',
    ]);
    expect(deadline.explanation.find(({ step }) => step === 'OVERLAY')).toMatchObject({
      article: '浙江省信访条例20',
      verified: false,
      en: 'local rule [unverified]: 5 working days (浙江省信访条例20)',
    });
  });

  test('where a long holiday would turn it round the law holds, and the derivation says so', () => {
    const ten = lawAfter({ overlays: [overlay('INFORM_15D', { n: 10, unit: 'WORK_DAY' })] }).calendar;
    const trigger = at('2026-02-12T09:00+08:00');
    const byLaw = computeDeadline({ clock: 'INFORM_15D', trigger }, CALENDAR);
    const local = computeDeadline({ clock: 'INFORM_15D', trigger }, ten);
    expect([local.nominalDue, local.due]).toEqual([byLaw.nominalDue, byLaw.due]);
    expect(local.overlay).toMatchObject({ applied: false });
    expect(local.explanation.find(({ step }) => step === 'OVERLAY')?.zh).toContain('法定期限更有利');
  });

  test('an extension counts on from the shorter limit; a length that somebody set is left alone', () => {
    const law = lawAfter({
      overlays: [overlay('HANDLE_60D', { n: 30 }), overlay('SUGGEST_FEEDBACK', { n: 10 })],
    }).calendar;
    const trigger = at('2026-07-08T09:00+08:00');
    expect(computeDeadline({ clock: 'EXT_30D', trigger, extensionDays: 15 }, law)).toMatchObject({
      nominalDue: '2026-08-22',
      extensionDays: 15,
    });
    expect(computeDeadline({ clock: 'SUGGEST_FEEDBACK', trigger, days: 20 }, law)).toMatchObject({
      nominalDue: '2026-07-28',
    });
    expect(computeDeadline({ clock: 'SUGGEST_FEEDBACK', trigger, days: 20 }, law).overlay).toBeUndefined();
  });

  test('hours: the shorter one', () => {
    const law = lawAfter({ overlays: [overlay('URGENT_REPORT', { n: 1 })] }).calendar;
    const deadline = computeDeadline({ clock: 'URGENT_REPORT', trigger: at('2026-03-02T23:30+08:00') }, law);
    expect(deadline.dueInstant).toBe(at('2026-03-03T00:30+08:00'));
    expect(deadline.explanation.map(({ step }) => step)).toEqual(['TRIGGER', 'RULE', 'OVERLAY', 'DUE']);
  });

  test('on any day, for any rule that is accepted: the organ never later, the petitioner never earlier', () => {
    const rule = fc.record({
      clock: fc.constantFrom(...CLOCK_CODES),
      n: fc.integer({ min: 1, max: 120 }),
      unit: fc.constantFrom('CAL_DAY' as const, 'WORK_DAY' as const, undefined),
    });
    let accepted = 0;
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 4000 }), (over, offset) => {
        const local = overlay(over.clock, over);
        if (refusedField([local]) !== 'accepted') return;
        accepted += 1;
        const trigger = at(`${addDays('2019-01-01' as LocalDate, offset)}T09:00+08:00`);
        const byLaw = computeDeadline({ clock: over.clock, trigger }, CALENDAR);
        const here = computeDeadline({ clock: over.clock, trigger }, { ...CALENDAR, overlays: checkOverlays([local]) });
        if (CLOCKS[over.clock].petitionersRight) {
          expect(here.nominalDue >= byLaw.nominalDue && here.due >= byLaw.due).toBe(true);
        } else {
          expect(here.nominalDue <= byLaw.nominalDue && here.dueInstant <= byLaw.dueInstant).toBe(true);
        }
      }),
      { numRuns: 1500, seed: 20260101 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});

describe('[G12] extending a review', () => {
  const trigger = at('2026-05-20T09:00+08:00');
  const beijing = lawAfter({ overlays: [BEIJING] });

  test('is refused without a local rule, with the article', () => {
    expect(() => localExtension(CALENDAR)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ guard: 'G12', article: '条例35' }) }),
    );
    expect(() => computeDeadline({ clock: 'REVIEW_30D', trigger, extensionDays: 10 }, CALENDAR)).toThrow(
      expect.objectContaining({ code: 'EXTENSION_NOT_ALLOWED', field: 'extensionDays' }),
    );
  });

  test('is possible with that of 北京, up to its days, citing it', () => {
    const rule = localExtension(beijing.calendar);
    expect(rule).toMatchObject({ cite: '北京市信访条例50', verified: false });
    expect(() => isWithinLocalRule(rule, 30)).not.toThrow();
    expect(() => isWithinLocalRule(rule, 31)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ guard: 'G12', field: '/days' }) }),
    );
    const deadline = computeDeadline({ clock: 'REVIEW_30D', trigger, extensionDays: 20 }, beijing.calendar);
    expect(deadline).toMatchObject({ nominalDue: '2026-07-09', due: '2026-07-09' });
    expect(deadline.explanation.find(({ step }) => step === 'EXTENSION')).toMatchObject({
      article: '北京市信访条例50',
    });
  });

  test('[V27] the rule alone moves nothing: without a decision the review ends when it did', () => {
    const deadline = computeDeadline({ clock: 'REVIEW_30D', trigger }, beijing.calendar);
    expect(deadline).toMatchObject({ nominalDue: '2026-06-19', due: '2026-06-22', overlay: { applied: false } });
    expect(deadline.explanation.find(({ step }) => step === 'OVERLAY')?.zh).toBe(
      '地方规则【未核实】:可以延长至多30日(北京市信访条例50)',
    );
  });

  test('a re-review is never extended', () => {
    expect(() => computeDeadline({ clock: 'REREVIEW_30D', trigger, extensionDays: 5 }, beijing.calendar)).toThrow(
      expect.objectContaining({ code: 'EXTENSION_NOT_ALLOWED' }),
    );
  });

  test('one that was granted is explained also after the rule was taken back', () => {
    const granted = clockBy(beijing.calendar, 'REVIEW_30D', '2026-05-20T09:00+08:00', { extensionDays: 20 });
    const after = lawAfter({ overlays: [BEIJING] }, { overlays: [] });
    expect(after.calendar.version).toBe('CN-2026.1');
    expect(derivationOf(granted, after.calendar)).toMatchObject({
      due: '2026-07-09',
      overlay: { cite: '北京市信访条例50' },
    });
  });
});
