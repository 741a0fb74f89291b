import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { printable } from '../../shared/domain/documents/printable.ts';

/**
 * Fonts, sizes and margins after GB/T 9704 (党政机关公文格式): body in 仿宋 三号, headings in 黑体, a page of 156 × 225 mm.
 * Sizes are half points, lengths twips. Where a machine lacks a font, Word and WPS substitute one of the same kind.
 */
export const FONTS = {
  body: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' },
  heading: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '黑体' },
  title: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' },
} as const;
export const SIZES = { title: 44, body: 32, box: 28, table: 24, note: 24 } as const;
/** Twips, 1440 to the inch, rounded as Word rounds. */
const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
export const TEXT_WIDTH = mm(156);
export const PAGE = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28), header: mm(15) },
} as const;
export const RED = 'D7000F';

/** Two characters, as Chinese paragraphs begin. */
const INDENT_CHARS = 2;

/** A text as runs; line ends inside it become line breaks. */
export const runs = (text: string, options: IRunOptions = {}): ParagraphChild[] =>
  printable(text)
    .split('\n')
    .map(
      (line, index) =>
        new TextRun({ font: FONTS.body, size: SIZES.body, ...options, text: line, ...(index > 0 ? { break: 1 } : {}) }),
    );

export interface LineOptions extends Omit<IParagraphOptions, 'children' | 'text' | 'run'> {
  readonly run?: IRunOptions;
  /** Points between lines; none: as high as the letters need. */
  readonly exactly?: number;
}

/** One paragraph. */
export const line = (text: string, { run = {}, exactly, ...options }: LineOptions = {}): Paragraph =>
  new Paragraph({
    spacing: exactly ? { line: exactly * 20, lineRule: LineRuleType.EXACT } : { line: 320 },
    ...options,
    children: runs(text, run),
  });

/** A paragraph of the body: two characters in, 28 points from line to line. */
export const bodyLine = (text: string, options: LineOptions = {}): Paragraph =>
  line(text, {
    exactly: 28,
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: INDENT_CHARS * SIZES.body * 10 },
    ...options,
  });

export const headingLine = (text: string, options: LineOptions = {}): Paragraph =>
  bodyLine(text, { keepNext: true, run: { font: FONTS.heading }, ...options });

/** A paragraph inside a box or a table. */
export const smallLine = (text: string, run: IRunOptions = {}, options: LineOptions = {}): Paragraph =>
  line(text, { run: { size: SIZES.table, ...run }, spacing: { line: 300, before: 20, after: 20 }, ...options });

const side = (color: string, size = 6) => ({ style: BorderStyle.SINGLE, size, color });
export const frame = (color: string, size?: number) => ({
  top: side(color, size),
  bottom: side(color, size),
  left: side(color, size),
  right: side(color, size),
});
const NO_LINE = { style: BorderStyle.NIL, size: 0, color: 'auto' } as const;
const MARGINS = { top: 60, bottom: 60, left: 120, right: 120 } as const;

/**
 * Several parts inside one frame, none of them torn between two pages: a row each, with no line between them. What is
 * kept with the next paragraph inside a table would carry the whole table to the next page in some programs.
 */
export const box = (
  parts: readonly (readonly Paragraph[])[],
  { color = '000000', fill }: { color?: string; fill?: string } = {},
): Table =>
  new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: [TEXT_WIDTH],
    layout: TableLayoutType.FIXED,
    rows: parts.map(
      (children, row) =>
        new TableRow({
          cantSplit: true,
          children: [
            new TableCell({
              width: { size: TEXT_WIDTH, type: WidthType.DXA },
              borders: {
                ...frame(color),
                ...(row > 0 ? { top: NO_LINE } : {}),
                ...(row < parts.length - 1 ? { bottom: NO_LINE } : {}),
              },
              margins: { ...MARGINS, left: 200, right: 200, ...(row > 0 ? { top: 0 } : {}) },
              ...(fill ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill } } : {}),
              children: [...children],
            }),
          ],
        }),
    ),
  });

export interface Cell {
  readonly text: string;
  readonly strong?: boolean;
  readonly centred?: boolean;
  /** Instead of the text, e.g. the number of a page that is worked out later. */
  readonly children?: readonly ParagraphChild[];
}

/** A grid; widths are shares of the text. The first `headRows` rows are repeated on every page. */
export function grid(rows: readonly (readonly Cell[])[], shares: readonly number[], headRows = 0): Table {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((TEXT_WIDTH * share) / total));
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: rows.map(
      (cells, row) =>
        new TableRow({
          tableHeader: row < headRows,
          cantSplit: row < headRows,
          children: cells.map(
            (cell, column) =>
              new TableCell({
                width: { size: widths[column] ?? 0, type: WidthType.DXA },
                borders: frame('000000', 4),
                margins: MARGINS,
                verticalAlign: cell.strong ? 'center' : 'top',
                children: [cellLine(cell)],
              }),
          ),
        }),
    ),
  });
}

/** Style of a cell whose runs the library makes: they take no size of their own. */
export const TABLE_STYLE = 'TableCell';

function cellLine({ text, strong, centred, children }: Cell): Paragraph {
  const alignment = centred ? AlignmentType.CENTER : AlignmentType.LEFT;
  if (children) return new Paragraph({ alignment, style: TABLE_STYLE, children: [...children] });
  return smallLine(text, strong ? { font: FONTS.heading } : {}, { alignment });
}

/** A gap of so many points. */
export const gap = (points: number): Paragraph =>
  new Paragraph({ spacing: { line: points * 20, lineRule: LineRuleType.EXACT }, children: [] });

export type Piece = FileChild;
