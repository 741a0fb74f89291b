import { IF_MATCH, type Operation } from './operation.ts';
import { CodeReplacement, OfficeUseQuery } from './petitions.ts';
import { BureauBody, RelatedQuery, RevealBody, WorklistQuery } from './queries.ts';

/** Reading cases and lists, and the tables of the bureau. */
export const CASEWORK_OPERATIONS = [
  {
    route: 'GET /petitions/{id}',
    service: 'casework',
    zh: '信访件详情',
    en: 'Detail with clocks and their derivation, proposal, next possible commands, who held it for how long',
    answers: { 200: 'The case; ETag is its version', 404: 'No such petition, or none for you' },
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
    zh: '工作列表、甄别队列、待本人裁决的管辖争议、异议和回避申请',
    en: 'Open cases of a unit by due date, the screening queue, the sealed queue; RULINGS: disputes, objections and recusals that the reader decides, the longest waiting first',
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
] as const satisfies readonly Operation[];
