import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as browserType } from 'playwright-core';

/** What pages are looked at with: a Chromium from the registry, with a Chinese font from the registry. */

const require = createRequire(import.meta.url);
export const folderOf = (packageFile: string): string => dirname(require.resolve(packageFile));
const fonts = join(folderOf('@fontsource/noto-serif-sc/package.json'), 'files');
const woff = (name: string): string => readFileSync(join(fonts, name)).toString('base64');
const regular = woff('noto-serif-sc-chinese-simplified-400-normal.woff2');
const bold = woff('noto-serif-sc-chinese-simplified-700-normal.woff2');
const face = (family: string, weight: number, data: string): string =>
  `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2")}`;

/** Style rules that give these families the font: a page of ours names the fonts of an office, and loads none. */
export const facesFor = (families: readonly string[]): string =>
  families
    .flatMap((family) => [face(family, 400, /黑|Hei/.test(family) ? bold : regular), face(family, 700, bold)])
    .join('');

export async function openBrowser(): Promise<Browser> {
  // In a single process, as a function would run it, closing one page ends the browser.
  const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  return browserType.launch({ executablePath: await chromium.executablePath(), args });
}
