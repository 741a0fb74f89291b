import { afterEach, describe, expect, test, vi } from 'vitest';
import { bindVolume } from '../../services/documents/bind-volume.ts';
import { listOwnPapers, openOwnPaper } from '../../services/documents/own-papers.ts';
import { type Asking, listPapers, openPaper } from '../../services/documents/read-papers.ts';
import { OwnPapers } from '../../shared/api/documents.ts';
import { paperText } from '../../shared/casework/issue-papers.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { readAccessLog } from '../../shared/store/access-log.ts';
import { loadCase, ORDINARY, recordField, SEALED } from '../../shared/store/cases.ts';
import { encryptField } from '../../shared/store/field-cipher.ts';
import { accepted, cast, DRAFT, delivered, heard } from '../builders/walk.ts';
import { retaliationExamined } from '../builders/walk-duties.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { delivers, inWindow, reviewDelivered, underReview } from '../builders/walk-review.ts';
import { World } from '../builders/world.ts';
import { wordsOf } from './papers-read.ts';

const REASON = '打印送达';
const ADDRESS = '198.51.100.9';
const status = (code: number, problem?: string) => ({
  body: expect.objectContaining({ status: code, ...(problem ? { code: problem } : {}) }),
});
const asking = (world: World, officer: string): Asking => ({
  principal: world.officer(officer),
  now: world.now,
  tree: world.tree,
});
const listed = async (world: World, id: CaseId, officer: string) =>
  (await listPapers(id, asking(world, officer), world.deps)).documents;
const kinds = (lines: readonly { readonly kind: string }[]) => lines.map(({ kind }) => kind);
const own = async (world: World, id: CaseId) =>
  (await listOwnPapers(world.deps.secrets.receiptCode(id), ADDRESS, world.now, world.deps)).documents;

/** The place of the latest paper of a kind, as an officer's list has it. */
async function placeOf(world: World, id: CaseId, kind: string, officer: string) {
  const line = (await listed(world, id, officer)).findLast((one) => one.kind === kind);
  if (!line) throw new Error(`no ${kind}`);
  return line;
}

afterEach(() => vi.restoreAllMocks());

