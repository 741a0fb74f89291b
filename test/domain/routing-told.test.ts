import { describe, expect, test } from 'vitest';
import { matchedAutoRule, proposeRoute, type RouteInput } from '../../shared/domain/routing.ts';
import { demoBureau, demoTree, o, u } from './demo-bureau.ts';

const tree = demoTree();
const propose = (narrative: string, more: Partial<RouteInput> = {}) =>
  proposeRoute(
    {
      narrative,
      accused: { units: [], officers: [] },
      receivedBy: u('donghu-xinfang'),
      channel: 'ONLINE',
      ...more,
    },
    tree,
  );
const rulesOf = (text: string) => propose(text).reasons.map(({ rule }) => rule);
const isActedOn = (text: string): boolean => {
  const proposal = propose(text);
  const rules = [
    { id: 'r1', category: proposal.category, switchedOnBy: o('chief-sun'), switchedOnAt: '2026-01-05' as const },
  ];
  const sure = { ...proposal, unit: u('donghu'), confidence: 1 };
  return matchedAutoRule({ ...demoBureau(), rules }, sure) !== undefined;
};

describe('[§5.1] 1 danger to life, told in other words (条例25)', () => {
  test.each([
    '七岁的外孙在菜市场走丢,我们找了一下午',
    '小孩走失一夜了,望江派出所让我等',
    '女儿放学后一直联系不上,书包还在教室',
    '孙女到半夜还没回家',
    '老父亲阿尔茨海默,早上出门后走失',
    '我家男孩被拐走了',
    '老人有痴呆,昨晚失踪',
    '儿子离家出走三天',
    '小孩在河边玩,一转身不见了',
    '老人赶集时和家人走散',
  ])('[P-07] a child or a confused old person is missing, and no rule acts on it: %s', (text) => {
    expect(propose(text).urgent).toBe(true);
    expect(isActedOn(text)).toBe(false);
  });

  test.each([
    '孩子失踪两天,派出所不予立案',
    '孙子走丢了,刑警队说不立案',
    '女儿失联,报案后派出所不立案',
  ])('whoever is missing is searched for, not sent to a reconsideration: %s', (text) => {
    expect(propose(text)).toMatchObject({ urgent: true, action: 'PERSON' });
    expect(propose(text).route).toBeUndefined();
    expect(rulesOf(text)).toContain('MISSING_PERSON');
  });

  test.each([
    '包工头失联,工资没给',
    '孩子培训班的老板失联,学费不退',
    '孩子的父亲常年没回家,也不给抚养费',
    '儿子班上的老师联系不上',
    '我家的狗走丢了,孩子天天哭',
    '孩子的自行车不见了',
    '孙子的小猫不见了',
    '孙子的手机走丢了',
    '八岁女儿的户口没迁回来',
    '走失的狗陪了孩子八年',
  ])('nobody who is sought at once: %s', (text) => expect(propose(text).urgent).toBe(false));

  test('whoever thanks for having got him back asks for nothing; whoever still seeks does', () => {
    for (const text of ['望江派出所的李警官帮我找回走失的奶奶,感谢', '谢谢柳桥派出所民警,孩子走丢,你们平安找到了'])
      expect(propose(text), text).toMatchObject({ urgent: false, category: 'SERVICE.THANKS', action: 'REPLY' });
    expect(propose('谢谢民警,但我女儿走丢到现在还没找到').urgent).toBe(true);
    expect(propose('民警没有帮我找到走丢的孩子').urgent).toBe(true);
  });

  test.each([
    '被传销团伙关在城边的出租房,出不去',
    '表姐让前男友关在地下室,打电话来哭',
    '他们把我锁在仓库,不给饭吃',
    '隔壁有个男的正用斧头劈门',
    '那人拿锤子劈开门冲进来',
    '我妈吞了老鼠药',
    '丈夫拿了老鼠药,吃下去以后口吐白沫',
    '弟弟打来电话只说救我就断了',
    '快来人,他喊快救我',
    '江边有一双鞋,人不见了',
    '她把鞋脱在河边,坐在栏杆上',
    '我觉得活着没意思',
    '他把后事都交待好了,门也不开',
    '佢话要由十楼跳落去',
    'wo zhen de bu xiang huo le',
    'ta yao TIAO LOU',
    '老人绝望,三天水米不进',
  ])('is seen: %s', (text) => expect(propose(text).urgent).toBe(true));

  test.each([
    '我爸养的狗吃了老鼠药,口吐白沫',
    '邻居把狗关在地下室,天天叫',
    '老人撒的老鼠药,隔壁的狗吃了',
    '鞋厂在河边排污水',
    '父亲的后事没有钱办',
    '派出所把案卷锁在柜子里',
    '公司把货关在仓库',
  ])('is none: %s', (text) => expect(propose(text).urgent).toBe(false));

  test.each([
    '五年前我哥跳楼死了,至今没有结论',
    '前年她喝农药走了,请给我尸检报告',
    '2019年3月父亲上吊身亡,请查阅卷宗',
  ])('is over where somebody died long ago: %s', (text) => expect(propose(text).urgent).toBe(false));

  test.each([
    '去年我哥跳楼死了,我也想跳楼',
    '我爸昨天喝农药走了',
    '去年就说要跳楼死了算了,现在还这么说',
    '两年前就不想活,现在更不想活',
  ])('is not over where it goes on: %s', (text) => expect(propose(text).urgent).toBe(true));

  test('whoever contests that he is said to have beaten somebody is not harmed (行政复议法20)', () => {
    for (const text of [
      '拘留所放出来才看到处罚决定书写我殴打邻居,我不服',
      '处罚决定书认定我殴打他人,送我到拘留所五天,不服',
    ])
      expect(propose(text), text).toMatchObject({
        urgent: false,
        category: 'ADMIN.PENALTY_SELF',
        route: 'ADMIN_RECON',
      });
    expect(propose('儿子在看守所被同监殴打,骨折了').urgent).toBe(true);
  });
});

