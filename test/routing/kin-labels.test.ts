import { describe, expect, test } from 'vitest';
import { kinOf, lendToMembers } from '../../shared/domain/learning/kin-labels.ts';
import { suggest } from '../../shared/domain/learning/linear-model.ts';
import { trainModel } from '../../shared/domain/learning/train-model.ts';

const LABELS = [
  '东湖分局交警大队',
  '东湖分局交警大队事故科',
  '东湖分局治安大队',
  '信访科',
  '西山分局柳桥所',
  '西山分局望江所',
  '车管所',
  '出入境支队',
].sort();

describe('units whose names begin alike are kin', () => {
  test('groups are the beginnings at which names part; what stands alone has none', () => {
    const { groups, groupsOf } = kinOf(LABELS);
    expect(groups).toEqual(['东湖分局', '东湖分局交警大队', '西山分局'].filter((one) => groups.includes(one)));
    expect(groups).toContain('西山分局');
    const of = (label: string) => (groupsOf[LABELS.indexOf(label)] ?? []).map((group) => groups[group]);
    expect(of('西山分局柳桥所')).toEqual(['西山分局']);
    expect(of('东湖分局交警大队事故科')).toContain('东湖分局交警大队');
    expect(of('车管所')).toEqual([]);
  });

  test('a beginning that most labels share groups nothing', () => {
    const labels = [
      '市局一科',
      '市局二科',
      '市局三科',
      '市局四科',
      '市局五科',
      '市局六科',
      '市局七科',
      '市局八科',
    ].sort();
    expect(kinOf(labels).groups).toEqual([]);
  });

  test('a label is lent a fifth of the mean of its groups', () => {
    const kin = { groups: ['甲', '甲乙'], groupsOf: [[0, 1], [0], []] };
    const all = [1, 2, 3, 10, 20].map((value) => Float64Array.of(value, -value));
    const lent = lendToMembers(all, kin);
    expect(lent.map(([first]) => first)).toEqual([1 + 0.2 * 15, 2 + 0.2 * 10, 3]);
    expect(lent[0]?.[1]).toBeCloseTo(-4);
  });

  test('what a unit was never asked, but its organ was, leads to it sooner than to a stranger', () => {
    const about = (label: string, texts: readonly string[]) => texts.map((text) => ({ label, text }));
    const samples = [
      ...about('东湖分局交警大队', ['路口红绿灯不亮了', '斑马线磨没了', '货车乱停在路口', '红绿灯时间太短']),
      ...about('东湖分局宣传科', ['警营开放日怎么报名', '想参观警史馆']),
      ...about('西山分局柳桥所', ['楼下夜里打架', '门锁被人撬了', '邻居半夜吵闹']),
      ...about('车管所', ['驾驶证怎么换', '车牌选号', '老年人换证']),
      ...about('出入境支队', ['护照过期', '港澳通行证续签', '签注多久']),
      ...about('禁毒支队', ['举报有人吸毒', '禁毒展览在哪']),
      ...about('户政科', ['迁户口', '身份证补办', '居住证']),
      ...about('信访科', ['上次的信没有答复', '信访件查询']),
    ];
    const places = suggest(trainModel(samples), { text: '红绿灯' }, 8).map(({ label }) => label);
    expect(places[0]).toBe('东湖分局交警大队');
    expect(places.indexOf('东湖分局宣传科')).toBeLessThanOrEqual(2);
  });
});
