import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { petition } from './client.ts';
import { HostInProcess } from './host-in-process.ts';
import { processesOf, type SmallDisk, smallDisk } from './small-disk.ts';

/** More petitions than any journal has room for. */
const ROOM = 500;

/** The disk under tables, queues, logs and notes is full for a while. */
let disk: SmallDisk;
let host: HostInProcess;
beforeAll(async () => {
  disk = smallDisk(() => processesOf(host.child?.pid ?? 0, host.dataDir));
  host = HostInProcess.prepare(join(disk.root, 'host'));
  await host.start();
  await host.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
});
afterAll(async () => {
  await host.end();
  disk.remove();
});

const submit = (key: string, facts: string) =>
  host.post('/petitions', petition({ facts }), undefined, { 'idempotency-key': key });

async function queueOf(): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const { body } = await host.get(`/worklist?queue=SCREENING&limit=100${after}`, 'po-li');
    ids.push(...body.cases.map(({ id }: { id: string }) => id));
    if (!body.next) return ids;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
}

/** What is taken although the disk is full: the engine's journal has room that it took before. */
async function untilRefused() {
  const taken: string[] = [];
  for (;;) {
    const reply = await submit(randomUUID(), '磁盘已满时提交:出警慢');
    if (reply.status !== 201 || taken.length === ROOM) return { taken, refused: reply };
    taken.push(reply.body.id);
  }
}

test('a full disk: 503 until there is space again, said in one sentence, nothing acknowledged lost, nothing doubled', async () => {
  const before = await Promise.all(
    Array.from({ length: 8 }, async (_, at) => {
      const key = randomUUID();
      return (await host.insist(() => submit(key, `磁盘满之前第${at}件:出警慢`))).body.id;
    }),
  );
  const keys = Array.from({ length: 24 }, () => randomUUID());
  const racing = Promise.all(keys.map((key, at) => submit(key, `磁盘将满第${at}件:出警慢`)));
  await new Promise((resolve) => setTimeout(resolve, 30));
  disk.fill();
  const answers = await racing;
  const acknowledged = new Map<string, string>();
  for (const [at, { status, body }] of answers.entries()) if (status === 201) acknowledged.set(keys[at] ?? '', body.id);
  const { taken, refused } = await untilRefused();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(refused.body).toMatchObject({ code: 'TRY_AGAIN', titleEn: 'Temporarily unavailable' });
  // What is stored can still be read, and the host says what is wrong, once.
  expect((await host.get(`/petitions/${before[0]}`, 'po-li')).status).toBe(200);
  const saidFull = () => host.said.filter((line) => line.includes('cannot be written'));
  await expect.poll(saidFull, { timeout: 20_000 }).toHaveLength(1);
  expect(saidFull()[0]).toMatch(
    /data cannot be written \((ENOSPC|EFBIG)\): .*503.*nothing that was acknowledged is lost/,
  );

  disk.empty();
  await expect
    .poll(() => host.said.filter((line) => line.includes('can be written again')), { timeout: 20_000 })
    .toHaveLength(1);
  const ids = new Map<string, string>();
  for (const [at, key] of keys.entries()) {
    const reply = await host.insist(() => submit(key, `磁盘将满第${at}件:出警慢`));
    expect(reply.status).toBe(201);
    ids.set(key, reply.body.id);
  }
  for (const [key, id] of acknowledged) expect(ids.get(key)).toBe(id);
  await host.insist(() => host.post('/_local/settle', {}));
  const all = [...before, ...taken, ...ids.values()];
  expect((await queueOf()).filter((id) => all.includes(id)).sort()).toEqual([...all].sort());
  expect(new Set(await queueOf()).size).toBe((await queueOf()).length);
  for (const id of all) expect((await host.get(`/petitions/${id}`, 'po-li')).body.proposal).not.toBeNull();
  expect(saidFull()).toHaveLength(1);

  // What was noted in memory meanwhile is on disk by now: a kill brings nothing back twice.
  await host.kill();
  await host.start();
  await host.insist(() => host.post('/_local/settle', {}));
  expect((await queueOf()).filter((id) => all.includes(id)).sort()).toEqual([...all].sort());
});
