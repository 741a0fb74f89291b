import * as z from 'zod/mini';
import { CHANNEL_CODES, PURPOSE_CODES } from '../domain/taxonomy.ts';
import {
  instant,
  localDate,
  longText,
  mailAddress,
  officerIdField,
  once,
  proofField,
  receiptCodeField,
  text,
  unitIdField,
} from './fields.ts';

/** Identity, every part optional: missing parts never block registration (条例17–19, P-01). */
export const Petitioner = once(() =>
  z.strictObject({
    name: z.optional(text(200)),
    address: z.optional(text(500)),
    phone: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^[+\d][\d\s-]{4,24}$/,
            '应为电话号码:5至25位数字,可以有空格、短横线,可以加号开头|must be a phone number: 5 to 25 digits, spaces or hyphens, a leading plus at most',
          ),
        ),
    ),
    idNumber: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^[0-9A-Za-z-]{4,32}$/,
            '应为证件号码:4至32位数字、字母或者短横线|must be the number of a paper: 4 to 32 digits, letters or hyphens',
          ),
        ),
    ),
  }),
);

/** A legal person or other organisation may petition too (条例17). Self-declared, only used to offer help. */
export const PETITIONER_TYPES = ['PERSON', 'LEGAL_PERSON', 'ORGANISATION'] as const;

/** Who is complained about; a unit of the bureau, an officer of it, or words where he does not know. */
export const AccusedInput = once(() =>
  z.strictObject({
    units: z.optional(z.array(unitIdField()).check(z.maxLength(20))),
    officers: z.optional(z.array(officerIdField()).check(z.maxLength(20))),
    text: z.optional(text(500)),
  }),
);

const HELP_NEEDS = ['READING', 'WRITING', 'SIGN_LANGUAGE', 'INTERPRETER', 'MOBILITY', 'LEGAL_AID', 'OTHER'] as const;

const byPhone = () => z.strictObject({ channel: z.enum(['SMS', 'WECHAT']) });
const byMail = () => z.strictObject({ channel: z.literal('MAIL'), mail: mailAddress() });

/** Messages at every step, for whoever wants them; without it there are none. By telephone: the one registered. */
export const MessagesInput = once(() => z.discriminatedUnion('channel', [byPhone(), byMail()]));

const common = () => ({
  /** The police organ it is addressed to; without it the highest organ of the bureau. */
  organ: z.optional(unitIdField()),
  purpose: z.optional(z.enum(PURPOSE_CODES)),
  /** Where the matter arose, in his words; decides which organ is competent, never where he lives. */
  place: z.optional(text(200)),
  petitioner: z.optional(Petitioner()),
  petitionerType: z.optional(z.enum(PETITIONER_TYPES)),
  title: z.optional(text(200)),
  request: z.optional(longText()),
  facts: z.optional(longText()),
  reasons: z.optional(longText()),
  narrative: z.optional(longText()),
  accused: z.optional(AccusedInput()),
  languageNeeds: z.optional(text(200)),
  helpNeeds: z.optional(z.array(z.enum(HELP_NEEDS)).check(z.maxLength(HELP_NEEDS.length))),
  petitionDate: z.optional(localDate()),
  headcount: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
  representatives: z.optional(z.array(text(100)).check(z.maxLength(100))),
  /** Wants a message at every step, and how; can be changed and ended with the receipt code. */
  messages: z.optional(MessagesInput()),
  /** Sealing (保密) asked for; may be asked before any text is entered. */
  seal: z.optional(z.boolean()),
});

/** `POST /petitions`: the petitioner himself, without an account. */
export const PublicPetition = once(() =>
  z.strictObject({
    channel: z.enum(['ONLINE', 'LETTER', 'VISIT', 'PHONE', 'FAX']),
    ...common(),
  }),
);
export type PublicPetition = z.infer<ReturnType<typeof PublicPetition>>;

/** How an oral record was confirmed. */
export const ReadBackInput = once(() =>
  z.strictObject({
    how: z.enum(['WRITTEN_BY_PETITIONER', 'SIGNATURE', 'READ_ALOUD', 'NOT_POSSIBLE']),
    reason: z.optional(text(500)),
  }),
);

/** Record of a visit: times, people present, promises. */
const VisitRecord = once(() =>
  z.strictObject({
    from: instant(),
    to: z.optional(instant()),
    receivers: z.array(officerIdField()).check(z.minLength(1), z.maxLength(10)),
    present: z.optional(z.array(text(100)).check(z.maxLength(50))),
    promises: z.optional(z.array(text(500)).check(z.maxLength(20))),
    attachments: z.optional(z.array(text(200)).check(z.maxLength(50))),
  }),
);

/** `POST /registrations`: a clerk registers a letter, visit or call; gist with narrative or scan is enough. */
export const Registration = once(() =>
  z.strictObject({
    channel: z.enum(CHANNEL_CODES),
    ...common(),
    /** One line (一句话摘要); may be missing only where sealing is asked for before any text is entered. */
    gist: z.optional(text(200)),
    /** Name or address cannot be made out on the paper either: only then the 15-day notice is waived (条例23(2)). */
    identityUnclear: z.optional(z.boolean()),
    scan: z.optional(z.strictObject({ reference: text(200), pages: z.int().check(z.minimum(1), z.maximum(10_000)) })),
    receivedAt: z.optional(instant()),
    receivedAtReason: z.optional(text(500)),
    externalNumber: z.optional(text(100)),
    incidentNumber: z.optional(text(100)),
    firstContactOfficer: z.optional(officerIdField()),
    readBack: ReadBackInput(),
    visit: z.optional(VisitRecord()),
  }),
);
export type Registration = z.infer<ReturnType<typeof Registration>>;

/** `POST /petitions/status`: the code in the body, never in a URL. */
/** `POST /petitions/mine/code`: what he gave at registration, all of it as registered. */
export const LostCode = once(() => z.strictObject({ name: text(200), phone: text(50), receivedOn: localDate() }));
export type LostCode = z.infer<ReturnType<typeof LostCode>>;

/** `POST /petitions/{id}/code`: how the officer at the counter saw who he is. */
export const CodeReplacement = once(() => z.strictObject({ reason: text(500, 4) }));

/** `GET /receipt-codes/office-uses`: a month. */
export const OfficeUseQuery = once(() =>
  z.strictObject({
    month: z
      .string()
      .check(
        z.refine((value: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value), { error: '应为 YYYY-MM|must be YYYY-MM' }),
      ),
  }),
);

export const StatusQuery = once(() => z.strictObject({ receiptCode: receiptCodeField() }));
export type StatusQuery = z.infer<ReturnType<typeof StatusQuery>>;

/** `POST /petitions/mine/messages`: begin or change with a second proof, end with the code alone. */
export const OwnMessages = once(() =>
  z.strictObject({
    receiptCode: receiptCodeField(),
    proof: z.optional(proofField()),
    messages: z.discriminatedUnion('channel', [byPhone(), byMail(), z.strictObject({ channel: z.literal('NONE') })]),
  }),
);
export type OwnMessages = z.infer<ReturnType<typeof OwnMessages>>;