describe('[§5.1] 3 and 4 a crime is taken, and nobody is turned away who may speak of one', () => {
  test.each([
    '幼儿园里孩子胳膊上有掐痕,园长不认',
    '幼儿园说不清女儿背上的淤青',
    '养老院里老人身上青紫,院长说是摔的',
    '幼儿园里那块淤青是她掐孩子留下的',
  ])('marks on a child or an old person: %s', (text) => {
    expect(propose(text).action).toBe('PERSON');
    expect(rulesOf(text)).toContain('MAY_BE_CRIME');
  });

  test('savings that a P2P platform does not pay back may be a crime, whatever else they are called', () => {
    for (const text of ['P2P平台取缔了,退休金和血汗钱都拿不回来', '出借给p2p的养老钱没有了,那是我的养老金'])
      expect(rulesOf(text), text).toContain('MAY_BE_CRIME');
    expect(propose('老板欠我血汗钱,退休金也没交').action).toBe('REDIRECT');
  });

  test.each([
    ['昨晚面包车撞倒我妈,司机跑了', 'CRIM.REPORT'],
    ['摩托车撞伤孩子后逃逸,车牌没看清', 'CRIM.REPORT'],
    ['有人盗用我的身份证办了六张手机卡', 'CRIM.REPORT'],
    ['身份证被工厂老板扣下不还', 'CRIM.REPORT'],
    ['老板把我的身份证收走了', 'CRIM.REPORT'],
    ['网上卖学生身份证号和家长电话', 'CRIM.REPORT'],
    ['群里卖身份证,一套八百', 'CRIM.REPORT'],
    ['网友带我投资外汇,投了二十万,现在提不出来', 'FRAUD'],
    ['她让我投钱理财,平台无法提现,人把我拉黑了', 'FRAUD'],
  ] as const)('is a report: %s', (text, category) =>
    expect(propose(text)).toMatchObject({ purpose: 'CRIME_REPORT', category, route: 'DUTY' }));

  test.each([
    ['身份证丢了怎么补', 'IDCARD'],
    ['身份证过期,网上能不能换', 'IDCARD'],
    ['娃的身份证号跟别人重了', 'IDCARD'],
    ['摩托车车牌补办', 'TRAFFIC.SERVICE'],
    ['去年被车撞了,肇事者逃逸,事故中队一直没给我说法', 'TRAFFIC.SERVICE'],
    ['摩托车撞伤我,对方跑了,派出所半年没抓到人', 'CRIM.UNSOLVED'],
    ['账号被盗,电脑被人黑了', 'CYBER'],
  ] as const)('is none: %s', (text, category) => {
    expect(propose(text)).toMatchObject({ category });
    expect(propose(text).purpose).not.toBe('CRIME_REPORT');
  });

  test.each([
    ['老板欠我们工钱,人跑了', 'CRIM.REPORT'],
    ['工地停了,欠着工资,包工头锁门就跑了', 'CRIM.REPORT'],
    ['我的个人账户被冻结半年', 'CRIM.PROPERTY'],
    ['私人账户被公安查封,要求解封', 'CRIM.PROPERTY'],
  ] as const)('longer words hide no other matter: %s', (text, category) =>
    expect(propose(text).category).toBe(category));

  test('no hacking where somebody is only blocked', () => expect(propose('她把我拉黑了').category).not.toBe('CYBER'));

  test('pay of the old is no matter of police staff, unless it is an officer’s', () => {
    expect(propose('养老保险断缴,退休金少了一半').category).toBe('X.LABOR');
    expect(propose('一名交警的退休金为什么少发').category).toBe('STAFF');
    expect(propose('老警察的退休金怎么算').category).toBe('STAFF');
  });
});

