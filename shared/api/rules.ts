import * as z from 'zod/mini';
import { CLOCK_CODES } from '../domain/clock-table.ts';
import { OVERLAY_UNITS } from '../domain/overlays.ts';
import { once, text } from './fields.ts';

/** Cases looked at in one call. */
const page = () => ({
  /** False: only show what would move. */
  apply: z.boolean(),
  /** `next` of the page before, which was given for the same data. */
  after: z.optional(text(2000)),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
});

/** `POST /calendar/notices`: a yearly notice; days as `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD`. */
export const NoticeBody = once(() =>
  z.strictObject({
    year: z.int(),
    notice: text(60),
    holidays: z
      .array(
        z.strictObject({
          zh: text(50),
          en: z.optional(text(80)),
          off: z.array(text(30)).check(z.maxLength(40)),
          work: z.optional(z.array(text(30)).check(z.maxLength(40))),
        }),
      )
      .check(z.minLength(1), z.maxLength(30)),
    ...page(),
  }),
);
export type NoticeBody = z.infer<ReturnType<typeof NoticeBody>>;

/** `POST /rules/overlays`: all local rules at once; each says where it stands, and that nobody verified it. */
export const OverlaysBody = once(() =>
  z.strictObject({
    overlays: z
      .array(
        z.strictObject({
          clock: z.enum(CLOCK_CODES),
          n: z.optional(z.int()),
          unit: z.optional(z.enum(OVERLAY_UNITS)),
          extraDays: z.optional(z.int()),
          cite: text(200),
          verified: z.literal(false),
        }),
      )
      .check(z.maxLength(100)),
    ...page(),
  }),
);
export type OverlaysBody = z.infer<ReturnType<typeof OverlaysBody>>;

/** `POST /bureau/successions`: the tables say already who took over; here the open cases follow. */
export const SuccessionsBody = once(() => z.strictObject(page()));
export type SuccessionsBody = z.infer<ReturnType<typeof SuccessionsBody>>;

/** Operations on the law as the bureau loads it; part of `OPERATIONS`. */
export const RULE_OPERATIONS = [
  {
    route: 'GET /rules',
    service: 'commands',
    zh: '现行日历与地方规则',
    en: 'Calendar version, notices and local rules in force, for the administrator',
    answers: { 200: 'What was loaded, by whom and when' },
  },
  {
    route: 'POST /calendar/notices',
    service: 'commands',
    zh: '导入年度节假日安排(先试算,后实施)',
    en: 'A yearly notice: shows which open cases would move, or stores it and moves them, page after page',
    body: NoticeBody,
    answers: {
      200: 'A page of clocks that move, from when to when; `next` while there is more, `wait` seconds before the first moves',
      400: 'What is wrong with the notice, with its place',
      409: 'Somebody loaded other rules meanwhile',
      412: 'If-Match is not the version of the rules that it replaces (GET /rules)',
    },
  },
  {
    route: 'POST /rules/overlays',
    service: 'commands',
    zh: '导入地方规则(先试算,后实施)',
    en: 'All local rules: shows which open cases would move, or stores them and moves them, page after page',
    body: OverlaysBody,
    answers: {
      200: 'A page of clocks that move, from when to when; `next` while there is more, `wait` seconds before the first moves',
      400: 'What goes further than a local rule may, with its place',
      409: 'Somebody loaded other rules meanwhile',
      412: 'If-Match is not the version of the rules that it replaces (GET /rules)',
    },
  },
  {
    route: 'POST /bureau/successions',
    service: 'commands',
    zh: '已撤销单位的未结件移交承继单位(先试算,后实施)',
    en: 'Open cases of units that are no more: shows which would go to whom, or hands them on, page after page',
    body: SuccessionsBody,
    answers: { 200: 'A page of cases that go to a successor, from whom to whom; `next` while there is more' },
  },
] as const;
