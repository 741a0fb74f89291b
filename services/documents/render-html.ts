import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { documentHtml } from './html-document.ts';
import { htmlPage } from './html-page.ts';

/** The document as one HTML page, for preview on a screen and for printing: a function of its content alone. */
export const renderHtml = (content: DocumentContent): string => htmlPage(content.title, documentHtml(content));
