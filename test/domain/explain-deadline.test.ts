import { describe, expect, test } from 'vitest';
import { CALENDAR, parseInstant } from '../../shared/domain/calendar.ts';
import type { DeadlineInput } from '../../shared/domain/deadlines.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';

const explained = (input: Omit<DeadlineInput, 'trigger'> & { trigger: string }, language: 'zh' | 'en' = 'zh') =>
  computeDeadline({ ...input, trigger: parseInstant(input.trigger) as Instant }, CALENDAR).explanation.map(
    (step) => `${step.step} ${step[language]}`,
  );

describe('derivations', () => {
  test('[V02] a last day in the Spring Festival', () => {
    const input = { clock: 'INFORM_15D', trigger: '2026-01-31T23:59:59+08:00' } as const;
    expect(explained(input)).toEqual([
      'TRIGGER 2026-01-31 23:59(北京时间)公安机关直接收到信访件;当日不计入',
      'RULE 书面告知(直接收到):15日(自然日)',
      'COUNT 自2026-02-01起算,第15日为2026-02-15(周日)',
      'HOLIDAYS 期间遇春节(2026-02-15),不扣除;2026-02-14为调休工作日',
      'ROLL 2026-02-15(周日)为春节休假日,顺延至其后首个工作日2026-02-24(周二)',
      'CALENDAR 日历版本CN-2026.1(国办发明电〔2025〕7号)',
      'DUE 2026-02-24(周二)24:00届满',
    ]);
    expect(explained(input, 'en')).toEqual([
      'TRIGGER 2026-01-31 23:59 (Shanghai): direct receipt by the police organ; that day is not counted',
      'RULE Written notice (received directly): 15 calendar days',
      'COUNT counted from 2026-02-01, day 15 is Sun 2026-02-15',
      'HOLIDAYS Spring Festival (2026-02-15) inside, not skipped; 2026-02-14 made up by work',
      'ROLL Sun 2026-02-15 is a rest day (Spring Festival); moved to the next working day, Tue 2026-02-24',
      'CALENDAR calendar CN-2026.1 (国办发明电〔2025〕7号)',
      'DUE ends on Tue 2026-02-24 at 24:00',
    ]);
  });

  test('[V03] an instant in UTC is shown as the time in Shanghai', () => {
    expect(explained({ clock: 'INFORM_15D', trigger: '2026-01-31T16:00:00Z' })[0]).toContain(
      '2026-02-01 00:00(北京时间)',
    );
  });

  test('[V10] working days are listed, the make-up Saturday among them', () => {
    const steps = explained({ clock: 'OBJECT_5WD', trigger: '2026-02-12T11:00+08:00' });
    expect(steps.slice(2, 4)).toEqual([
      'COUNT 自2026-02-13起只计工作日,第5个工作日为2026-02-26(周四):02-13、02-14(调休上班)、02-24、02-25、02-26',
      'HOLIDAYS 期间遇春节(2026-02-15至2026-02-23),休假日不计;2026-02-14为调休工作日,计入',
    ]);
  });

  test('[V18] an ordinary weekend', () => {
    const steps = explained({ clock: 'HANDLE_60D', trigger: '2026-08-12T09:00+08:00' });
    expect(steps).toContain('ROLL 2026-10-11(周日)为周末休假日,顺延至其后首个工作日2026-10-12(周一)');
  });

  test('[V24] an extension', () => {
    const steps = explained({ clock: 'HANDLE_60D', trigger: '2026-07-08T09:00+08:00', extensionDays: 15 });
    expect(steps.slice(2)).toEqual([
      'COUNT 自2026-07-09起算,第60日为2026-09-06(周日)',
      'HOLIDAYS 2026-09-20为调休工作日',
      'EXTENSION 经本机关负责人批准延长15日,自顺延前的届满日续计,第75日为2026-09-21(周一)',
      'CALENDAR 日历版本CN-2026.1(国办发明电〔2025〕7号)',
      'DUE 2026-09-21(周一)24:00届满',
    ]);
  });

  test('[V29] a hearing', () => {
    const hearing = { from: '2026-06-10' as LocalDate, to: '2026-06-16' as LocalDate };
    expect(explained({ clock: 'REREVIEW_30D', trigger: '2026-06-01T09:00+08:00', hearing })).toContain(
      'SUSPENSION 听证2026-06-10至2026-06-16共7日不计入期限,届满日为2026-07-08(周三)',
    );
  });

  test('[V35] a year without a notice', () => {
    const steps = explained({ clock: 'INFORM_15D', trigger: '2026-12-17T09:00+08:00' });
    expect(steps).toContain('HOLIDAYS 期间遇元旦(2027-01-01),不扣除');
    expect(steps.at(-2)).toContain('日历未公布');
    expect(steps.at(-1)).toBe('DUE 2027-01-04(周一)24:00届满(暂定,日历未公布)');
  });

  test('[V37] months; [V33] a promise is called one', () => {
    expect(explained({ clock: 'LEGAL_2M', trigger: '2026-04-19T09:00+08:00' })[2]).toBe(
      'COUNT 2个月后的对应日(无对应日则为月末)为2026-06-19(周五)',
    );
    expect(explained({ clock: 'SHADOW_60D', trigger: '2026-03-17T00:00+08:00' })[1]).toBe(
      'RULE 影子期限:60日(自然日)(内部承诺)',
    );
  });

  test('a day set by a document, and hours', () => {
    const set = explained({
      clock: 'ASSIGN_REPORT',
      trigger: '2026-03-02T09:00+08:00',
      dueDate: '2026-03-31' as LocalDate,
    });
    expect(set.slice(1, 3)).toEqual(['RULE 交办反馈:到期日由文书确定', 'COUNT 所定到期日为2026-03-31(周二)']);
    expect(explained({ clock: 'URGENT_REPORT', trigger: '2026-03-02T23:00+08:00' }).at(-1)).toBe(
      'DUE 2026-03-03 01:00(北京时间)届满',
    );
  });

  test('each step of the law cites it', () => {
    const { explanation } = computeDeadline(
      { clock: 'HANDLE_60D', trigger: parseInstant('2026-03-02T09:00+08:00') as Instant },
      CALENDAR,
    );
    expect(explanation.map(({ step, article }) => [step, article])).toEqual([
      ['TRIGGER', '民法典201'],
      ['RULE', '条例34'],
      ['COUNT', '民法典201'],
      ['HOLIDAYS', undefined],
      ['ROLL', '民法典203; 公安机关办理行政案件程序规定35'],
      ['CALENDAR', undefined],
      ['DUE', '民法典203'],
    ]);
  });
});
