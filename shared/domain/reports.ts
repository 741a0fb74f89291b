import type { FactClock, FactRow } from './facts.ts';
import type { CaseId, Instant, LocalDate, UnitId } from './ids.ts';
import { CATEGORIES, CHANNELS, type Channel } from './taxonomy.ts';

/** Which date of a row decides whether it belongs to the period; printed under every report. */
export type DateBasis = 'registeredDate' | 'informDue' | 'handleDue' | 'concludedDate';

export const REPORT_IDS = ['R-01', 'R-02', 'R-03', 'R-04', 'R-05', 'R-07', 'R-26'] as const;
export type ReportId = (typeof REPORT_IDS)[number];

/** One figure, with what it counts: rate, count and case list cannot disagree, since they are one thing. */
export interface Figure {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  /** A count, a sum of people, or a percentage with one decimal; null is printed as "—". */
  readonly value: number | null;
  readonly display: string;
  readonly numerator?: number;
  readonly denominator?: number;
  /** Cases behind the figure (of the numerator where there is one); sealed ones are counted, never listed. */
  readonly cases: readonly CaseId[];
  /** Cases of the denominator that are not in the numerator. */
  readonly others?: readonly CaseId[];
}

export interface ReportDefinition {
  readonly id: ReportId;
  readonly zh: string;
  readonly en: string;
  readonly basis: DateBasis;
  readonly definitionZh: string;
  readonly definitionEn: string;
  readonly figures: (rows: readonly FactRow[], asOf: Instant) => Figure[];
}

/** What a report is asked for: a subtree of units and a period of whole days, both ends inclusive. */
export interface ReportQuestion {
  readonly units: ReadonlySet<UnitId>;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly asOf: Instant;
}

/** round_half_up(100·a/b, 1), exact in integers; null for an empty denominator, never 0 % and never 100 %. */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((2000 * numerator + denominator) / (2 * denominator)) / 10;
}

const show = (value: number | null, unit = ''): string =>
  value === null ? '—' : `${unit === '%' ? value.toFixed(1) : value}${unit}`;

const listed = (rows: readonly FactRow[]): CaseId[] => rows.filter(({ sealed }) => !sealed).map(({ caseId }) => caseId);

const count = (key: string, zh: string, en: string, rows: readonly FactRow[], value = rows.length): Figure => ({
  key,
  zh,
  en,
  value,
  display: show(value),
  cases: listed(rows),
});

function rate(key: string, zh: string, en: string, all: readonly FactRow[], counts: (row: FactRow) => boolean): Figure {
  const hits = all.filter(counts);
  const value = percent(hits.length, all.length);
  return {
    key,
    zh,
    en,
    value,
    display: show(value, value === null ? '' : '%'),
    numerator: hits.length,
    denominator: all.length,
    cases: listed(hits),
    others: listed(all.filter((row) => !counts(row))),
  };
}

/** 及时: stopped at or before the due instant (24:00 of the due day). */
const inTime = (clock: FactClock): boolean => clock.stoppedAt !== undefined && clock.stoppedAt <= clock.dueInstant;
const late = (clock: FactClock): boolean => clock.stoppedAt !== undefined && clock.stoppedAt > clock.dueInstant;

const isConcluded = (row: FactRow): boolean => row.concludedDate !== undefined;

