import { addMinutes } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { type Preferences, quietUntil, retryAfter } from '../../shared/domain/notifications.ts';
import { log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { type Delivery, type DeliveryKey, readDelivery, writeDelivery } from '../../shared/store/notifications.ts';
import { NotDelivered } from './channel.ts';

export interface Outcome {
  readonly key: DeliveryKey;
  readonly sent?: true;
  readonly failed?: true;
  /** When it is tried (again). */
  readonly next?: Instant;
}

/** A run that died while sending is followed by another one after this. */
const LEASE_MINUTES = 2;

type Line = Pick<Delivery, 'day' | 'id' | 'officer' | 'channel' | 'what'>;

/**
 * One try of one delivery. It is claimed in the ledger first, so that two runs at once send it once; what was sent and
 * not noted, because the run died, is sent again under the same message id.
 */
export async function attempt(
  line: Line,
  quiet: Preferences['quiet'],
  now: Instant,
  send: () => Promise<void>,
  database: Database,
): Promise<Outcome> {
  const key = { day: line.day, id: line.id };
  const before = await readDelivery(database, key);
  if (before && before.state !== 'WAITING') return { key };
  if (before?.notBefore !== undefined && before.notBefore > now) return { key, next: before.notBefore };
  const attempts = before?.attempts ?? 0;
  const awake = quietUntil(quiet, now);
  if (awake) {
    await writeDelivery(database, { ...line, state: 'WAITING', attempts, at: now, notBefore: awake }, before);
    return { key, next: awake };
  }
  const notBefore = addMinutes(now, LEASE_MINUTES);
  const failedBefore = before?.reason === undefined ? {} : { reason: before.reason };
  const claim = { ...line, state: 'WAITING', attempts: attempts + 1, at: now, notBefore, ...failedBefore } as const;
  const claimed = await writeDelivery(database, claim, before);
  if (!claimed) return { key, next: notBefore };
  try {
    await send();
  } catch (error) {
    if (!(error instanceof NotDelivered)) throw error;
    return failed(line, attempts + 1, error.code, now, claimed, database);
  }
  const noted = await writeDelivery(database, { ...line, state: 'SENT', attempts: attempts + 1, at: now }, claimed);
  return { key, sent: true, ...(noted ? {} : overtaken(now)) };
}

/** Another run took this one for dead and has the line in hand, and may die with it: somebody looks after that. */
const overtaken = (now: Instant) => ({ next: addMinutes(now, LEASE_MINUTES) });

async function failed(
  line: Line,
  failures: number,
  reason: string,
  now: Instant,
  claimed: Delivery,
  database: Database,
): Promise<Outcome> {
  const next = retryAfter(failures, now);
  const state = next === undefined ? 'FAILED' : 'WAITING';
  const noted = await writeDelivery(
    database,
    { ...line, state, attempts: failures, at: now, reason, ...(next ? { notBefore: next } : {}) },
    claimed,
  );
  if (!noted) return { key: { day: line.day, id: line.id }, failed: true, ...overtaken(now) };
  log(next === undefined ? 'error' : 'warn', 'delivery.failed', {
    id: line.id,
    channel: line.channel,
    reason,
    failures,
  });
  return { key: { day: line.day, id: line.id }, failed: true, ...(next ? { next } : {}) };
}

/** Not needed any more: noted as not sent, with the reason. What was sent before stays as it is. */
export async function withdraw(database: Database, line: Line, reason: string, now: Instant): Promise<Outcome> {
  const key = { day: line.day, id: line.id };
  const before = await readDelivery(database, key);
  if (before && before.state !== 'WAITING') return { key };
  const noted = await writeDelivery(
    database,
    { ...line, state: 'NOT_SENT', attempts: before?.attempts ?? 0, at: now, reason },
    before,
  );
  return { key, ...(noted ? {} : overtaken(now)) };
}

/** The same for one that was tried before. */
export async function withdrawKnown(
  database: Database,
  key: DeliveryKey,
  reason: string,
  now: Instant,
): Promise<Outcome> {
  const before = await readDelivery(database, key);
  if (!before) return { key };
  const { day, id, officer, channel, what } = before;
  return withdraw(database, { day, id, ...(officer ? { officer } : {}), channel, what }, reason, now);
}
