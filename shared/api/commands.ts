import * as z from 'zod/mini';
import type { Command } from '../domain/commands.ts';
import { CLOSE_REASONS, DISPATCH_METHODS, OUTCOMES } from '../domain/petition.ts';
import { CATEGORY_CODES } from '../domain/taxonomy.ts';
import { ARTICLE_31 } from '../domain/taxonomy-data.ts';
import { dutyCommands } from './commands-duties.ts';
import { pathCommands } from './commands-paths.ts';
import { reviewCommands } from './commands-review.ts';
import { detailed, localDate, longText, officerIdField, once, text, unitIdField } from './fields.ts';
import { Petitioner, ReadBackInput } from './petitions.ts';

const method = once(() => z.enum(DISPATCH_METHODS));
const reason = once(() => text(2000));

const AccusedUnits = once(() =>
  z.strictObject({
    units: z.array(unitIdField()).check(z.maxLength(20)),
    officers: z.array(officerIdField()).check(z.maxLength(20)),
  }),
);

/** `POST /petitions/{id}/commands`: one union, discriminated by `type`. */
export const CommandBody = once(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('REGISTER'),
      readBack: ReadBackInput(),
      firstContactOfficer: z.optional(officerIdField()),
      externalNumber: z.optional(text(100)),
      incidentNumber: z.optional(text(100)),
    }),
    z.strictObject({
      type: z.literal('CLASSIFY'),
      purpose: z.enum(['SUGGESTION', 'APPEAL', 'CONSULT', 'THANKS', 'CRIME_REPORT']),
      category: z.enum(CATEGORY_CODES),
      article: z.optional(z.enum(ARTICLE_31)),
      accused: z.optional(AccusedUnits()),
      simple: z.optional(z.boolean()),
      reason: z.optional(reason()),
    }),
    z.strictObject({ type: z.literal('SEAL'), reason: reason() }),
    z.strictObject({
      type: z.literal('REDIRECT'),
      organ: z.strictObject({ name: text(200), address: text(500), phone: z.optional(text(50)) }),
      reason: reason(),
      method: z.optional(method()),
    }),
    z.strictObject({ type: z.literal('TRANSFER'), to: unitIdField(), reason: reason(), method: z.optional(method()) }),
    z.strictObject({
      type: z.literal('ASSIGN'),
      to: unitIdField(),
      requirements: reason(),
      reportDue: localDate(),
      method: z.optional(method()),
    }),
    z.strictObject({ type: z.literal('SIGN_FOR') }),
    z.strictObject({ type: z.literal('OBJECT'), reasons: detailed(5000, 20), proposedOrgan: text(200) }),
    z.strictObject({ type: z.literal('RULE_OBJECTION'), upheld: z.boolean(), reason: reason() }),
    z.strictObject({
      type: z.literal('ACCEPT'),
      handlingUnit: z.optional(unitIdField()),
      requestItems: z.array(text(2000)).check(z.minLength(1), z.maxLength(20)),
      method: z.optional(method()),
    }),
    z.strictObject({ type: z.literal('ASSIGN_HANDLER'), handler: officerIdField() }),
    z.strictObject({
      type: z.literal('SET_PLAN'),
      leader: officerIdField(),
      handler: z.optional(officerIdField()),
      dueAt: localDate(),
      requirements: z.optional(reason()),
      taskForce: z.optional(z.array(officerIdField()).check(z.minLength(1), z.maxLength(30))),
    }),
    z.strictObject({
      type: z.literal('LOG_CONTACT'),
      outcome: z.enum(['HEARD', 'FAILED']),
      method: z.enum(['PHONE', 'VISIT', 'VIDEO', 'LETTER', 'ONLINE']),
      note: text(5000),
    }),
    z.strictObject({
      type: z.literal('EXTEND'),
      days: z.int(),
      reason: reason(),
      capacity: z.enum(['HEAD', 'DELEGATE', 'ACTING']),
      delegation: z.optional(text(500)),
      method: method(),
    }),
    z.strictObject({
      type: z.literal('DRAFT_OPINION'),
      opinion: z.strictObject({
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
        newGrounds: z.optional(text(10_000)),
        executeBy: z.optional(localDate()),
      }),
    }),
    z.strictObject({
      type: z.literal('APPROVE_OPINION'),
      check: z.strictObject({ facts: z.boolean(), law: z.boolean(), papers: z.boolean() }),
      rootCause: z.optional(text(50)),
      note: z.optional(reason()),
    }),
    z.strictObject({ type: z.literal('RETURN_DRAFT'), reasons: reason() }),
    z.strictObject({ type: z.literal('DISPATCH'), method: method() }),
    z.strictObject({
      type: z.literal('DELIVER'),
      method: method(),
      receivedAt: z.string(),
      proof: text(500),
      recipient: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
      everyone: z.optional(z.literal(true)),
    }),
    z.strictObject({
      type: z.literal('CLOSE'),
      reason: z.enum(CLOSE_REASONS),
      rootCause: text(50),
      lesson: text(5000),
      followUpConsent: z.optional(z.boolean()),
      notServed: z.optional(reason()),
    }),
    z.strictObject({ type: z.literal('SUBMIT_CLOSING_REPORT'), report: text(20_000) }),
    z.strictObject({ type: z.literal('CHECK_CLOSING_REPORT'), accepted: z.boolean(), reason: reason() }),
    z.strictObject({ type: z.literal('S_SCREEN'), finding: reason(), accused: z.optional(AccusedUnits()) }),
    z.strictObject({ type: z.literal('S_FORWARD'), to: text(200), reason: reason() }),
    z.strictObject({ type: z.literal('S_HOLD'), plan: reason() }),
    z.strictObject({ type: z.literal('S_INFORM'), method: method(), content: reason() }),
    z.strictObject({ type: z.literal('S_CLOSE'), result: reason() }),
    z.strictObject({
      type: z.literal('CORRECT_RECORD'),
      reason: reason(),
      request: z.optional(longText()),
      facts: z.optional(longText()),
      reasons: z.optional(longText()),
      petitioner: z.optional(Petitioner()),
      representatives: z.optional(z.array(text(100)).check(z.maxLength(100))),
      externalNumber: z.optional(text(100)),
      incidentNumber: z.optional(text(100)),
    }),
    ...pathCommands(),
    ...reviewCommands(),
    ...dutyCommands(),
  ]),
);

/** What the schema lets through is exactly what the domain takes. */
export type CommandBody = Command & z.infer<ReturnType<typeof CommandBody>>;
