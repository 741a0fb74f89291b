import { type Answer, caseIdOf, type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { type PetitionDeps, petitionDeps } from '../../shared/lambda/petition-deps.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { listPapers, openPaper, openVolume } from './read-papers.ts';
import { renderDocx } from './render-docx.ts';
import { renderHtml } from './render-html.ts';
import { renderVolumeDocx, renderVolumeHtml } from './render-volume.ts';

// Called by AWS
export const handler = httpEntry<PetitionDeps>(handlers(), () => petitionDeps(process.env));

// Every request
function handlers(): Handlers<PetitionDeps> {
  return {
    'GET /petitions/{id}/documents': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return { status: 200, body: await listPapers(caseIdOf(request), principal, tree, deps) };
    },

    'POST /petitions/{id}/documents/read': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      const { document, format, reason } = request.body;
      const content = await openPaper(caseIdOf(request), document, reason, principal, request.now, tree, deps);
      return format === 'docx'
        ? docx(await renderDocx(content), `${content.number ?? content.title}.docx`)
        : html(renderHtml(content), `${content.number ?? content.title}.html`);
    },

    'POST /petitions/{id}/volume': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      const volume = await openVolume(caseIdOf(request), request.body.reason, principal, request.now, tree, deps);
      return request.body.format === 'docx'
        ? docx(await renderVolumeDocx(volume), '案卷.docx')
        : html(renderVolumeHtml(volume), '案卷.html');
    },
  };
}

async function caller(request: Request<unknown, unknown>, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  return { principal: principalFrom(request.claims, deps.claims, tree), tree };
}

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
