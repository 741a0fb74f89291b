import { AlignmentType, Bookmark, BorderStyle, Paragraph, TextRun } from 'docx';
import type { Block, DocumentContent, PlainWords, RemedyBox } from '../../shared/domain/documents/content.ts';
import { chineseDate } from '../../shared/domain/documents/formal-writing.ts';
import {
  bodyLine,
  box,
  FONTS,
  gap,
  grid,
  headingLine,
  line,
  type Piece,
  RED,
  SIZES,
  smallLine,
  TEXT_WIDTH,
} from './docx-pieces.ts';
import { CLOCK_LABEL, PLAIN_HEADINGS, PLAIN_TITLE, REFERENCE_LABEL, SEAL_PLACE, SIGN_HERE } from './fixed-texts.ts';

/** The paper from its header to its last line, as children of a section; `bookmark` marks where it begins. */
export function documentPieces(content: DocumentContent, bookmark?: string): Piece[] {
  return [
    ...header(content),
    titleLine(content.title, bookmark),
    ...subtitle(content),
    ...(content.recipient ? [bodyLine(`${content.recipient}：`, { indent: { firstLine: 0 } })] : []),
    ...content.blocks.flatMap(blockPieces),
    ...legalBasis(content.legalBasis),
    ...(content.remedy ? remedyBox(content.remedy) : []),
    ...(content.plainWords ? plainBox(content.plainWords) : []),
    // The place of the seal is on no page of its own: whom to ask goes with it.
    bodyLine(content.contact, { keepNext: true, spacing: { before: 160, line: 480 }, run: { size: SIZES.box } }),
    ...signature(content),
    ...tail(content),
  ];
}

/** 发文机关标志: as large as the name allows on one line, red above a red line on papers that go out. */
function header({ letterhead, organ, number, sealed }: DocumentContent): Piece[] {
  const mark = sealed ? [line('专人密封送达', { run: { font: FONTS.heading, size: SIZES.body } })] : [];
  if (letterhead === 'PETITIONER') return mark;
  const red = letterhead === 'RED';
  const size = red ? Math.min(80, Math.floor(860 / Math.max(organ.length, 1))) : SIZES.body;
  return [
    ...mark,
    line(organ, {
      alignment: AlignmentType.CENTER,
      spacing: { before: red ? 120 : 0, after: red ? 280 : 60 },
      run: { font: FONTS.title, bold: true, size, ...(red ? { color: RED } : {}) },
    }),
    ...(number || red
      ? [
          line(number ?? '', {
            alignment: red ? AlignmentType.CENTER : AlignmentType.RIGHT,
            spacing: { after: 80 },
            ...(red ? { border: { bottom: { style: BorderStyle.SINGLE, size: 18, space: 6, color: RED } } } : {}),
          }),
        ]
      : []),
  ];
}

function titleLine(title: string, bookmark?: string): Paragraph {
  const text = new TextRun({ text: title, font: FONTS.title, bold: true, size: SIZES.title });
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { before: 400, after: 120 },
    children: bookmark ? [new Bookmark({ id: bookmark, children: [text] })] : [text],
  });
}

const subtitle = ({ matter, draft }: DocumentContent): Piece[] => [
  line(matter ? `${REFERENCE_LABEL}${matter}` : '', {
    alignment: AlignmentType.CENTER,
    spacing: { after: 200 },
    run: { size: SIZES.note },
  }),
  ...(draft
    ? [line('（草稿，不得送达）', { alignment: AlignmentType.CENTER, run: { font: FONTS.heading, size: SIZES.box } })]
    : []),
];