describe('the list of papers', () => {
  test('says what was issued and not what it says; those above in the same petition, for whoever sees them', async () => {
    const world = new World();
    const above = await classifiedInCity(world);
    const below = await referredTo(world, above, 'donghu', cast(world).cityChief);
    const { officer } = cast(world);
    await world.command(below, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(below, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['书面答复'],
      method: 'POST',
    });
    const all = await listed(world, below, 'chief-sun');
    expect(all.map((line) => [line.case, line.kind])).toEqual([
      [above, 'DOC-TRANSFER'],
      [above, 'DOC-TRANSFER-NOTICE'],
      [below, 'DOC-ACCEPT'],
    ]);
    expect(all[2]).toEqual({
      case: below,
      version: 3,
      index: 0,
      kind: 'DOC-ACCEPT',
      title: '受理告知书',
      number: '东湖分局信受〔2026〕1号',
      issuedAt: world.now,
      method: 'POST',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(kinds(await listed(world, below, 'head-ma'))).toEqual(['DOC-ACCEPT']);
    expect(kinds(await listed(world, above, 'chief-sun'))).toEqual(['DOC-TRANSFER', 'DOC-TRANSFER-NOTICE']);
  });

  test('[P-08] a finding on retaliation is on nobody’s list who does not see the report', async () => {
    const world = new World();
    const id = await retaliationExamined(world);
    const found = await placeOf(world, id, 'DOC-ACC', 'auditor-fang');
    for (const officer of ['head-ma', 'handler-zhu', 'po-li', 'chief-wang']) {
      expect(kinds(await listed(world, id, officer))).not.toContain('DOC-ACC');
      await expect(openPaper(id, found, REASON, asking(world, officer), world.deps)).rejects.toMatchObject(
        status(404, 'NO_SUCH_DOCUMENT'),
      );
      const volume = await bindVolume(id, REASON, asking(world, officer), world.deps);
      expect(JSON.stringify(volume)).not.toMatch(/责任认定|经查不属实|打击报复/);
    }
    const seen = await openPaper(id, found, REASON, asking(world, 'bureau-zhao'), world.deps);
    expect(wordsOf(seen)).toContain('经查不属实');
  });
});

describe('opening a paper', () => {
  test('[P-04] opens for whoever may open the file, logged with the reason; [P-10] not for those complained about', async () => {
    const world = new World();
    const id = await accepted(world, { accused: { units: ['donghu-liuqiao'], officers: [] } });
    const place = await placeOf(world, id, 'DOC-ACCEPT', 'po-li');
    const content = await openPaper(id, place, REASON, asking(world, 'po-li'), world.deps);
    expect(content).toMatchObject({ recipient: '钱禾', number: place.number });
    for (const [officer, code] of [
      ['auditor-fang', 403],
      ['handler-qin', 404],
      ['head-liu', 404],
    ] as const)
      await expect(openPaper(id, place, REASON, asking(world, officer), world.deps)).rejects.toMatchObject(
        status(code),
      );
    await expect(listed(world, id, 'head-liu')).rejects.toMatchObject(status(404));
    for (const wrong of [
      { ...place, index: 1 },
      { ...place, version: place.version - 1 },
      { ...place, version: place.version + 1 },
    ])
      await expect(openPaper(id, wrong, REASON, asking(world, 'po-li'), world.deps)).rejects.toMatchObject(
        status(404, 'NO_SUCH_DOCUMENT'),
      );
    expect(await readAccessLog(world.database, ORDINARY, id)).toEqual([
      { at: world.now, officer: 'po-li', what: 'NARRATIVE', reason: REASON },
    ]);
  });

  test('a paper that is not what was issued is not handed out, by anybody’s way, and an error is logged', async () => {
    for (const tamper of ['TEXT', 'BYTES'] as const) {
      const world = new World();
      const id = await accepted(world);
      const place = await placeOf(world, id, 'DOC-ACCEPT', 'po-li');
      await changePaper(world, id, place, tamper);
      const lines: string[] = [];
      vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
      const changed = status(500, 'DOCUMENT_CHANGED');
      const { receiptCode } = world.deps.secrets;
      await expect(openPaper(id, place, REASON, asking(world, 'po-li'), world.deps)).rejects.toMatchObject(changed);
      await expect(bindVolume(id, REASON, asking(world, 'po-li'), world.deps)).rejects.toMatchObject(changed);
      await expect(openOwnPaper(receiptCode(id), place, ADDRESS, world.now, world.deps)).rejects.toMatchObject(changed);
      vi.restoreAllMocks();
      const error = { level: 'error', code: 'DOCUMENT_CHANGED', case: id, version: place.version, index: 0 };
      expect(lines.map((line) => JSON.parse(line))).toEqual([error, error, error]);
    }
  });
});

/** Somebody with the data key writes another text, or somebody without it another byte. */
async function changePaper(
  world: World,
  id: CaseId,
  { version, index }: { readonly version: number; readonly index: number },
  how: 'TEXT' | 'BYTES',
): Promise<void> {
  const key = { pk: id, sk: `V#${String(version).padStart(8, '0')}` };
  const item = await world.database.get('CASES', key);
  const loaded = await loadCase(world.database, ORDINARY, id);
  const texts = item?.texts as Record<string, Uint8Array>;
  const sealed = texts[paperText(index)];
  if (!item || !loaded || !sealed) throw new Error('no frozen paper');
  const dataKey = await world.deps.keys.unwrap(loaded.wrappedKey, id);
  const other =
    how === 'TEXT'
      ? encryptField(dataKey, id, recordField(id, version, paperText(index)), '{"format":1}')
      : sealed.map((byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte));
  await world.database.write({
    kind: 'PUT',
    table: 'CASES',
    item: { ...item, texts: { ...texts, [paperText(index)]: other } },
  });
}

describe('the case as one volume (案卷)', () => {
  test('every paper by its date, the history with who, why and its hashes, and how long it is kept', async () => {
    const world = new World();
    const id = await delivered(world, '2026-03-20T10:00+08:00');
    const volume = await bindVolume(id, '归档立卷', asking(world, 'po-li'), world.deps);
    expect(volume.index.map(({ title }) => title)).toEqual([
      '受理告知书',
      '办理方案',
      '听取陈述记录',
      '信访处理意见书',
      '送达回证',
    ]);
    expect(volume.cover).toEqual(
      expect.arrayContaining([
        ['信访事项编号', id],
        ['信访人', '钱禾'],
        ['卷内件数', '5件'],
        ['保管期限', expect.stringMatching(/^30年（.*待核实）$/)],
      ]),
    );
    expect(volume.history).toHaveLength((await world.head(id)).version);
    expect(volume.history[0]).toEqual(['1', '2026年3月2日9时00分', '信访人', '提交', '—', expect.any(String)]);
    expect(volume.history[1]?.[2]).toMatch(/（.*信访室）$/);
    await expect(bindVolume(id, '归档立卷', asking(world, 'auditor-fang'), world.deps)).rejects.toMatchObject(
      status(403),
    );
    expect(await readAccessLog(world.database, ORDINARY, id)).toEqual([
      { at: world.now, officer: 'po-li', what: 'NARRATIVE', reason: '归档立卷' },
    ]);
  });

  test('a reason that was written down stands in its line, and an open case without result is kept ten years', async () => {
    const world = new World();
    const id = await accepted(world);
    await world.command(id, cast(world).officer, { type: 'CORRECT_RECORD', reason: '更正电话', petitioner: {} });
    const volume = await bindVolume(id, '复查阅卷', asking(world, 'po-li'), world.deps);
    expect(volume.history.at(-1)?.[4]).toBe('更正电话');
    expect(volume.cover).toContainEqual(['起止日期', '2026年3月2日至今（未结）']);
    expect(volume.cover).toContainEqual(['保管期限', expect.stringMatching(/^10年/)]);
  });
});

describe('[P-03] papers of an accusation', () => {
  async function informed(world: World): Promise<CaseId> {
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const officer = world.officer('sealed-xie');
    await world.command(id, officer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    await world.command(id, officer, { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' });
    await world.command(id, officer, { type: 'S_INFORM', method: 'HAND', content: '已移送' });
    return id;
  }

  test('open for the sealed officer alone, and the volume names nobody on its cover', async () => {
    const world = new World();
    const id = await informed(world);
    const place = await placeOf(world, id, 'DOC-S-NOTICE', 'sealed-xie');
    const content = await openPaper(id, place, REASON, asking(world, 'sealed-xie'), world.deps);
    expect(content.title).toBe('检举控告办理情况告知书');
    const { cover, title } = await bindVolume(id, REASON, asking(world, 'sealed-xie'), world.deps);
    expect(JSON.stringify([cover, title])).not.toMatch(/钱禾|13800000000|违纪/);
    for (const officer of ['po-li', 'chief-wang', 'bureau-zhao', 'auditor-fang']) {
      await expect(listed(world, id, officer)).rejects.toMatchObject(status(404));
      await expect(openPaper(id, place, REASON, asking(world, officer), world.deps)).rejects.toMatchObject(status(404));
    }
    expect((await readAccessLog(world.database, SEALED, id)).map(({ what, part }) => [what, part])).toEqual([
      ['SEALED', 'NARRATIVE'],
      ['SEALED', 'NARRATIVE'],
    ]);
  });

  test('the reporter gets his notice; one whose petition was sealed after its notice was issued gets that no more', async () => {
    const world = new World();
    const id = await informed(world);
    const [notice, ...others] = await own(world, id);
    expect(others).toEqual([]);
    if (!notice) throw new Error('no notice');
    const code = world.deps.secrets.receiptCode(id);
    const content = await openOwnPaper(code, notice, ADDRESS, world.now, world.deps);
    expect(content).toMatchObject({ kind: 'DOC-S-NOTICE', recipient: '钱禾' });

    const later = await classifiedInCity(world);
    const below = await referredTo(world, later, 'donghu', cast(world).cityChief);
    const [told] = await own(world, later);
    expect(told?.kind).toBe('DOC-TRANSFER-NOTICE');
    await world.command(below, cast(world).officer, { type: 'SEAL', reason: '反映民警违纪' });
    expect(await own(world, later)).toEqual([]);
    await expect(
      openOwnPaper(
        world.deps.secrets.receiptCode(later),
        told ?? { case: later, version: 1, index: 0 },
        ADDRESS,
        world.now,
        world.deps,
      ),
    ).rejects.toMatchObject(status(404, 'NO_SUCH_DOCUMENT'));
  });
});

describe('[P-02] the petitioner’s own papers', () => {
  test('those addressed to him, over all cases of his petition, as issued; never a paper of the file', async () => {
    const world = new World();
    const above = await classifiedInCity(world);
    const below = await referredTo(world, above, 'donghu', cast(world).cityChief);
    const { officer } = cast(world);
    await world.command(below, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(below, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['书面答复'],
      method: 'POST',
    });
    const papers = await own(world, above);
    expect(papers.map((line) => [line.case, line.kind])).toEqual([
      [above, 'DOC-TRANSFER-NOTICE'],
      [below, 'DOC-ACCEPT'],
    ]);
    const code = world.deps.secrets.receiptCode(above);
    for (const line of papers) {
      const content = await openOwnPaper(code, line, ADDRESS, world.now, world.deps);
      expect(content).toMatchObject({ kind: line.kind, number: line.number, recipient: '钱禾' });
    }
    const letter = await placeOf(world, above, 'DOC-TRANSFER', 'chief-sun');
    const other = await accepted(world);
    const foreign = await placeOf(world, other, 'DOC-ACCEPT', 'po-li');
    for (const place of [letter, foreign, { case: above, version: 1, index: 0 }])
      await expect(openOwnPaper(code, place, ADDRESS, world.now, world.deps)).rejects.toMatchObject(
        status(404, 'NO_SUCH_DOCUMENT'),
      );
  });

  test('an opinion is his when it was sent, not when it was approved', async () => {
    const world = new World();
    const id = await heard(world);
    expect(kinds(await own(world, id))).toEqual(['DOC-ACCEPT']);
    const sent = new World();
    expect(kinds(await own(sent, await delivered(sent, '2026-03-20T10:00+08:00')))).toEqual([
      'DOC-ACCEPT',
      'DOC-OPINION',
    ]);
  });

  test('through review and re-review, with what he asked for; an opinion made anew and both reviews are all his', async () => {
    const world = new World();
    const id = await inWindow(world, '2026-03-20T10:00+08:00');
    const first = await underReview(world, id);
    await reviewDelivered(world, first, 'REVOKE_REMAKE', '2026-04-01T10:00+08:00');
    await delivers(world, id, '2026-04-20T10:00+08:00', {
      ...DRAFT.opinion,
      facts: '经重新调查,当晚接警录音显示到场用时92分钟。',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '出警迟缓属实,已向您说明。' }],
    });
    const second = await underReview(world, id);
    expect(second).not.toBe(first);
    await reviewDelivered(world, second, 'UPHOLD', '2026-05-08T10:00+08:00');
    const papers = await own(world, id);
    expect(papers.map((line) => [line.case, line.kind])).toEqual([
      [id, 'DOC-ACCEPT'],
      [id, 'DOC-OPINION'],
      [id, 'DOC-REVIEW-REQ'],
      [id, 'DOC-OPINION'],
      [id, 'DOC-REVIEW-REQ'],
      [first, 'DOC-REVIEW-OPINION'],
      [second, 'DOC-REVIEW-OPINION'],
    ]);
  });

  test('papers of the file stay there: slip, plan, extension approval, record of a call, supervision', async () => {
    const world = new World();
    const id = await heard(world);
    const { chief, bureauHead, officer } = cast(world);
    await world.command(id, officer, { type: 'PROPOSE', proposal: '建议由望江派出所调查', to: 'bureau-zhao' });
    await world.command(id, bureauHead, {
      type: 'EXTEND',
      days: 10,
      reason: '需要调取外地证据',
      capacity: 'HEAD',
      method: 'POST',
    });
    await world.command(id, chief, {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '两周没有进展',
      guidance: '请本周内调取录音',
    });
    const inFile = kinds(await listed(world, id, 'po-li'));
    for (const kind of ['DOC-SLIP', 'DOC-PLAN', 'DOC-EXT-APPROVAL', 'DOC-INTERVIEW', 'DOC-SUPERVISION'])
      expect(inFile).toContain(kind);
    expect(kinds(await own(world, id))).toEqual(['DOC-ACCEPT', 'DOC-EXT']);
    const approval = await placeOf(world, id, 'DOC-EXT-APPROVAL', 'po-li');
    await expect(
      openOwnPaper(world.deps.secrets.receiptCode(id), approval, ADDRESS, world.now, world.deps),
    ).rejects.toMatchObject(status(404, 'NO_SUCH_DOCUMENT'));
  });

  test('whoever petitions together holds one code; another petition on the same matter opens its own papers alone', async () => {
    const world = new World();
    const joint = await accepted(world, { headcount: 12, representatives: ['钱禾', '孙苗'] });
    const other = await accepted(world, { petitioner: { name: '孙苗', phone: '13700000000' } });
    const [paper] = await own(world, joint);
    if (!paper) throw new Error('no notice');
    const code = world.deps.secrets.receiptCode(other);
    expect(await own(world, other)).toHaveLength(1);
    await expect(openOwnPaper(code, paper, ADDRESS, world.now, world.deps)).rejects.toMatchObject(
      status(404, 'NO_SUCH_DOCUMENT'),
    );
  });

  test('[P-25] too many wrong codes of one address have to wait, the right one too', async () => {
    const world = new World();
    const id = await accepted(world);
    const { secrets } = world.deps;
    const wrong = secrets.receiptCode(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}` as CaseId);
    const ask = (code: string, from = ADDRESS) => listOwnPapers(code, from, world.now, world.deps);
    for (let tries = 0; tries < 20; tries += 1) await expect(ask(wrong)).rejects.toMatchObject(status(404));
    await expect(ask(secrets.receiptCode(id))).rejects.toMatchObject(status(429));
    expect((await ask(secrets.receiptCode(id), '198.51.100.10')).documents).toHaveLength(1);
  });

  test('a paper is asked for with its format, or neither is given', () => {
    const receiptCode = '1234567812345678';
    const document = { case: '0'.repeat(26), version: 3, index: 0 };
    expect(validate(OwnPapers(), { receiptCode, document, format: 'html' })).toMatchObject({ document });
    for (const half of [
      { receiptCode, document },
      { receiptCode, format: 'html' },
      { receiptCode, document: { ...document, version: 0 }, format: 'html' },
    ])
      expect(() => validate(OwnPapers(), half)).toThrow(expect.objectContaining(status(400)));
  });
});
