import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FileKeyRing } from '../../shared/lambda/key-ring.ts';
import { writeChannels } from '../../shared/store/channel-settings.ts';
import { DynamoDatabase } from '../../shared/store/dynamo-database.ts';
import { type Gateway, type MailServer, startGateway, startMailServer } from '../notify/receivers.ts';
import { Journey, petition } from './client.ts';

/**
 * Messages to petitioners through the hosted template, to a gateway and a mail server that are really there: stream of
 * histories, mailbox of the petition, its stream, outbox, delivery, catch-up, as they are deployed.
 */
const SECRET = 'a-secret-of-at-least-thirty-two-signs';
const PASSWORD = 'mail-password';
const PHONE = '13677778888';
const MAIL = 'lanting@mail.example';

let journey: Journey;
let gateway: Gateway;
let mails: MailServer;
let endpoint = '';
const printed: string[] = [];
beforeAll(async () => {
  journey = await Journey.begin({
    log: (line) => printed.push(line),
    between: async (engine, address) => {
      if (engine === 'DYNAMODB') endpoint = address;
      return address;
    },
  });
  gateway = await startGateway(SECRET, () => journey.cloud.now());
  mails = await startMailServer('xinfang', PASSWORD);
  await journey.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
  await setUpChannels();
  await warmUp();
});
afterAll(async () => {
  await journey.end();
  await gateway.close();
  await mails.close();
});

/** `PUT /channels` takes public addresses only; those of receivers on this machine are stored as it would store them. */
async function setUpChannels(): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  await writeChannels(
    new DynamoDatabase(client, { REMINDERS: 'RemindersTable' }),
    new FileKeyRing(join(journey.dataDir, 'keys', 'ChannelKey.key')),
    {
      baseUrl: 'https://xf.example',
      petitionerUrl: 'https://chaxun.example',
      webhook: { url: gateway.url },
      mail: {
        host: '127.0.0.1',
        port: mails.port,
        secure: false,
        plain: true,
        user: 'xinfang',
        from: 'x@donghu.example',
      },
    },
    { webhookSecret: SECRET, mailPassword: PASSWORD },
  );
  client.destroy();
}

/** On a busy machine a first call may end before the code of its function is loaded. */
async function warmUp(): Promise<void> {
  const calls = [
    () => journey.post('/petitions/status', { receiptCode: '0000000000000001' }),
    () => journey.get('/worklist', 'po-li'),
    () => journey.get('/schedules', 'po-li'),
    () => journey.post('/petitions/mine/commands', {}),
  ];
  for (const call of calls) for (let tries = 0; tries < 6 && (await call()).status === 500; tries += 1);
  await journey.settle();
}

const WHO = { name: '上官兰亭', address: '兰亭阁9号', phone: PHONE };
const submit = async (messages: unknown) =>
  (await journey.post('/petitions', petition({ petitioner: WHO, ...(messages ? { messages } : {}) }))).body;
const status = async (receiptCode: string) => (await journey.post('/petitions/status', { receiptCode })).body;
const said = () => gateway.taken.map(({ body }) => String(body.subject).replace('信访进度:', ''));
/** One minute further, as the schedules see it. */
const nextMinute = async () => {
  await journey.settle();
  await journey.goTo(new Date(journey.cloud.now() + 90_000).toISOString());
};

/** Days at a time: on a busy machine an answer for many weeks takes longer than a client waits. */
async function driveTo(instant: string): Promise<void> {
  for (let at = journey.cloud.now() + 4 * 86_400_000; at < Date.parse(instant); at += 4 * 86_400_000)
    await journey.goTo(new Date(at).toISOString());
  await journey.goTo(instant);
}

let byPhone: { id: string; receiptCode: string };
let byMail: { id: string; receiptCode: string };

test('received: by text message and by mail, whoever asked; a lost acknowledgement brings the same id twice', async () => {
  gateway.losing = 1;
  byPhone = await submit({ channel: 'SMS' });
  byMail = await submit({ channel: 'MAIL', mail: MAIL });
  await submit(undefined);
  // The machine's clock runs on meanwhile: how many minutes it takes is its own affair.
  for (let minute = 0; minute < 10 && gateway.requests.length < 2; minute += 1) await nextMinute();
  await nextMinute();
  expect(gateway.requests.map(({ status: answer }) => answer)).toEqual([204, 204]);
  expect(new Set(gateway.requests.map(({ id }) => id)).size).toBe(1);
  expect(gateway.taken).toHaveLength(1);
  expect(gateway.taken[0]?.body).toMatchObject({
    to: PHONE,
    channel: 'SMS',
    subject: '信访进度:已收到',
    text: [
      '【云泽市公安局东湖分局】您 2026-03-02 提交的信访件已收到。请凭回执上的查询码查询:https://chaxun.example,或者电话 0990-6120198。不想再收到消息,凭查询码随时可以停止。',
      'Your petition of 2026-03-02 was received. Look it up with the code on your receipt: https://chaxun.example or 0990-6120198. The same code ends these messages.',
    ].join('\n'),
  });
  expect(mails.mails.map(({ to }) => to)).toEqual([[MAIL]]);
  expect((await journey.get('/deliveries?failed=true', 'admin-he')).body.deliveries).toEqual([]);
  expect((await status(byPhone.receiptCode)).messages).toMatchObject({
    on: true,
    channel: 'SMS',
    sent: [{ text: '已收到', state: 'SENT' }],
  });
});