function blockPieces(block: Block): Piece[] {
  switch (block.type) {
    case 'HEADING':
      return [headingLine(block.text, { spacing: { before: 100, line: 560, lineRule: 'exact' } })];
    case 'PARAGRAPH':
      return [bodyLine(block.text)];
    case 'NUMBERED':
      return block.items.map((item, index) => bodyLine(`${index + 1}．${item}`));
    case 'FIELDS':
      return [
        gap(6),
        grid(
          block.rows.map(([name, value]) => [{ text: name, strong: true, centred: true }, { text: value }]),
          [26, 74],
        ),
        gap(8),
      ];
    case 'TABLE':
      return [
        gap(6),
        grid(
          [
            block.head.map((text) => ({ text, strong: true, centred: true })),
            ...block.rows.map((row) => row.map((text) => ({ text }))),
          ],
          widthsOf(block.head, block.rows),
          1,
        ),
        gap(8),
      ];
    case 'CLOCK':
      return [
        box(
          [
            [
              smallLine(`${block.name}${CLOCK_LABEL}${block.lastDay}`, { font: FONTS.heading }),
              ...block.steps.map((step, index) =>
                smallLine(`${index + 1}．${step}`, {}, { indent: { left: 360, hanging: 360 } }),
              ),
            ],
          ],
          { color: '808080' },
        ),
        gap(8),
      ];
    case 'SIGNATURES':
      return block.lines.map((text) =>
        bodyLine(`${text}${SIGN_HERE}`, {
          alignment: AlignmentType.LEFT,
          spacing: { before: 240 },
          indent: { firstLine: 0 },
          run: { size: SIZES.box },
        }),
      );
    case 'CODE':
      return [
        line(block.text, {
          alignment: AlignmentType.CENTER,
          spacing: { before: 240, after: 240 },
          run: { font: 'Courier New', bold: true, size: 56 },
        }),
      ];
  }
}

/** Columns as wide as their longest text asks, within bounds, so that a column of days is not as wide as one of prose. */
export const widthsOf = (head: readonly string[], rows: readonly (readonly string[])[]): number[] =>
  head.map((name, column) =>
    Math.min(40, Math.max(6, name.length + 1, ...rows.map((row) => Math.ceil((row[column] ?? '').length)))),
  );

const legalBasis = (articles: readonly string[]): Piece[] =>
  articles.length === 0
    ? []
    : [
        headingLine('依据', { spacing: { before: 100, line: 560, lineRule: 'exact' } }),
        bodyLine(`${articles.join('；')}。`),
      ];

const boxTitle = (text: string): Paragraph =>
  line(text, {
    alignment: AlignmentType.CENTER,
    spacing: { after: 80, line: 360 },
    run: { font: FONTS.heading, size: SIZES.box },
  });

const boxText = (text: string): Paragraph =>
  line(text, { run: { size: SIZES.box }, spacing: { line: 380 }, indent: { left: 280, hanging: 280 } });

/** Parts of a box, the first of them under its title. */
const titled = (title: string, parts: readonly (readonly Paragraph[])[]): Paragraph[][] =>
  parts.map((part, at) => [...(at === 0 ? [boxTitle(title)] : []), ...part]);

const remedyBox = ({ title, lines }: RemedyBox): Piece[] => [
  gap(10),
  box(
    titled(
      title,
      lines.map((text, index) => [boxText(`${index + 1}．${text}`)]),
    ),
  ),
];

const plainBox = (words: PlainWords): Piece[] => [
  gap(10),
  box(
    titled(
      PLAIN_TITLE,
      PLAIN_HEADINGS.map(([key, name]) => [
        line(name, { spacing: { before: 60, line: 380 }, run: { font: FONTS.heading, size: SIZES.box } }),
        ...words[key].map((text) => boxText(`· ${text}`)),
      ]),
    ),
    { fill: 'F4F4F0' },
  ),
];

/** Organ, place of the seal and date, one below the other at the right, kept together on a page. */
function signature({ seal, date }: DocumentContent): Piece[] {
  const right = { alignment: AlignmentType.CENTER, indent: { left: Math.floor(TEXT_WIDTH * 0.38) } } as const;
  return [
    ...(seal
      ? [
          line(seal, { ...right, keepNext: true, spacing: { before: 480, line: 480 } }),
          line(SEAL_PLACE, { ...right, keepNext: true, spacing: { line: 480 }, run: { color: '7F7F7F' } }),
        ]
      : []),
    line(chineseDate(date), { ...right, spacing: { line: 480, ...(seal ? {} : { before: 480 }) } }),
  ];
}

/** 版记: delivery line, how to look up, and who gets a copy, between thin lines. */
function tail({ delivery, queryHint, copies }: DocumentContent): Piece[] {
  const lines = [
    ...(delivery ? [delivery] : []),
    ...(queryHint ? [queryHint] : []),
    ...(copies.length > 0 ? [`抄送：${copies.join('，')}。`] : []),
  ];
  const thin = { style: BorderStyle.SINGLE, size: 6, space: 4, color: '000000' } as const;
  return lines.map((text, index) =>
    line(text, {
      run: { size: SIZES.note },
      spacing: { before: index === 0 ? 360 : 60, line: 320 },
      border: { ...(index === 0 ? { top: thin } : {}), ...(index === lines.length - 1 ? { bottom: thin } : {}) },
    }),
  );
}
