import { expect, test } from 'vitest';
import type { Instant, LocalDate, OfficerId } from '../../shared/domain/ids.ts';
import { readDeliveries, readDelivery, writeDelivery } from '../../shared/store/notifications.ts';
import { onBothDatabases } from './both-databases.ts';

const LINE = {
  day: '2026-03-09' as LocalDate,
  id: 'a1b2',
  officer: 'reg-zhang' as OfficerId,
  channel: 'WEBHOOK',
  what: 'INFORM_15D T-3',
  at: '2026-03-09T01:00:00.000Z' as Instant,
} as const;

onBothDatabases((fresh) => {
  test('what one run sent is not claimed again by another that read the line before', async () => {
    const database = await fresh();
    const claimed = await writeDelivery(database, { ...LINE, state: 'WAITING', attempts: 1 }, undefined);
    expect(await writeDelivery(database, { ...LINE, state: 'SENT', attempts: 1 }, claimed)).toBeDefined();
    expect(await writeDelivery(database, { ...LINE, state: 'WAITING', attempts: 2 }, claimed)).toBeUndefined();
    expect(await readDelivery(database, LINE)).toMatchObject({ state: 'SENT', attempts: 1 });
  });

  test('what failed is listed until it arrives, and a line is begun once', async () => {
    const database = await fresh();
    const listed = async () => (await readDeliveries(database, 'UNDELIVERED', { limit: 10 })).deliveries;
    const first = await writeDelivery(database, { ...LINE, state: 'WAITING', attempts: 1 }, undefined);
    expect(await writeDelivery(database, { ...LINE, state: 'WAITING', attempts: 1 }, undefined)).toBeUndefined();
    const failed = await writeDelivery(database, { ...LINE, state: 'WAITING', attempts: 1, reason: 'HTTP_503' }, first);
    expect(await listed()).toMatchObject([{ id: LINE.id, reason: 'HTTP_503' }]);
    await writeDelivery(database, { ...LINE, state: 'SENT', attempts: 2 }, failed);
    expect(await listed()).toEqual([]);
  });
});
