import * as z from 'zod/mini';
import { NUMBER_CLASSES } from '../domain/documents/number-classes.ts';
import { caseIdField, once, receiptCodeField, text } from './fields.ts';
import type { Operation } from './operation.ts';

const format = once(() => z.enum(['docx', 'html']));
/** Which paper: version of the record that issued it, and its place among the papers of that record, from 0. */
const place = () => ({ version: z.int().check(z.minimum(1)), index: z.int().check(z.minimum(0)) });
const paper = once(() => z.strictObject(place()));

/** `POST /petitions/{id}/documents/read`: with the reason, which is logged. */
export const PaperRead = once(() => z.strictObject({ document: paper(), format: format(), reason: text(500, 4) }));
/** `POST /petitions/{id}/volume`. */
export const VolumeRead = once(() => z.strictObject({ format: format(), reason: text(500, 4) }));

/** `POST /petitions/{id}/documents/form`: a paper of the registration, as it stands registered. */
export const FormPrint = once(() =>
  z.strictObject({ kind: z.enum(['DOC-RECEIPT', 'DOC-REG']), format: format(), reason: text(500, 4) }),
);

/** `POST /slips/print`: the code to print; with a format, the slip as a paper. */
export const SlipPrint = once(() =>
  z.strictObject({ slipId: z.string().check(z.regex(/^[0-9a-z]{26}$/)), format: z.optional(format()) }),
);

/**
 * `POST /petitions/mine/documents`: the list; with a format, the receipt or the paper at that place. The code is in the
 * body (P-25).
 */
export const OwnPapers = once(() =>
  z
    .strictObject({
      receiptCode: receiptCodeField(),
      document: z.optional(z.union([z.literal('RECEIPT'), z.strictObject({ case: caseIdField(), ...place() })])),
      format: z.optional(format()),
    })
    .check(
      z.refine(({ document, format: asked }) => (document === undefined) === (asked === undefined), {
        path: ['format'],
        error: '打开文书须同时写明 document 和 format|a paper is asked for with document and format together',
      }),
    ),
);

/** `GET /documents/numbers`: a page of the register of one series of the reader's own organ. */
export const NumberQuery = once(() =>
  z.strictObject({
    class: z.enum(NUMBER_CLASSES),
    year: z.pipe(z.string().check(z.regex(/^2\d{3}$/)), z.transform(Number)),
    after: z.optional(text(2000)),
  }),
);
/** `POST /documents/numbers/void`: the next number of a series is taken out of use, with the reason. */
export const NumberVoid = once(() =>
  z.strictObject({
    class: z.enum(NUMBER_CLASSES),
    year: z.int().check(z.minimum(2000), z.maximum(2999)),
    reason: text(500, 4),
  }),
);

/** `POST /documents/annual`: the yearly report of the reader's own organ, as a draft or issued with a number. */
export const AnnualReport = once(() =>
  z.strictObject({
    year: z.int().check(z.minimum(2000), z.maximum(2999)),
    format: format(),
    recipient: text(100),
    reading: z.array(text(1000)).check(z.maxLength(20)),
    issue: z.boolean(),
  }),
);

/** What is done with papers: by officers with a reason that is logged, by the petitioner with his code. */
export const DOCUMENT_OPERATIONS = [
  {
    route: 'GET /petitions/{id}/documents',
    service: 'documents',
    zh: '文书目录',
    en: 'Papers of the case and of those above it: kind, number, when and how it went out, digest; no content',
    answers: { 200: 'The papers, oldest first; `case` says where each is opened' },
  },
  {
    route: 'POST /petitions/{id}/documents/read',
    service: 'documents',
    zh: '打开文书(留痕)',
    en: 'One paper as it was issued, as .docx or HTML; logged with the reason',
    body: PaperRead,
    answers: { 200: 'The file', 404: 'No such paper' },
  },
  {
    route: 'POST /petitions/{id}/documents/form',
    service: 'documents',
    zh: '打印收件回执、登记表(留痕)',
    en: 'Receipt or registration form as it stands registered; the form keeps the number of its first print; logged',
    body: FormPrint,
    answers: { 200: 'The file', 409: 'Nobody has registered it here' },
  },
  {
    route: 'POST /petitions/{id}/volume',
    service: 'documents',
    zh: '案卷(留痕)',
    en: 'The whole case as one indexed volume, as .docx or HTML; logged with the reason',
    body: VolumeRead,
    answers: { 200: 'The file' },
  },
  {
    route: 'POST /petitions/mine/documents',
    service: 'documents',
    public: true,
    zh: '凭查询码查阅送给本人的文书',
    en: 'The papers that went to the petitioner, by receipt code; with a place and a format, that paper',
    body: OwnPapers,
    answers: {
      200: 'The list, oldest first; or the file',
      404: 'No petition has this code, or no such paper is his',
      429: 'Too many wrong codes',
    },
  },
  {
    route: 'POST /slips/print',
    service: 'documents',
    zh: '打印查询码密封条(仅打印终端)',
    en: 'The receipt code for a sealed slip, or the slip as a paper; for the print station only, once',
    body: SlipPrint,
    answers: { 200: 'The code to print, or the file', 409: 'Already printed' },
  },
  {
    route: 'GET /slips',
    service: 'documents',
    zh: '待打印的补办查询码密封条(仅打印终端)',
    en: 'Slips with a replaced code that wait to be printed; for the print station only',
    answers: { 200: 'Ids of the slips, oldest first' },
  },
  {
    route: 'POST /documents/annual',
    service: 'documents',
    zh: '信访工作年度报告',
    en: 'The yearly report of the reader’s own organ: a draft, or issued once with its number after the year',
    body: AnnualReport,
    answers: { 200: 'The file', 400: 'The year is not over', 403: 'Not for you' },
  },
  {
    route: 'GET /documents/numbers',
    service: 'documents',
    zh: '发文登记簿',
    en: 'The register of numbers of one class and year of the reader’s own organ, for petition chief and auditor',
    query: NumberQuery,
    answers: { 200: 'A page of numbers, each with its paper or the reason for which it is void', 403: 'Not for you' },
  },
  {
    route: 'POST /documents/numbers/void',
    service: 'documents',
    zh: '作废下一个文号',
    en: 'Takes the next number of a series out of use, with the reason; it is recorded and never used again',
    body: NumberVoid,
    answers: { 200: 'The number that is void', 403: 'Not the petition chief' },
  },
] as const satisfies readonly Operation[];
