import { type Days, SHIPPED_DAYS } from './days.ts';
import { OverTime } from './over-time.ts';

/** The law as it stood for a while: which days are worked, under the name that clocks carry. */
export interface Edition {
  /** As a clock names what it was counted by. */
  readonly version: string;
  readonly days: Days;
}

export const SHIPPED: Edition = { version: 'CN-2026.1', days: SHIPPED_DAYS };

/** The law of a bureau from moment to moment of its life. */
export class LawOfLife extends OverTime<Edition> {
  constructor() {
    super(SHIPPED);
  }

  /** What is in force, in the end. */
  get present(): Edition {
    return this.all[0] ?? SHIPPED;
  }

  of(version: string): Edition | undefined {
    return this.all.find((edition) => edition.version === version);
  }
}
