import { describe, expect, test, vi } from 'vitest';
import { BRANCHES } from '../../shared/domain/bureau.ts';
import { STATUTORY_ROUTES } from '../../shared/domain/route-names.ts';
import { CATEGORIES, CATEGORY_CODES, categoryOf, isCategoryCode, rootCauseOf } from '../../shared/domain/taxonomy.ts';
import { ROOT_CAUSES } from '../../shared/domain/taxonomy-data.ts';
import { compileWords, normaliseText, scanWords } from '../../shared/domain/text-normalise.ts';

describe('taxonomy', () => {
  test('[A-18] every code stands once and has owners that exist', () => {
    expect(new Set(CATEGORY_CODES).size).toBe(CATEGORY_CODES.length);
    for (const row of CATEGORIES) for (const owner of row.owners) expect(BRANCHES).toContain(owner);
  });

  test('[A-26] X categories and only they are redirected, none has a branch of Art. 31', () => {
    for (const row of CATEGORIES) {
      expect(row.redirect === true, row.code).toBe(row.code.startsWith('X.'));
      expect(row.police, row.code).toBe(!row.code.startsWith('X.'));
      if (row.redirect) expect(row.article).toBeUndefined();
    }
  });

  test('statutory categories carry branch and route of spec §5.2', () => {
    expect(categoryOf('CRIM.NOFILE')).toMatchObject({ article: '31(1)', route: 'CRIM_RECON' });
    expect(categoryOf('APPRAISAL.INJURY')).toMatchObject({ article: '31(4)', route: 'REAPPRAISAL' });
    expect(categoryOf('TRAFFIC.ACCIDENT')).toMatchObject({ article: '31(4)', route: 'TRAFFIC_REVIEW' });
    expect(categoryOf('ADMIN.NOFILE')).toMatchObject({ article: '31(5)', route: 'DUTY' });
    for (const row of CATEGORIES) if (row.route) expect(STATUTORY_ROUTES).toHaveProperty(row.route);
    for (const row of CATEGORIES) if (row.route) expect(row.article, row.code).not.toBe('31(6)');
  });

  test('a code from outside is checked', () => {
    expect(categoryOf('NO.SUCH')).toBeUndefined();
    expect(isCategoryCode('X.ENV')).toBe(true);
    expect(isCategoryCode('x.env')).toBe(false);
    expect(rootCauseOf('RC.PURSUIT')?.family).toBe('QUALITY');
    expect(ROOT_CAUSES).toHaveLength(17);
  });
});

describe('text as the rules compare it', () => {
  test('width, invisible characters, case and traditional characters make no difference', () => {
    expect(normaliseText('１１０ 派​出‍所\u{E0101}')).toBe('110派出所');
    expect(normaliseText('報警後沒來,身份證遺失 ABC')).toBe('报警后没来,身份证遗失abc');
  });

  test('marks without end never reach NFKC, which sorts them in quadratic time; those of a script stay', () => {
    const sorted = vi.spyOn(String.prototype, 'normalize');
    for (const marks of ['\u0301\u0323', '\uFF9E\u0301', '\u0301'])
      expect(normaliseText(`请${marks.repeat(50_000)}处理`).length).toBeLessThanOrEqual(11);
    const given = sorted.mock.contexts.map((text) => `${text}`.length);
    sorted.mockRestore();
    expect(Math.max(...given)).toBeLessThanOrEqual(11);
    expect(normaliseText('Nguye\u0302\u0303n Việt กำนี้ ガ')).toBe('nguyễnviệtกํานี้ガ');
  });

  test('the longest word wins and hides what lies inside it', () => {
    const lexicon = compileWords([
      ['跳楼', 1] as const,
      ['跳楼价', 0] as const,
      ['楼', 3] as const,
      ['出售', 2] as const,
    ]);
    expect(scanWords(lexicon, '跳楼价出售').map((hit) => hit.values[0])).toEqual([0, 2]);
    expect(scanWords(lexicon, '要跳楼').map((hit) => hit.word)).toEqual(['跳楼']);
  });
});
