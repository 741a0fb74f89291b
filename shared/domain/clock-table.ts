import { LAW_CLOCKS } from './clock-table-law.ts';
import { PROMISED_CLOCKS } from './clock-table-promise.ts';
import type { ClockRole, ClockRule } from './clocks.ts';

export type { ClockRole };

export type ClockCode = keyof typeof LAW_CLOCKS | keyof typeof PROMISED_CLOCKS;

export interface ClockDefinition extends ClockRule {
  readonly code: ClockCode;
}

const RULES: Readonly<Record<ClockCode, ClockRule>> = { ...LAW_CLOCKS, ...PROMISED_CLOCKS };

export const CLOCK_CODES = Object.keys(RULES) as readonly ClockCode[];

/** The law as data: every kind of clock (期限) with its article, length, reminders and who is told. */
export const CLOCKS: Readonly<Record<ClockCode, ClockDefinition>> = Object.fromEntries(
  CLOCK_CODES.map((code) => [code, { code, ...RULES[code] }]),
) as Record<ClockCode, ClockDefinition>;

/** Whether the text is the code of a clock. */
export const isClockCode = (text: string): text is ClockCode => Object.hasOwn(CLOCKS, text);

/**
 * Whether its length may be set: where the law leaves it open, and for our own promises. A number in the law, or in a
 * national norm, is not editable.
 */
export const isSettable = ({ class: kind, unit }: ClockDefinition): boolean =>
  (kind === 'LAW-SET' || kind === 'POLICY' || unit === 'VAR') && unit !== 'HOUR' && unit !== 'MINUTE';
