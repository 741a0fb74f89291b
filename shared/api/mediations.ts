import * as z from 'zod/mini';
import { MEDIATION_OUTCOMES } from '../domain/mediations.ts';
import { instant, localDate, officerIdField, once, text, unitIdField } from './fields.ts';

/** Open ones of the units that the reader may see, or all of one unit. */
export const MediationsQuery = once(() =>
  z.strictObject({ unit: z.optional(unitIdField()), after: z.optional(text(2000)) }),
);

/** `POST /mediations`: which dispute of the register, why, who mediates, where and until when. No names (P-30). */
export const MediationBody = once(() =>
  z.strictObject({
    unit: unitIdField(),
    savedAt: instant(),
    sheet: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
    item: z.int().check(z.minimum(0), z.maximum(199)),
    analysis: text(500, 4),
    mediator: officerIdField(),
    place: text(100),
    due: localDate(),
  }),
);

/** `POST /mediations/{id}/result`: the will of both sides, and what came of it. */
export const MediationResultBody = once(() =>
  z.strictObject({
    firstConsents: z.boolean(),
    secondConsents: z.boolean(),
    outcome: z.enum(MEDIATION_OUTCOMES),
    terms: z.optional(text(2000)),
    note: text(500),
  }),
);

const service = 'notify' as const;

/** From the register of disputes to mediation; entries of the list in `operations.ts`. */
export const MEDIATION_OPERATIONS = [
  {
    route: 'GET /mediations',
    service,
    zh: '调解任务(由纠纷登记转来)',
    en: 'Mediation tasks with their day, the earliest first; with `unit` those that are over too. A mediator sees his own',
    query: MediationsQuery,
    answers: { 200: 'Open tasks, and of a named unit a page of all', 403: 'Not for this unit' },
  },
  {
    route: 'POST /mediations',
    service,
    zh: '将登记的纠纷转入调解',
    en: 'Open a mediation for a dispute of the register, by the head of its unit. No names (P-30)',
    body: MediationBody,
    answers: { 201: 'Opened', 400: 'Names, or no mediator of this organ', 409: 'One is open, or agreed' },
  },
  {
    route: 'POST /mediations/{id}/result',
    service,
    zh: '登记调解结果(双方自愿)',
    en: 'What it came to, by its mediator, once: without the consent of both sides it was never held',
    body: MediationResultBody,
    answers: { 200: 'Stored', 400: 'Consent or terms missing', 404: 'No such task of his', 409: 'It has a result' },
  },
] as const;
