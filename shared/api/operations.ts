import type * as z from 'zod/mini';
import { CommandBody } from './commands.ts';
import { JointMatterBody } from './commands-paths.ts';
import { OwnCommand } from './commands-review.ts';
import { DOCUMENT_OPERATIONS } from './documents.ts';
import { MEDIATION_OPERATIONS } from './mediations.ts';
import {
  CodeReplacement,
  LostCode,
  OfficeUseQuery,
  OwnMessages,
  PublicPetition,
  Registration,
  StatusQuery,
} from './petitions.ts';
import {
  BureauBody,
  DeadlineQuery,
  InboxQuery,
  RelatedQuery,
  ReportQuery,
  RevealBody,
  WorklistQuery,
} from './queries.ts';
import { NOTIFY_OPERATIONS } from './reminders.ts';
import { RULE_OPERATIONS } from './rules.ts';
import { SUPERVISION_OPERATIONS } from './supervision.ts';

/** Services that answer HTTP; each is a Lambda function of its own. */
export type HttpService =
  | 'intake'
  | 'commands'
  | 'documents'
  | 'casework'
  | 'reporting'
  | 'reminders'
  | 'notify'
  | 'supervision'
  | 'portal';

/**
 * Every operation of the API, once: CDK makes its routes from this list, handlers enforce its schemas, the OpenAPI
 * document and the 405 answers are generated from it.
 */
export interface Operation {
  readonly route: `${'GET' | 'POST' | 'PUT'} /${string}`;
  readonly service: HttpService;
  /** Without an account; everything else needs a token of the organ's issuer. */
  readonly public?: true;
  readonly zh: string;
  readonly en: string;
  readonly body?: () => z.ZodMiniType;
  readonly query?: () => z.ZodMiniType;
  readonly headers?: readonly { readonly name: string; readonly required: boolean; readonly en: string }[];
  readonly answers: Readonly<Record<number, string>>;
}

const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  required: false,
  en: 'A UUID made by the client for this one intention; the same key and body give the same answer for ever.',
};
const IF_MATCH = {
  name: 'If-Match',
  required: true,
  en: 'The version that was read, as given in ETag; another version answers 412 with what changed.',
};

