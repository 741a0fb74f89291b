import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeSpellings } from '../../infra/routing/read-samples.ts';
import { invented } from './invented.ts';

const folder = mkdtempSync(join(tmpdir(), 'xinfang-routing-'));
const fileOf = (name: string, rows: readonly object[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return path;
};
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`infra/routing/${script}.ts`, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('npm run train, evaluate:routing, evaluate:repeats', () => {
  const train = fileOf('train.jsonl', invented(20));
  const held = fileOf('test.jsonl', invented(30).slice(-30));

  test('training twice says the same digest', () => {
    const digest = () => /sha256 (\w{64})/.exec(run('train', train).stdout)?.[1];
    const once = digest();
    expect(once).toBeDefined();
    expect(digest()).toBe(once);
  });

  test('texts: all measures that the issue asks for', () => {
    const { status, stdout } = run('evaluate-routing', '--train', train, '--test', held);
    expect(status).toBe(0);
    for (const measure of [
      'accuracy',
      'macro-F1',
      'top-3',
      'surest 80 %',
      'reliability',
      'confusion',
      'time per text',
      'model size',
    ])
      expect(stdout).toContain(measure);
  });

  test('circumstances without text, in folds, with several training files', () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({
      label: at % 3 === 0 ? '东街所' : '西街所(城区分局)',
      area: at % 3 === 0 ? '东街' : '西街',
      kind: `种类${at % 7}`,
      created: `2026-0${1 + (at % 6)}-0${1 + (at % 9)}`,
    }));
    const { status, stdout } = run(
      'evaluate-routing',
      '--train',
      fileOf('a.jsonl', rows),
      fileOf('b.jsonl', rows.slice(0, 9)),
      '--folds',
      '3',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/accuracy +1\.0000/);
  });

  test('repeats: hits and precision by likeness', () => {
    const texts = invented(6).map(({ text }, at) => ({ id: `t${at}`, title: '', text }));
    const twin = { id: 'twin', title: '', text: `${texts[3]?.text}再次反映,请尽快答复` };
    const file = fileOf('texts.jsonl', [...texts, twin]);
    const pairs = fileOf('pairs.jsonl', [
      { a: 'twin', b: 't3', label: 'same' },
      { a: 't0', b: 't9', label: 'different' },
    ]);
    const { status, stdout } = run('evaluate-repeats', '--texts', file, '--pairs', pairs);
    expect(status).toBe(0);
    expect(stdout).toMatch(/hit@1 +100\.0 %/);
    expect(stdout).toContain('precision');
  });

  test('a line that is no JSON is named by file and line, without its content', () => {
    const broken = join(folder, 'broken.jsonl');
    writeFileSync(broken, '{"text":"一","label":"A"}\n某人的姓名\n');
    const { status, stderr } = run('train', broken);
    expect(status).not.toBe(0);
    expect(stderr).toContain('broken.jsonl:2');
    expect(stderr).not.toContain('某人的姓名');
  });
});

test('spellings of one unit are merged, units of one kind under two organs are not', () => {
  const merge = mergeSpellings(['执法队', '执法队(甲街道)', '窗口(甲街道)', '窗口(乙街道)', '窗口']);
  expect(merge('执法队(甲街道)')).toBe('执法队');
  expect(merge('窗口(甲街道)')).toBe('窗口(甲街道)');
});
