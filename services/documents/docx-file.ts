import { AlignmentType, Document, type FileChild, Footer, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { FONTS, PAGE, SIZES, TABLE_STYLE } from './docx-pieces.ts';

/** What a file is made of: each part begins on a new page; its number runs on or begins anew. */
export interface DocxParts {
  readonly title: string;
  readonly organ: string;
  /** Stands in the properties of the file in place of the time at which it happened to be rendered. */
  readonly date: LocalDate;
  readonly parts: readonly (readonly FileChild[])[];
  /**
   * It refers to its own pages: they are worked out by laying it out, and Word, which has the fonts of the machine, is
   * asked to work them out again when it opens the file.
   */
  readonly refersToPages?: boolean;
}

/** — 1 —, below the text. */
const footer = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ font: FONTS.title, size: SIZES.box, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });

/** The bytes of the .docx: the same parts give the same bytes, whenever and wherever they are rendered. */
export async function docxFile({ title, organ, date, parts, refersToPages }: DocxParts): Promise<Uint8Array> {
  const file = new Document({
    title,
    creator: organ,
    lastModifiedBy: organ,
    description: '',
    ...(refersToPages
      ? { pageNumbers: estimatePageNumbersWith({ guess: true }), features: { updateFields: true } }
      : {}),
    styles: {
      default: { document: { run: { font: FONTS.body, size: SIZES.body, language: { eastAsia: 'zh-CN' } } } },
      paragraphStyles: [
        {
          id: TABLE_STYLE,
          name: TABLE_STYLE,
          run: { size: SIZES.table },
          paragraph: { spacing: { line: 300, before: 20 } },
        },
      ],
    },
    sections: parts.map((children) => ({ properties: { page: PAGE }, footers: { default: footer() }, children })),
  });
  return settled(new Uint8Array(await Packer.toArrayBuffer(file)), date);
}

/** The earliest time a zip can say, in any time zone: its fields are local. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/**
 * Takes what differs from run to run out of the file: the library writes the current time into the properties and the
 * zip, random names of relationships, and bookmark numbers that count on from the last file it made.
 */
function settled(bytes: Uint8Array, date: LocalDate): Uint8Array {
  const parts = unzipSync(bytes);
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const names = Object.keys(parts).sort();
  const ordered: Zippable = {};
  for (const name of ['[Content_Types].xml', ...names.filter((other) => other !== '[Content_Types].xml')]) {
    const part = parts[name];
    if (!part) continue;
    ordered[name] = /\.(xml|rels)$/.test(name) ? encoder.encode(settledXml(decoder.decode(part), date)) : part;
  }
  return zipSync(ordered, { mtime: ZIP_EPOCH, level: 9 });
}

function settledXml(xml: string, date: LocalDate): string {
  const bookmarks = new Map<string, number>();
  return xml
    .replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`)
    .replace(/(<w:bookmark(?:Start|End)\b[^>]*?w:id=")(\d+)/g, (_, before: string, id: string) => {
      const number = bookmarks.get(id) ?? bookmarks.size + 1;
      bookmarks.set(id, number);
      return `${before}${number}`;
    });
}
