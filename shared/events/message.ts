import * as z from 'zod/mini';
import type { PetitionEventType } from '../domain/petition-events.ts';

/** Stands beside the events of a record when its alarm is due already: a clock that began in the past. */
export const ALARM_DUE = 'alarm-due';

/** Which store a case lives in; a consumer of sealed messages needs its own permission to read there. */
export const STORES = ['CASES', 'SEALED'] as const;

/**
 * `xinfang.case-changed.v1`: a case has a new version. Carries id, version and types of events only, never content;
 * the consumer reads the case itself, consistently, and is idempotent, since messages come at least once, late and
 * in any order.
 */
export const CaseChanged = z.strictObject({
  type: z.literal('xinfang.case-changed.v1'),
  store: z.enum(STORES),
  caseId: z.string().check(z.regex(/^[0-9a-z]{26}$/)),
  version: z.int().check(z.positive()),
  events: z.array(z.string()).check(z.minLength(1)),
});
export type CaseChanged = z.infer<typeof CaseChanged>;

/** `xinfang.sweep-continued.v1`: a sweep ran out of time in a shard; another run goes on from its beginning. */
export const SweepContinued = z.strictObject({
  type: z.literal('xinfang.sweep-continued.v1'),
  store: z.enum(STORES),
  shard: z.int().check(z.nonnegative()),
});
export type SweepContinued = z.infer<typeof SweepContinued>;

export const Message = z.discriminatedUnion('type', [CaseChanged, SweepContinued]);
export type Message = z.infer<typeof Message>;

/** The queues and what each wants to hear: a queue gets a message when one of its events is among the record's. */
export const CONSUMERS = ['ROUTING', 'REMINDERS', 'REPORTING'] as const;
export type Consumer = (typeof CONSUMERS)[number];

const INTERESTS: Readonly<Record<Exclude<Consumer, 'REPORTING'>, readonly (PetitionEventType | typeof ALARM_DUE)[]>> = {
  ROUTING: ['opened.v1', 'record-corrected.v1'],
  REMINDERS: [ALARM_DUE],
};

/** Reporting hears of every version, so that its row is never behind; sealed cases go to reporting alone. */
export function wants(consumer: Consumer, message: CaseChanged): boolean {
  if (consumer === 'REPORTING') return true;
  return (
    message.store === 'CASES' && message.events.some((event) => INTERESTS[consumer].some((type) => type === event))
  );
}
