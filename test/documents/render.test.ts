import { unzipSync } from 'fflate';
import { describe, expect, test, vi } from 'vitest';
import { renderDocx } from '../../services/documents/render-docx.ts';
import { renderHtml } from '../../services/documents/render-html.ts';
import { composeDocument } from '../../shared/domain/documents/compose.ts';
import type { Block, DocumentContent } from '../../shared/domain/documents/content.ts';
import { chineseDate } from '../../shared/domain/documents/formal-writing.ts';
import { DOCUMENT_KIND_CODES } from '../../shared/domain/documents/kinds.ts';
import { EXAMPLES } from './examples.ts';
import { paragraphsOf, partOf, stringsOf, visibleText } from './text-of.ts';

/** What a reader has to find: every string of the content but codes, and the date as it is written. */
function printedStrings(content: DocumentContent): string[] {
  const { kind: _, letterhead: __, date, blocks, legalBasis, copies, ...texts } = content;
  const ofBlock = ({ type: _type, ...rest }: Block): string[] => stringsOf(rest);
  return [...stringsOf(texts), ...blocks.flatMap(ofBlock), ...legalBasis, ...copies, chineseDate(date)].flatMap(
    (text) => text.split('\n'),
  );
}

const accept = composeDocument(EXAMPLES['DOC-ACCEPT']);
const HOSTILE = '<script>alert("1")</script>&amp;\'</w:t>';

describe.each(DOCUMENT_KIND_CODES)('%s', (kind) => {
  const content = composeDocument(EXAMPLES[kind]);

  test('the .docx, opened again, holds all of its text', async () => {
    const text = paragraphsOf(await renderDocx(content)).join('\n');
    expect(printedStrings(content).filter((string) => !text.includes(string))).toEqual([]);
  });

  test('so does the HTML', () => {
    const text = visibleText(renderHtml(content));
    expect(printedStrings(content).filter((string) => !text.includes(string))).toEqual([]);
  });
});

describe('the .docx', () => {
  test('the same content gives the same bytes, at another time and after other files', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-03-09T01:00:00Z'), toFake: ['Date'] });
    try {
      const first = await renderDocx(accept);
      vi.setSystemTime(Date.parse('2031-08-01T13:37:11Z'));
      await renderDocx(composeDocument(EXAMPLES['DOC-OPINION']));
      expect(Buffer.from(await renderDocx(structuredClone(accept))).equals(Buffer.from(first))).toBe(true);
      const other = await renderDocx({ ...accept, title: '另一个题名' });
      expect(Buffer.from(other).equals(Buffer.from(first))).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test('carries the date of the paper, not of its rendering', async () => {
    const core = partOf(await renderDocx(accept), 'docProps/core.xml');
    expect([...core.matchAll(/>(\d{4}[^<]*)</g)].map(([, time]) => time)).toEqual([
      '2026-03-09T00:00:00Z',
      '2026-03-09T00:00:00Z',
    ]);
  });

  test('is A4 with the margins of an official paper, a red header and numbered pages', async () => {
    const docx = await renderDocx(accept);
    const body = partOf(docx, 'word/document.xml');
    expect(body).toMatch(/<w:pgSz[^>]*w:w="11906"/);
    expect(body).toMatch(/<w:pgSz[^>]*w:h="16838"/);
    expect(body).toMatch(/<w:pgMar[^>]*w:top="2098"/);
    expect(body).toContain('w:color w:val="D7000F"');
    expect(body).toContain('w:eastAsia="仿宋"');
    expect(partOf(docx, 'word/footer1.xml')).toContain('PAGE');
  });

  test('papers that stay in the file have no red header; the petitioner’s own has no seal', async () => {
    const register = partOf(await renderDocx(composeDocument(EXAMPLES['DOC-REG'])), 'word/document.xml');
    expect(register).not.toContain('D7000F');
    const request = paragraphsOf(await renderDocx(composeDocument(EXAMPLES['DOC-REVIEW-REQ']))).join('\n');
    expect(request).not.toContain('〔印章〕');
  });

  test('hostile text, control characters and emoji leave every part well formed', async () => {
    const { contact: _, ...rest } = accept;
    const docx = await renderDocx({
      ...rest,
      contact: `${HOSTILE}\u0000\u001F谢谢😀\uD800末`,
      title: HOSTILE,
    });
    const text = paragraphsOf(docx);
    expect(text).toContain(`${HOSTILE}谢谢😀末`);
    for (const [name, part] of Object.entries(unzipSync(docx))) {
      const xml = new TextDecoder('utf-8', { fatal: true }).decode(part);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids
      expect(xml, name).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|<script/);
    }
  });

  test('a draft and a sealed paper say what they are', async () => {
    const text = paragraphsOf(await renderDocx({ ...accept, draft: true, sealed: true }));
    expect(text).toContain('（草稿，不得送达）');
    expect(text).toContain('专人密封送达');
    expect(paragraphsOf(await renderDocx(accept))).not.toContain('（草稿，不得送达）');
  });
});

describe('the HTML', () => {
  test('nothing in a text becomes markup, in any field', () => {
    const blocks: Block[] = [
      { type: 'HEADING', text: HOSTILE },
      { type: 'PARAGRAPH', text: HOSTILE },
      { type: 'NUMBERED', items: [HOSTILE] },
      { type: 'FIELDS', rows: [[HOSTILE, HOSTILE]] },
      { type: 'TABLE', head: [HOSTILE], rows: [[HOSTILE]] },
      { type: 'CLOCK', name: HOSTILE, lastDay: HOSTILE, steps: [HOSTILE] },
      { type: 'SIGNATURES', lines: [HOSTILE] },
      { type: 'CODE', text: HOSTILE },
    ];
    const html = renderHtml({
      ...accept,
      blocks,
      organ: HOSTILE,
      title: HOSTILE,
      number: HOSTILE,
      matter: HOSTILE,
      recipient: HOSTILE,
      contact: HOSTILE,
      seal: HOSTILE,
      delivery: HOSTILE,
      queryHint: HOSTILE,
      legalBasis: [HOSTILE],
      copies: [HOSTILE],
      remedy: { title: HOSTILE, lines: [HOSTILE] },
      plainWords: { meaning: [HOSTILE], youCan: [HOSTILE], latest: [HOSTILE] },
    });
    expect(html).not.toMatch(/<script|<\/w:t>|alert\("/);
    expect(visibleText(html).split(HOSTILE).length - 1).toBe(29);
  });

  test('is one page of its own: no script, nothing loaded from anywhere, A4 when printed', () => {
    const html = renderHtml(accept);
    expect(html).not.toMatch(/<(script|link|img|iframe)|url\(|https?:|@import/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('@page { size: A4');
    expect(html).toContain('<html lang="zh-CN">');
  });

  test('line ends in a text are kept', () => {
    expect(renderHtml({ ...accept, blocks: [{ type: 'PARAGRAPH', text: '一\n二' }] })).toContain('<p>一<br>二</p>');
  });
});
