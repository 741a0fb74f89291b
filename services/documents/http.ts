import { DOCUMENT_OPERATIONS } from '../../shared/api/documents.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { type Answer, caseIdOf, type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { type PetitionDeps, petitionDeps } from '../../shared/lambda/petition-deps.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { annualReport } from './annual-report.ts';
import { bindVolume } from './bind-volume.ts';
import { readRegister, voidNext } from './number-register.ts';
import { listOwnPapers, openOwnPaper, openOwnReceipt } from './own-papers.ts';
import { printForm } from './print-form.ts';
import { listWaitingSlips, printSlip } from './print-slip.ts';
import { type Asking, listPapers, openPaper } from './read-papers.ts';
import { renderHtml } from './render-html.ts';
import { renderVolumeHtml } from './render-volume-html.ts';

// Called by AWS
export const handler = httpEntry<PetitionDeps>(DOCUMENT_OPERATIONS, handlers(), () => petitionDeps(process.env));

// Every request
export function handlers(): Handlers<PetitionDeps> {
  return {
    'GET /petitions/{id}/documents': async (request, deps) =>
      ok(await listPapers(caseIdOf(request), await asking(request, deps), deps)),

    'POST /petitions/{id}/documents/read': async (request, deps) => {
      const { document, format, reason } = request.body;
      return paperFile(await openPaper(caseIdOf(request), document, reason, await asking(request, deps), deps), format);
    },

    'POST /petitions/{id}/volume': async (request, deps) => {
      const { format, reason } = request.body;
      const volume = await bindVolume(caseIdOf(request), reason, await asking(request, deps), deps);
      return format === 'docx'
        ? docx(await (await docxWriter()).renderVolumeDocx(volume), '案卷.docx')
        : html(renderVolumeHtml(volume), '案卷.html');
    },

    'POST /petitions/mine/documents': async ({ body, sourceIp, now }, deps) => {
      const { receiptCode, document, format } = body;
      if (!document || !format) return ok(await listOwnPapers(receiptCode, sourceIp, now, deps));
      const paper =
        document === 'RECEIPT'
          ? await openOwnReceipt(receiptCode, sourceIp, now, deps)
          : await openOwnPaper(receiptCode, document, sourceIp, now, deps);
      return paperFile(paper, format);
    },

    'POST /petitions/{id}/documents/form': async (request, deps) => {
      const { kind, format, reason } = request.body;
      return paperFile(await printForm(caseIdOf(request), kind, reason, await asking(request, deps), deps), format);
    },

    'POST /slips/print': async (request, deps) => {
      const { slipId, format } = request.body;
      const { caseId, receiptCode, paper } = await printSlip(slipId, await asking(request, deps), deps);
      return format ? paperFile(paper, format) : ok({ caseId, receiptCode, document: paper.kind });
    },

    'GET /slips': async (request, deps) => ok(await listWaitingSlips(await asking(request, deps), deps)),

    'POST /documents/annual': async (request, deps) =>
      paperFile(await annualReport(request.body, await asking(request, deps), deps), request.body.format),

    'GET /documents/numbers': async (request, deps) =>
      ok(await readRegister(request.query, await asking(request, deps), deps)),

    'POST /documents/numbers/void': async (request, deps) =>
      ok(await voidNext(request.body, await asking(request, deps), deps)),
  };
}

async function asking(request: Request<unknown, unknown>, deps: PetitionDeps): Promise<Asking> {
  const tree = await deps.bureau.tree();
  return { principal: principalFrom(request, deps.claims, tree), now: request.now, tree };
}

/** Most of the bundle is what writes .docx: a process that only shows pages and lists never starts it. */
const docxWriter = () => import('./write-docx.ts');

const ok = (body: unknown): Answer => ({ status: 200, body });

const paperFile = async (content: DocumentContent, format: 'docx' | 'html'): Promise<Answer> =>
  format === 'docx'
    ? docx(await (await docxWriter()).renderDocx(content), `${content.number ?? content.title}.docx`)
    : html(renderHtml(content), `${content.number ?? content.title}.html`);

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const docx = (bytes: Uint8Array, name: string): Answer => ({
  status: 200,
  body: null,
  file: { contentType: DOCX, name, bytes },
});
const html = (text: string, name: string): Answer => ({
  status: 200,
  body: null,
  file: { contentType: 'text/html; charset=utf-8', name, bytes: Buffer.from(text, 'utf8') },
});
