import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { documentPieces } from './docx-document.ts';
import { docxFile } from './docx-file.ts';

/** The document as a .docx that offices can open, print and seal: a function of its content alone. */
export const renderDocx = (content: DocumentContent): Promise<Uint8Array> =>
  docxFile({
    title: content.number ? `${content.title} ${content.number}` : content.title,
    organ: content.organ,
    date: content.date,
    parts: [documentPieces(content)],
  });
