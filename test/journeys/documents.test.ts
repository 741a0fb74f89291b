import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** Papers as officers open them: numbered, frozen, as .docx and HTML, and the case as one volume. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin({ bundles: true });
});
afterAll(() => journey.end());

async function file(path: string, body: unknown): Promise<{ type: string; bytes: Buffer }> {
  const response = await fetch(`${journey.cloud.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await journey.cloud.token('po-li')}` },
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