export const OPERATIONS = [
  {
    route: 'POST /petitions',
    service: 'intake',
    public: true,
    zh: '提交信访事项(无需账户)',
    en: 'Submit a petition, without an account',
    body: PublicPetition,
    headers: [IDEMPOTENCY],
    answers: {
      201: 'Registered: id, receipt code (shown once), the 15-day date with its explanation, whether messages are on',
      422: 'The key was used with another body',
    },
  },
  {
    route: 'POST /petitions/status',
    service: 'intake',
    public: true,
    zh: '凭查询码查询办理情况',
    en: 'What a petitioner may see, by receipt code',
    body: StatusQuery,
    answers: {
      200: 'State, unit, office phone, clocks, documents; messages: whether they are on, what was sent and when',
      404: 'No petition has this code',
      429: 'Too many wrong codes',
    },
  },
  {
    route: 'POST /petitions/mine/commands',
    service: 'commands',
    public: true,
    zh: '信访人自己的申请(凭查询码和第二项身份核对)',
    en: 'What the petitioner does himself: review, withdrawal, recusal, rating, a report of retaliation',
    body: OwnCommand,
    headers: [IDEMPOTENCY],
    answers: {
      200: 'Applied: the state of the case',
      403: 'The name or telephone is not the one registered',
      404: 'No petition has this code',
      409: 'Refused, with guard and article',
      422: 'The key was used with another body',
      429: 'Too many wrong codes or proofs',
    },
  },
  {
    route: 'POST /petitions/mine/messages',
    service: 'intake',
    public: true,
    zh: '开通、更改或者停止进度消息(凭查询码;开通和更改另需核对身份)',
    en: 'Messages at every step: begin or change them by receipt code and second proof, end them by the code alone',
    body: OwnMessages,
    answers: {
      200: 'How messages go from now on',
      403: 'The name or telephone is not the one registered, or was not given',
      404: 'No petition has this code',
      409: 'No telephone is registered, or the matter is handled under seal',
      429: 'Too many wrong codes or proofs',
    },
  },
  {
    route: 'POST /petitions/mine/code',
    service: 'intake',
    public: true,
    zh: '补办遗失的查询码(无需账户)',
    en: 'Replace a lost receipt code, by name, telephone and day of receipt; the new one is printed under seal',
    body: LostCode,
    answers: {
      202: 'The same answer whether anything was found: how the new code reaches him',
      429: 'Too many tries',
    },
  },
  {
    route: 'POST /petitions/{id}/history/query',
    service: 'intake',
    public: true,
    zh: '凭查询码查询谁打开过我的材料、办理到哪一步',
    en: 'Who opened the petitioner’s file, and the steps taken, by receipt code',
    body: StatusQuery,
    answers: {
      200: 'Openings of the file, and steps in plain words, oldest first',
      404: 'No petition has this code, or it belongs to another one',
      429: 'Too many wrong codes',
    },
  },
  {
    route: 'POST /registrations',
    service: 'intake',
    zh: '工作人员登记来信、来访、来电',
    en: 'A clerk registers a letter, visit or call',
    body: Registration,
    headers: [IDEMPOTENCY],
    answers: { 201: 'Registered; the receipt code goes to the print station as a sealed slip, never into this answer' },
  },
  {
    route: 'GET /petitions/{id}',
    service: 'casework',
    zh: '信访件详情',
    en: 'Detail with clocks and their derivation, proposal, next possible commands, who held it for how long',
    answers: { 200: 'The case; ETag is its version', 404: 'No such petition, or none for you' },
  },
  {
    route: 'POST /petitions/{id}/commands',
    service: 'commands',
    zh: '办理命令',
    en: 'A command on a case',
    body: CommandBody,
    headers: [IF_MATCH, IDEMPOTENCY],
    answers: {
      200: 'Applied: the new version',
      409: 'Refused, with guard and article',
      412: 'Somebody was first; what changed',
      422: 'The key was used with another body',
      428: 'If-Match is missing',
    },
  },
  {
    route: 'POST /petitions/{id}/joint-matter',
    service: 'commands',
    zh: '确认联名信、集体访:一次关联多件',
    en: 'A person confirms a joint letter or group visit: several submissions become one matter at once',
    body: JointMatterBody,
    answers: {
      200: 'Each case: LINKED, LINKED_BEFORE, or REFUSED as in a problem document; one holds up no other. Safe to send again',
      403: 'Another office links matters',
      409: 'The case itself is not screened',
      404: 'No such petition, or none for you',
    },
  },
  {
    route: 'GET /petitions/{id}/history',
    service: 'casework',
    zh: '办理经过',
    en: 'History of the case, hash-chained, and who opened the file',
    answers: { 200: 'Records, oldest first' },
  },
  {
    route: 'POST /petitions/{id}/reveal',
    service: 'casework',
    zh: '查看身份信息或内容(留痕)',
    en: 'Identity or narrative in the clear; logged with the reason',
    body: RevealBody,
    answers: { 200: 'The fields' },
  },
  {
    route: 'POST /petitions/{id}/code',
    service: 'casework',
    zh: '窗口补办查询码(留痕;新码只经打印终端密封)',
    en: 'Replace a lost receipt code at the counter; logged, the code leaves by the print station alone',
    body: CodeReplacement,
    answers: { 200: 'The slip to print', 403: 'Not for you', 409: 'Replaced within the last seven days' },
  },
  {
    route: 'GET /receipt-codes/office-uses',
    service: 'casework',
    zh: '从本机关网络使用的查询码(仅审计员)',
    en: 'Receipt codes used from the bureau’s own network in a month; for the auditor',
    query: OfficeUseQuery,
    answers: { 200: 'When, which network, which petition; of a sealed one only that it was', 403: 'Not for you' },
  },
  {
    route: 'GET /petitions/{id}/related',
    service: 'casework',
    zh: '同一信访人的其他信访件(留痕)',
    en: 'Petitions of the same person, inside this registration only; logged',
    query: RelatedQuery,
    answers: { 200: 'Petitions with the same phone, number or name and address' },
  },
  {
    route: 'GET /worklist',
    service: 'casework',
    zh: '工作列表、甄别队列',
    en: 'Open cases of a unit by due date, the screening queue, the sealed queue',
    query: WorklistQuery,
    answers: { 200: 'A page of cases' },
  },
  {
    route: 'GET /leaders',
    service: 'casework',
    zh: '包案情况:各包案领导的在办件和多少日没有留痕的活动',
    en: 'What each sponsoring leader has in hand, and for how many days no action of his has evidence (A-35)',
    answers: { 200: 'Leaders in the order of the bureau’s table, each with his cases', 403: 'Not for you' },
  },
  {
    route: 'GET /units',
    service: 'casework',
    zh: '单位表',
    en: 'Units with business head and petition-duty head',
    answers: { 200: 'Units' },
  },
  {
    route: 'GET /bureau',
    service: 'casework',
    zh: '本机关设置',
    en: 'The bureau’s tables, for the administrator',
    answers: { 200: 'The tables; ETag is their version' },
  },
  {
    route: 'PUT /bureau',
    service: 'casework',
    zh: '更新本机关设置',
    en: 'Replace the bureau’s tables',
    body: BureauBody,
    headers: [{ ...IF_MATCH, required: false }],
    answers: {
      200: 'Stored',
      400: 'What is wrong with them, each with its place',
      409: 'An officer who leaves is still in charge of open cases: how many, and which',
    },
  },
  {
    route: 'GET /inbox',
    service: 'reminders',
    zh: '提醒收件箱',
    en: 'Reminders for me and for my roles, newest first',
    query: InboxQuery,
    answers: { 200: 'Reminders' },
  },
  {
    route: 'GET /reports',
    service: 'reporting',
    zh: '报表目录',
    en: 'Reports with their definitions',
    answers: { 200: 'Definitions' },
  },
  {
    route: 'GET /warnings',
    service: 'reporting',
    zh: '事项预警(只看事项,不看人)',
    en: 'Causes that rose beyond their usual level in a unit, with the statistic and their cases; for the petition office',
    answers: { 200: 'Warnings with their cases', 403: 'Not in a petition office' },
  },
  {
    route: 'GET /warnings/recurring',
    service: 'reporting',
    zh: '倾向性问题(同一单位同一根源)',
    en: 'Root causes that recur in a unit: at least three cases concluded within 90 days, with their list; for petition office, supervisor and auditor',
    answers: { 200: 'Findings with their cases', 403: 'Not for this role' },
  },
  {
    route: 'GET /reports/{id}',
    service: 'reporting',
    zh: '报表',
    en: 'A report over a unit subtree and a period, with definition and case list',
    query: ReportQuery,
    answers: { 200: 'Figures' },
  },
  {
    route: 'POST /deadlines',
    service: 'portal',
    public: true,
    zh: '期限计算(公开,不留存)',
    en: 'When something is due, and why; stateless',
    body: DeadlineQuery,
    answers: { 200: 'Nominal and effective due date with the steps that lead to it' },
  },
  {
    route: 'GET /openapi.json',
    service: 'portal',
    public: true,
    zh: '接口说明',
    en: 'This document',
    answers: { 200: 'OpenAPI 3.1' },
  },
  {
    route: 'GET /health',
    service: 'portal',
    public: true,
    zh: '存活检查',
    en: 'Liveness',
    answers: { 200: 'ok' },
  },
  ...DOCUMENT_OPERATIONS,
  ...RULE_OPERATIONS,
  ...NOTIFY_OPERATIONS,
  ...MEDIATION_OPERATIONS,
  ...SUPERVISION_OPERATIONS,
] as const satisfies readonly Operation[];

export type Route = (typeof OPERATIONS)[number]['route'];

/** The operation of a route. */
export function operationOf(route: Route): Operation {
  const operation = OPERATIONS.find((candidate) => candidate.route === route);
  if (!operation) throw new Error(`no operation ${route}`);
  return operation;
}
