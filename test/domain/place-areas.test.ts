import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import data from '../../services/routing/areas-data.json' with { type: 'json' };
import { areaTable, findAreas, findElsewhere } from '../../shared/domain/place-areas.ts';
import { proposeRoute } from '../../shared/domain/routing.ts';
import { normaliseText } from '../../shared/domain/text-normalise.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoTree, u } from './demo-bureau.ts';

const table = areaTable(inflateRawSync(Buffer.from(data.deflated, 'base64')).toString('utf8'));
const codes = (text: string): string[] => findAreas(table, normaliseText(text)).map(({ code }) => code);

describe('[A-19] areas of GB/T 2260', () => {
  test('by full name; of a run the narrowest', () => {
    expect(codes('在义乌市被人打了')).toEqual(['330782']);
    expect(codes('浙江省金华市义乌市稠江街道')).toEqual(['330782']);
    expect(codes('浙江义乌')).toEqual(['330782']);
  });

  test('a name of several areas counts only after one they lie in', () => {
    expect(codes('在鼓楼区报警')).toEqual([]);
    expect(codes('江苏省南京市鼓楼区')).toEqual(['320106']);
    expect(codes('河南省开封市鼓楼区')).toEqual(['410204']);
  });

  test('a short form by itself is a word like any other', () => {
    expect(codes('朝阳升起,大同小异')).toEqual([]);
    expect(codes('北京市朝阳')).toEqual(['110105']);
    expect(codes('在成都路口')).toEqual([]);
  });

  test('said alone, as in the field for the place, it is the area that bears it, if only one does', () => {
    expect(codes('成都')).toEqual(['510100']);
    expect(codes('朝阳')).toEqual([]);
    expect(findElsewhere(table, demoTree(), '成都', '报警没人来')?.name).toBe('成都市');
    expect(findElsewhere(table, demoTree(), '成都路12号', '报警没人来')).toBeUndefined();
  });

  test('streets and houses that bear a name, and where somebody comes from, are no places', () => {
    for (const text of [
      '在上海路被打',
      '北京东路报警',
      '住北京饭店',
      '重庆火锅店',
      '江西人打人',
      '浙江籍男子',
      '南昌市人',
    ])
      expect(codes(text), text).toEqual([]);
    expect(codes('送到浙江人民医院')).toEqual(['330000']);
    for (const place of ['义乌市人才市场', '义乌市人行道上']) expect(codes(place)).toEqual(['330782']);
  });

  test('autonomous areas as people call them, codes as forms have them, and no word of many villages', () => {
    expect(['恩施州', '凉山', '延边朝鲜族自治州', '330106'].map((name) => codes(name))).toEqual([
      ['422800'],
      ['513400'],
      ['222400'],
      ['330106'],
    ]);
    expect(codes('青海海南州')).toEqual(['632500']);
    expect([codes('海南'), codes('河南'), codes('太平'), codes('平安')]).toEqual([['460000'], ['410000'], [], []]);
    expect(codes('河北雄安新区')).toEqual(['130000']);
    expect(codes('电话330106')).toEqual([]);
  });

  test('traditional and full-width spellings', () => {
    expect(codes('廣東省廣州市')).toEqual(['440100']);
    expect(['瀋陽市', '武漢市', '遼寧省', '贛州市'].map((name) => codes(name))).toEqual([
      ['210100'],
      ['420100'],
      ['210000'],
      ['360700'],
    ]);
  });

  test('a text of nothing but names is read in one pass', () => {
    expect(codes('浙江省金华市义乌市'.repeat(10_000)).length).toBe(10_000);
    const [named] = findAreas(table, `金华市${'义乌市东阳市'.repeat(10_000)}`);
    expect(named?.run.map(({ name }) => name)).toEqual(['金华市', '义乌市']);
  });
});

