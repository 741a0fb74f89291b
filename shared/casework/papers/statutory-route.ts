import type { CommandOf } from '../../domain/commands.ts';
import { article, regulation } from '../../domain/documents/formal-writing.ts';
import type { NextRoute, Organ, RouteLimit } from '../../domain/documents/parts.ts';
import { lastDayOf, STATUTORY_LIMITS } from '../../domain/statutory-routes.ts';
import type { RouteCode } from '../../domain/taxonomy-data.ts';
import type { Setting } from './setting.ts';
import { placeOf } from './who-issues.ts';
import { said } from './written-words.ts';

/** Branch of 条例31 that a statutory procedure belongs to, where the case was classified under another one. */
export const BRANCH_OF: Readonly<Record<RouteCode, 1 | 2 | 3 | 4 | 5>> = {
  CRIM_RECON: 1,
  CRIM_COMPLAINT30: 1,
  ADMIN_SUIT: 1,
  STATE_COMP: 1,
  ARBITRATION: 2,
  PARTY_APPEAL: 3,
  ADMIN_RECON: 4,
  REAPPRAISAL: 4,
  TRAFFIC_REVIEW: 4,
  OTHER_ADMIN: 4,
  DUTY: 5,
};

/** Lengths as a paper says them. */
const UNITS = { CAL_DAY: '日', WORK_DAY: '个工作日', CAL_MONTH: '个月' } as const;

/** The procedure with its organ and the last day, as computed from what the officer recorded. */
export function statutoryRoute(command: CommandOf<'CHANNEL'>, { tree, calendar }: Setting): NextRoute {
  const { zh, cite } = STATUTORY_LIMITS[command.route];
  const { name, address, unit } = command.organ;
  return {
    name: zh,
    organ: said(name),
    address: said(address),
    ...(unit ? { phone: placeOf(tree, unit).phone } : {}),
    cite: officialCite(cite),
    limit: limitOf(command, calendar),
    ...(said(command.materials, '') ? { materials: [said(command.materials)] } : {}),
  };
}

function limitOf(command: CommandOf<'CHANNEL'>, calendar: Setting['calendar']): RouteLimit {
  const { route } = command;
  const { zh, filing, from, noLimit, cite } = STATUTORY_LIMITS[route];
  const { nominalLastDay, lastDay, provisional, explanation } = lastDayOf(route, command, calendar);
  if (lastDay && nominalLastDay)
    return {
      type: 'BY',
      clock: {
        name: `${zh}的提出期限`,
        nominalDue: nominalLastDay,
        due: lastDay,
        provisional,
        explanation: explanation.map((step) => ({ zh: step.zh, ...(step.article ? { article: step.article } : {}) })),
      },
    };
  // Another law sets the limit: that there is none would be wrong, and which one it is nobody here knows.
  if (!filing && cite.startsWith('条例'))
    return { type: 'START_NOT_ON_FILE', event: '该程序的法律规定的起算', length: '该法律规定的期限' };
  if (!filing || (route === 'REAPPRAISAL' && command.criminalCase))
    return { type: 'NO_LIMIT', reason: said(noLimit?.zh, '法律没有规定提出期限') };
  return { type: 'START_NOT_ON_FILE', event: said(from?.zh, '知道'), length: `${filing.n}${UNITS[filing.unit]}` };
}

/** 不予立案: what besides reconsideration is open to him (刑诉法113、210), named in the paper (§5.2 CRIM.NOFILE). */
export const AGAINST_NOT_FILING: readonly NextRoute[] = [
  {
    name: '申请立案监督',
    organ: '同级人民检察院',
    cite: article('中华人民共和国刑事诉讼法', 113),
    limit: { type: 'NO_LIMIT', reason: '法律没有规定提出期限，请尽早提出' },
  },
  {
    name: '提起自诉（有证据证明的，由人民法院审查是否受理）',
    organ: '有管辖权的人民法院',
    cite: article('中华人民共和国刑事诉讼法', 210),
    limit: { type: 'NO_LIMIT', reason: '在追诉时效期限以内都可以提出' },
  },
];

/** 行政复议法20、24 as 《行政复议法》第二十条、《行政复议法》第二十四条. */
export function officialCite(cite: string): string {
  let law = '';
  return cite
    .split('、')
    .map((token) => {
      const [, name = '', number, item] = /^(\D*)(\d+)(?:\((\d+)\))?$/.exec(token) ?? [];
      if (number === undefined) return token;
      law = name || law;
      const place = item ? { item: Number(item) } : {};
      return law === '条例' ? regulation(Number(number), place) : article(law, Number(number), place);
    })
    .join('、');
}

/** A way on to an organ that can be found, without a limit. */
export const openRoute = (
  name: string,
  { name: organ, address, phone }: Organ,
  cite: string,
  why: string,
): NextRoute => ({
  name,
  organ,
  address,
  phone,
  cite,
  limit: { type: 'NO_LIMIT', reason: why },
});
