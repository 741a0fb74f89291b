import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Operation } from '../shared/api/operation.ts';
import { OPERATIONS } from '../shared/api/operations.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));

const SOURCES = ['shared', 'services', 'infra'].flatMap(filesBelow);
const CODE = SOURCES.filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
/** The code without its comments, in which anything may be named. */
const codeOf = (file: string): string => textOf(file).replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');

/** What a file imports, with or without `type`, statically or not; relative paths from the root of the repository. */
const importsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/(?:\bfrom|\bimport\(?)\s*['"]([^'"\s,]+)['"]/g)].map(([, path = '']) =>
    path.startsWith('.') ? normalize(join(dirname(file), path)) : path,
  );

/** Layers, each with those it may import besides itself. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'shared/domain': [],
  'shared/events': ['shared/domain'],
  'shared/store': ['shared/domain', 'shared/events'],
  'shared/api': ['shared/domain', 'shared/events'],
  'shared/lambda': ['shared/domain', 'shared/events', 'shared/store', 'shared/api'],
  'shared/casework': ['shared/domain', 'shared/events', 'shared/store', 'shared/api', 'shared/lambda'],
  services: ['shared'],
  infra: ['shared', 'services'],
};

/** The layer of a file; each service is one of its own, so that none imports another. */
function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'infra' ? top : `${top}/${second}`;
}
const allowedIn = (layer: string): readonly string[] => [
  layer,
  ...(LAYERS[layer] ?? LAYERS[layer.split('/')[0] ?? ''] ?? []),
];

const violations = (check: (file: string) => readonly string[], files = CODE): string[] =>
  files.flatMap((file) => check(file).map((what) => `${file}: ${what}`));

describe('imports', () => {
  test('every folder of shared is a layer of the list', () => {
    const layers = new Set(CODE.filter((file) => file.startsWith('shared/')).map(layerOf));
    expect([...layers].filter((layer) => !(layer in LAYERS))).toEqual([]);
  });

  test('point down only: domain ← events ← store ← api ← lambda ← casework ← services ← infra', () => {
    const wrong = (file: string) =>
      importsOf(file).filter(
        (path) =>
          /^(shared|services|infra|test)\//.test(path) &&
          !allowedIn(layerOf(file)).some((allowed) => path.startsWith(`${allowed}/`)),
      );
    expect(violations(wrong)).toEqual([]);
  });

  test('the rule sees what it should: imports are found at all', () => {
    expect(importsOf('shared/store/cases.ts')).toEqual(
      expect.arrayContaining(['shared/domain/evolve.ts', 'shared/store/database.ts']),
    );
    expect(allowedIn(layerOf('services/intake/http.ts'))).toEqual(['services/intake', 'shared']);
    expect(CODE.length).toBeGreaterThan(100);
  });
});

describe('the domain is pure', () => {
  const DOMAIN = CODE.filter((file) => file.startsWith('shared/domain/'));

  test('it imports nothing but itself: no package, no platform', () => {
    expect(violations((file) => importsOf(file).filter((path) => !path.startsWith('shared/domain/')), DOMAIN)).toEqual(
      [],
    );
  });

  test('no clock, no randomness, no environment; only the calendar makes a date, from a number', () => {
    const IMPURE =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bprocess\.|\bcrypto\b|\bperformance\.|\bsetTimeout\b|\bfetch\(/g;
    const found = (file: string) => [
      ...(codeOf(file).match(IMPURE) ?? []),
      ...(file === 'shared/domain/calendar.ts' ? [] : (codeOf(file).match(/\bnew Date\b/g) ?? [])),
    ];
    expect(violations(found, DOMAIN)).toEqual([]);
  });
});

describe('files and folders', () => {
  test('none is named utils, helpers or common', () => {
    const all = [...SOURCES, ...filesBelow('test')];
    expect(all.filter((file) => file.split(/[/.]/).some((part) => /^(utils?|helpers?|commons?)$/i.test(part)))).toEqual(
      [],
    );
  });

  test('no source file is longer than 400 lines', () => {
    const tooLong = (file: string) => {
      const lines = textOf(file).trimEnd().split('\n').length;
      return lines > 400 ? [`${lines} lines`] : [];
    };
    expect(violations(tooLong)).toEqual([]);
  });

  test('the top level holds what it should and nothing else', () => {
    const EXPECTED = ['package.json', 'tsconfig.json', 'cdk.json', 'infra', 'services', 'shared', 'test'];
    const ALSO = /^(\..*|README\.md|LICENSE|package-lock\.json|biome\.json|vitest(\..+)?\.config\.ts)$/;
    // What git ignores (installed, built, measured) is nobody's source.
    const ignored = textOf('.gitignore')
      .split('\n')
      .map((line) => line.replace(/\/$/, ''));
    const names = readdirSync(ROOT).filter((name) => !ignored.includes(name));
    expect(EXPECTED.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !EXPECTED.includes(name) && !ALSO.test(name))).toEqual([]);
  });
});

describe('[P-05] no field tells the risk of a person', () => {
  const WORDS = ['重点人员', '稳控', '缠访', '扬言', '异常动态', '轨迹', '情绪评分'];
  /** Words that a file may hold, and why it is no field about a person. */
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    // What somebody shouted in a quarrel, as the petitioner tells it: a word that finds the category of the matter.
    'shared/domain/routing-concepts.ts': ['扬言'],
    // The list of words that officers are warned of (N-11).
    'shared/domain/wording.ts': ['重点人员', '稳控', '缠访', '扬言'],
  };
  const RISK_NAME =
    /risk|danger|stability|keyPerson|watchList|blackList|troublem|emotion|sentiment|mood|track|trajector|threat|score/i;

  test('no source file mentions one, outside the list of those that may', () => {
    const mentioned = (file: string) =>
      WORDS.filter((word) => textOf(file).includes(word) && !ALLOWED[file]?.includes(word));
    expect(violations(mentioned, SOURCES)).toEqual([]);
  });

  test('no schema of the API has such a property, in either language', () => {
    const names = (OPERATIONS as readonly Operation[]).flatMap(({ route, body, query }) =>
      [body, query].flatMap((schema) =>
        (schema ? propertiesOf(z.toJSONSchema(schema(), { io: 'input', unrepresentable: 'any' })) : []).map(
          (name) => `${route} ${name}`,
        ),
      ),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(
      names.filter(
        (name) => RISK_NAME.test(name.slice(name.lastIndexOf(' '))) || WORDS.some((word) => name.includes(word)),
      ),
    ).toEqual([]);
  });

  test('an unknown property of that kind is refused, not dropped', () => {
    const strict = (OPERATIONS as readonly Operation[]).filter(
      ({ body }) => body && z.safeParse(body(), { 重点人员: true }).success,
    );
    expect(strict.map(({ route }) => route)).toEqual([]);
  });
});

/** Names of all properties of a JSON schema, at every depth. */
function propertiesOf(schema: unknown): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(propertiesOf)];
}
