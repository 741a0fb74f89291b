import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../infra/stack/functions.ts';

let bundles: ReadonlyMap<FunctionName, Bundle>;
beforeAll(async () => {
  bundles = await bundleFunctions();
});

/**
 * Whoever commands carries the decisions of all commands, the refusals in two languages and the templates of the
 * papers. Everything else keeps the common limit (KB), routing with its rules and words too.
 */
const LARGER: Readonly<Partial<Record<FunctionName, number>>> = {
  CommandsHttp: 700,
  // Says of each command why it is not possible: the guards of all of them, in two languages.
  CaseworkHttp: 480,
  // The library that writes .docx alone is most of it.
  DocumentsHttp: 1750,
};

test('every function has a bundle of at most 450 KB, the three that carry most a larger one', () => {
  expect([...bundles.keys()].sort()).toEqual([...FUNCTION_NAMES].sort());
  const large = [...bundles].filter(([name, { bytes }]) => bytes > (LARGER[name] ?? 450) * 1024);
  expect(large.map(([name, { bytes }]) => `${name}: ${Math.round(bytes / 1024)} KB`)).toEqual([]);
});

test.each(FUNCTION_NAMES)('%s: the asset is index.mjs alone, and it exports a handler', (name) => {
  const { directory } = bundles.get(name)!;
  expect(readdirSync(directory)).toEqual(['index.mjs']);
  expect(readFileSync(join(directory, 'index.mjs'), 'utf8')).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
});

test('what is left out is loaded on demand only, never at start', () => {
  for (const [name, { directory }] of bundles) {
    const text = readFileSync(join(directory, 'index.mjs'), 'utf8');
    const atStart = [...text.matchAll(/(?:^|[;}])import(?:[^("';]*?from)?\s*["']([^"']+)["']/g)].map(
      (match) => match[1]!,
    );
    expect(
      atStart.filter((source) => !source.startsWith('node:') && !isBuiltIn(source)),
      name,
    ).toEqual([]);
  }
});

test('the cache of endpoints that no bundle carries is built by the client of DynamoDB and asked by nothing', () => {
  const asking = [...bundles].filter(([, { directory }]) =>
    /\bendpointCache\b(?!:new )|\.getEndpoint\(/.test(readFileSync(join(directory, 'index.mjs'), 'utf8')),
  );
  expect(asking.map(([name]) => name)).toEqual([]);
});

test('a second run builds nothing and gives the same folders', async () => {
  expect(await bundleFunctions()).toEqual(bundles);
});

const isBuiltIn = (source: string): boolean => process.getBuiltinModule(source) !== undefined;
