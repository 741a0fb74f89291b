import * as z from 'zod/mini';
import { OFFICIAL_SYSTEMS, URGENT_MEASURES } from '../domain/commands-paths.ts';
import { DISPATCH_METHODS, OUTCOMES } from '../domain/petition.ts';
import { ROUTE_CODES } from '../domain/taxonomy-data.ts';
import { caseIdField, detailed, localDate, officerIdField, once, text, unitIdField } from './fields.ts';

const method = once(() => z.enum(DISPATCH_METHODS));
const reason = once(() => text(2000));
const requestItems = once(() => z.array(text(2000)).check(z.minLength(1), z.maxLength(20)));

/** Commands by which a case leaves or takes the ordinary path; members of the union in `commands.ts`. */
export const pathCommands = once(
  () =>
    [
      z.strictObject({
        type: z.literal('LINK_MATTER'),
        matter: caseIdField(),
        reason: reason(),
        samePetitioner: z.optional(z.literal(true)),
      }),
      z.strictObject({
        type: z.literal('FLAG_URGENT'),
        lifeAtStake: z.boolean(),
        place: text(500),
        reason: reason(),
        measures: z.array(z.enum(URGENT_MEASURES)).check(
          z.maxLength(URGENT_MEASURES.length),
          z.refine((measures: string[]) => new Set(measures).size === measures.length, {
            error: '不能重复|must not repeat',
          }),
        ),
      }),
      z.strictObject({ type: z.literal('ACK_URGENT'), note: z.optional(reason()) }),
      z.strictObject({ type: z.literal('RECORD_URGENT_REPORT'), to: text(200), content: text(5000) }),
      z.strictObject({
        type: z.literal('CHANNEL'),
        route: z.enum(ROUTE_CODES),
        reason: reason(),
        organ: z.strictObject({ name: text(200), address: text(500), unit: z.optional(unitIdField()) }),
        knownOn: z.optional(localDate()),
        toldInWriting: z.optional(z.boolean()),
        limitKnownOn: z.optional(localDate()),
        reconsideredOn: z.optional(localDate()),
        criminalCase: z.optional(z.boolean()),
        caseNumber: z.optional(text(100)),
        coSigner: officerIdField(),
        materials: z.optional(reason()),
        method: z.optional(method()),
      }),
      z.strictObject({
        type: z.literal('RECORD_ROUTE_RESULT'),
        outcome: reason(),
        number: text(100),
        decidedOn: localDate(),
        reversed: z.boolean(),
      }),
      z.strictObject({ type: z.literal('DISPUTE'), with: unitIdField(), reason: detailed(5000, 20) }),
      z.strictObject({ type: z.literal('DECIDE_JURISDICTION'), to: unitIdField(), reason: reason() }),
      z.strictObject({
        type: z.literal('ACCEPT_SIMPLE'),
        handlingUnit: z.optional(unitIdField()),
        requestItems: requestItems(),
        method: z.optional(method()),
      }),
      z.strictObject({ type: z.literal('SWITCH_ORDINARY'), reason: reason(), atPetitionersWish: z.boolean() }),
      z.strictObject({ type: z.literal('PASS_ON'), to: unitIdField(), method: z.optional(method()) }),
      z.strictObject({
        type: z.literal('NOT_ACCEPT'),
        pendingCase: caseIdField(),
        reason: reason(),
        samePetitioner: z.optional(z.literal(true)),
        method: z.optional(method()),
      }),
      z.strictObject({
        type: z.literal('NO_LONGER_ACCEPT'),
        reReviewCase: caseIdField(),
        comparison: text(5000),
        newFacts: text(5000),
        hasNewFacts: z.boolean(),
        samePetitioner: z.optional(z.literal(true)),
        method: z.optional(method()),
      }),
      z.strictObject({
        type: z.literal('STUDY_SUGGESTION'),
        studyUnit: z.optional(unitIdField()),
        method: z.optional(method()),
      }),
      z.strictObject({
        type: z.literal('REPLY'),
        items: z
          .array(
            z.strictObject({
              item: z.int().check(z.minimum(1), z.maximum(20)),
              outcome: z.enum(OUTCOMES),
              answer: text(4000, 0),
            }),
          )
          .check(z.minLength(1), z.maxLength(20)),
        legalBasis: text(10_000, 0),
        method: method(),
      }),
      z.strictObject({
        type: z.literal('EXPORT_OFFICIAL'),
        system: z.enum(OFFICIAL_SYSTEMS),
        externalNumber: z.optional(text(100)),
      }),
      z.strictObject({
        type: z.literal('ESCALATE_UP'),
        organ: text(200),
        unit: z.optional(unitIdField()),
        reason: reason(),
      }),
      z.strictObject({
        type: z.literal('WAIVE_CLOCK'),
        clock: text(50),
        key: z.optional(text(100)),
        reason: reason(),
      }),
      z.strictObject({
        type: z.literal('S_SPLIT'),
        gist: text(500),
        request: text(5000),
        facts: z.optional(text(20_000)),
        reasons: z.optional(text(5000)),
      }),
    ] as const,
);

/** `POST /petitions/{id}/joint-matter`: what of a joint letter or group visit is of the matter of this case. */
export const JointMatterBody = once(() =>
  z.strictObject({
    cases: z.array(caseIdField()).check(z.minLength(1), z.maxLength(60)),
    reason: reason(),
  }),
);
export type JointMatterBody = z.infer<ReturnType<typeof JointMatterBody>>;
