import { describe, expect, test } from 'vitest';
import { trainModel } from '../../shared/domain/learning/train-model.ts';
import { matchedAutoRule, proposeRoute, type RouteInput } from '../../shared/domain/routing.ts';
import type { Learnt } from '../../shared/domain/routing-learnt.ts';
import { demoBureau, demoTree, o, u } from './demo-bureau.ts';

const tree = demoTree();
const NOBODY = { units: [], officers: [] };
const propose = (text: string | Partial<RouteInput>, learnt?: Learnt) =>
  proposeRoute(
    {
      accused: NOBODY,
      receivedBy: u('donghu-xinfang'),
      channel: 'ONLINE',
      ...(typeof text === 'string' ? { narrative: text } : text),
    },
    tree,
    learnt,
  );
const rulesOf = (text: string | Partial<RouteInput>) => propose(text).reasons.map(({ rule }) => rule);
const every = (category: Parameters<typeof matchedAutoRule>[1]['category']) => ({
  ...demoBureau(),
  rules: [{ id: 'r1', category, switchedOnBy: o('chief-sun'), switchedOnAt: '2026-01-05' as const }],
});

describe('1 danger to life (条例25)', () => {
  test.each([
    '再不给我办户口我就在局门口自焚',
    '身上绑了炸药包',
    '我手里有雷管,准备去局里',
    'TNT我已经买好了',
    '我去卧轨',
    '我只好一死了之',
    '我要炸掉派出所',
    '我已经绝食三天',
    '我买了汽油,明天去分局',
    '我儿子在派出所里死了,身上全是伤',
    '我父亲在看守所猝死',
    '他往我家门上倒了汽油要点火',
    '儿子手里握着菜刀不让人靠近',
    '我从办公楼顶往下跳',
    '不想再活,药已经买好了',
    '再不解决我没法活',
    '我只能以死谢罪',
    '我准备了一把菜刀,明天去找他算账',
    '被望江派出所带走后人就没了,尸体有伤',
  ])('is seen: %s', (text) => {
    const proposal = propose(text);
    expect(proposal.urgent).toBe(true);
    expect(matchedAutoRule(every(proposal.category), { ...proposal, confidence: 1 })).toBeUndefined();
  });

  test.each([
    '自·杀',
    '自/杀',
    '自,杀',
    '自<br>杀',
    '自&nbsp;杀',
    '跳*楼',
    '跳😀楼',
    '自\u0301杀',
    '自\u2800杀',
  ])('whatever stands between the letters: %s', (text) => expect(propose(`我想${text}`).urgent).toBe(true));

  test.each([
    '加油站卖的汽油掺水',
    '感谢民警救命之恩',
    '商家跳楼价卖假货',
    '厨房里的菜刀不见了',
    '他们私自焚烧秸秆',
    '来自残疾人家庭',
    '请领导亲自尽快答复',
    '所以死者家属要求说明',
    '我拼命工作攒钱',
    '小区里没法活动',
    '手持测速枪拍我超速',
    '我要申请刀具店备案',
    '我买了刀郎演唱会门票',
    '打算在村里开农药店',
    '在派出所办理父亲死亡注销户口',
    '我在家。暴雨把路冲坏了',
    '钥匙锁在家里了',
  ])('is none: %s', (text) => expect(propose(text).urgent).toBe(false));
});

