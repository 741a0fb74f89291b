import * as z from 'zod/mini';
import { localDate, once, text, unitIdField } from './fields.ts';

const month = once(() => z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/)));

/** Open candidates of an organ, one's own where none is named; `month` (YYYY-MM): those decided in it. */
export const CandidatesQuery = once(() =>
  z.strictObject({
    organ: z.optional(unitIdField()),
    month: z.optional(month()),
    after: z.optional(text(2000)),
  }),
);

/** Extensions of an organ that the rule puts before the supervisor, both days included. */
export const ExtensionsQuery = once(() =>
  z.strictObject({ organ: z.optional(unitIdField()), from: localDate(), to: localDate() }),
);

/** Items of an organ, or of one unit in it; `month` (YYYY-MM): those verified in it. */
export const RectificationsQuery = once(() =>
  z.strictObject({ organ: z.optional(unitIdField()), unit: z.optional(unitIdField()), month: z.optional(month()) }),
);

export const OrganQuery = once(() => z.strictObject({ organ: z.optional(unitIdField()) }));

/** `POST /supervision/samples`: announced before the period ends; the value is known only after it. */
export const SampleAnnouncement = once(() =>
  z.strictObject({
    organ: z.optional(unitIdField()),
    from: localDate(),
    to: localDate(),
    size: z.int().check(z.minimum(1), z.maximum(500)),
    source: text(200, 4),
  }),
);
export const SampleDrawBody = once(() => z.strictObject({ value: text(200, 4) }));

/** The wall as it is, or as a page to hang up; `cleared`: the flags that were cleared in that year. */
export const FlagsQuery = once(() =>
  z.strictObject({
    format: z.optional(z.enum(['json', 'html'])),
    cleared: z.optional(z.string().check(z.regex(/^\d{4}$/))),
    after: z.optional(text(2000)),
  }),
);

const service = 'supervision' as const;

/** What supervisor and petition chief work from; entries of the list in `operations.ts`. */
export const SUPERVISION_OPERATIONS = [
  {
    route: 'GET /supervision/candidates',
    service,
    zh: '督办线索(对事项和单位,不对人)',
    en: 'Candidates for supervision: late, overturned, sent back twice, repeated; with commands to decide on each. About cases and units, never about people',
    query: CandidatesQuery,
    answers: { 200: 'A page of candidates, the oldest first', 403: 'Not for this role or organ' },
  },
  {
    route: 'GET /supervision/extensions',
    service,
    zh: '延期监督(临期、批量、雷同)',
    en: 'Extensions that a stated rule finds late, in bulk or repeated, with on-time rates with and without them; what complains of the reader is not counted',
    query: ExtensionsQuery,
    answers: { 200: 'Findings with the rule, its citation and the cases', 403: 'Not for this role or organ' },
  },
  {
    route: 'GET /supervision/backlog',
    service,
    zh: '积案清单(评查用)',
    en: 'Cases past the limit of handling, or of a matter with three submissions, each with the outcome of its last review',
    query: OrganQuery,
    answers: { 200: 'Cases, the oldest first', 403: 'Not for this role or organ' },
  },
  {
    route: 'GET /supervision/agenda',
    service,
    zh: '联席会议议题',
    en: 'Agenda of the joint meeting: cases that a review of the backlog put there',
    query: OrganQuery,
    answers: { 200: 'Cases, the longest waiting first', 403: 'Not for this role or organ' },
  },
  {
    route: 'GET /supervision/rectifications',
    service,
    zh: '整改事项(期限、灯色、核实)',
    en: 'Items of rectification of an organ, or with `unit` of one unit: who puts what right until when, the lamp of its clock, whether it was reported and verified. Commands ORDER_, REPORT_ and VERIFY_RECTIFICATION act on the case',
    query: RectificationsQuery,
    answers: { 200: 'Items, the earliest day first', 403: 'Not for this role, organ or unit' },
  },
  {
    route: 'GET /supervision/samples',
    service,
    zh: '抽查及合格率',
    en: 'Sample audits of closed cases with their rates (R-22), the latest first; the draw and its rate are the same for everybody, the list of cases leaves out what complains of the reader',
    query: OrganQuery,
    answers: { 200: 'Audits', 403: 'Not for this role or organ' },
  },
  {
    route: 'POST /supervision/samples',
    service,
    zh: '公布抽查(期间结束前)',
    en: 'Announce a sample audit before its period ends: commitment and source of the public value',
    body: SampleAnnouncement,
    answers: { 201: 'Announced, with the commitment', 409: 'The period is over' },
  },
  {
    route: 'GET /supervision/samples/{id}',
    service,
    zh: '一次抽查(可复算)',
    en: 'One audit with nonce, value, seed and the hashes of all cases: anybody can recompute the sample',
    answers: { 200: 'The audit', 404: 'No such audit' },
  },
  {
    route: 'POST /supervision/samples/{id}/draw',
    service,
    zh: '录入公开数值并抽取(期间结束后,另一人)',
    en: 'Enter the public value and draw, after the period, once, by another officer',
    body: SampleDrawBody,
    answers: { 200: 'The sample', 409: 'Too early, drawn before, or the same person' },
  },
  {
    route: 'GET /flags',
    service,
    zh: '挂牌督办墙(对事项和单位,不对人)',
    en: 'The wall of flagged cases: at most twenty, with reason and clear condition; as a page for A3; or those that were cleared, with the evidence',
    query: FlagsQuery,
    answers: { 200: 'Flags that the reader may see' },
  },
] as const;
