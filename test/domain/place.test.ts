import { describe, expect, test } from 'vitest';
import { findPlace, findUnitsNamed } from '../../shared/domain/place.ts';
import { normaliseText } from '../../shared/domain/text-normalise.ts';
import { demoTree } from './demo-bureau.ts';

describe('[A-19] place where the matter arose', () => {
  const tree = demoTree();

  test('the stated place goes before the text, else the first named', () => {
    expect(findPlace(tree, '柳桥街道', '在望江路被打')).toMatchObject({ units: ['donghu-liuqiao'], from: 'GIVEN' });
    expect(findPlace(tree, undefined, '在望江路被打,逃到焙香路')).toMatchObject({
      units: ['donghu-wangjiang'],
      from: 'TEXT',
    });
    expect(findPlace(tree, '某地', '在望江路被打')?.units).toEqual(['donghu-wangjiang']);
  });

  test('a narrower place inside the first one refines it', () => {
    expect(findPlace(tree, '东湖区', '在铁匠巷')).toMatchObject({
      units: ['donghu-qingshi'],
      words: ['东湖区', '铁匠巷'],
    });
    expect(findPlace(tree, '西岭区', '在铁匠巷')?.units).toEqual(['xiling']);
  });

  test('the name of a unit is no mention of the place inside it', () => {
    expect(findPlace(tree, undefined, '云泽市公安局的人来过')).toBeUndefined();
    expect(findPlace(tree, undefined, '云泽市公安局的人到枕河街来过')?.units).toEqual(['donghu-liuqiao']);
  });

  test.each([
    '我户籍西岭区松岭镇',
    '我家在西岭区松岭镇',
    '我租住西岭区松岭镇',
    '暂住松岭镇',
    '居住地:松岭镇',
    '身份证地址:西岭区松岭镇',
    '联系地址:松岭镇',
    '丈夫原籍松岭镇',
  ])('where somebody lives is not where it happened: %s', (home) => {
    expect(findPlace(tree, undefined, normaliseText(`${home},在柳桥路被打`))).toMatchObject({
      units: ['donghu-liuqiao'],
      from: 'TEXT',
    });
  });

  test('where the writer lives is only a last hint', () => {
    expect(findPlace(tree, undefined, '我家住茶园社区,在望江路被抢')).toMatchObject({
      units: ['donghu-wangjiang'],
      from: 'TEXT',
    });
    expect(findPlace(tree, undefined, '我家住茶园社区,楼下吵闹')).toMatchObject({
      units: ['xiling-chayuan'],
      from: 'HOME',
    });
  });

  test('units by name and alias, the most named first', () => {
    const found = findUnitsNamed(tree, '松岭派出所推给柳桥派出所,柳桥派出所又推回来');
    expect(found.map((named) => [named.unit, named.times])).toEqual([
      ['donghu-liuqiao', 2],
      ['xiling-songling', 1],
    ]);
  });

  test('a text of nothing but names is read in one pass', () => {
    const text = '柳桥派出所柳桥路家住水井巷'.repeat(7_700);
    expect(findPlace(tree, undefined, text)).toMatchObject({ units: ['donghu-liuqiao'], from: 'TEXT' });
  });
});
