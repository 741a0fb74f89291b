import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeSpellings } from '../../infra/routing/read-samples.ts';
import { invented, LABELS } from './invented.ts';

const folder = mkdtempSync(join(tmpdir(), 'xinfang-routing-'));
const fileOf = (name: string, rows: readonly object[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return path;
};
const run = (script: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`infra/routing/${script}.ts`, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('npm run train, evaluate:routing, evaluate:repeats, evaluate:places', () => {
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

  test('repeats: copies of one letter take one line as shown, and a place each strictly', () => {
    const [letter, own] = invented(2).map(({ text }) => text) as [string, string];
    const asked = `${letter}${own}`;
    const file = fileOf('copies.jsonl', [
      { id: 'asked', text: asked },
      ...[0, 1, 2, 3].map((at) => ({ id: `copy${at}`, text: letter })),
      { id: 'partner', text: `${own.slice(0, 12)}。${invented(3)[2]?.text}` },
    ]);
    const pairs = fileOf('of-copies.jsonl', [{ a: 'asked', b: 'partner', label: 'same' }]);
    const { stdout } = run('evaluate-repeats', '--texts', file, '--pairs', pairs);
    const [shown, strictly] = stdout.split('strictly:') as [string, string];
    expect(shown).toMatch(/hit@3 +100\.0 %/);
    expect(strictly).toMatch(/hit@3 +50\.0 %/);
  });

  test('places: the act, not the home; the district of a city; what is found wider or elsewhere', () => {
    const file = fileOf('places.jsonl', [
      { title: '云泽市东湖区柳桥路占道', text: '无人管', area: '东湖区' },
      { title: '', text: '我家住西岭县,在云泽市东湖区办理时被拒', area: '东湖区' },
      { title: '云泽市公交线路', text: '从东湖区到火车站', area: '云泽市' },
      { title: '西岭县没有路灯', text: '天黑', area: '西岭县' },
      { title: '只说东湖区', text: '其实在别处', area: '西岭县' },
      { title: '没有地名', text: '请回复', area: '云泽市' },
      { title: '无标签', text: '西岭县' },
    ]);
    const { status, stdout } = run('evaluate-places', file);
    expect(status).toBe(0);
    expect(stdout).toContain('7 rows, 6 with an area, 3 different areas');
    const figure = (line: string) => new RegExp(`${line} +(\\d+)`).exec(stdout)?.[1];
    expect(figure('texts that name an area')).toBe('5');
    expect(figure('found as the file says')).toBe('3');
    expect(figure('found, a district of it')).toBe('1');
    expect(figure('found elsewhere, or wider')).toBe('1');
    expect(figure('where a district is right \\(2\\)')).toBe('2');
  });

  test('folds of one file, the others only train; texts whose label training never saw are told', () => {
    const folds = run('evaluate-routing', '--folds', '4', train, held);
    expect(folds.stderr).toBe('');
    expect(folds.stdout).toMatch(/as written: 80 texts/);
    const strange = fileOf('strange.jsonl', [...invented(2), { text: '谁也没见过', label: '新设的科' }]);
    const { status, stdout } = run('evaluate-routing', '--train', train, '--test', strange);
    expect(status).toBe(0);
    expect(stdout).toMatch(/labels that training never saw 1 texts/);
  });

  test('byte order mark, carriage returns, empty lines, rows without label and labels that are numbers are read', () => {
    const rows = invented(6).map((row) => JSON.stringify({ ...row, label: LABELS.indexOf(row.label), title: null }));
    const path = join(folder, 'dirt.jsonl');
    writeFileSync(path, `\uFEFF${rows.join('\r\n\r\n')}\r\n{"text":"无标签"}\r\n`);
    const { status, stdout } = run('train', path);
    expect(status).toBe(0);
    expect(stdout).toContain(`samples ${rows.length}  labels ${LABELS.length}`);
  });

  test.each([
    ['no JSON', '{"text":"一","label":"A"}\n某人的姓名\n', ':2 is no JSON object'],
    ['a list', '{"text":"一","label":"A"}\n\n["某人的姓名"]\n', ':3 is no JSON object'],
    ['nothing', '', ' has no labelled row (0 rows)'],
    ['no label', '{"text":"某人的姓名"}\n', ' has no labelled row (1 rows)'],
    ['one label', '{"text":"某人的姓名","label":"A"}\n{"text":"二","label":"A"}\n', ': all rows have one label'],
  ])('a file with %s is named in one line, without its content', (name, content, told) => {
    const broken = join(folder, `${name}.jsonl`);
    writeFileSync(broken, content);
    for (const [script, ...args] of [
      ['train', broken],
      ['evaluate-routing', '--train', broken, '--test', held],
    ] as const) {
      const { status, stderr } = run(script, ...args);
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(`${name}.jsonl${told}`);
      expect(stderr).not.toContain('某人的姓名');
    }
  });

  test.each<[string, readonly string[], string]>([
    ['a second file to test', ['--train', train, '--test', held, train], 'behind no option'],
    ['two files to test', ['--train', train, '--test', held, '--test', train], '--test is given twice'],
    ['two ways to judge', ['--folds', '3', '--test', held, train], 'one of them'],
    ['no number of folds', ['--folds', 'all', train], '--folds all'],
    ['an unknown option', ['--trian', train, '--test', held], "Unknown option '--trian'"],
    ['an option without value', ['--train', train, '--test'], '--test'],
    ['nothing', [], 'Usage'],
  ])('%s is told with how the command is called, not guessed at', (_what, args, told) => {
    const { status, stdout, stderr } = run('evaluate-routing', ...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(told);
    expect(stderr).toContain('Usage: npm run evaluate:routing');
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  test('several files train, behind one option or several; one that is tested, too, is told', () => {
    const [more, other] = [fileOf('more.jsonl', invented(40).slice(-30)), fileOf('other.jsonl', invented(8))];
    const once = run('evaluate-routing', '--train', train, more, '--test', other);
    expect(once.status).toBe(0);
    const again = run('evaluate-routing', '--test', other, '--train', train, '--train', more);
    const figures = (stdout: string) => stdout.split('time per text')[0];
    expect(figures(again.stdout)).toBe(figures(once.stdout));
    expect(once.stdout).toContain('32 of 32 rows stand in the training files');
    const strange = fileOf('not-taught.jsonl', [{ text: '谁也没写过', label: 'HUKOU' }]);
    expect(run('evaluate-routing', '--train', train, '--test', strange).stdout).not.toContain('stand in the training');
  });

  test('a file that is not in UTF-8 is named with its line; rows without a label are counted', () => {
    const path = join(folder, 'gb18030.jsonl');
    const line = Buffer.from('{"text":"x","label":"A"}\n');
    writeFileSync(path, Buffer.concat([line, Buffer.from([0x7b, 0x22, 0xbb, 0xa7, 0xbf, 0xda, 0x22, 0x7d])]));
    const read = run('train', path);
    expect([read.status, read.stderr]).toEqual([1, `${path}:2 is not in UTF-8\n`]);
    const some = fileOf('some.jsonl', [...invented(2), { text: '一' }, { text: '二', label: null }]);
    expect(run('train', some).stdout).toContain(`${some}: left out 2 of 10 rows, first in line 9: no label`);
    const nowhere = run('train', some, '--out', join(folder, 'no-such', 'model'));
    expect([nowhere.status, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(/model cannot be written \(ENOENT\)\n$/),
    ]);
  });

  test('repeats: pairs and texts that cannot be compared are left out and counted, none left is an error', () => {
    const texts = invented(2).map(({ text }, at) => ({ id: `t${at}`, text }));
    const file = fileOf('odd-texts.jsonl', [...texts, { text: '无编号' }, { id: 't1', text: '另一件' }]);
    const same = (a?: string, b?: string, label = 'same') => ({ a, b, label });
    const odd = [same('t0', 'gone'), same('t0'), same(undefined, 't0'), same('t0', 't1', 'alike'), same('t2', 't2')];
    const some = run('evaluate-repeats', '--texts', file, '--pairs', fileOf('odd.jsonl', [...odd, same('t2', 't3')]));
    expect(some.status).toBe(0);
    for (const told of [
      'left out 1 of 10 rows, first in line 9: no id',
      'left out 1 of 10 rows, first in line 10: an id that a row before it has',
      'left out 1 of 6 rows, first in line 1: b names no text',
      'left out 1 of 6 rows, first in line 2: no b',
      'left out 1 of 6 rows, first in line 3: no a',
      'left out 1 of 6 rows, first in line 4: a label other than same and different',
      'left out 1 of 6 rows, first in line 5: a and b are one text',
      '8 texts, 2 with a partner, 1 labelled pairs',
    ])
      expect(some.stdout).toContain(told);
    const ended = (texts: string, pairs: string) => {
      const { status, stderr } = run('evaluate-repeats', '--texts', texts, '--pairs', pairs);
      return [status, stderr];
    };
    const pairs = fileOf('only-odd.jsonl', odd);
    expect(ended(file, pairs)).toEqual([
      1,
      `${pairs} has no labelled pair of two texts (5 rows): b names no text, line 1\n`,
    ]);
    const different = fileOf('different.jsonl', [same('t0', 't1', 'different')]);
    expect(ended(file, different)).toEqual([1, `${different} has no pair with the label same (1 rows)\n`]);
    const [none, empty] = [fileOf('none.jsonl', []), fileOf('no-words.jsonl', [{ id: 't0' }])];
    expect(ended(none, pairs)).toEqual([1, `${none} has no text with an id (0 rows)\n`]);
    expect(ended(empty, pairs)).toEqual([1, `${empty} has no text with an id (1 rows): no text, line 1\n`]);
    expect(run('evaluate-repeats', file, pairs)).toMatchObject({ status: 1, stderr: expect.stringContaining('Usage') });
  });

  test('places: one file, with areas', () => {
    const file = fileOf('area.jsonl', [{ text: '西岭县没有路灯', area: '西岭县' }, { text: '天黑' }]);
    expect(run('evaluate-places', file).stdout).toContain('left out 1 of 2 rows, first in line 2: no area');
    expect(run('evaluate-places', file, held)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('test.jsonl: one file at a time'),
    });
    const bare = fileOf('bare.jsonl', [{ area: '西岭县' }]);
    expect(run('evaluate-places', bare).stderr).toBe(`${bare} has no text with a place (1 rows): no text, line 1\n`);
    expect(run('evaluate-places', held)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no text with a place (30 rows): no area, line 1'),
    });
  });

  test('a file that is not there is named', () => {
    expect(run('evaluate-routing', '--train', train, '--test', join(folder, 'missing.jsonl'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('missing.jsonl cannot be read'),
    });
    const texts = fileOf('one-text.jsonl', [{ id: 't0', text: '路灯不亮' }]);
    expect(run('evaluate-repeats', '--texts', texts, '--pairs', join(folder, 'missing.jsonl'))).toEqual({
      status: 1,
      stdout: '',
      stderr: `${join(folder, 'missing.jsonl')} cannot be read (ENOENT)\n`,
    });
  });
});

test('spellings of one unit are merged, units of one kind under two organs are not', () => {
  const merge = mergeSpellings(['执法队', '执法队(甲街道)', '窗口(甲街道)', '窗口(乙街道)', '窗口']);
  expect(merge('执法队(甲街道)')).toBe('执法队');
  expect(merge('窗口(甲街道)')).toBe('窗口(甲街道)');
});
