import { addDays, addMonths, addWorkdays, type Bilingual, type Calendar, nextWorkday, weekdayOf } from './calendar.ts';
import type { ExplanationStep } from './explain-deadline.ts';
import type { LocalDate } from './ids.ts';
import type { RouteCode } from './taxonomy-data.ts';

/** A length in the statute of a route. */
export interface RouteLimit {
  readonly n: number;
  readonly unit: 'CAL_DAY' | 'WORK_DAY' | 'CAL_MONTH';
}

/** A statutory route out of petitioning (诉访分离, 条例31), as DOC-CHANNEL prints it. */
export interface StatutoryRoute extends Bilingual {
  /** Within which he files; absent where the law sets none, or another law than ours does. */
  readonly filing?: RouteLimit;
  /** From what the filing limit counts. */
  readonly from?: Bilingual;
  readonly organ: Bilingual;
  /** Within which the organ decides, and by how much it may be extended. */
  readonly decision?: RouteLimit & { readonly extension?: number };
  /** Why no last day can be computed: the law sets none, or sets it by the case (按照有关法律规定). */
  readonly noLimit?: Bilingual;
  readonly cite: string;
}

const days = (n: number): RouteLimit => ({ n, unit: 'CAL_DAY' });
const workdays = (n: number): RouteLimit => ({ n, unit: 'WORK_DAY' });
const months = (n: number): RouteLimit => ({ n, unit: 'CAL_MONTH' });

const NO_FILING_LIMIT = { zh: '法律没有规定提出期限,可随时提出', en: 'the law sets no limit for filing it' };
const BY_OTHER_LAW = {
  zh: '提出期限由该程序的法律、党内法规确定,请向受理机构核实',
  en: 'the limit is set by the law of that procedure; ask the body that decides',
};

/** The routes of `spec.md` §5.4. */
export const STATUTORY_LIMITS: Readonly<Record<RouteCode, StatutoryRoute>> = {
  CRIM_RECON: {
    zh: '刑事复议',
    en: 'criminal reconsideration',
    filing: days(7),
    from: { zh: '收到不予立案通知书', en: 'receipt of the notice' },
    organ: {
      zh: '原决定的公安机关;不服复议的,7日内向上一级公安机关申请复核',
      en: 'the organ that decided; then its superior within 7 days',
    },
    decision: { ...days(30), extension: 30 },
    cite: '公安机关办理刑事案件程序规定178、179',
  },
  CRIM_COMPLAINT30: {
    zh: '刑事申诉控告',
    en: 'complaint in a criminal procedure',
    organ: { zh: '采取措施的公安机关', en: 'the organ that took the measure' },
    decision: days(30),
    noLimit: NO_FILING_LIMIT,
    cite: '公安机关办理刑事案件程序规定196',
  },
  ADMIN_RECON: {
    zh: '行政复议',
    en: 'administrative reconsideration',
    filing: days(60),
    from: { zh: '知道或者应当知道该行政行为', en: 'he knew, or ought to have known, of the act' },
    organ: { zh: '本级人民政府', en: 'the government of the same level' },
    decision: { ...days(60), extension: 30 },
    cite: '行政复议法20、24、62',
  },
  ADMIN_SUIT: {
    zh: '行政诉讼',
    en: 'administrative suit',
    filing: months(6),
    from: { zh: '知道或者应当知道该行政行为', en: 'he knew, or ought to have known, of the act' },
    organ: { zh: '人民法院', en: 'the court' },
    cite: '行政诉讼法45、46',
  },
  DUTY: {
    zh: '履行法定职责',
    en: 'performance of a statutory duty',
    organ: {
      zh: '负有职责的公安机关;不履行的,先申请行政复议',
      en: 'the organ with the duty; then reconsideration first',
    },
    decision: months(2),
    noLimit: NO_FILING_LIMIT,
    cite: '行政诉讼法47、行政复议法23',
  },
  REAPPRAISAL: {
    zh: '重新鉴定(行政案件)',
    en: 're-appraisal in an administrative case',
    filing: days(3),
    from: { zh: '收到鉴定意见复印件', en: 'receipt of the copy of the appraisal' },
    organ: { zh: '县级以上公安机关', en: 'the police organ of the county or above' },
    cite: '公安机关办理行政案件程序规定97',
  },
  TRAFFIC_REVIEW: {
    zh: '道路交通事故认定复核',
    en: 'review of an accident report',
    filing: workdays(3),
    from: { zh: '事故认定书送达', en: 'service of the report' },
    organ: { zh: '上一级公安机关交通管理部门', en: 'the superior traffic police' },
    decision: days(30),
    cite: '道路交通事故处理程序规定71、74、112(5)',
  },
  STATE_COMP: {
    zh: '国家赔偿',
    en: 'state compensation',
    filing: months(24),
    from: { zh: '知道或者应当知道职权行为侵犯其权利', en: 'he knew, or ought to have known, of the infringement' },
    organ: { zh: '赔偿义务机关', en: 'the organ liable' },
    decision: months(2),
    cite: '国家赔偿法13、23、39',
  },
  ARBITRATION: {
    zh: '仲裁',
    en: 'arbitration',
    organ: { zh: '仲裁机构', en: 'the body of arbitration' },
    noLimit: BY_OTHER_LAW,
    cite: '条例31(2)',
  },
  PARTY_APPEAL: {
    zh: '党员申诉等',
    en: 'appeal of a Party member',
    organ: { zh: '有权处理的党组织', en: 'the Party organ with power' },
    noLimit: BY_OTHER_LAW,
    cite: '条例31(3)',
  },
  OTHER_ADMIN: {
    zh: '其他行政程序',
    en: 'other administrative procedure',
    organ: { zh: '有权处理的行政机关', en: 'the competent organ' },
    noLimit: BY_OTHER_LAW,
    cite: '条例31(4)',
  },
};

