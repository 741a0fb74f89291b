import * as z from 'zod/mini';
import { PUSH_CHANNELS } from '../domain/notifications.ts';
import { UNIT_TASK_KINDS } from '../domain/schedules.ts';
import { DISPUTE_KINDS, SHEET_OUTCOMES } from '../domain/unit-sheets.ts';
import { clockTime, localDate, mailAddress, once, text } from './fields.ts';

/** `PUT /preferences`: my own, or those of my unit for whoever chose nothing. */
export const PreferencesBody = once(() =>
  z.strictObject({
    of: z.enum(['ME', 'UNIT']),
    channels: z.array(z.enum(PUSH_CHANNELS)).check(z.maxLength(PUSH_CHANNELS.length)),
    mail: z.optional(mailAddress()),
    quiet: z.optional(z.strictObject({ from: clockTime(), to: clockTime() })),
  }),
);

/** A gateway of the bureau; never the machine that the function runs on, nor the place where it gets its credentials. */
const gatewayUrl = () =>
  z.string().check(
    z.maxLength(500),
    z.refine((value: string) => isGateway(value), {
      error: '应为 https 地址,不含用户名和密码|must be an https address without user or password',
    }),
  );

function isGateway(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, hostname } = new URL(value);
  const own = /^(localhost|127\.|0\.|169\.254\.|\[)/.test(hostname);
  return protocol === 'https:' && username === '' && password === '' && !own;
}

/** `PUT /channels`: the bureau's own gateways; secrets are stored closed and never shown again. */
export const ChannelsBody = once(() =>
  z.strictObject({
    baseUrl: gatewayUrl(),
    /** Where petitioners look up their petitions; named in messages to them. */
    petitionerUrl: z.optional(gatewayUrl()),
    webhook: z.optional(z.strictObject({ url: gatewayUrl(), secret: text(200, 32) })),
    mail: z.optional(
      z.strictObject({
        host: z.string().check(z.maxLength(200), z.regex(/^[\w.-]+$/)),
        port: z.int().check(z.minimum(1), z.maximum(65_535)),
        secure: z.boolean(),
        user: z.optional(text(200)),
        password: z.optional(text(200)),
        from: mailAddress(),
      }),
    ),
  }),
);

const page = () => ({ after: z.optional(text(2000)) });

export const DeliveriesQuery = once(() =>
  z.strictObject({ failed: z.optional(z.enum(['', 'true', 'false'])), day: z.optional(localDate()), ...page() }),
);
export const AuditsQuery = once(() => z.strictObject({ day: z.optional(localDate()) }));
export const UnitDayQuery = once(() =>
  z.strictObject({ day: z.optional(localDate()), format: z.optional(z.enum(['json', 'html'])) }),
);
export const FeedQuery = once(() => z.strictObject({ token: z.string().check(z.regex(/^[\w-]{43}$/)) }));
export const SheetsQuery = once(() => z.strictObject({ ...page() }));

/** `POST /units/{id}/sheets`: issues, never people: there is no field for a name (P-30). */
export const SheetBody = once(() =>
  z.strictObject({
    kind: z.enum(UNIT_TASK_KINDS),
    items: z
      .array(
        z.strictObject({
          issue: text(500, 4),
          place: z.optional(text(100)),
          dispute: z.optional(z.enum(DISPUTE_KINDS)),
          measure: z.optional(text(500)),
          outcome: z.optional(z.enum(SHEET_OUTCOMES)),
        }),
      )
      .check(z.maxLength(200)),
  }),
);

const service = 'notify' as const;

/** Operations on schedules, channels and the work of units; part of `OPERATIONS`. */
export const NOTIFY_OPERATIONS = [
  {
    route: 'GET /schedules',
    service,
    zh: '定时任务',
    en: 'Everything that runs by the clock, with its last and next run, and the next days of unit tasks',
    answers: { 200: 'Schedules' },
  },
  {
    route: 'GET /audits',
    service,
    zh: '提醒核对结果',
    en: 'What the daily audit of the sweep found, with examples of the cases that the reader may open; for administrators, auditors, supervisors and petition chiefs',
    query: AuditsQuery,
    answers: { 200: 'Audits of the day' },
  },
  {
    route: 'GET /deliveries',
    service,
    zh: '推送记录与失败清单',
    en: 'Deliveries of a day, or those that did not arrive, for administrators and auditors; no case number',
    query: DeliveriesQuery,
    answers: { 200: 'A page of the ledger' },
  },
  {
    route: 'GET /preferences',
    service,
    zh: '我的提醒方式',
    en: 'How I want to be reminded, and what my unit chose',
    answers: { 200: 'Preferences' },
  },
  {
    route: 'PUT /preferences',
    service,
    zh: '设置提醒方式',
    en: 'How I, or by its head my unit, want to be reminded; the inbox always has everything',
    body: PreferencesBody,
    answers: { 200: 'Stored', 403: 'The unit’s are for its head' },
  },
  {
    route: 'GET /channels',
    service,
    zh: '推送渠道',
    en: 'The bureau’s gateways, without their secrets, for the administrator',
    answers: { 200: 'Gateways' },
  },
  {
    route: 'PUT /channels',
    service,
    zh: '设置推送渠道',
    en: 'Replace the bureau’s gateways: signed webhook and mail server',
    body: ChannelsBody,
    answers: { 200: 'Stored' },
  },
  {
    route: 'GET /units/{id}/digest',
    service,
    zh: '单位每日清单(可打印)',
    en: 'The daily sheet of a unit: case numbers, clocks, dates, open tasks, for a petition office which causes rise or recur; as HTML for printing',
    query: UnitDayQuery,
    answers: { 200: 'The sheet', 404: 'None for that day' },
  },
  {
    route: 'GET /units/{id}/sheets',
    service,
    zh: '单位问题清单',
    en: 'Saved sheets of a unit and its tasks; with the disputes among them',
    query: SheetsQuery,
    answers: { 200: 'Sheets, newest first' },
  },
  {
    route: 'POST /units/{id}/sheets',
    service,
    zh: '保存单位问题清单(停止该项任务的期限)',
    en: 'Save a sheet of issues; stops the task it answers. No names (P-30)',
    body: SheetBody,
    answers: { 201: 'Stored', 400: 'Names or branding words, each with its place' },
  },
  {
    route: 'POST /units/{id}/calendar',
    service,
    zh: '生成日历订阅地址(旧地址失效)',
    en: 'A new secret address of the unit’s calendar feed; the old one ends',
    answers: { 200: 'The address, shown once' },
  },
  {
    route: 'GET /units/{id}/calendar.ics',
    service,
    public: true,
    zh: '单位期限日历订阅',
    en: 'iCalendar feed of a unit, by its secret token: case numbers and clocks only',
    query: FeedQuery,
    answers: { 200: 'text/calendar', 404: 'No such feed' },
  },
] as const;
