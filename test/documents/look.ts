import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { renderDocx } from '../../services/documents/render-docx.ts';
import { renderHtml } from '../../services/documents/render-html.ts';
import { renderVolumeDocx } from '../../services/documents/render-volume-docx.ts';
import { composeDocument } from '../../shared/domain/documents/compose.ts';
import { DOCUMENT_KIND_CODES, isDocumentKind } from '../../shared/domain/documents/kinds.ts';
import { facesFor, openBrowser } from './browser.ts';
import { exampleVolume } from './example-volume.ts';
import { EXAMPLES } from './examples.ts';

/**
 * Renders documents and pictures of them, to be looked at: `node test/documents/look.ts OUT_DIR [KIND…]`.
 * The .docx is shown by docx-preview in a Chromium from the registry, with a Chinese font from the registry.
 */
const [outDir = 'look', ...wanted] = process.argv.slice(2);
const kinds = wanted.length > 0 ? wanted.filter(isDocumentKind) : DOCUMENT_KIND_CODES;
mkdirSync(outDir, { recursive: true });

const require = createRequire(import.meta.url);
const preview = require.resolve('docx-preview');
const FACES = facesFor(['仿宋', '宋体', '黑体', 'FangSong', 'SimSun', 'SimHei']);
const browser = await openBrowser();

/** A page of its own for every picture: what one document loaded does not reach the next. */
async function picture(name: string, show: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 900, height: 1200 } });
  await show(page);
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(outDir, `${name}.png`), fullPage: true });
  await page.close();
}

async function pictureOfDocx(name: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(join(outDir, `${name}.docx`), bytes);
  const inBase64 = JSON.stringify(Buffer.from(bytes).toString('base64'));
  await picture(name, async (page) => {
    await page.setContent(`<style>${FACES}</style><div id="view"></div>`);
    await page.addScriptTag({ path: createRequire(preview).resolve('jszip/dist/jszip.min.js') });
    await page.addScriptTag({ path: join(dirname(preview), 'docx-preview.min.js') });
    await page.evaluate(
      `docx.renderAsync(Uint8Array.from(atob(${inBase64}), (c) => c.charCodeAt(0)), document.getElementById('view'))`,
    );
  });
}

for (const kind of kinds) {
  const content = composeDocument(EXAMPLES[kind]);
  await pictureOfDocx(kind, await renderDocx(content));
  const html = renderHtml(content);
  writeFileSync(join(outDir, `${kind}.html`), html);
  // The page allows no font from anywhere; for the picture it gets one.
  const shown = html.replace('</style>', `${FACES}</style>`).replace(/<meta http-equiv[^>]*>/, '');
  await picture(`${kind}.html`, (page) => page.setContent(shown));
}
await pictureOfDocx('volume', await renderVolumeDocx(exampleVolume()));
await browser.close();
console.log(`Wrote ${kinds.length} documents and a volume to ${outDir}.`);
