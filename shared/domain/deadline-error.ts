/** Why a last day cannot be counted. */
export type DeadlineErrorCode =
  | 'UNKNOWN_CLOCK'
  | 'INVALID_TRIGGER'
  | 'TRIGGER_OUT_OF_RANGE'
  | 'NO_FIXED_LENGTH'
  | 'LENGTH_FIXED'
  | 'LENGTH_AMBIGUOUS'
  | 'DAYS_OUT_OF_RANGE'
  | 'INVALID_DATE'
  | 'DUE_BEFORE_START'
  | 'EXTENSION_NOT_ALLOWED'
  | 'EXTENSION_OUT_OF_RANGE'
  | 'HEARING_NOT_ALLOWED'
  | 'HEARING_REVERSED'
  | 'HEARING_OUTSIDE_PERIOD';

/** A coded refusal to count: the field of the input that is wrong, in both languages, with the article if one says so. */
export class DeadlineError extends Error {
  readonly code: DeadlineErrorCode;
  /** Path in the input, e.g. `hearing.to`. */
  readonly field: string;
  readonly zh: string;
  readonly en: string;
  readonly article?: string;

  constructor(code: DeadlineErrorCode, field: string, [zh, en]: readonly [string, string], article?: string) {
    super(`${code} (${field}): ${en}`);
    this.name = 'DeadlineError';
    this.code = code;
    this.field = field;
    this.zh = zh;
    this.en = en;
    if (article !== undefined) this.article = article;
  }
}