test('accepted, extended, answered, delivered: each step once; ended with the code, nothing more', async () => {
  const { id } = byPhone;
  for (const one of [id, byMail.id]) {
    await journey.command(one, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await journey.command(one, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  }
  const ended = { receiptCode: byMail.receiptCode, messages: { channel: 'NONE' } };
  expect((await journey.post('/petitions/mine/messages', ended)).body).toMatchObject({ on: false });
  for (const one of [id, byMail.id])
    await journey.command(one, 'po-li', {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['书面说明出警经过'],
      method: 'POST',
    });
  await nextMinute();
  await journey.command(id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await journey.command(id, 'head-ma', { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-20' });
  await journey.command(id, 'handler-zhu', {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '听取陈述',
  });
  await journey.command(id, 'handler-zhu', {
    type: 'DRAFT_OPINION',
    opinion: {
      facts: '当晚两组警力均在处置其他警情',
      legalBasis: '《信访工作条例》第三十一条第六项、第三十二条',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '已说明出警经过' }],
    },
  });
  const check = { facts: true, law: true, papers: true };
  await journey.command(id, 'head-ma', { type: 'APPROVE_OPINION', check });
  await journey.command(id, 'bureau-zhao', { type: 'APPROVE_OPINION', check });
  await journey.command(id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' });
  await journey.command(id, 'po-li', { type: 'DISPATCH', method: 'POST' });
  await nextMinute();
  const receivedAt = new Date(journey.cloud.now()).toISOString();
  await journey.command(id, 'po-li', { type: 'DELIVER', method: 'POST', receivedAt, proof: '邮政回执' });
  await journey.command(id, 'po-li', { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '警力均在处置其他警情' });
  await nextMinute();
  expect(said()).toEqual(['已收到', '已受理', '已答复', '答复已送达']);
  expect(mails.mails).toHaveLength(1);
});

test('as time passes: the window closes, closed, a follow-up, the rating; each once and nothing else', async () => {
  const { id } = byPhone;
  const before = gateway.taken.length;
  await driveTo('2026-04-02T09:00+08:00');
  expect(said().slice(before)).toEqual(['申请期限将满', '申请期限将满']);
  await journey.command(id, 'chief-wang', {
    type: 'CLOSE',
    reason: 'NOT_CHALLENGED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '夜间警力不足,已调整班次',
    followUpConsent: true,
  });
  await nextMinute();
  await driveTo('2026-04-14T09:05+08:00');
  await journey.command(id, 'po-li', { type: 'FOLLOW_UP', method: 'PHONE', result: 'RESOLVED', note: '已核实' });
  await driveTo('2026-04-30T09:05+08:00');
  expect(said().slice(before)).toEqual(['申请期限将满', '申请期限将满', '已结案', '回访邀请', '评价邀请']);
  expect(gateway.requests.filter(({ status: answer }) => answer === 204)).toHaveLength(gateway.taken.length + 1);
  expect(mails.mails).toHaveLength(1);
  const { invitations, schedules } = (await journey.get('/schedules', 'reg-zhang')).body;
  expect(
    invitations.map(({ clock, lastRun }: { clock: string; lastRun: string }) => [clock, Boolean(lastRun)]),
  ).toEqual(
    ['REVIEW_APPLY_30D', 'REREVIEW_APPLY_30D', 'FOLLOWUP_1', 'FOLLOWUP_2', 'RATING_WINDOW'].map((code) => [code, true]),
  );
  expect(schedules.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['tell-petitioners', 'petitioner-catch-up']),
  );
});

test('no telephone, address, name or receipt code lies in any file or log in the clear', async () => {
  await journey.settle();
  const secrets = [PHONE, MAIL, WHO.name, WHO.address, byPhone.receiptCode, byMail.receiptCode];
  const files = readdirSync(journey.dataDir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('assembly'),
  );
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['dynamodb.db', 'TellPetitioners.log']));
  for (const entry of files) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const secret of secrets) expect(bytes.includes(Buffer.from(secret)), `${secret} in ${entry.name}`).toBe(false);
  }
  for (const secret of secrets) expect(printed.join('\n')).not.toContain(secret);
});
