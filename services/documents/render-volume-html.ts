import { type CaseVolume, HISTORY_HEAD, INDEX_HEAD } from '../../shared/domain/documents/volume.ts';
import { COVER_TITLE, HISTORY_TITLE, INDEX_TITLE, markOf } from './fixed-texts.ts';
import { documentHtml, escaped, htmlFields, htmlTable } from './html-document.ts';
import { htmlPage } from './html-page.ts';

/** The volume as one HTML page; the index links to the documents, whose position takes the place of a page. */
export const renderVolumeHtml = (volume: CaseVolume): string =>
  htmlPage(
    `${COVER_TITLE} ${volume.title}`,
    [
      `<article class="paper"><header class="plain"><p class="organ">${escaped(volume.organ)}</p></header><h1>${COVER_TITLE}</h1><p class="organ">${escaped(volume.title)}</p>${htmlFields(volume.cover)}</article>`,
      `<article class="paper"><h1>${INDEX_TITLE}</h1>${indexHtml(volume)}</article>`,
      ...volume.documents.map((content, at) => documentHtml(content, markOf({ position: at + 1 }))),
      `<article class="paper" id="history"><h1>${HISTORY_TITLE}</h1>${htmlTable(HISTORY_HEAD, volume.history)}</article>`,
    ].join('\n'),
  );

const indexHtml = ({ index: rows }: CaseVolume): string =>
  `<table><thead><tr>${INDEX_HEAD.slice(0, -1)
    .map((text) => `<th scope="col">${text}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr><td>${row.position}</td><td>${escaped(row.author)}</td><td>${escaped(row.number)}</td><td><a href="#${markOf(row)}">${escaped(row.title)}</a></td><td>${escaped(row.date)}</td></tr>`,
    )
    .join('')}</tbody></table>`;
