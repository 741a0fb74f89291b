import * as z from 'zod/mini';
import { once, text } from './fields.ts';

const format = once(() => z.enum(['docx', 'html']));
/** Which paper: version of the record that issued it, and its place among the papers of that record, from 0. */
const paper = once(() => z.strictObject({ version: z.int().check(z.minimum(1)), index: z.int().check(z.minimum(0)) }));

/** `POST /petitions/{id}/documents/read`: with the reason, which is logged. */
export const PaperRead = once(() => z.strictObject({ document: paper(), format: format(), reason: text(500, 4) }));
/** `POST /petitions/{id}/volume`. */
export const VolumeRead = once(() => z.strictObject({ format: format(), reason: text(500, 4) }));