export const REPORTS: Readonly<Record<ReportId, ReportDefinition>> = {
  'R-01': {
    id: 'R-01',
    zh: '件次、批次、人次',
    en: 'Submissions, visit batches and people',
    basis: 'registeredDate',
    definitionZh:
      '件次=期内登记的信访件数,一件拆分办理的不重复计;批次=其中来访批数;人次=来访人数之和;按信访形式分列。密件只计入件次并单列总数,不计入批次、人次和信访形式。',
    definitionEn:
      'Submissions registered in the period, one that was split counted once; batches are visits among them; people is the sum of their headcounts; by channel. Sealed matters enter the number of submissions and a total of their own, neither batches, people nor channels.',
    figures: (rows) => {
      const submissions = rows.filter((row) => row.submission);
      // Whether and with how many people somebody came under seal follows from no difference (P-03).
      const visits = submissions.filter((row) => row.submission?.visitBatch && !row.sealed);
      const people = visits.reduce((sum, row) => sum + (row.submission?.headcount ?? 0), 0);
      return [
        count('submissions', '件次', 'submissions', submissions),
        count('batches', '来访批次', 'visit batches', visits),
        count('people', '来访人次', 'visitors', visits, people),
        ...(Object.keys(CHANNELS) as Channel[]).map((channel) =>
          count(
            `channel:${channel}`,
            CHANNELS[channel].zh,
            CHANNELS[channel].en,
            submissions.filter((row) => row.submission?.channel === channel && !row.sealed),
          ),
        ),
        count(
          'sealed',
          '密件(检举控告)',
          'sealed',
          submissions.filter(({ sealed }) => sealed),
        ),
      ];
    },
  },
  'R-02': {
    id: 'R-02',
    zh: '信访事项数',
    en: 'Matters',
    basis: 'registeredDate',
    definitionZh: '期内至少有一件登记的不同信访事项数。',
    definitionEn: 'Distinct matters with at least one submission registered in the period.',
    figures: (rows) => {
      const firsts = new Map(rows.filter((row) => row.submission).map((row) => [row.matter, row]));
      return [count('matters', '信访事项数', 'matters', [...firsts.values()])];
    },
  },
  'R-03': {
    id: 'R-03',
    zh: '分类占比',
    en: 'Share by category',
    basis: 'registeredDate',
    definitionZh: '各类信访件数÷期内登记的全部信访件数(含未分类);四舍五入保留一位小数;分母为0时记“—”。',
    definitionEn:
      'Submissions of a category ÷ all submissions registered in the period (unclassified included); round half up to one decimal; "—" for an empty denominator.',
    figures: (rows) => {
      const submissions = rows.filter((row) => row.submission);
      const present = CATEGORIES.filter(({ code }) => submissions.some(({ category }) => category === code));
      return [
        ...present.map(({ code, zh, en }) =>
          rate(`category:${code}`, zh, en, submissions, (row) => row.category === code),
        ),
        rate('category:none', '未分类', 'not classified', submissions, (row) => row.category === undefined),
      ];
    },
  },
  'R-04': {
    id: 'R-04',
    zh: '及时告知率',
    en: 'Informed in time',
    basis: 'informDue',
    definitionZh:
      '期内到期的告知期限(INFORM_15D、REF_INFORM_15D)中,在到期日24时前告知的数量÷期内到期的全部数量;依法免于告知的不计;尚未告知且未到期的不在分母。',
    definitionEn:
      'Duty-to-inform clocks due in the period that stopped by 24:00 of the due day ÷ all that were due in it; waived ones, and open ones not yet due, are not in the denominator.',
    figures: (rows, asOf) => {
      const due = rows.filter(
        ({ inform }) => inform && !inform.waived && (inform.stoppedAt !== undefined || inform.dueInstant < asOf),
      );
      const pick = (test: (clock: FactClock) => boolean) =>
        due.filter(({ inform }) => inform !== undefined && test(inform));
      return [
        rate('rate', '及时告知率', 'informed in time', due, ({ inform }) => inform !== undefined && inTime(inform)),
        count('inTime', '及时', 'in time', pick(inTime)),
        count('late', '超期已告知', 'informed late', pick(late)),
        count(
          'open',
          '超期未告知',
          'overdue, not informed',
          pick((clock) => clock.stoppedAt === undefined),
        ),
      ];
    },
  },
  'R-05': {
    id: 'R-05',
    zh: '到期结案率(按期办结率)',
    en: 'Concluded in time',
    basis: 'handleDue',
    definitionZh:
      '期内到期(含依法延期后的到期日)的办理期限中,在到期日24时前办结的数量÷期内到期的全部数量;尚未办结且未到期的不在分母(提前办结的计入);撤回、和解的既不算按期也不算超期,单列占比(占期内到期的全部办理期限);分母为0时记“—”,不记0%或100%。',
    definitionEn:
      'Handling clocks whose effective due day (valid extension included) lies in the period and that stopped by 24:00 of it ÷ all handling clocks due in it; cases that are neither concluded nor due yet are not in the denominator; what was withdrawn or settled is neither in time nor late, and its share of all handling clocks due in the period stands beside it; "—" when nothing was due.',
    figures: (rows, asOf) => {
      const all = rows.filter(
        ({ handle }) => handle && (handle.waived || handle.stoppedAt !== undefined || handle.dueInstant < asOf),
      );
      const due = all.filter(({ handle }) => !handle?.waived);
      const pick = (test: (clock: FactClock) => boolean) =>
        due.filter(({ handle }) => handle !== undefined && test(handle));
      return [
        rate('rate', '到期结案率', 'concluded in time', due, ({ handle }) => handle !== undefined && inTime(handle)),
        rate(
          'rateWithoutExtensions',
          '到期结案率(不含延期件)',
          'concluded in time, extended cases left out',
          due.filter(({ handle }) => !handle?.extended),
          ({ handle }) => handle !== undefined && inTime(handle),
        ),
        rate(
          'rateByOriginalLimit',
          '到期结案率(延期件按延期前期限计)',
          'concluded in time, extended cases judged by the limit before the extension',
          due,
          ({ handle }) =>
            handle !== undefined && inTime({ ...handle, dueInstant: handle.endBefore ?? handle.dueInstant }),
        ),
        count('inTime', '按期办结', 'in time', pick(inTime)),
        count('late', '超期办结', 'late', pick(late)),
        count(
          'open',
          '超期未结',
          'overdue, open',
          pick((clock) => clock.stoppedAt === undefined),
        ),
        rate(
          'agreedShare',
          '撤回、和解占比',
          'withdrawn or settled, of all due',
          all,
          ({ handle }) => handle?.waived === true,
        ),
      ];
    },
  },
  'R-07': {
    id: 'R-07',
    zh: '延期率',
    en: 'Extended',
    basis: 'handleDue',
    definitionZh: '期内到期(含依法延期后的到期日)的办理期限中,经批准延期的数量÷全部数量;分母为0时记“—”。',
    definitionEn:
      'Handling clocks whose effective due day lies in the period and that were extended ÷ all handling clocks due in it; "—" when nothing was due.',
    figures: (rows) => [
      rate(
        'rate',
        '延期率',
        'extended',
        rows.filter(({ handle }) => handle !== undefined),
        ({ handle }) => handle?.extended === true,
      ),
    ],
  },
  'R-26': {
    id: 'R-26',
    zh: '派出所信访分析表',
    en: 'Station sheet',
    basis: 'registeredDate',
    definitionZh:
      '期内收到(含复查、复核件)=已办结+再转出+正在办理(恒等式校验);占比=本单位信访件数÷上级机关(含下属)同期信访件数,同一信访件多次转送只计一次,关联为同一事项的各件分别计;附类别构成。',
    definitionEn:
      'Received in the period (reviews and re-reviews among them) = concluded + passed on + in progress (identity checked); the share is petitions here ÷ petitions of the superior organ and all below it over the same period, each petition once however often it was referred, those linked to one matter each by itself; with categories.',
    figures: (rows) => {
      const passedOn = rows.filter(({ referredOn }) => referredOn);
      const concluded = rows.filter((row) => !row.referredOn && isConcluded(row));
      const inProgress = rows.filter((row) => !row.referredOn && !isConcluded(row));
      const present = CATEGORIES.filter(({ code }) => rows.some(({ category }) => category === code));
      return [
        count('received', '收到', 'received', rows),
        count('petitions', '其中信访件(同一件转送多次只计一次)', 'petitions among them, each counted once', [
          ...new Map(rows.map((row) => [row.petition, row])).values(),
        ]),
        count('concluded', '已办结', 'concluded', concluded),
        count('passedOn', '再转出', 'passed on', passedOn),
        count('inProgress', '正在办理', 'in progress', inProgress),
        ...present.map(({ code, zh, en }) => rate(`category:${code}`, zh, en, rows, (row) => row.category === code)),
      ];
    },
  },
};

