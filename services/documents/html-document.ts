import type { Block, DocumentContent, PlainWords, RemedyBox } from '../../shared/domain/documents/content.ts';
import { chineseDate } from '../../shared/domain/documents/formal-writing.ts';
import { printable } from '../../shared/domain/documents/printable.ts';
import { CLOCK_LABEL, PLAIN_HEADINGS, PLAIN_TITLE, REFERENCE_LABEL, SEAL_PLACE, SIGN_HERE } from './fixed-texts.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML: nothing in it is markup; line ends stay line ends. */
export const escaped = (text: string): string =>
  printable(text)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replaceAll('\n', '<br>');

const p = (text: string, name = ''): string => `<p${name ? ` class="${name}"` : ''}>${escaped(text)}</p>`;
const list = (items: readonly string[], tag: 'ol' | 'ul' = 'ol'): string =>
  `<${tag}>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</${tag}>`;

/** A table with a row of heads. */
export const htmlTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

/** A form of two columns. */
export const htmlFields = (rows: readonly (readonly [string, string])[]): string =>
  `<table class="fields"><tbody>${rows
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('')}</tbody></table>`;

/** The paper as an article; `id` is where the index of a volume points to. */
export const documentHtml = (content: DocumentContent, id?: string): string =>
  [
    `<article class="paper"${id ? ` id="${escaped(id)}"` : ''}>`,
    content.sealed ? p('专人密封送达', 'sealed') : '',
    letterhead(content),
    `<h1>${escaped(content.title)}</h1>`,
    content.matter ? p(`${REFERENCE_LABEL}${content.matter}`, 'reference') : '',
    content.draft ? p('（草稿，不得送达）', 'draft') : '',
    content.recipient ? p(`${content.recipient}：`, 'recipient') : '',
    ...content.blocks.map(block),
    content.legalBasis.length > 0 ? `<h2>依据</h2>${p(`${content.legalBasis.join('；')}。`)}` : '',
    content.remedy ? remedy(content.remedy) : '',
    content.plainWords ? plain(content.plainWords) : '',
    p(content.contact, 'contact'),
    signature(content),
    tail(content),
    '</article>',
  ]
    .filter(Boolean)
    .join('\n');

function letterhead({ letterhead: kind, organ, number }: DocumentContent): string {
  if (kind === 'PETITIONER') return '';
  return `<header class="${kind === 'RED' ? 'red' : 'plain'}">${p(organ, 'organ')}${number ? p(number, 'number') : ''}</header>`;
}

function block(piece: Block): string {
  switch (piece.type) {
    case 'HEADING':
      return `<h2>${escaped(piece.text)}</h2>`;
    case 'PARAGRAPH':
      return p(piece.text);
    case 'NUMBERED':
      return list(piece.items);
    case 'FIELDS':
      return htmlFields(piece.rows);
    case 'TABLE':
      return htmlTable(piece.head, piece.rows);
    case 'CLOCK':
      return `<section class="clock">${p(`${piece.name}${CLOCK_LABEL}${piece.lastDay}`, 'name')}${list(piece.steps)}</section>`;
    case 'SIGNATURES':
      return piece.lines.map((text) => p(`${text}${SIGN_HERE}`, 'sign')).join('');
    case 'CODE':
      return p(piece.text, 'code');
  }
}

const remedy = ({ title, lines }: RemedyBox): string =>
  `<section class="box"><h2>${escaped(title)}</h2>${list(lines)}</section>`;

const plain = (words: PlainWords): string =>
  `<section class="box plain"><h2>${PLAIN_TITLE}</h2>${PLAIN_HEADINGS.map(
    ([key, name]) => `<h3>${name}</h3>${list(words[key], 'ul')}`,
  ).join('')}</section>`;

const signature = ({ seal, date }: DocumentContent): string =>
  `<footer class="signature">${seal ? `${p(seal)}${p(SEAL_PLACE, 'seal')}` : ''}${p(chineseDate(date))}</footer>`;

const tail = ({ delivery, queryHint, copies }: DocumentContent): string => {
  const lines = [delivery, queryHint, copies.length > 0 ? `抄送：${copies.join('，')}。` : undefined].filter(
    (text) => text !== undefined,
  );
  return lines.length > 0 ? `<footer class="tail">${lines.map((text) => p(text)).join('')}</footer>` : '';
};
