/**
 * A coded refusal: which rule, which article, in both languages, and what would make it possible.
 * `shared/lambda/problem.ts` maps it to an RFC 9457 problem.
 */
export interface Refusal {
  /** Stable code, e.g. `RECIPIENT_IS_ACCUSED`. */
  readonly code: string;
  /** Id of the guard or vector in the domain specification, e.g. `G6`. */
  readonly guard?: string;
  /** Article, e.g. `条例34`. */
  readonly article: string;
  readonly zh: string;
  readonly en: string;
  /** What would make it possible. */
  readonly remedyZh: string;
  readonly remedyEn: string;
  /** JSON pointer of the offending field, where one is. */
  readonly field?: string;
}

/** Thrown by the domain; nothing has been written when it is. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.en}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Shorthand for the tables of guards: code, guard, article, then the texts in pairs. */
export const refusal = (
  code: string,
  guard: string | undefined,
  article: string,
  [zh, en]: readonly [string, string],
  [remedyZh, remedyEn]: readonly [string, string],
  field?: string,
): Refusal => ({
  code,
  ...(guard ? { guard } : {}),
  article,
  zh,
  en,
  remedyZh,
  remedyEn,
  ...(field ? { field } : {}),
});
