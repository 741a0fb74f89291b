import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idempotencyKey, petitionOf } from '../../infra/local/submit/invent-petition.ts';
import { readMessages } from '../../infra/local/submit/read-messages.ts';
import { submitFile } from '../../infra/local/submit/submit-file.ts';
import { textTable, widthOf } from '../../infra/local/submit/text-table.ts';
import { UUID } from '../../shared/api/fields.ts';
import { PublicPetition } from '../../shared/api/petitions.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { PetitionDesk } from './fixtures/petition-desk.ts';

const PROGRAM = fileURLToPath(new URL('../../infra/local/submit.ts', import.meta.url));

let desk: PetitionDesk;
let folder: string;
beforeEach(async () => {
  desk = await new PetitionDesk().open();
  folder = mkdtempSync(join(tmpdir(), 'xinfang-submit-'));
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const message = (at: number, fields: Record<string, unknown> = {}) => ({
  title: `第${at}号来信`,
  text: `桥头的路灯坏了${at}天,晚上看不清路`,
  area: '柳桥街道',
  created: '2026-03-02T23:30:00',
  ...fields,
});
const lines = (...rows: unknown[]): Buffer =>
  Buffer.from(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
const many = (count: number): Buffer => lines(...Array.from({ length: count }, (_, at) => message(at)));

async function submit(content: Buffer, options: { patienceMs?: number; inFlight?: number; limit?: number } = {}) {
  const printed: string[] = [];
  const code = await submitFile({
    content,
    url: desk.url,
    inFlight: 4,
    patienceMs: 5_000,
    progressFolder: folder,
    screen: { isTTY: false, write: (text) => void printed.push(text) },
    ...options,
  });
  return { code, text: printed.join('') };
}

describe('reading a file', () => {
  test('the date on a message becomes the civil date, never an instant', () => {
    const dates = (created: string) => readMessages(lines(message(1, { created }))).messages[0]?.date;
    expect(dates('2026-03-02T23:30:00')).toBe('2026-03-02');
    expect(dates('2026-03-02 07:00:00')).toBe('2026-03-02');
    expect(dates('2026-03-02')).toBe('2026-03-02');
    expect(dates('2026-03-02T23:30:00+08:00')).toBe('2026-03-02');
    // In Shanghai it is the next day already.
    expect(dates('2026-03-02T23:30:00Z')).toBe('2026-03-03');
    const body = petitionOf(readMessages(lines(message(1))).messages[0]!);
    expect(body).toMatchObject({ petitionDate: '2026-03-02', place: '柳桥街道', channel: 'ONLINE' });
    expect(body).not.toHaveProperty('receivedAt');
  });

  test('each bad line is named with what is wrong; empty lines and a byte order mark do no harm', () => {
    const content = Buffer.concat([
      Buffer.from('\uFEFF'),
      lines(message(1), '', '{"text":', [1], { title: '只有标题' }, message(2, { created: '2026-02-30T08:00' })),
      Buffer.from('\n{"text":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n'),
      lines(message(3, { area: 7 }), message(4)),
    ]);
    const { messages, bad } = readMessages(content);
    expect(messages.map(({ line }) => line)).toEqual([1, 9]);
    expect(bad.map(({ line, en }) => `${line} ${en}`)).toEqual([
      '3 is not valid JSON',
      '4 must be a JSON object',
      '5 text is missing',
      '6 created must be an ISO date-time such as 2026-03-02T09:00, not "2026-02-30T08:00"',
      '7 is not valid UTF-8',
      '8 area must be text',
    ]);
  });

  test('name and address are invented, and the same for the same row', () => {
    const [first, second] = readMessages(many(2)).messages;
    expect(petitionOf(first!)).toEqual(petitionOf(first!));
    expect(petitionOf(first!).petitioner).not.toEqual(petitionOf(second!).petitioner);
    expect(JSON.stringify(petitionOf(first!))).not.toMatch(/phone|idNumber/);
    expect(() => validate(PublicPetition(), petitionOf(first!))).not.toThrow();
  });

  test('a key is a UUID that depends on content and line alone', () => {
    const keys = [idempotencyKey('a', 1), idempotencyKey('a', 1), idempotencyKey('a', 2), idempotencyKey('b', 1)];
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(UUID);
  });
});

describe('submitting', () => {
  test('every message becomes one petition; a limit takes the first ones, and the rest goes on from there', async () => {
    const content = many(12);
    expect(await submit(content, { limit: 5 })).toMatchObject({ code: 0 });
    expect(desk.kept.size).toBe(5);
    const { code, text } = await submit(content);
    expect(code).toBe(0);
    expect(text).toContain('registered 7 · 此前已登记 already registered 5 · 未收 refused 0');
    expect(desk.kept.size).toBe(12);
  });

  test('without the progress file everything is sent again, and nothing is registered twice', async () => {
    const content = many(9);
    await submit(content);
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { code, text } = await submit(content);
    expect(code).toBe(0);
    expect(text).toContain('registered 0 · 此前已登记 already registered 9');
    expect(desk.arrived).toBe(18);
    expect(desk.kept.size).toBe(9);
  });

  test('with it only the first and the last noted line are asked again', async () => {
    const content = many(9);
    await submit(content);
    await submit(content);
    expect(desk.arrived).toBe(9 + 2);
  });

  test('a server that was emptied gets everything again, whatever was noted', async () => {
    const content = many(9);
    await submit(content);
    desk.kept.clear();
    const { text } = await submit(content);
    expect(desk.kept.size).toBe(9);
    expect(text).toContain('此前已登记 already registered 0');
  });

  test('the progress file holds neither words nor names', async () => {
    await submit(many(3));
    const [file] = readdirSync(folder);
    expect(readFileSync(join(folder, file!), 'utf8').trim()).toMatch(/^(\d+\t[0-9a-z]{26}\n?)+$/);
  });

  test('bad lines and refusals are counted and named, the others registered; the exit code tells', async () => {
    const content = lines(message(1), '{', message(3, { text: '长'.repeat(201), id: 'm-3' }), message(4));
    const { code, text } = await submit(content);
    expect(code).toBe(1);
    expect(desk.kept.size).toBe(2);
    expect(text).toContain('第 2 行:不是有效的 JSON | line 2: is not valid JSON');
    expect(text).toContain('第 3 行(m-3):/narrative 共 201 字,过长 | line 3: /narrative has 201 characters');
    expect(text).toContain('registered 2 · 此前已登记 already registered 0 · 未收 refused 2');
  });

  test('without a terminal a line comes every hundred messages', async () => {
    const { text } = await submit(many(250), { inFlight: 8 });
    expect(text.match(/^\d+\/250 /gm)).toEqual(['100/250 ', '200/250 ']);
  });
});

describe('a server in trouble', () => {
  test('busy answers are waited out', async () => {
    desk.busy = 3;
    const { code, text } = await submit(many(6));
    expect(code).toBe(0);
    expect(desk.kept.size).toBe(6);
    expect(text).toContain('HTTP 503');
    expect(text).toContain('The server is back');
  });

  test('an answer that was lost leads to the same petition', async () => {
    desk.losesAnswers = 2;
    const { code, text } = await submit(many(6));
    expect(code).toBe(0);
    expect(desk.kept.size).toBe(6);
    expect(text).toContain('registered 6 ');
  });

  test('killed in the middle and started again a second later, it goes on', async () => {
    let registered = 0;
    desk.onRegistered = () => {
      registered += 1;
      if (registered === 10) void desk.close().then(() => setTimeout(() => void desk.open(), 700));
    };
    const { code, text } = await submit(many(30));
    expect(code).toBe(0);
    expect(desk.kept.size).toBe(30);
    expect(text).toContain('The server is back');
  });

  test('away for too long: a sentence, exit code 1, and the next run goes on', async () => {
    const content = many(30);
    let registered = 0;
    desk.onRegistered = () => {
      registered += 1;
      if (registered === 10) void desk.close();
    };
    const { code, text } = await submit(content, { patienceMs: 300 });
    expect(code).toBe(1);
    expect(text).toContain('run the same command again');
    expect(text).toMatch(/尚未提交 not sent \d+/);
    desk.onRegistered = () => undefined;
    await desk.open();
    expect((await submit(content)).code).toBe(0);
    expect(desk.kept.size).toBe(30);
  });

  test('nobody at the address: a sentence instead of a stack', async () => {
    await desk.close();
    await expect(submit(many(1), { patienceMs: 200 })).rejects.toThrow(/npm start/);
  });
});

test('the program itself, killed without warning and run again, registers every line once', async () => {
  const file = join(folder, 'messages.jsonl');
  writeFileSync(file, many(40));
  desk.slowness = 15;
  const run = () =>
    spawn(process.execPath, [PROGRAM, file, '--url', desk.url, '--in-flight', '4'], {
      env: { ...process.env, SUBMIT_PROGRESS_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const first = run();
  desk.onRegistered = () => {
    if (desk.kept.size === 17) first.kill('SIGKILL');
  };
  await once(first, 'exit');
  expect(first.signalCode).toBe('SIGKILL');
  expect(desk.kept.size).toBeLessThan(40);
  const second = run();
  let printed = '';
  second.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  expect(desk.kept.size).toBe(40);
  expect(new Set([...desk.kept.values()].map(({ body }) => body.narrative)).size).toBe(40);
  expect(printed).toMatch(/already registered (1[3-9]|2\d)/);
});

test('a table keeps its columns where Chinese characters take two', () => {
  const rows = textTable([
    ['单位', 'n'],
    ['柳桥派出所', 3],
    ['ab', 12],
  ]);
  expect(rows.map(widthOf)).toEqual([rows[1]!.length, rows[1]!.length, rows[1]!.length, rows[1]!.length]);
});