describe('[§5.1] 2 [P-03] accusations', () => {
  test.each([
    '办证大厅的女警收了红包才给排号',
    '派出所的教导员收受矿老板好处费',
    '指导员收受网吧红包',
  ])('whoever is an officer by his post: %s', (text) =>
    expect(propose(text)).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION' }));

  test.each([
    '协警张口要三千块才肯放人',
    '民警跟我要两万块,说能取保',
    '审讯的时候给我哥灌辣椒水',
    '在派出所留置室断了三根肋骨',
    '他们在刑警队用塑料袋蒙头',
    '辅警关了执法记录仪打我',
    '民警把记录仪关掉,踹了我',
    '办案民警让我把保证金打到个人账户',
    '民警要我转到他妻子卡上',
    '派出所把我的住址告诉对方',
    '民警泄露我的住址',
    '协警替人查我的开房信息',
    '辅警私自查开房,发给别人',
    '扣押的烟酒少登记了十条',
    '搜走八万现金,清单只写五万',
    '交警说交三千可以不走单',
    '派出所的人跟医生收红包',
    '公安同村长受贿,大家都知道',
  ])('[P-07] may be one, and no rule acts on it: %s', (text) => {
    const { action, reasons } = propose(text);
    expect(action === 'SEAL' || reasons.some(({ rule }) => rule === 'MAY_ACCUSE')).toBe(true);
    expect(isActedOn(text)).toBe(false);
  });

  test.each([
    '民警说对方跟我要两万块调解',
    '派出所不立案,我肋骨断了两根',
    '对方把我的住址告诉别人,派出所不管',
    '派出所扣押的手机一直不还',
    '民警带我去查监控',
    '派出所不管,医生收红包',
    '刑警队不给立案,我三根肋骨断了',
    '在派出所调解,我的肋骨断了要人赔',
    '民警说骗子都让人转到个人账户',
    '派出所说我的电话已经告诉对方',
    '民警在查泄露我住址的人',
    '公安抓了替人查开房的',
  ])('is no sign of one: %s', (text) => {
    expect(propose(text).action).not.toBe('SEAL');
    expect(rulesOf(text)).not.toContain('MAY_ACCUSE');
  });

  test.each([
    '主刀的医生收了红包,派出所不立案',
    '村主任长期受贿,派出所不管',
    '班主任老师向我要红包,报警后派出所没有立案',
    '法官收受对方好处,我去派出所报案不受理',
    '校长受贿,公安不立案',
  ])('graft of another office is none of the police, who did not act: %s', (text) =>
    expect(propose(text).action).not.toBe('SEAL'));

  test.each([
    '村长给派出所所长送红包',
    '派出所收了村长的红包',
    '看守所医生收红包,给钱才看病',
    '所长受贿,校长也知道',
    '医生收红包,派出所所长也收受红包',
  ])('but theirs is, whoever else is named: %s', (text) => expect(propose(text).action).toBe('SEAL'));

  test('where the form complains of a unit of ours, what a doctor took beside is still sealed', () => {
    const accused = { units: [u('donghu-liuqiao')], officers: [] };
    expect(propose('医生收红包,钱给了他们', { accused }).action).toBe('SEAL');
  });
});

describe('[§5.1] 5 the procedure that is open', () => {
  test.each([
    ['面包车被交警扣留一个月不放', 'TRAFFIC.PENALTY', 'ADMIN_RECON'],
    ['交警扣了我的面包车,我不服', 'TRAFFIC.PENALTY', 'ADMIN_RECON'],
    ['交警队拖走我的货车,说手续不全', 'TRAFFIC.PENALTY', 'ADMIN_RECON'],
    ['伤情鉴定做了半年不出结果', 'ADMIN.DELAY', 'DUTY'],
    ['法医鉴定一直没出来', 'ADMIN.DELAY', 'DUTY'],
    ['伤情鉴定我不服,要求重新鉴定', 'APPRAISAL.INJURY', 'REAPPRAISAL'],
    ['鉴定拖了很久没出来,出来后说轻微伤,我不服,要重新鉴定', 'APPRAISAL.INJURY', 'REAPPRAISAL'],
    ['关了我两个月,最后无罪释放,我要赔偿', 'COMPENSATION', 'STATE_COMP'],
    ['抓错了人,要求赔误工费', 'COMPENSATION', 'STATE_COMP'],
    ['要求公开那天的出警记录', 'DISCLOSURE', 'OTHER_ADMIN'],
    ['我申请查阅民警的执法记录', 'DISCLOSURE', 'OTHER_ADMIN'],
    ['把我送去强制戒毒,我不服', 'ADMIN.COERCIVE', 'ADMIN_RECON'],
    ['强制隔离戒毒两年,不公', 'ADMIN.COERCIVE', 'ADMIN_RECON'],
  ] as const)('%s', (text, category, route) => expect(propose(text)).toMatchObject({ category, route }));

  test('what is seized in a case, and an apology that is asked for in public, are something else', () => {
    expect(propose('手机被经侦扣押一年不退还').category).toBe('CRIM.PROPERTY');
    expect(propose('要求公开道歉,出警记录写错了').category).not.toBe('DISCLOSURE');
  });
});
