import { describe, expect, test } from 'vitest';
import { renderVolumeDocx } from '../../services/documents/render-volume-docx.ts';
import { renderVolumeHtml } from '../../services/documents/render-volume-html.ts';
import { composeDocument } from '../../shared/domain/documents/compose.ts';
import { DocumentIncomplete } from '../../shared/domain/documents/document-incomplete.ts';
import { composeVolume } from '../../shared/domain/documents/volume.ts';
import { exampleVolume, volumeData } from './example-volume.ts';
import { EXAMPLES } from './examples.ts';
import { paragraphsOf, partOf, visibleText } from './text-of.ts';

describe('a case volume', () => {
  const volume = exampleVolume();

  test('indexes every document in the order of its date, with position, author and number', () => {
    expect(volume.index.map(({ position, title, number, date }) => [position, title, number, date])).toEqual([
      [1, '受理告知书', '云东公信受〔2026〕15号', '2026.03.09'],
      [2, '接收信访事项登记表', '云东公信登〔2026〕101号', '2026.03.09'],
      [3, '复查申请书', '—', '2026.03.09'],
      [4, '信访处理意见书', '云东公信处〔2026〕12号', '2026.04.20'],
      [5, '送达回证', '—', '2026.04.22'],
    ]);
    expect(volume.documents.map(({ title }) => title)).toEqual(volume.index.map(({ title }) => title));
    expect(volume.index[2]?.author).toBe('信访人');
  });

  test('holds cover, retention with its rule, and the history of commands with the hashes of its records', () => {
    expect(volume.cover).toContainEqual(['保管期限', '30年（机关文件材料归档范围和保管期限表）']);
    expect(volume.cover).toContainEqual(['卷内件数', '5件']);
    expect(volume.history).toEqual([
      ['1', '2026年3月2日9时05分', '钱立（登记员）', '登记', '—', 'a1b2c3d4e5f60718'],
      ['2', '2026年3月9日10时00分', '周敏（信访民警）', '受理', '属于第三十一条第六项', 'b1b2c3d4e5f60718'],
    ]);
  });

  test('[P-25] neither the sealed slip nor a draft is filed', () => {
    const slip = composeDocument(EXAMPLES['DOC-SLIP-SEALED']);
    const draft = composeDocument({ ...EXAMPLES['DOC-OPINION'], number: 'DRAFT' });
    for (const document of [slip, draft])
      expect(() => composeVolume(volumeData([composeDocument(EXAMPLES['DOC-ACCEPT']), document]))).toThrow(
        expect.objectContaining({ name: DocumentIncomplete.name, field: 'documents.1' }),
      );
  });

  test('an open case says so', () => {
    const { closedOn: _, ...open } = volumeData();
    expect(composeVolume(open).cover).toContainEqual(['起止日期', '2026年3月2日至今（未结）']);
  });

  test('as .docx: index with growing pages, each pointing to its document; every document; the history', async () => {
    const docx = await renderVolumeDocx(volume);
    const body = partOf(docx, 'word/document.xml');
    const references = [
      ...body.matchAll(/PAGEREF (document\d+)<\/w:instrText><w:fldChar w:fldCharType="separate"\/><w:t[^>]*>(\d+)/g),
    ];
    expect(references.map(([, mark]) => mark)).toEqual([
      'document1',
      'document2',
      'document3',
      'document4',
      'document5',
    ]);
    const pages = references.map(([, , page]) => Number(page));
    expect(pages[0]).toBe(3);
    expect(pages).toEqual([...new Set(pages)].sort((a, b) => a - b));
    for (const [, mark] of references) expect(body).toContain(`<w:bookmarkStart w:name="${mark}"`);
    const text = paragraphsOf(docx).join('\n');
    for (const wanted of ['信访案卷', '卷内目录', '办理过程', '属于第三十一条第六项', '用平常话说明', '请求（二）'])
      expect(text).toContain(wanted);
    expect(partOf(docx, 'word/settings.xml')).toContain('updateFields');
  });

  test('the same volume gives the same bytes', async () => {
    const first = await renderVolumeDocx(volume);
    expect(Buffer.from(await renderVolumeDocx(structuredClone(volume))).equals(Buffer.from(first))).toBe(true);
  });

  test('as HTML: the index links to each document, and hostile history stays text', () => {
    const html = renderVolumeHtml({ ...volume, history: [['1', '时间', '<b>某</b>', '登记', '—', 'abc']] });
    const links = [...html.matchAll(/<a href="#(document\d)">/g)].map(([, id]) => id);
    expect(links).toHaveLength(5);
    for (const id of links) expect(html).toContain(`id="${id}"`);
    expect(html).not.toContain('<b>');
    expect(visibleText(html)).toContain('<b>某</b>');
  });
});
