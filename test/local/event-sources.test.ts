import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { host, makePlace, post } from './fixtures/host.ts';

interface Job {
  readonly id: string;
  readonly batch: number;
  readonly attributes: Readonly<Record<string, string>>;
}
interface Status {
  readonly queues: readonly { readonly name: string; readonly ready: number; readonly inflight: number }[];
  readonly streams: readonly { readonly enabled: boolean; readonly checkpoints: Readonly<Record<string, string>> }[];
}

const place = makePlace();
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await host(place);
});
afterAll(async () => {
  await cloud.stop();
  place.remove();
});
beforeEach(async () => {
  await cloud.settle();
  rmSync(place.recordFile, { force: true });
});

const status = async (): Promise<Status> => (await (await fetch(`${cloud.url}/_local/status`)).json()) as Status;
const depth = async (queue: string) => (await status()).queues.find(({ name }) => name === queue);
const deliveriesOf = (id: string) => place.records<Job>('job').filter((job) => job.id === id);
const notes = () => place.records<{ text: string }>('note').map(({ text }) => text);

describe('a queue', () => {
  test('deletes what succeeded and brings back only what failed', async () => {
    await post(cloud, '/jobs', [
      { kind: 'job', id: 'well' },
      { kind: 'job', id: 'second time', failures: 1 },
      { kind: 'job', id: 'well too' },
    ]);
    await cloud.settle();
    expect(deliveriesOf('well')).toHaveLength(1);
    expect(deliveriesOf('well too')).toHaveLength(1);
    expect(deliveriesOf('second time').map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(['1', '2']);
    expect(await depth('JobsDead')).toMatchObject({ ready: 0 });
  });

  test('parks a poison message in the dead-letter queue after three deliveries', async () => {
    await post(cloud, '/jobs', [{ kind: 'job', id: 'poison', failures: 99 }]);
    await cloud.settle();
    expect(deliveriesOf('poison').map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(['1', '2', '3']);
    expect(await depth('Jobs')).toMatchObject({ ready: 0, inflight: 0 });
    expect(await depth('JobsDead')).toMatchObject({ ready: 1 });
  });

  test('tells domain time as the time of first receipt, also when the message comes again', async () => {
    const before = cloud.now();
    await post(cloud, '/jobs', [{ kind: 'job', id: 'timed', failures: 1 }]);
    await cloud.settle();
    const times = deliveriesOf('timed').map(({ attributes }) => Number(attributes.ApproximateFirstReceiveTimestamp));
    expect(times[0]).toBe(times[1]);
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times[0]).toBeLessThanOrEqual(cloud.now());
  });

  test('hands over many at once in batches', async () => {
    await cloud.invoke('NotesHttp', {
      routeKey: 'POST /jobs',
      body: JSON.stringify(Array.from({ length: 40 }, (_, at) => ({ kind: 'job', id: `many ${at}` }))),
    });
    await cloud.settle();
    expect(new Set(place.records<Job>('job').map(({ id }) => id)).size).toBe(40);
  });

  test('drops what its filter does not let through', async () => {
    await post(cloud, '/jobs', [{ kind: 'other', id: 'unwanted' }]);
    await cloud.settle();
    expect(deliveriesOf('unwanted')).toEqual([]);
    expect(await depth('Jobs')).toMatchObject({ ready: 0, inflight: 0 });
  });
});

describe('a stream', () => {
  const put = (...items: { sk: string; text: string }[]) =>
    post(
      cloud,
      '/notes',
      items.map((item) => ({ pk: 'p', ...item })),
    );
  const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `t${from + at}`);
  const putTexts = (prefix: string, list: readonly string[]) =>
    put(...list.map((text, at) => ({ sk: `V#${prefix}#${String(at).padStart(4, '0')}`, text })));

  test('is read in order, in batches of at most five, filtered', async () => {
    await putTexts('order', texts(0, 12));
    await put({ sk: 'HEAD#order', text: 'not wanted' });
    await cloud.settle();
    expect(notes()).toEqual(texts(0, 12));
    const batches = place.records<{ texts: string[]; source: string }>('batch');
    expect(Math.max(...batches.map(({ texts }) => texts.length))).toBeLessThanOrEqual(5);
    expect(batches[0]?.source).toBe('arn:aws:dynamodb:local:000000000000:table/Notes/stream/local');
  });

  test('goes on at the record that failed', async () => {
    await putTexts('partial', ['a', 'b', 'later', 'd']);
    await cloud.settle();
    expect(notes()).toEqual(['a', 'b', 'later', 'd']);
  });

  test('waits for a function that is down and loses nothing', async () => {
    writeFileSync(`${place.recordFile}.down`, '');
    await putTexts('down', texts(0, 3));
    await expect.poll(() => place.records('batch').length, { timeout: 5_000 }).toBeGreaterThan(1);
    expect(notes()).toEqual([]);
    rmSync(`${place.recordFile}.down`);
    await cloud.settle();
    expect(notes()).toEqual(texts(0, 3));
  });

  test('halves a batch around a poison record, gives it up, and goes on', async () => {
    const before = (await depth('RelayDead'))?.ready ?? 0;
    await putTexts('poison', ['a', 'poison', 'c', 'd']);
    await cloud.settle();
    expect(notes().sort()).toEqual(['a', 'c', 'd']);
    expect(await depth('RelayDead')).toMatchObject({ ready: before + 1 });
  });

  test('a relay that was off for a while finds what came meanwhile', async () => {
    await post(cloud, '/_local/relay', { enabled: false });
    expect((await status()).streams.map(({ enabled }) => enabled)).toEqual([false]);
    await putTexts('off', texts(0, 3));
    await cloud.settle();
    expect(notes()).toEqual([]);
    await post(cloud, '/_local/relay', { enabled: true });
    await cloud.settle();
    expect(notes()).toEqual(texts(0, 3));
  });

  test('that was trimmed while the relay was off is lost to it, later records are not', async () => {
    await post(cloud, '/_local/relay', { enabled: false });
    await putTexts('trimmed', ['lost']);
    expect((await post(cloud, '/_local/streams/trim', {})).status).toBe(200);
    await putTexts('kept', ['kept']);
    await post(cloud, '/_local/relay', { enabled: true });
    await cloud.settle();
    expect(notes()).toEqual(['kept']);
  });

  test('is followed within a moment, without being asked to', async () => {
    const start = performance.now();
    await putTexts('quick', ['quick']);
    await expect.poll(notes, { interval: 5 }).toEqual(['quick']);
    // Generous: the machine may be busy. Idle, it is about 30 ms.
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('settle says what it waits for when nothing comes to rest', async () => {
    const other = makePlace();
    const impatient = await host(other, { restWithinMs: 300 });
    writeFileSync(`${other.recordFile}.down`, '');
    await post(impatient, '/notes', [{ pk: 'p', sk: 'V#1', text: 'stuck' }]);
    const response = await post(impatient, '/_local/settle', {});
    expect([response.status, await response.json()]).toEqual([
      503,
      { message: expect.stringMatching(/^not at rest after 0\.3 s: /), waitingFor: expect.any(Array) },
    ]);
    await impatient.stop();
    other.remove();
  });
});