/** What the last day depends on; asked of the petitioner, never assumed against him. */
export interface RouteFacts {
  /** Day on which he learned of the act, or received the notice, report or appraisal. */
  readonly knownOn?: LocalDate | undefined;
  /** Was he told in writing of the right and its limit? Absent: nobody knows. */
  readonly toldInWriting?: boolean | undefined;
  /** If not told then: the day on which he learned of right and limit; absent while he has not. */
  readonly limitKnownOn?: LocalDate | undefined;
  /** The decision of reconsideration was received on this day: the suit then has 15 days (行诉法45). */
  readonly reconsideredOn?: LocalDate | undefined;
  /** Known to be a criminal case: the three days of re-appraisal are of administrative cases only. */
  readonly criminalCase?: boolean | undefined;
}

/** The last day on which he can file, with the steps; or why there is none. */
export interface RouteDeadline {
  readonly route: RouteCode;
  readonly nominalLastDay?: LocalDate;
  readonly lastDay?: LocalDate;
  readonly provisional: boolean;
  readonly calendarVersion: string;
  readonly explanation: readonly ExplanationStep[];
}

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
const zhDay = (d: LocalDate): string => `${d}(周${WEEKDAYS[weekdayOf(d)]})`;
const UNIT = {
  CAL_DAY: { zh: '日', en: 'days' },
  WORK_DAY: { zh: '个工作日', en: 'working days' },
  CAL_MONTH: { zh: '个月', en: 'months' },
} as const;
const ROLL_CITE: Readonly<Partial<Record<RouteCode, string>>> = {
  CRIM_RECON: '公安机关办理行政案件程序规定35(类推)',
};

/** Last day for filing on a route (DOC-CHANNEL). Without the day he learned of it no day is made up. */
export function lastDayOf(route: RouteCode, facts: RouteFacts, calendar: Calendar): RouteDeadline {
  const row = STATUTORY_LIMITS[route];
  const filing = filingOf(route, facts);
  if (!filing) return withoutDay(route, row.noLimit ?? NO_FILING_LIMIT, row.cite, calendar);
  const begin = beginOf(route, facts);
  if (!begin)
    return withoutDay(
      route,
      {
        zh: `${row.from?.zh ?? ''}之日起${filing.n}${UNIT[filing.unit].zh}内;尚不知该日,请向信访人核实`,
        en: `${filing.n} ${UNIT[filing.unit].en} from ${row.from?.en ?? 'that day'}; the day is not known yet, ask the petitioner`,
      },
      row.cite,
      calendar,
    );
  const counted = countFrom(begin.on, filing, calendar);
  const capped = begin.latest !== undefined && (begin.wholeYear === true || counted > begin.latest);
  const nominal = capped && begin.latest ? begin.latest : counted;
  const last = nextWorkday(nominal, calendar);
  const provisional = !calendar.isKnown(nominal) || !calendar.isKnown(last);
  return {
    route,
    nominalLastDay: nominal,
    lastDay: last,
    provisional,
    calendarVersion: calendar.version,
    explanation: [
      {
        step: 'TRIGGER',
        zh: `${begin.on}${begin.zh};当日不计入`,
        en: `${begin.on}: ${begin.en}; that day is not counted`,
        article: begin.article ?? row.cite,
      },
      {
        step: 'RULE',
        zh: `${row.zh}:${filing.n}${UNIT[filing.unit].zh}内向${row.organ.zh}提出`,
        en: `${row.en}: within ${filing.n} ${UNIT[filing.unit].en}, to ${row.organ.en}`,
        article: route === 'ADMIN_SUIT' && facts.reconsideredOn ? '行政诉讼法45' : row.cite,
      },
      ...(begin.wholeYear
        ? []
        : [{ step: 'COUNT' as const, zh: `期限末日为${zhDay(counted)}`, en: `the period ends on ${counted}` }]),
      ...(capped
        ? [
            {
              step: 'COUNT' as const,
              zh: `自知道行政行为内容之日起最长不超过一年,以${zhDay(nominal)}为末日`,
              en: `at most one year from knowing the content of the act: ${nominal}`,
              article: '行政复议法20(3)',
            },
          ]
        : []),
      ...(last === nominal
        ? []
        : [
            {
              step: 'ROLL' as const,
              zh: `末日为休假日,顺延至${zhDay(last)}`,
              en: `a rest day; moved to ${last}`,
              article: ROLL_CITE[route] ?? '民法典203',
            },
          ]),
      {
        step: 'CALENDAR',
        zh: `日历版本${calendar.version}${provisional ? ',该年度日历未公布,暂定' : ''}`,
        en: `calendar ${calendar.version}${provisional ? ', not published for that year: provisional' : ''}`,
      },
      {
        step: 'DUE',
        zh: `最迟于${zhDay(last)}提出${provisional ? '(暂定,日历未公布)' : ''}`,
        en: `to be filed by ${last}${provisional ? ' (provisional)' : ''}`,
      },
    ],
  };
}

