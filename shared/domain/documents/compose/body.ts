import { addDays, diffDays } from '../../calendar.ts';
import type { LocalDate } from '../../ids.ts';
import type { DispatchMethod } from '../../petition.ts';
import type { Block, PlainWords, RemedyBox } from '../content.ts';
import type { DataOf } from '../data.ts';
import { DocumentIncomplete } from '../document-incomplete.ts';
import { dateWithWeekday, fullWidth, plainDate } from '../formal-writing.ts';
import type { DocumentKind, PetitionerKind } from '../kinds.ts';
import type { NextRoute, Organ, PrintedClock, RouteLimit, Signed } from '../parts.ts';

/** What a kind's own composer gives; header, number, recipient, contact, seal and delivery line are common. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly legalBasis: readonly string[];
  readonly plainWords?: PlainWords;
  readonly remedy?: RemedyBox;
  /** Title, where it depends on the data. */
  readonly title?: string;
}

/** Whoever composes for a petitioner owes the box in plain words (A-06): the compiler asks for it. */
export type Composer<K extends DocumentKind> = (
  data: DataOf<K>,
) => K extends PetitionerKind ? Body & { readonly plainWords: PlainWords } : Body;

export const heading = (text: string): Block => ({ type: 'HEADING', text });
export const paragraph = (text: string): Block => ({ type: 'PARAGRAPH', text });
export const numbered = (items: readonly string[]): Block => ({ type: 'NUMBERED', items });
export const fields = (...rows: readonly (readonly [string, string])[]): Block => ({ type: 'FIELDS', rows });
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  type: 'TABLE',
  head,
  rows,
});
export const signatures = (...lines: readonly string[]): Block => ({ type: 'SIGNATURES', lines });

/** Free text at the end of a sentence of ours: exactly one full stop, whether its writer put one or not. */
export const closed = (text: string): string =>
  /[。！？…]”?$/.test(text.trim()) ? text.trim() : `${text.trim().replace(/[；，、;,.]+$/, '')}。`;

/** A list of which the law wants at least one. */
export function atLeastOne<T>(items: readonly T[], field: string): readonly T[] {
  if (items.length === 0) throw new DocumentIncomplete(field, 'MISSING');
  return items;
}

/** Numbered items of which there must be one. */
export const someNumbered = (items: readonly string[], field: string): Block => numbered(atLeastOne(items, field));

/** A list that may be empty, in one cell. */
export const listed = (items: readonly string[]): string =>
  items.length === 0 ? '无' : items.map((item, index) => `${index + 1}．${item}`).join('\n');

/** 2026年5月6日（星期三）, with a warning while the yearly holiday notice is missing. */
export const lastDayOf = ({ due, provisional }: PrintedClock): string =>
  `${dateWithWeekday(due)}${provisional ? '（暂定，节假日安排公布后如有变化，另行告知）' : ''}`;

/** A clock with its derivation: every date explains itself. */
export const clock = (printed: PrintedClock, name: string = fullWidth(printed.name)): Block => ({
  type: 'CLOCK',
  name,
  lastDay: lastDayOf(printed),
  steps: atLeastOne(printed.explanation, 'explanation').map(
    ({ zh, article }) => `${fullWidth(zh)}${article ? `〔${fullWidth(article)}〕` : ''}`,
  ),
});

/**
 * A last day that our own rule sets by a number of calendar days (内部规范), with how it is counted: from the day after,
 * as the law counts, and without a roll.
 */
export function ownClock(name: string, from: LocalDate, what: string, until: LocalDate): Block {
  const days = diffDays(from, until);
  return {
    type: 'CLOCK',
    name,
    lastDay: dateWithWeekday(until),
    steps: [
      `${plainDate(from)}${what}；当日不计入〔民法典201〕`,
      `${name}：${days}日（自然日）〔内部规范，未核实〕`,
      `自${plainDate(addDays(from, 1))}起算，第${days}日为${dateWithWeekday(until)}，当日24:00届满`,
    ],
  };
}

/** 名称（地址，电话）. */
export const whereIs = ({ name, address, phone }: Organ): string => `${name}（地址：${address}；电话：${phone}）`;

/** 王某，副局长，2026年3月2日. */
export const signedBy = ({ name, position, signedOn }: Signed): string =>
  `${name}（${position}），${plainDate(signedOn)}`;

/** Until when a route is open, said on the day of the paper: a day that has passed is not sold as one to come. */
export function limitOf(limit: RouteLimit, today: LocalDate): string {
  if (limit.type === 'NO_LIMIT') return `没有期限（${limit.reason}）`;
  if (limit.type === 'START_NOT_ON_FILE')
    return `自${limit.event}之日起${limit.length}内（该日期未在案，请按您实际收到或者知道的那一天计算）`;
  if (limit.clock.due < today)
    return `期限已于${lastDayOf(limit.clock)}届满；因不可抗力或者其他正当理由耽误的，请向该机关说明`;
  return `最晚到${lastDayOf(limit.clock)}`;
}

/** One line of the box 最晚到哪一天. */
export const latestOf = (route: NextRoute, today: LocalDate): string =>
  `${route.name}：${limitOf(route.limit, today)}。`;

/** A route as the text of a remedy box. */
export const routeText = (route: NextRoute, today: LocalDate): string =>
  `${route.name}：向${route.organ}提出${
    route.address || route.phone
      ? `（${[route.address ? `地址：${route.address}` : '', route.phone ? `电话：${route.phone}` : ''].filter(Boolean).join('；')}）`
      : ''
  }。期限：${limitOf(route.limit, today)}。依据：${route.cite}。${
    route.materials?.length ? `需要的材料：${route.materials.join('、')}。` : ''
  }`;

/** The derivations of the last days of routes. */
export const routeClocks = (routes: readonly NextRoute[]): Block[] =>
  routes.flatMap(({ name, limit }) => (limit.type === 'BY' ? [clock(limit.clock, name)] : []));

export const DISPATCH_NAMES: Readonly<Record<DispatchMethod, string>> = {
  HAND: '直接送交',
  POST: '邮寄',
  ELECTRONIC: '经同意的电子送达',
  WITNESS: '留置送达（见证）',
  NOTICE: '公告',
};

export const DEADLINES_HEADING = '期限是怎么算出来的';
