import * as z from 'zod/mini';
import {
  FOLLOW_UP_RESULTS,
  HEARING_GROUNDS,
  RATINGS,
  RETENTIONS,
  REVIEW_DECISIONS,
} from '../domain/commands-review.ts';
import { DISPATCH_METHODS, OUTCOMES } from '../domain/petition.ts';
import { localDate, officerIdField, once, proofField, receiptCodeField, text, unitIdField } from './fields.ts';

const method = once(() => z.enum(DISPATCH_METHODS));
const reason = once(() => text(2000));
const words = once(() => text(5000));
const coPetitioner = once(() => z.int().check(z.minimum(1), z.maximum(100_000)));
const dutyKey = once(() => z.string().check(z.regex(/^[A-Z]{4,20}-\d{1,4}$/)));

/** What he asks for, and why; he and the office say it alike. */
const asked = () => ({
  request: words(),
  reasons: words(),
  delayReason: z.optional(reason()),
  byAgent: z.optional(z.boolean()),
  recipient: z.optional(coPetitioner()),
});

/** …and what only the office records: the postmark, and when it came in. */
const recorded = () => ({ ...asked(), filedAt: z.optional(z.string()), receivedAt: z.optional(z.string()) });

const ReviewOpinion = once(() =>
  z.strictObject({
    decision: z.enum(REVIEW_DECISIONS),
    facts: text(50_000, 0),
    legalBasis: text(10_000, 0),
    items: z
      .array(
        z.strictObject({
          item: z.int().check(z.minimum(1), z.maximum(20)),
          outcome: z.enum(OUTCOMES),
          answer: text(20_000, 0),
        }),
      )
      .check(z.minLength(1), z.maxLength(20)),
    remakeDue: z.optional(localDate()),
  }),
);

const withdrawal = () => z.strictObject({ type: z.literal('WITHDRAW'), words: words(), free: z.boolean() });
const revocation = () => z.strictObject({ type: z.literal('REVOKE_WITHDRAWAL'), words: words() });
const recusal = () => z.strictObject({ type: z.literal('APPLY_RECUSAL'), of: officerIdField(), reason: reason() });
const rating = () =>
  z.strictObject({
    type: z.literal('RATE'),
    object: z.enum(['NOTICE', 'OPINION']),
    rating: z.enum(RATINGS),
    words: z.optional(reason()),
  });
const retaliation = () => z.strictObject({ type: z.literal('REPORT_RETALIATION'), words: words() });
const leak = () => z.strictObject({ type: z.literal('REPORT_LEAK'), words: words() });

/** Review and re-review, and what follows the end of a case; members of the union in `commands.ts`. */
export const reviewCommands = once(
  () =>
    [
      z.strictObject({ type: z.literal('REQUEST_REVIEW'), ...recorded() }),
      z.strictObject({ type: z.literal('REQUEST_REREVIEW'), ...recorded() }),
      z.strictObject({
        type: z.literal('ADMIT_LATE'),
        reason: reason(),
        cause: z.enum(['FORCE_MAJEURE', 'OTHER_JUSTIFIED']),
      }),
      z.strictObject({
        type: z.literal('REJECT_LATE'),
        ground: z.enum(['LATE', 'INADMISSIBLE']),
        reason: reason(),
        method: method(),
      }),
      z.strictObject({ type: z.literal('REVIEW_DECIDE'), opinion: ReviewOpinion() }),
      z.strictObject({ type: z.literal('REREVIEW_DECIDE'), opinion: ReviewOpinion() }),
      z.strictObject({
        type: z.literal('RETURN_FROM_REVIEW'),
        decision: z.enum([...REVIEW_DECISIONS, 'REJECTED']),
        opinionNumber: text(100),
        deliveredOn: localDate(),
        remakeDue: z.optional(localDate()),
      }),
      z.strictObject({
        type: z.literal('HOLD_HEARING'),
        from: localDate(),
        to: localDate(),
        ground: z.enum(HEARING_GROUNDS),
        reason: reason(),
        participants: z.array(text(200)).check(z.minLength(1), z.maxLength(50)),
        record: text(50_000),
      }),
      z.strictObject({
        type: z.literal('MEDIATE'),
        petitionerConsents: z.boolean(),
        otherSideConsents: z.boolean(),
        parties: text(1000),
        outcome: z.enum(['AGREED', 'FAILED']),
        terms: z.optional(text(10_000)),
        note: words(),
        everyone: z.optional(z.literal(true)),
      }),
      z.strictObject({
        type: z.literal('SETTLE'),
        petitionerConsents: z.boolean(),
        otherSideConsents: z.boolean(),
        terms: text(10_000),
        performance: reason(),
        legalityCheck: z.boolean(),
        everyone: z.optional(z.literal(true)),
      }),
      z.strictObject({ type: z.literal('CONFIRM_SETTLEMENT'), note: reason(), everyone: z.optional(z.literal(true)) }),
      recusal(),
      z.strictObject({
        type: z.literal('DECIDE_RECUSAL'),
        granted: z.boolean(),
        reason: reason(),
        decidedElsewhere: z.optional(text(500)),
        method: method(),
      }),
      withdrawal(),
      z.strictObject({
        type: z.literal('CONFIRM_WITHDRAWAL'),
        note: reason(),
        continueInPublicInterest: z.optional(z.boolean()),
        everyone: z.optional(z.literal(true)),
      }),
      revocation(),
      z.strictObject({ type: z.literal('ORDER_EXECUTION'), unit: unitIdField(), what: reason(), dueAt: localDate() }),
      z.strictObject({
        type: z.literal('CONFIRM_EXECUTION'),
        evidence: reason(),
        done: z.boolean(),
        key: z.optional(dutyKey()),
      }),
      z.strictObject({
        type: z.literal('FOLLOW_UP'),
        method: z.enum(['PHONE', 'VISIT', 'VIDEO', 'LETTER', 'ONLINE']),
        result: z.enum(FOLLOW_UP_RESULTS),
        note: words(),
      }),
      rating(),
      z.strictObject({
        type: z.literal('REOPEN'),
        ground: z.enum(['NEW_FACTS', 'OVERTURNED', 'ERROR']),
        reason: reason(),
      }),
      z.strictObject({
        type: z.literal('ARCHIVE'),
        retention: z.optional(z.enum(RETENTIONS)),
        cite: z.optional(text(200)),
      }),
      retaliation(),
      leak(),
    ] as const,
);

/** Commands that are the petitioner's own (`POST /petitions/mine/commands`): what he says, nothing that dates it. */
const ownCommands = once(
  () =>
    [
      z.strictObject({ type: z.literal('REQUEST_REVIEW'), ...asked() }),
      z.strictObject({ type: z.literal('REQUEST_REREVIEW'), ...asked() }),
      withdrawal(),
      revocation(),
      rating(),
      recusal(),
      z.strictObject({
        type: z.literal('SWITCH_ORDINARY'),
        reason: reason(),
        atPetitionersWish: z.literal(true),
      }),
      retaliation(),
      leak(),
    ] as const,
);

/** A command of the petitioner, by receipt code and a second proof: name or telephone as registered (P-25). */
export const OwnCommand = once(() =>
  z.strictObject({
    receiptCode: receiptCodeField(),
    proof: proofField(),
    command: z.discriminatedUnion('type', ownCommands()),
  }),
);
export type OwnCommand = z.infer<ReturnType<typeof OwnCommand>>;