/** Day of a row under a basis; absent where the row has no such date. */
export function dayOf(row: FactRow, basis: DateBasis): LocalDate | undefined {
  if (basis === 'registeredDate') return row.registeredDate;
  if (basis === 'concludedDate') return row.concludedDate;
  return basis === 'informDue' ? row.inform?.due : row.handle?.due;
}

/** Folds the rows of the units and period into the figures of a report. Rows outside are ignored. */
export function runReport(id: ReportId, rows: readonly FactRow[], question: ReportQuestion): Figure[] {
  const definition = REPORTS[id];
  const inside = rows.filter((row) => {
    const day = dayOf(row, definition.basis);
    return question.units.has(row.unit) && day !== undefined && day >= question.from && day <= question.to;
  });
  const figures = definition.figures(inside, question.asOf);
  if (id === 'R-26') checkIdentity(figures);
  return figures;
}

/** 收到 = 已办结 + 再转出 + 正在办理; a sheet for which this does not hold is never printed. */
function checkIdentity(figures: readonly Figure[]): void {
  const value = (key: string) => figures.find((figure) => figure.key === key)?.value ?? 0;
  const sum = value('concluded') + value('passedOn') + value('inProgress');
  if (value('received') !== sum) throw new Error(`R-26: received ${value('received')} is not ${sum}`);
}

/**
 * 占上级机关的比例: petitions received here ÷ petitions received by the superior unit with everything below it.
 * A petition that was referred, returned and referred again is one.
 */
export function share(own: readonly Figure[], parent: readonly Figure[], parentName: string): Figure {
  const petitions = (figures: readonly Figure[]) => figures.find(({ key }) => key === 'petitions')?.value ?? 0;
  const value = percent(petitions(own), petitions(parent));
  return {
    key: 'shareOfParent',
    zh: `占${parentName}总数的比例`,
    en: 'share of the superior unit',
    value,
    display: show(value, value === null ? '' : '%'),
    numerator: petitions(own),
    denominator: petitions(parent),
    cases: own.find(({ key }) => key === 'petitions')?.cases ?? [],
  };
}

export const isReportId = (text: string): text is ReportId => (REPORT_IDS as readonly string[]).includes(text);
