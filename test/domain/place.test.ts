import { describe, expect, test } from 'vitest';
import { accusedNamed, officersNamed } from '../../shared/domain/accused-named.ts';
import { findPlace, findUnitsNamed } from '../../shared/domain/place.ts';
import { proposeRoute } from '../../shared/domain/routing.ts';
import { normaliseText } from '../../shared/domain/text-normalise.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau, demoTree, o, u } from './demo-bureau.ts';

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

  test.each([
    ['望江路与焙香路交界', 'donghu-wangjiang', ['xiling-chayuan']],
    ['望江路(住址),事发焙香路', 'xiling-chayuan', []],
    ['柳桥路,靠近水井巷', 'donghu-liuqiao', []],
    ['家住望江路', 'donghu-qingshi', []],
  ])('a stated place is read like the text, homes and other places in it as well: %s', (stated, unit, others) => {
    expect(findPlace(tree, stated, '在铁匠巷报的警')).toMatchObject({ units: [unit], others });
  });

  test.each([
    '对方是望江路的,案发地点:柳桥路',
    '望江路的人叫来一伙人,事发在东湖区柳桥路',
    '从望江路来的车,事故发生地柳桥路',
    '望江路开店的张某打人,出事地点是柳桥路',
  ])('what is called the place of the act goes first: %s', (text) => {
    expect(findPlace(tree, undefined, text)).toMatchObject({
      units: ['donghu-liuqiao'],
      others: ['donghu-wangjiang'],
    });
  });

  test.each([
    '我是柳桥社区居民',
    '我系望江花园的业主',
    '柳桥路一名住户',
    '本人望江路(住址)',
  ])('where somebody lives, said after the place, is not where it happened: %s', (home) => {
    expect(findPlace(tree, undefined, `${home},在焙香路被打`)).toMatchObject({
      units: ['xiling-chayuan'],
      from: 'TEXT',
      others: [],
    });
    expect(findPlace(tree, undefined, home)?.from).toBe('HOME');
  });

  test('a house of residents and a committee of owners are places like others', () => {
    for (const text of ['在柳桥路居民楼被打', '望江花园业主委员会换锁'])
      expect(findPlace(tree, undefined, text)?.from).toBe('TEXT');
  });

  test.each([
    '在新柳桥路被打',
    '东湖区柳桥街道,东柳桥路',
    '小柳桥路口',
  ])('a road with a longer name is another one: it is shown as a doubt and decides nothing: %s', (text) => {
    const found = findPlace(tree, undefined, text.replace('东湖区柳桥街道', '路口'));
    expect(found).toMatchObject({ units: [], from: 'HOME', others: ['donghu-liuqiao'] });
    expect(found?.words[0]).toMatch(/^.柳桥路$/u);
    const elsewhere = findPlace(tree, undefined, `${text},逃到焙香路`);
    expect(elsewhere?.others).not.toEqual([]);
  });

  test.each([
    ['望江路与焙香路交界', 'donghu-wangjiang', '焙香|茶园'],
    ['新柳桥路', undefined, '新柳桥路'],
  ])('what the stated place leaves open is shown to whoever decides: %s', (place, unit, words) => {
    const [accused, receivedBy] = [{ units: [], officers: [] }, u('donghu-xinfang')];
    const narrative = '夜里打架,报警后一个多小时民警才到现场';
    const proposal = proposeRoute({ narrative, place, accused, receivedBy, channel: 'ONLINE' }, tree);
    expect(proposal.reasons.find(({ rule }) => rule === 'SEVERAL_UNITS')?.words.join()).toMatch(new RegExp(words));
    if (unit) expect(proposal.unit).toBe(unit);
    else expect(proposal.unit).not.toBe('donghu-liuqiao');
  });

  test('beside what was stated, other places in the text are no doubt', () => {
    for (const text of ['在望江路工作', '从新望江路过来'])
      expect(findPlace(tree, '柳桥路', text)).toMatchObject({ units: ['donghu-liuqiao'], others: [] });
  });

  test('a word that ends before a road is no part of its name', () => {
    for (const text of ['昨天晚上柳桥路打架', '去柳桥路', '楼下柳桥路', '路上柳桥路口', '柳桥路北'])
      expect(findPlace(tree, undefined, text)?.units, text).toEqual(['donghu-liuqiao']);
  });

  test('所 is a station only where it is: 所在, 所有, 所属 and 所以 are other words; an accusation counts either way', () => {
    for (const text of ['柳桥所在的街道', '望江所属的小区', '青石所有村民', '柳桥所以前叫什么'])
      expect(findUnitsNamed(tree, text), text).toEqual([]);
    for (const text of [
      '柳桥所在出警时打人',
      '柳桥所属于推诿',
      '柳桥所有个民警',
      '柳桥所以警力不足为由',
      '柳桥派出所在忙',
    ])
      expect(findUnitsNamed(tree, text), text).toHaveLength(1);
    expect(accusedNamed('柳桥所有民警收钱,望江所在场的人', tree).units).toEqual(['donghu-liuqiao', 'donghu-wangjiang']);
  });

  test('of whom it complains a unit stands for itself alone where its superiors are named with it', () => {
    expect(accusedNamed('东湖分局柳桥派出所', tree).units).toEqual(['donghu-liuqiao']);
    expect(accusedNamed('东湖分局', tree).units).toEqual(['donghu']);
    expect(accusedNamed('东湖分局和松岭派出所', tree).units.toSorted()).toEqual(['donghu', 'xiling-songling']);
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

describe('[P-03] officers by name', () => {
  const bureau = demoBureau();
  const [first, second, ...officers] = bureau.officers;
  const tree = treeOf({
    ...bureau,
    officers: [
      { ...first!, id: o('ping'), name: '王平' },
      { ...second!, id: o('pingan'), name: '王平安' },
      ...officers,
    ],
  });
  const named = (text: string) => officersNamed(text, tree);

  test('a name inside the longer name of another officer is not his', () => {
    expect(named('王平安不接电话')).toEqual(['pingan']);
    expect(named('王平安和王平都在')).toEqual(['ping', 'pingan']);
  });

  test('whoever is complained of is bound, whatever follows the name', () => {
    for (const text of ['王平所长收钱', '王平警官', '民警王平打人', '王平,收了红包', '王平打了我', '找王平'])
      expect(named(text), text).toEqual(['ping']);
    // 安排 may begin inside the longer name: rather both.
    expect(named('王平安排人打我')).toEqual(['ping', 'pingan']);
  });
});