/** The limit that applies: fifteen days for a suit after reconsideration, none for re-appraisal in a criminal case. */
function filingOf(route: RouteCode, facts: RouteFacts): RouteLimit | undefined {
  if (route === 'ADMIN_SUIT' && facts.reconsideredOn) return days(15);
  if (route === 'REAPPRAISAL' && facts.criminalCase) return undefined;
  return STATUTORY_LIMITS[route].filing;
}

interface Begin extends Bilingual {
  readonly on: LocalDate;
  /** The period never ends after this day. */
  readonly latest?: LocalDate;
  /** Nothing but that last day bounds it. */
  readonly wholeYear?: true;
  readonly article?: string;
}

function beginOf(route: RouteCode, facts: RouteFacts): Begin | undefined {
  const { knownOn, toldInWriting, limitKnownOn, reconsideredOn } = facts;
  if (route === 'ADMIN_SUIT' && reconsideredOn)
    return { on: reconsideredOn, zh: '收到复议决定书', en: 'the decision of reconsideration was received' };
  if (!knownOn) return undefined;
  if (route !== 'ADMIN_RECON' || toldInWriting === true)
    return { on: knownOn, ...(STATUTORY_LIMITS[route].from ?? { zh: '知道', en: 'he knew' }) };
  // 复议法20(3): not told in writing, it runs from learning of right and limit, within a year of knowing the act.
  if (toldInWriting === undefined)
    return {
      on: knownOn,
      zh: '知道或者应当知道该行政行为;未书面告知复议权利和期限的,自知道权利和期限之日起算(最长一年),请问明',
      en: 'he knew of the act; if right and limit were not told in writing, it runs from learning of them, at most one year: ask',
      article: '行政复议法20(3)',
    };
  const latest = addMonths(knownOn, 12);
  if (limitKnownOn === undefined)
    return {
      on: knownOn,
      latest,
      wholeYear: true,
      zh: '知道行政行为内容;未书面告知复议权利和期限,本人尚不知道',
      en: 'he knew the content of the act; right and limit were not told in writing, and he has not learned of them',
      article: '行政复议法20(3)',
    };
  return {
    on: limitKnownOn > knownOn ? limitKnownOn : knownOn,
    latest,
    zh: '知道复议权利和期限(作出时未书面告知)',
    en: 'he learned of right and limit, which were not told in writing before',
    article: '行政复议法20(3)',
  };
}

const countFrom = (on: LocalDate, { n, unit }: RouteLimit, calendar: Calendar): LocalDate =>
  unit === 'WORK_DAY' ? addWorkdays(on, n, calendar) : unit === 'CAL_MONTH' ? addMonths(on, n) : addDays(on, n);

const withoutDay = (route: RouteCode, why: Bilingual, cite: string, calendar: Calendar): RouteDeadline => ({
  route,
  provisional: false,
  calendarVersion: calendar.version,
  explanation: [{ step: 'RULE', ...why, article: cite }],
});
