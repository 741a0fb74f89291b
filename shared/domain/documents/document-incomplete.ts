/** MISSING: mandatory content is blank or empty. INVALID: it is there and cannot be right. */
export type Incompleteness = 'MISSING' | 'INVALID';

/** A document that may not be issued as it stands: which field, in both languages. */
export class DocumentIncomplete extends Error {
  /** Path in the data, e.g. `items.0.answer`. */
  readonly field: string;
  readonly reason: Incompleteness;
  readonly zh: string;
  readonly en: string;

  constructor(field: string, reason: Incompleteness) {
    const [zh, en] =
      reason === 'MISSING'
        ? [`文书缺少必备内容:${field}`, `the document lacks mandatory content: ${field}`]
        : [`文书内容有误:${field}`, `the document holds something that cannot be right: ${field}`];
    super(en);
    this.name = 'DocumentIncomplete';
    this.field = field;
    this.reason = reason;
    this.zh = zh;
    this.en = en;
  }
}
