/** A notice or local rule cannot be used: the field that is wrong, as a JSON pointer, in both languages. */
export class RuleDataError extends Error {
  readonly field: string;
  readonly zh: string;
  readonly en: string;

  constructor(field: string, [zh, en]: readonly [string, string]) {
    super(`${field}: ${en}`);
    this.name = 'RuleDataError';
    this.field = field;
    this.zh = zh;
    this.en = en;
  }
}