describe('[P-03] 2 an accusation is known by its words, wherever the form has them', () => {
  test.each([
    { request: '请处理柳桥派出所所长', facts: '收受红包三万元,给赌场通风报信' },
    { gist: '反映柳桥派出所民警', facts: '他收了对方三万块钱,把人放了' },
    { accused: { units: [u('donghu-liuqiao')], officers: [] }, facts: '收了我两万元红包,事情也不办' },
    { accused: { ...NOBODY, text: '民警刘岸青' }, facts: '收了我两万元红包,事情也不办' },
    { narrative: '户籍民警倒卖户口,落户一个五万' },
    { narrative: '办案民警暗示我表示表示' },
    { narrative: '民警踹了我两脚' },
    { narrative: '民警敲诈我五千元' },
    { narrative: '派出所收保护费' },
    { narrative: '派出所跟开赌场的分成,举报了没用' },
    { narrative: '治安大队的人敲诈勒索老板' },
    { narrative: '公安局有人贪污办案经费' },
    { narrative: '办案民警张某某多次向我索要钱财' },
    { narrative: '民警包庇打人的' },
    { narrative: '派出所所长王某,勾结黑社会' },
    { narrative: '民警以办案为由索要好处' },
    { narrative: '派出所要钱才给立案' },
    { narrative: '我送礼给所长' },
    { narrative: '⺠警和所⻓收受红包' },
  ])('%j', (form) => expect(propose(form)).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION' }));

  test.each([
    [{ narrative: '我被骗转账给对方八万元,望江派出所不予立案' }, 'CRIM.NOFILE'],
    [{ narrative: '入股协议被合伙人骗,公安不立案' }, 'CRIM.NOFILE'],
    [
      { accused: { units: [u('donghu-liuqiao')], officers: [] }, facts: '对方敲诈勒索我五万元,派出所不予立案' },
      'CRIM.NOFILE',
    ],
    [{ narrative: '对方说他是公安局民警,让我转账到安全账户,被骗八万' }, 'FRAUD'],
    [{ narrative: '骗子假扮民警收了我三万元' }, 'FRAUD'],
    [{ narrative: '有人在群里明码标价卖公民身份证,请公安查处' }, 'CRIM.REPORT'],
    [
      { accused: { units: [u('donghu-xingzhen')], officers: [] }, facts: '骗子把我的钱中饱私囊,一直没破案' },
      'CRIM.UNSOLVED',
    ],
    [{ narrative: '社区说是公安局负责居住证,派出所又说不归他们管' }, 'CONDUCT.SHIRK'],
    [{ narrative: '派出所民警拒收红包,特此表扬' }, 'SERVICE.THANKS'],
    [{ narrative: '报警后派出所说对方不构成敲诈勒索,不立案' }, 'CRIM.NOFILE'],
    [{ narrative: '派出所以敲诈勒索证据不足不立案' }, 'CRIM.NOFILE'],
    [{ narrative: '希望派出所严查混混敲诈勒索' }, 'CRIM.REPORT'],
    [{ narrative: '派出所调解时对方索要五万' }, 'ADMIN.MEDIATION'],
    [{ narrative: '感谢民警抓了敲诈我的人' }, 'SERVICE.THANKS'],
  ] as const)('is none: %j', (form, category) => {
    const proposal = propose(form);
    expect(proposal.action).not.toBe('SEAL');
    expect(proposal.category).toBe(category);
  });

  test.each([
    '我儿子在柳桥路,辅警把他打了',
    '派出所不管混混收保护费',
    '民·警收·了红·包三万元',
  ])('[P-07] may be one, and waits for a person: %s', (text) => {
    const proposal = propose(text);
    const seen = proposal.action === 'SEAL' || proposal.reasons.some(({ rule }) => rule === 'MAY_ACCUSE');
    expect(seen).toBe(true);
    const sure = { ...proposal, action: 'ACCEPT' as const, unit: u('donghu'), confidence: 0.99, urgent: false };
    if (proposal.action !== 'SEAL') expect(matchedAutoRule(every(proposal.category), sure)).toBeUndefined();
  });
});

describe('4 a machine sends nobody elsewhere', () => {
  test.each([
    '柳桥派出所民警带人强拆我家,征地补偿没给',
    '因征地拆迁,派出所把我拘留五天',
    '民警从火车站截回来关在宾馆三天,因为举报化工厂污染',
    '法院判决离婚,派出所不给分户',
    '行政拘留我五日,行政复议维持,法院一审判我败诉',
  ])('who speaks of what the police did: %s', (text) => {
    expect(propose(text).action).toBe('PERSON');
    expect(rulesOf(text)).toContain('POLICE_ACTED');
  });

  test('nor who complains of a unit of ours in the form', () => {
    const form = { facts: '征地补偿没给,安置房也没给' };
    expect(propose(form).action).toBe('REDIRECT');
    expect(propose({ ...form, accused: { units: [u('donghu-liuqiao')], officers: [] } }).action).toBe('PERSON');
  });

  test.each([
    '夜市被人打了一顿,头破血流',
    '地铁上手机被人扒了',
    '公交车上有个男的对我动手动脚',
    '为了离婚,老公把我打得住院',
    '包工头拖欠工资,去要工资被他叫人打伤',
    '养老院护工打老人',
  ])('who was beaten or robbed, wherever it was: %s', (text) => {
    expect(propose(text).action).toBe('PERSON');
    expect(rulesOf(text)).toContain('MAY_BE_CRIME');
  });

  test('an accident at work or an operation is for whom it was', () => {
    expect(propose('工伤骨折,老板不赔')).toMatchObject({ action: 'REDIRECT', category: 'X.LABOR' });
    expect(propose('医院里医生动手术乱收费').action).toBe('REDIRECT');
  });

  test('a wage debtor who hid is reported (刑法276-1)', () => {
    expect(propose('包工头欠我们工资,人躲到外地手机打不通')).toMatchObject({ purpose: 'CRIME_REPORT' });
  });
});

describe('5 a procedure that was used is not proposed again', () => {
  test('after the reconsideration the court is open (行政诉讼法45)', () => {
    expect(propose('拘留五日太重,不服')).toMatchObject({ action: 'CHANNEL', route: 'ADMIN_RECON' });
    expect(propose('不服行政复议决定书,拘留五日太重')).toMatchObject({ action: 'CHANNEL', route: 'ADMIN_SUIT' });
  });

  test('after the review of an accident a person looks', () => {
    expect(propose('事故认定不服')).toMatchObject({ action: 'CHANNEL', route: 'TRAFFIC_REVIEW' });
    expect(rulesOf('事故认定不服,已申请市交警支队复核,维持了')).toContain('STAGE_USED');
    expect(rulesOf('我对拘留五日不服已经申请复议,还没有出结果')).toContain('STAGE_USED');
  });

  test('whoever won in the reconsideration is not sent to court', () => {
    expect(propose('行政复议决定书撤销处罚,要求国家赔偿')).toMatchObject({ route: 'STATE_COMP' });
    expect(propose('复议决定撤销了拘留五日的处罚,不服').route).not.toBe('ADMIN_SUIT');
  });

  test('a stray word takes nobody’s opinion and sixty days away', () => {
    for (const text of ['当时我正在店里做饭', '现在还留着伤疤', '我天天来派出所问'])
      expect(propose(`报警一个小时没人来,${text}`)).toMatchObject({ article: '31(6)' });
    expect(propose('报警一个小时没人来,那伙人现在还在门口')).toMatchObject({ article: '31(5)' });
    expect(propose('身份证办理,领导批评教育不予理睬')).toMatchObject({ article: '31(6)' });
  });
});

test('a number is read whole: no 110 in a telephone number, a price or a size', () => {
  for (const text of [
    '我的电话13911012345,快递一直没来',
    '身份证号110101199001011234,快递一直没来',
    '他欠我1100元,等了半小时',
    '房子110平方米,物业半小时都没来',
  ])
    expect(propose(text).category).not.toBe('RESPONSE.SLOW');
  expect(propose('拨打110半小时才来人').category).toBe('RESPONSE.SLOW');
});

describe('8 thanks and suggestions', () => {
  test.each([
    '感谢柳桥派出所民警帮助,但交警大队扣我的车三个月不还',
    '谢谢警察同志,那个骗子还没有抓到,三年了',
    '感谢民警,我的诉求是查明我儿子死因',
    '希望增派警力巡逻,那伙人现在还堵在门口',
    '建议加强巡逻,我家被偷三次你们都没破',
  ])('hide no complaint: %s', (text) => {
    expect(propose(text).action).toBe('PERSON');
    expect(rulesOf(text)).toContain('THANKS_AND_MORE');
  });

  test('alone they take the simple path; an app of the police is no fraud', () => {
    for (const text of [
      '感谢柳桥派出所民警耐心热情',
      '感谢民警帮助,至今感动不已',
      '感谢民警查明真相还我清白',
      '感谢民警,被骗后及时止付',
      '建议增加警力夜间巡逻',
      '建议民警加强对诈骗案件的宣传',
    ])
      expect(propose(text).action).toBe('REPLY');
    for (const text of ['反诈APP强制安装,不合理', '96110天天骚扰我'])
      expect(propose(text).purpose).not.toBe('CRIME_REPORT');
  });
});

describe('[P-07] what was taught speaks of nothing else', () => {
  /** Taught by two categories alone, so that everything reads like one of them. */
  const TAUGHT = { HUKOU: '孩子落户材料交了两次窗口仍不受理', PERMIT: '养犬证年审材料交了两次窗口仍不受理' };
  const learnt: Learnt = {
    version: 'two',
    heard: new Set(['HUKOU', 'PERMIT']),
    category: trainModel(
      Object.entries(TAUGHT).flatMap(([label, text]) =>
        Array.from({ length: 40 }, (_, at) => ({
          label,
          text: `${text},我的情况是第${at}种,家里有人被拘留过,钱也不多`,
        })),
      ),
    ),
  };

  test.each([
    ['我的钱被骗了三万,家里材料交了两次', 'CRIME_REPORT'],
    ['家里进贼,被盗现金两万,我的情况是第3种', 'CRIME_REPORT'],
    ['他们知法犯法,材料交了两次窗口仍不受理', 'ACCUSATION'],
  ])('a crime and an accusation stay what the words say: %s', (text, purpose) => {
    expect(propose(text, learnt).purpose).toBe(purpose);
  });

  test('a matter that nobody taught it stays what the words say', () => {
    const text = '被派出所拘留五天不服,家里有人';
    expect(propose(text).category).toBe('ADMIN.PENALTY_SELF');
    expect(propose(text, learnt)).toMatchObject({ category: 'ADMIN.PENALTY_SELF', route: 'ADMIN_RECON' });
  });

  test('where no word of the rules agrees no rule acts on it, however sure it is', () => {
    const proposal = propose('材料交了两次窗口仍不受理,我的情况是第3种,孩子', learnt);
    expect(proposal.reasons.map(({ rule }) => rule)).toContain('LEARNT_ALONE');
    const sure = { ...proposal, action: 'ACCEPT' as const, unit: u('donghu'), confidence: 0.99 };
    expect(matchedAutoRule(every(proposal.category), sure)).toBeUndefined();
    expect(propose('孩子落户材料交了两次', learnt).reasons.map(({ rule }) => rule)).not.toContain('LEARNT_ALONE');
  });
});
