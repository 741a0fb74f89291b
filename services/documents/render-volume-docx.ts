import { AlignmentType, type FileChild, PageReference } from 'docx';
import { chineseDate } from '../../shared/domain/documents/formal-writing.ts';
import { type CaseVolume, HISTORY_HEAD, INDEX_HEAD } from '../../shared/domain/documents/volume.ts';
import { documentPieces, widthsOf } from './docx-document.ts';
import { docxFile } from './docx-file.ts';
import { type Cell, FONTS, gap, grid, line, SIZES } from './docx-pieces.ts';
import { COVER_TITLE, HISTORY_TITLE, INDEX_TITLE, markOf } from './fixed-texts.ts';

/**
 * 案卷: cover, 卷内目录, every document, the history of commands. One matter, one volume (一案一卷). As one .docx, whose index
 * names the page on which each document begins.
 */
export const renderVolumeDocx = (volume: CaseVolume): Promise<Uint8Array> =>
  docxFile({
    title: `${COVER_TITLE} ${volume.title}`,
    organ: volume.organ,
    date: volume.date,
    refersToPages: true,
    parts: [
      cover(volume),
      index(volume),
      ...volume.documents.map((content, at) => documentPieces(content, markOf({ position: at + 1 }))),
      history(volume),
    ],
  });

const centred = (text: string, size: number, before = 0): FileChild =>
  line(text, {
    alignment: AlignmentType.CENTER,
    spacing: { before, after: 240 },
    run: { font: FONTS.title, bold: true, size },
  });

const cover = ({ organ, title, cover: rows }: CaseVolume): FileChild[] => [
  centred(organ, SIZES.title, 1200),
  centred(COVER_TITLE, 72, 400),
  centred(title, 36, 400),
  gap(40),
  grid(
    rows.map(([name, value]) => [{ text: name, strong: true, centred: true }, { text: value }]),
    [30, 70],
  ),
];

function index(volume: CaseVolume): FileChild[] {
  const rows = volume.index.map((row): Cell[] => [
    { text: `${row.position}`, centred: true },
    { text: row.author },
    { text: row.number },
    { text: row.title },
    { text: row.date },
    { text: '', centred: true, children: [new PageReference(markOf(row))] },
  ]);
  return [
    centred(INDEX_TITLE, SIZES.title),
    grid([INDEX_HEAD.map((text) => ({ text, strong: true, centred: true })), ...rows], [9, 19, 24, 17, 21, 10], 1),
  ];
}

const history = (volume: CaseVolume): FileChild[] => [
  centred(HISTORY_TITLE, SIZES.title),
  grid(
    [
      HISTORY_HEAD.map((text) => ({ text, strong: true, centred: true })),
      ...volume.history.map((row) => row.map((text) => ({ text }))),
    ],
    widthsOf(HISTORY_HEAD, volume.history),
    1,
  ),
  line(chineseDate(volume.date), { alignment: AlignmentType.RIGHT, spacing: { before: 240 } }),
];
