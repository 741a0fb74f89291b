import { strFromU8, unzipSync } from 'fflate';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';

/** Every string of a content, in the order in which it stands there. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsOf);
}
export const textOf = (content: DocumentContent): string => stringsOf(content).join('\n');

export const partOf = (docx: Uint8Array, name: string): string => {
  const part = unzipSync(docx)[name];
  if (!part) throw new Error(`no part ${name}`);
  return strFromU8(part);
};

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", amp: '&' };
export const unescaped = (xml: string): string =>
  xml.replace(/&(lt|gt|quot|apos|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');

/** The paragraphs of a .docx as Word reads them, a line break as a line end. */
export const paragraphsOf = (docx: Uint8Array): string[] =>
  [...partOf(docx, 'word/document.xml').matchAll(/<w:p>(.*?)<\/w:p>/gs)].map(([, paragraph = '']) =>
    unescaped(
      [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|(<w:br\/>)/g)]
        .map(([, text, lineEnd]) => (lineEnd ? '\n' : (text ?? '')))
        .join(''),
    ),
  );

/** Visible text of an HTML page. */
export const visibleText = (html: string): string =>
  unescaped(
    html
      .replace(/<style>.*?<\/style>/gs, '')
      .replace(/<br>/g, '\n')
      .replace(/<[^>]+>/g, '\n'),
  );
