/**
 * Branded identifiers: a `UnitId` is no `OfficerId`, and neither is any string.
 * Ids of petitions are unguessable (derived by a keyed function, see `shared/lambda/secrets.ts`);
 * ids of units and officers are chosen by the bureau.
 */
type Brand<Name extends string> = string & { readonly __brand: Name };

/** One case (办理件): a run of the procedure on a matter. The first case of a petition has the petition's id. */
export type CaseId = Brand<'CaseId'>;
/** A unit of the organ's tree, e.g. `donghu-branch`. */
export type UnitId = Brand<'UnitId'>;
/** An officer: the `sub` claim of the token. */
export type OfficerId = Brand<'OfficerId'>;
/** A civil day `YYYY-MM-DD` in Asia/Shanghai. */
export type LocalDate = Brand<'LocalDate'>;
/** An instant, ISO 8601 in UTC with milliseconds, e.g. `2026-01-05T01:30:00.000Z`; sorts as text. */
export type Instant = Brand<'Instant'>;

/** Marks a string that was validated, or comes from a trusted store, as a case id. */
export const caseId = (value: string): CaseId => value as CaseId;
/** Marks a string as a unit id. */
export const unitId = (value: string): UnitId => value as UnitId;
/** Marks a string as an officer id. */
export const officerId = (value: string): OfficerId => value as OfficerId;
