import * as z from 'zod/mini';
import { BRANCHES, LEVELS, ROLES } from '../domain/bureau.ts';
import { CLOCK_CODES } from '../domain/clock-table.ts';
import { clockTime, instant, localDate, network, officerIdField, once, text, unitIdField } from './fields.ts';

/** `POST /deadlines`: when is it due, and why. */
export const DeadlineQuery = once(() =>
  z.strictObject({
    clock: z.enum(CLOCK_CODES),
    trigger: instant(),
    extensionDays: z.optional(z.int()),
    hearing: z.optional(z.strictObject({ from: localDate(), to: localDate() })),
  }),
);
export type DeadlineQuery = z.infer<ReturnType<typeof DeadlineQuery>>;

const limit = once(() =>
  z.pipe(
    z.string().check(
      z.refine((value: string) => /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 100, {
        error: '应为1至100的整数|must be a whole number from 1 to 100',
      }),
    ),
    z.transform(Number),
  ),
);

/** `GET /worklist`: a unit's open cases, an office's screening or sealed queue, or what waits for the reader's ruling. */
export const WorklistQuery = once(() =>
  z.strictObject({
    queue: z.optional(z.enum(['UNIT', 'SCREENING', 'SEALED', 'RULINGS'])),
    unit: z.optional(unitIdField()),
    state: z.optional(text(40)),
    limit: z.optional(limit()),
    after: z.optional(text(2000)),
  }),
);

export const InboxQuery = once(() => z.strictObject({ limit: z.optional(limit()), before: z.optional(text(200)) }));

/** `GET /reports/{id}`: both days inclusive, at most five years. There is no way to group by level (P-29). */
export const ReportQuery = once(() =>
  z.strictObject({
    unit: unitIdField(),
    from: localDate(),
    to: localDate(),
  }),
);

export const RevealBody = once(() => z.strictObject({ what: z.enum(['IDENTITY', 'NARRATIVE']), reason: text(500, 4) }));
export const RelatedQuery = once(() => z.strictObject({ reason: text(500, 4) }));

const Setting = <T extends z.ZodMiniType>(value: T) =>
  z.strictObject({ value, cite: text(200), verified: z.boolean() });

/** `PUT /bureau`: the whole of the bureau's tables; `If-Match` carries the version it replaces (0 at first). */
export const BureauBody = once(() =>
  z.strictObject({
    units: z
      .array(
        z.strictObject({
          id: unitIdField(),
          name: text(100),
          aliases: z.array(text(100)),
          level: z.enum(LEVELS),
          parent: z.optional(unitIdField()),
          branch: z.optional(z.enum(BRANCHES)),
          signsOpinions: z.boolean(),
          documentCode: z.optional(text(20)),
          reviewOrgan: z.optional(
            z.strictObject({
              unit: z.optional(unitIdField()),
              name: text(100),
              address: text(200),
              legalBasis: text(200),
              verified: z.boolean(),
            }),
          ),
          head: officerIdField(),
          petitionDutyHead: officerIdField(),
          phone: text(50),
          address: text(200),
          areas: z.array(text(50)),
          since: z.optional(localDate()),
          until: z.optional(localDate()),
          successors: z.optional(
            z.array(z.strictObject({ unit: unitIdField(), cite: text(200, 4) })).check(z.maxLength(20)),
          ),
          formerNames: z.optional(
            z.array(z.strictObject({ name: text(100), until: localDate(), cite: text(200, 4) })).check(z.maxLength(20)),
          ),
        }),
      )
      .check(z.minLength(1), z.maxLength(2000)),
    officers: z
      .array(
        z.strictObject({
          id: officerIdField(),
          name: text(50),
          unit: unitIdField(),
          roles: z.array(z.enum(ROLES)).check(z.minLength(1)),
          officePhone: text(50),
        }),
      )
      .check(z.minLength(1), z.maxLength(20_000)),
    rules: z.array(
      z.strictObject({ id: text(50), category: text(50), switchedOnBy: officerIdField(), switchedOnAt: text(40) }),
    ),
    competentOrgans: z.array(
      z.strictObject({ category: text(50), name: text(100), address: text(200), phone: text(50) }),
    ),
    leave: z.optional(
      z
        .array(
          z.strictObject({ officer: officerIdField(), deputy: officerIdField(), from: localDate(), to: localDate() }),
        )
        .check(z.maxLength(2000)),
    ),
    settings: z.strictObject({
      groupThreshold: Setting(z.int().check(z.minimum(2), z.maximum(100))),
      supervisionPhone: Setting(text(50)),
      officeNetworks: z.optional(Setting(z.array(network()).check(z.maxLength(50)))),
      petitionerQuiet: z.optional(Setting(z.strictObject({ from: clockTime(), to: clockTime() }))),
      extensionRule: z.optional(
        Setting(
          z.strictObject({
            lateDays: z.int().check(z.minimum(0), z.maximum(60)),
            perDay: z.int().check(z.minimum(2), z.maximum(1000)),
            sharePercent: z.int().check(z.minimum(1), z.maximum(100)),
            shareLeast: z.int().check(z.minimum(1), z.maximum(1000)),
            sameReason: z.int().check(z.minimum(2), z.maximum(1000)),
            sameReasonDays: z.int().check(z.minimum(1), z.maximum(366)),
          }),
        ),
      ),
    }),
  }),
);