describe('a matter that arose elsewhere', () => {
  const tree = demoTree();
  const propose = (narrative: string, place?: string) =>
    proposeRoute(
      {
        narrative,
        ...(place === undefined ? {} : { place }),
        accused: { units: [], officers: [] },
        receivedBy: u('yunze-xinfang'),
        channel: 'ONLINE',
      },
      tree,
      undefined,
      table,
    );

  test('a duty that is still owed elsewhere waits for a person, too; a crime report alone is taken', () => {
    expect(propose('在义乌市报警,那伙人现在还在门口,派出所一直没来').action).toBe('PERSON');
    expect(propose('在义乌市被骗了八万').action).toBe('CHANNEL');
  });

  test('waits for a person with the reason, whoever lives where', () => {
    const proposal = propose('在义乌市报警一个小时没人来');
    expect(proposal.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
    expect(proposal.action).toBe('PERSON');
    expect(findElsewhere(table, tree, undefined, '我住在义乌市')).toBeUndefined();
    expect(findElsewhere(table, tree, '义乌市', '')?.code).toBe('330782');
  });

  test.each([
    '在深圳打工时手机被偷,深圳的派出所不立案',
    '杭州的民警说不归他们管,不立案',
    '我的卡被成都警方冻结,请解冻',
    '东莞公安局冻结我的账户,请解冻',
  ])('a city is called by its short name where its police are spoken of (条例23): %s', (text) => {
    const proposal = propose(text);
    expect(proposal.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
    expect(proposal.action).toBe('PERSON');
  });

  test('but not where it may be a person, a street, a station or a place of ours', () => {
    for (const text of ['深圳派出所不立案', '朝阳的派出所不立案', '成都路的派出所不立案', '深圳人打我,派出所不立案'])
      expect(
        propose(text).reasons.map(({ rule }) => rule),
        text,
      ).not.toContain('ELSEWHERE');
    const bureau = structuredClone(tree.bureau) as unknown as { units: { name: string }[] };
    for (const unit of bureau.units) unit.name = unit.name.replace('柳桥派出所', '安康派出所');
    expect(findElsewhere(table, treeOf(bureau as never), undefined, '安康的派出所不立案')).toBeUndefined();
    expect(findElsewhere(table, tree, undefined, '安康的派出所不立案')?.code).toBe('610900');
  });

  test('a procedure of elsewhere is not proposed here; a report of a crime is taken wherever it happened', () => {
    const frozen = propose('银行卡被浙江省杭州市公安局冻结,请解冻');
    expect(frozen.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
    expect(frozen.action).toBe('PERSON');
    expect(propose('我要报案,昨天在义乌市被人抢劫')).toMatchObject({ action: 'CHANNEL', route: 'DUTY' });
  });

  test.each([
    '江西省南昌市东湖区柳桥路',
    '南昌市东湖区',
    '杭州市柳桥路',
    '朝阳区',
    '恩施州',
    '330106',
    '江苏省徐州市',
    '北京市柳桥路',
    '江西省南昌市青山湖区京东镇柳桥路',
  ])('a place or unit of the same name in another city is not ours: %s', (place) => {
    const proposal = propose('在柳桥派出所报警一个小时没人来', place);
    expect(proposal.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
    expect(proposal).toMatchObject({ action: 'PERSON' });
    expect(proposal).not.toHaveProperty('unit');
    expect(proposal.reasons.map(({ rule }) => rule)).not.toContain('PLACE');
  });

  test('so it is in the text, where the other city stands right before it', () => {
    expect(propose('在杭州市柳桥路报警一个小时没人来').action).toBe('PERSON');
    expect(propose('在南昌市柳桥派出所报警一个小时没人来').action).toBe('PERSON');
    for (const told of [
      '我从杭州市来,在柳桥路报警一个小时没人来',
      '在柳桥路被南京市的司机撞了,报警一个小时没人来',
      '在柳桥派出所报警一个小时没人来,打我的人是南昌市人',
      '在柳桥路报警一个小时没人来,后送南昌市第一医院治疗',
      '家住江西省南昌市东湖区,在柳桥路报警一个小时没人来',
    ])
      expect(propose(told), told).toMatchObject({ unit: 'donghu-liuqiao' });
    for (const place of [
      '四川',
      '江西省',
      '上海路',
      '重庆火锅店',
      '北京华联超市',
      '上海大众4S店',
      '城区',
      '老城区柳桥路',
    ])
      expect(propose('在柳桥派出所报警一个小时没人来', place), place).toMatchObject({ unit: 'donghu-liuqiao' });
    expect(propose('报警一个小时没人来', '柳桥路杭州市小吃店')).toMatchObject({ unit: 'donghu-liuqiao' });
  });

  test('what the bureau lies in is not elsewhere, named by its code or not', () => {
    expect(propose('报警一个小时没人来', '浙江省云泽市东湖区柳桥路')).toMatchObject({ unit: 'donghu-liuqiao' });
    const bureau = structuredClone(tree.bureau) as unknown as { units: { id: string; name: string }[] };
    for (const unit of bureau.units) unit.name = unit.name.replace('云泽市', '义乌市');
    const yiwu = treeOf(bureau as never);
    expect(findElsewhere(table, yiwu, '浙江省金华市义乌市柳桥路', '', ['柳桥路'])).toBeUndefined();
    expect(findElsewhere(table, yiwu, '浙江省金华市', '')).toBeUndefined();
    expect(findElsewhere(table, yiwu, '浙江省杭州市柳桥路', '', ['柳桥路'])?.code).toBe('330100');
    // A county beside it is another one's.
    bureau.units.push({ ...(bureau.units[0] as { name: string }), id: 'sheng', name: '浙江省公安厅' });
    const below = treeOf({ ...bureau, units: [...bureau.units] } as never);
    expect(findElsewhere(table, below, '宁波市', '')?.code).toBe('330200');
    for (const place of ['东阳市', '浙江省金华市东阳市', '金华市婺城区'])
      expect(findElsewhere(table, yiwu, place, ''), place).toBeDefined();
  });

  test('a place of the bureau that is named as well goes first', () => {
    expect(propose('我老家义乌市,在望江路报警一个小时没人来')).toMatchObject({ unit: 'donghu-wangjiang' });
  });
});
