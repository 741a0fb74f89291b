import { describe, expect, test } from 'vitest';
import { lintCommand, lintWording } from '../../shared/domain/wording.ts';

/** The words are put together here, so that no source file but the list itself holds them (P-05). */
const CLINGS = `缠${'访'}`;
const WATCHED = `重点${'人员'}`;

describe('[P-05] [N-11] words that label people are warned of', () => {
  test('[N-11] each is named with its place and with another way to say it', () => {
    expect(lintWording(`该人多次${CLINGS},系${WATCHED}。`)).toEqual([
      { word: CLINGS, at: 4, zh: expect.stringContaining('具体言行'), en: expect.stringContaining('do not label') },
      {
        word: WATCHED,
        at: 8,
        zh: expect.stringContaining('不对人分类'),
        en: expect.stringContaining('not classified'),
      },
    ]);
  });

  test('a longer word is named once, not by its parts; the same word as often as it stands', () => {
    expect(lintWording(`无理${CLINGS}`).map(({ word }) => word)).toEqual([`无理${CLINGS}`]);
    expect(lintWording(`${CLINGS}闹访`)).toHaveLength(1);
    expect(lintWording('刁民刁民').map(({ at }) => at)).toEqual([0, 2]);
  });

  test('spaces, line breaks and signs that cannot be seen do not hide it', () => {
    for (const between of [' ', '\n', '\u200b', '\u3000'])
      expect(lintWording(`属于刁${between}民`)).toMatchObject([{ word: '刁民', at: 2 }]);
  });

  test('ordinary language of the work is left alone', () => {
    for (const text of [
      '信访人要求书面答复,已约定回访时间。',
      '重点核查当晚的出警记录,控制现场后取证。',
      '申诉请求没有法律依据,理由已逐条说明。',
      '',
    ])
      expect(lintWording(text)).toEqual([]);
  });

  test('in a command: every text of the organ with its field, the petitioner’s own words never', () => {
    const opinion = {
      facts: `信访人${CLINGS}`,
      legalBasis: '条例',
      items: [{ item: 1, outcome: 'REJECT', answer: '属无理取闹' }],
    };
    expect(lintCommand({ type: 'DRAFT_OPINION', opinion } as never).map(({ field, word }) => [field, word])).toEqual([
      ['/opinion/facts', CLINGS],
      ['/opinion/items/0/answer', '无理取闹'],
    ]);
    const heard = {
      type: 'HEAR_STATEMENT',
      at: '2026-08-04T08:30+08:00',
      statement: '民警骂我刁民',
      present: ['朱警官'],
    };
    expect(lintCommand(heard)).toEqual([]);
    expect(lintCommand({ type: 'CIRCULATE', to: ['head-ma'], note: '又是那个刁民' } as never)).toMatchObject([
      { field: '/note', word: '刁民', at: 4 },
    ]);
  });
});
