import { CALENDAR, parseInstant } from '../../shared/domain/calendar.ts';
import type { DeadlineInput } from '../../shared/domain/deadlines.ts';
import {
  type NextRoute,
  type Organ,
  type PrintedClock,
  printedClock,
  type ReviewRight,
  type Signed,
} from '../../shared/domain/documents/parts.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';

/** Invented organs, people and dates of the worked path of `spec.md` §2.6: a visit, because an officer came late. */
export const day = (text: string): LocalDate => text as LocalDate;
export const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (!instant) throw new Error(`not an instant: ${text}`);
  return instant;
};

/** A real clock, reckoned by the engine, so that what is printed is what the case would carry. */
export const clock = (code: DeadlineInput['clock'], trigger: string, more: Partial<DeadlineInput> = {}): PrintedClock =>
  printedClock(computeDeadline({ clock: code, trigger: at(`${trigger}T09:00+08:00`), ...more }, CALENDAR));

export const BRANCH: Organ = {
  name: '云泽市公安局东湖分局',
  address: '云泽市东湖区澄江大道88号',
  phone: '0990-6120100',
};
export const BUREAU: Organ = { name: '云泽市公安局', address: '云泽市澄江大道1号', phone: '0990-6120011' };
export const PROVINCE: Organ = { name: '江原省公安厅', address: '宁川市安平路8号信访接待室', phone: '0991-8800110' };

export const number = (seq: number) => ({ organCode: '云东公', year: 2026, seq });
export const signed = (name: string, position: string, on: string): Signed => ({ name, position, signedOn: day(on) });

export const COMMON = {
  organ: BRANCH,
  issuedOn: day('2026-03-09'),
  matterId: 'eexpz4csn9h8bt9pq4y5z3nedr',
  contact: { name: '周敏', officePhone: '0990-6120122' },
  supervisionPhone: '0990-6120099',
  receivedOn: day('2026-03-02'),
} as const;
export const TO_PETITIONER = { ...COMMON, recipient: { name: '苗青禾' } } as const;
export const TO_STATION = { ...COMMON, recipient: { organ: '望江派出所' } } as const;

export const REVIEW: ReviewRight = {
  organ: BUREAU,
  ifReceivedOn: day('2026-04-20'),
  clock: clock('REVIEW_APPLY_30D', '2026-04-20'),
};

/** A route whose last day is reckoned. */
export const RECONSIDERATION: NextRoute = {
  name: '行政复议',
  organ: '东湖区人民政府行政复议机构',
  address: '云泽市东湖区政务路6号',
  phone: '0990-6230001',
  cite: '《中华人民共和国行政复议法》第二十条、第二十四条',
  limit: { type: 'BY', clock: clock('LEGAL_ROUTE', '2026-02-10', { days: 60, unit: 'CAL_DAY' }) },
  materials: ['行政复议申请书', '身份证明', '处罚决定书复印件'],
};
export const WITHOUT_LIMIT: NextRoute = {
  name: '向上一级公安机关反映',
  organ: BUREAU.name,
  address: BUREAU.address,
  phone: BUREAU.phone,
  cite: '《信访工作条例》第十七条',
  limit: { type: 'NO_LIMIT', reason: '反映情况随时可以提出' },
};
