import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** Papers as officers open them: numbered, frozen, as .docx and HTML, and the case as one volume. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin({ bundles: true });
});
afterAll(() => journey.end());

/** A file as an officer gets it, or the petitioner, who has no account. */
async function file(path: string, body: unknown, as = 'po-li') {
  const response = await fetch(`${journey.cloud.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as === 'PETITIONER' ? {} : { authorization: `Bearer ${await journey.cloud.token(as)}` }),
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) };
}

test('[A-06] a notice of acceptance is numbered, opened with a reason as .docx and HTML, frozen, and bound in the volume', async () => {
  const { id } = (await journey.post('/petitions', petition())).body;
  await journey.command(id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await journey.command(id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['书面说明出警经过'],
    method: 'POST',
  });
  const { documents } = (await journey.get(`/petitions/${id}/documents`, 'po-li')).body;
  const notice = documents.find(({ kind }: { kind: string }) => kind === 'DOC-ACCEPT');
  expect(notice).toMatchObject({
    number: expect.stringMatching(/信受〔\d{4}〕1号$/),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const read = { document: { version: notice.version, index: notice.index }, reason: '打印送达' };
  const docx = await file(`/petitions/${id}/documents/read`, { ...read, format: 'docx' });
  expect(docx.type).toContain('wordprocessingml');
  expect(docx.bytes.subarray(0, 2).toString()).toBe('PK');
  const html = (await file(`/petitions/${id}/documents/read`, { ...read, format: 'html' })).bytes.toString('utf8');
  expect(html).toContain('苗青禾');
  expect(html).toContain(notice.number);

  // Frozen: what is corrected later does not change what was sent.
  await journey.command(id, 'po-li', {
    type: 'CORRECT_RECORD',
    reason: '姓名更正',
    petitioner: { name: '苗青河', phone: '13900001111' },
  });
  const again = (await file(`/petitions/${id}/documents/read`, { ...read, format: 'html' })).bytes.toString('utf8');
  expect(again).toBe(html);

  const volume = await file(`/petitions/${id}/volume`, { format: 'docx', reason: '复核机关阅卷' });
  expect(volume.bytes.subarray(0, 2).toString()).toBe('PK');
  const history = (await journey.get(`/petitions/${id}/history`, 'chief-wang')).body;
  expect(history.access).toContainEqual(expect.objectContaining({ officer: 'po-li', reason: '打印送达' }));
  // [P-03] nobody opens the papers of a case that he cannot open.
  expect((await journey.get(`/petitions/${id}/documents`, 'handler-ai')).status).toBe(404);
});

/** Registered, classified and accepted by 东湖分局. */
async function accepted() {
  const { id, receiptCode } = (await journey.post('/petitions', petition())).body;
  await journey.command(id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await journey.command(id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['书面说明出警经过'],
    method: 'POST',
  });
  return { id, receiptCode };
}

test('[P-02] the petitioner opens what went to him by his code, and nothing else of the file; [P-25] staff never see it', async () => {
  const { id, receiptCode } = await accepted();
  await journey.command(id, 'po-li', { type: 'PROPOSE', proposal: '建议由望江派出所调查', to: 'leader-shen' });
  const mine = (further: object = {}) => journey.post('/petitions/mine/documents', { receiptCode, ...further });
  const { documents } = (await mine()).body;
  expect(documents.map(({ kind }: { kind: string }) => kind)).toEqual(['DOC-ACCEPT']);
  const { case: of, version, index } = documents[0];
  const asked = { receiptCode, document: { case: of, version, index } };
  const html = (await file('/petitions/mine/documents', { ...asked, format: 'html' }, 'PETITIONER')).bytes.toString();
  expect(html).toContain('苗青禾');
  expect(html).toContain('用平常话说明');
  const docx = await file('/petitions/mine/documents', { ...asked, format: 'docx' }, 'PETITIONER');
  expect(docx.type).toContain('wordprocessingml');

  const inFile = (await journey.get(`/petitions/${id}/documents`, 'po-li')).body.documents;
  const slip = inFile.find(({ kind }: { kind: string }) => kind === 'DOC-SLIP');
  const refused = await mine({
    document: { case: id, version: slip.version, index: slip.index },
    format: 'html',
  });
  expect([refused.status, refused.body.code]).toEqual([404, 'NO_SUCH_DOCUMENT']);
  expect((await mine({ format: 'html' })).status).toBe(400);
  // The address takes no code: without an account there is nothing to read there.
  expect((await journey.get(`/petitions/mine/documents?receiptCode=${receiptCode}`)).status).toBe(401);

  // Neither the lists and papers of officers nor the history hold the code, with or without its spaces.
  const shown = [
    JSON.stringify(inFile),
    html,
    JSON.stringify((await journey.get(`/petitions/${id}`, 'po-li')).body),
    JSON.stringify((await journey.get(`/petitions/${id}/history`, 'po-li')).body),
    (await file(`/petitions/${id}/volume`, { format: 'html', reason: '检查查询码' })).bytes.toString('utf8'),
  ].join('\n');
  expect(shown.replace(/[\s-]/g, '')).not.toContain(receiptCode.replace(/\D/g, ''));
});

test('the register of numbers is read and the next number voided over HTTP, each by whom it is for', async () => {
  const year = Number((await journey.get('/petitions/none', 'po-li')).headers.get('date')?.slice(12, 16));
  const register = (as: string) => journey.get(`/documents/numbers?class=${encodeURIComponent('受')}&year=${year}`, as);
  const before = (await register('chief-wang')).body;
  expect(before.organ).toEqual({ id: 'donghu', name: '云泽市公安局东湖分局' });
  const next = before.numbers.length + 1;
  const spoilt = { class: '受', year, reason: '打印时纸张损毁' };
  expect((await journey.post('/documents/numbers/void', spoilt, 'po-li')).status).toBe(403);
  expect((await journey.post('/documents/numbers/void', { ...spoilt, reason: '无' }, 'chief-wang')).status).toBe(400);
  const voided = await journey.post('/documents/numbers/void', spoilt, 'chief-wang');
  expect([voided.status, voided.body.seq]).toEqual([200, next]);
  const { id } = await accepted();
  const { numbers } = (await register('chief-wang')).body;
  expect(numbers.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: next + 1 }, (_, at) => at + 1));
  expect(numbers[next - 1]).toMatchObject({
    number: voided.body.number,
    void: { by: 'chief-wang', reason: '打印时纸张损毁' },
  });
  expect(numbers[next]).toMatchObject({ case: id, kind: 'DOC-ACCEPT' });
  expect((await register('po-li')).status).toBe(403);
  expect((await register('auditor-fang')).body).toMatchObject({ organ: { id: 'yunze' }, numbers: [] });
});

test('[P-25] too many wrong codes of one address have to wait; a code is no part of an address', async () => {
  const ask = (code: string) => journey.post('/petitions/mine/documents', { receiptCode: code });
  const { receiptCode } = (await journey.post('/petitions', petition())).body;
  expect((await ask('1234567812345678')).status).toBe(400);
  // A code of nobody with a right check digit.
  const wrong = '1234567812345670';
  for (let tries = 0; tries < 20; tries += 1) expect((await ask(wrong)).status).toBe(404);
  const refused = await ask(receiptCode);
  expect([refused.status, refused.body.code]).toEqual([429, 'TOO_MANY_WRONG_CODES']);
  expect(refused.headers.get('retry-after')).toBe('600');
});
