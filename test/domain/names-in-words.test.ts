import { expect, test } from 'vitest';
import { namesIn } from '../../shared/domain/names-in-words.ts';

test.each([
  ['贾仁义', ['贾仁义']],
  ['裘千仞', ['裘千仞']],
  ['贾仁义、欧阳明日', ['贾仁义', '欧阳明日']],
  ['辅警贾仁义态度恶劣', ['贾仁']],
  ['柳桥所贾仁义所长和王強警官', ['贾仁义', '王强']],
  ['民警态度恶劣,张口就骂人', []],
  ['柳桥派出所的工作人员', []],
  ['派出所', []],
  ['民警', []],
  ['没有', []],
  ['不清楚', []],
  ['出警民警', []],
  ['派出所领导严重不作为', []],
  ['柳桥所所长常年不在岗,民警向我要钱', []],
  ['民警严明峰', ['严明']],
  ['', []],
])('[P-03] whom the words about the accused name: %s', (words, names) => {
  expect(namesIn(words)).toEqual(names);
});
