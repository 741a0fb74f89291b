import { CONCEPTS, type Concept, list } from './routing-concepts.ts';
import type { CategoryCode } from './taxonomy.ts';

/**
 * The words of the routing rules. Change them here and raise the version: every proposal carries it, so that a
 * decision can be read with the rules of its day. Words are simplified, lower case, without spaces (`normaliseText`);
 * a longer word hides a shorter one inside it, which is how harmless compounds are kept out (`HARMLESS`).
 */
export const RULE_SET_VERSION = '2026-04';

/** Compounds that contain a rule's word and mean something else. */
export const HARMLESS = list(`
  私自焚 来自残 亲自尽 各自尽 所以死 可以死 以死者 以死亡 不想活动 没法活动 没法活跃 被绑定 钥匙锁在家里 车锁在家里 tnt快递 tnt寄 年轻生 养不活了 马上吊 油炸了 测速枪 测温枪 加油枪 水枪 枪毙 枪决 手术刀 刀具 刀郎 刀削面 农药店 打农药 打枪
  死亡证明 死亡注销 死亡销户 死亡户口 正在打官司 正在打孔 正在打电话 正在打工 树被砍 动手术 打得火热 不还价 去要钱 讨要 复议决定撤销 复议决定书撤销 复议撤销
  转账给对方 转账给骗子 转账给安全账户 跳楼价 跳楼机 救命恩人 救命之恩 救命钱 救命药 110平 110元 110块 110米 110号 110多 不予理睬 不予理会 拒收红包 拒收 拒绝收受 婉拒红包 不收红包 没有收受 没收受 不收礼 退还红包 退回红包 火灾隐患 安全隐患 自杀式 上吊牌 警察学校 警察叔叔好 公安路 公安县 车牌照 防盗门 防盗窗 偷工减料 小偷小摸行为
  打人眼 抢占 抢购 抢修 抢险 抢救 抢手 偷税 偷排 偷倒 偷着乐 开发票 诈骗险 户口所在学区 老户口本儿 枪手 赌气 毒害 毒素 中毒 消毒
  有毒 剧毒 病毒 毒气 狗不理 立案庭 查封档 网上银行 失火车
`);

/** A rule by words alone: each different word found adds its weight. */
export interface WordRule {
  readonly category: CategoryCode;
  readonly weight: number;
  readonly words: readonly string[];
}

/** A rule by two notions within `window` characters (default 40), in that order if `ordered`. */
export interface NearRule {
  readonly category: CategoryCode;
  readonly weight: number;
  readonly near: readonly [Concept, Concept];
  readonly window?: number;
  readonly ordered?: true;
  /** Not where this stands between them. */
  readonly unless?: RegExp;
  /** Of whoever the form says is complained of it holds, however far apart. */
  readonly ofAccused?: true;
}

/** 派出所说…, 民警抓了…, 派出所不管…, 派出所以…不立案: what follows is what others do, or what is said of it. */
const OTHERS_DO = /[。;!?查抓说不没未被]|^以$|报案|举报|立案|对方|嫌疑人|调解|处理|打击/u;

export const NEAR_RULES: readonly NearRule[] = [
  { category: 'RESPONSE.SLOW', weight: 4.5, near: ['CALL', 'LATE'], window: 30, ordered: true },
  { category: 'RESPONSE.SLOW', weight: 2.5, near: ['POLICE', 'LATE'], window: 14 },
  { category: 'RESPONSE.SCENE', weight: 5, near: ['SCENE', 'MISHANDLED'], window: 30, ordered: true },
  { category: 'RESPONSE.SCENE', weight: 2.5, near: ['POLICE', 'MISHANDLED'], window: 30 },
  { category: 'RESPONSE.CALL', weight: 1, near: ['CALL', 'ATTITUDE'], window: 25 },
  { category: 'CRIM.NOFILE', weight: 3.5, near: ['CRIMINAL_MATTER', 'REFUSE'], window: 120 },
  { category: 'CRIM.NOFILE', weight: 2, near: ['POLICE', 'REFUSE'], window: 50 },
  { category: 'CRIM.NOFILE', weight: 2, near: ['CASE', 'REFUSE'], window: 60 },
  { category: 'CRIM.UNSOLVED', weight: 3.5, near: ['CASE', 'STALL'], window: 50 },
  { category: 'CRIM.UNSOLVED', weight: 2.5, near: ['CRIMINAL_MATTER', 'STALL'], window: 80 },
  { category: 'CRIM.COERCIVE', weight: 4, near: ['DETAIN', 'OBJECTION'], window: 80 },
  { category: 'CRIM.PROPERTY', weight: 4.5, near: ['FROZEN', 'PROPERTY'], window: 25 },
  { category: 'CRIM.RECOVER', weight: 5, near: ['CRIMINAL_MATTER', 'RECOVER'], window: 100 },
  { category: 'CRIM.RECOVER', weight: 2, near: ['CASE', 'RECOVER'], window: 100 },
  { category: 'CRIM.EVIDENCE', weight: 4, near: ['EVIDENCE', 'NOT_TAKEN'], window: 18 },
  { category: 'CRIM.REPORT', weight: 7, near: ['WAGES', 'RUNAWAY'], window: 60 },
  { category: 'APPRAISAL.INJURY', weight: 5, near: ['APPRAISAL', 'UNHAPPY'], window: 40 },
  { category: 'ADMIN.NOFILE', weight: 3.5, near: ['ORDER_MATTER', 'REFUSE'], window: 120 },
  { category: 'ADMIN.DELAY', weight: 4, near: ['ORDER_MATTER', 'STALL'], window: 80 },
  { category: 'ADMIN.PENALTY_SELF', weight: 4.5, near: ['PENALTY', 'OBJECTION'], window: 60 },
  { category: 'ADMIN.PENALTY_OTHER', weight: 5, near: ['OTHER_SIDE', 'LENIENT'], window: 30 },
  { category: 'ADMIN.PENALTY_OTHER', weight: 2.5, near: ['ORDER_MATTER', 'LENIENT'], window: 60 },
  { category: 'ADMIN.COERCIVE', weight: 4, near: ['POLICE', 'SUMMON'], window: 40 },
  { category: 'ADMIN.MEDIATION', weight: 5, near: ['MEDIATE', 'BREACH'], window: 60 },
  { category: 'TRAFFIC.ACCIDENT', weight: 6, near: ['ACCIDENT', 'OBJECTION'], window: 80 },
  { category: 'TRAFFIC.PENALTY', weight: 5, near: ['TRAFFIC_FINE', 'OBJECTION'], window: 60 },
  { category: 'CUSTODY', weight: 6, near: ['CUSTODY', 'HARM'], window: 80 },
  { category: 'CONDUCT.ATTITUDE', weight: 4, near: ['POLICE', 'ATTITUDE'], window: 30 },
  { category: 'CONDUCT.SHIRK', weight: 4, near: ['POLICE', 'SHIRK'], window: 35 },
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['POLICE', 'GRAFT'], window: 30, ofAccused: true },
  {
    category: 'CONDUCT.DISCIPLINE',
    weight: 6,
    near: ['OFFICER', 'PRIVATE_GRAFT'],
    window: 9,
    ordered: true,
    unless: OTHERS_DO,
  },
  {
    category: 'CONDUCT.DISCIPLINE',
    weight: 6,
    near: ['POLICE', 'PRIVATE_GRAFT'],
    window: 6,
    ordered: true,
    unless: new RegExp(`[,:、]|${OTHERS_DO.source}`, 'u'),
  },
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['BRIBES', 'OFFICER'], window: 3, ordered: true },
  { category: 'CONDUCT.DISCIPLINE', weight: 5, near: ['OFFICER', 'VIOLENCE'], window: 6, ordered: true },
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['OFFICER_TAKES', 'MONEY'], window: 14, ordered: true },
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['POLICE', 'TORTURED'], window: 30, ofAccused: true },
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['OFFICER', 'SEXUAL'], window: 0, ordered: true },
  { category: 'SERVICE.THANKS', weight: 5, near: ['POLICE', 'THANKS'], window: 60 },
  { category: 'SERVICE.CONSULT', weight: 3, near: ['POLICE', 'ASK'], window: 60 },
  { category: 'SERVICE.SUGGEST', weight: 5, near: ['SUGGEST', 'PATROL'], window: 40 },
  { category: 'SERVICE.SUGGEST', weight: 1.5, near: ['SUGGEST', 'POLICE'], window: 25 },
];

/** A notion that two others make when they follow each other within so many characters: 所长收了 … */
export const COMPOUNDS: readonly {
  readonly concept: Concept;
  readonly of: readonly [Concept, Concept];
  readonly window: number;
}[] = [
  { concept: 'OFFICER_TAKES', of: ['OFFICER', 'TAKES'], window: 4 },
  { concept: 'POLICE_GAINS', of: ['POLICE', 'PRIVATE_GRAFT'], window: 4 },
  { concept: 'OFFICER_FORCE', of: ['OFFICER', 'FORCE'], window: 12 },
  { concept: 'POLICE_ACTS', of: ['POLICE', 'ACT'], window: 12 },
  { concept: 'POLICE_ACTS', of: ['POLICE', 'DETAIN'], window: 12 },
  { concept: 'POLICE_ACTS', of: ['POLICE', 'SUMMON'], window: 12 },
  { concept: 'POLICE_ACTS', of: ['POLICE', 'PENALTY'], window: 12 },
  { concept: 'POLICE_ACTS', of: ['POLICE', 'DENIES'], window: 3 },
  { concept: 'THREAT', of: ['HOLDS', 'ARM'], window: 6 },
  { concept: 'THREAT', of: ['HOLDS', 'SUBSTANCE'], window: 6 },
  { concept: 'THREAT', of: ['SUBSTANCE', 'HOLDS'], window: 6 },
  { concept: 'THREAT', of: ['INTENDS', 'SUBSTANCE'], window: 6 },
  { concept: 'THREAT', of: ['INTENDS', 'ARM'], window: 6 },
  { concept: 'DIED_THERE', of: ['THERE', 'DEAD'], window: 8 },
];

const rule = (category: CategoryCode, weight: number, words: string): WordRule => ({
  category,
  weight,
  words: list(words),
});

export const WORD_RULES: readonly WordRule[] = [
  rule(
    'RESPONSE.SLOW',
    3,
    '不出警 没出警 没有出警 未出警 拒不出警 出警慢 出警太慢 出警缓慢 出警不及时 出警速度 无人出警 没人出警 不肯出警 迟迟不出警',
  ),
  rule('RESPONSE.SCENE', 3, '现场处置不当 现场处置 处警不当 处警 出警走过场 走过场'),
  rule(
    'RESPONSE.CALL',
    4,
    '接警员 接线员 110接线 接警台 110接警 接警人员 派错 派错了地方 110指挥中心 接110的 转错 接电话的女警 报警台',
  ),
  rule('CRIM.NOFILE', 3, '不予立案通知书 不予立案 应立不立 够不上立案 有案不立 不立案 拒绝立案 不给立案 不肯立案'),
  rule(
    'CRIM.UNSOLVED',
    3,
    '至今没破 没有侦破 未侦破 抓捕不力 没抓到凶手 久侦不破 久侦未破 追逃 命案未破 至今未破 一直没破 没有破案 没破案 未能破案 破不了案 凶手至今 嫌疑人至今 破案遥遥无期 网上追逃 逍遥法外 抓不到人',
  ),
  rule(
    'CRIM.COERCIVE',
    3,
    '羁押期限 延长羁押 关押期限 取保金 取保候审 刑事拘留 刑拘 超期羁押 监视居住 批捕 退还保证金 退保证金 变更强制措施 解除取保',
  ),
  rule(
    'CRIM.PROPERTY',
    3,
    ' 账户被封 卡被封 冻卡 涉案财物 解冻 被止付 异地公安冻结 被公安冻结 公安冻结 司法冻结 扣押清单',
  ),
  rule('CRIM.RECOVER', 3, '追赃 挽损 退赃 赃款 追赃挽损 涉案款返还 追回损失 追缴'),
  rule('CRIM.EVIDENCE', 3, '非法取证 现场勘查 勘验 取证草率 没有提取指纹 调取监控 证据造假'),
  rule('CRIM.WITHDRAW', 5, '撤案 撤销案件 撤销了案件 把案子撤了 案子撤了 案件撤销 被撤案 撤掉案子 案子给撤了 撤销立案'),
  rule(
    'CRIM.REPORT',
    4,
    `皮肉生意 偷电缆 偷狗 盗挖 偷井盖 特殊服务 色情 招嫖 毒品 白粉 赌钱 老虎机 组织卖淫 持械 翻进 半夜翻墙 假币 假烟 我要报案 来报案 前来报案 特此报案 线上报案 举报赌博 聚众赌博 赌博窝点 开设赌场 赌场 地下赌场 吸毒 贩毒 卖淫 嫖娼 传销窝点 传销 黄赌毒 涉黑 黑社会 恶势力 拐卖
    入室盗窃 被偷了 被人偷 被抢了 抢劫 非法拘禁 私藏枪支 枪支 制毒 强奸 猥亵 网络赌博 套路贷 高利贷`,
  ),
  rule(
    'CRIM.REPORT',
    3,
    '家里进贼 进了贼 遭贼 小偷 偷电瓶 电瓶被 盗走 偷走 盗窃 失窃 敲诈勒索 暴力催收 裸聊 跟踪我 偷拍 撬锁 被撬 撬开 卖假药 骗老人 恐吓信 打牌输 抽头 棋牌室',
  ),
  rule('CRIM.REPORT', 6, '家暴 家庭暴力'),
  rule('CRIM.REPORT', 1.5, '线索 报案 举报 窝点 团伙'),
  rule('APPRAISAL.INJURY', 3, ' 伤情鉴定 法医鉴定 重新鉴定 轻微伤 鉴定意见 验伤'),
  rule('ADMIN.NOFILE', 2.5, '不予受案 不受案 不给受案 治安案件不受理 没有受案 不予处理 不给受案回执 受案回执'),
  rule(
    'ADMIN.PENALTY_SELF',
    3,
    '拘留三日 拘留五日 拘留十日 拘留三天 拘留七天 行政处罚决定书 行政拘留 治安处罚 处罚决定书 拘留我 把我拘留 被拘留',
  ),
  rule('ADMIN.PENALTY_OTHER', 3, '处罚过轻 处罚太轻 罚得太轻 降格处理 漏处 轻描淡写 重责轻罚 从轻处罚'),
  rule('ADMIN.DELAY', 3, '治安案件 久拖不决 超过办案期限 办案期限 超期未结 超期'),
  rule('ADMIN.COERCIVE', 3, '强制传唤 继续盘问 口头传唤 强制隔离戒毒 强制戒毒 搜身 社区戒毒'),
  rule('ADMIN.MEDIATION', 3, '治安调解 派出所调解 调解协议 治安调解协议书 调解书'),
  rule('TRAFFIC.ACCIDENT', 3, '事故认定书 事故认定 责任认定书 事故责任认定 交通事故认定'),
  rule('TRAFFIC.ACCIDENT', 1.5, '撞车 变道 剐蹭 责任划分 复核 全责 主责 次责 同等责任 追尾 主要责任'),
  rule(
    'TRAFFIC.PENALTY',
    3,
    '交通违章 违章罚款 闯红灯罚 贴条 罚单 电子眼 违停罚款 交通处罚 违法记录 交通违法处罚 扣12分 扣6分 记6分 违停告知单',
  ),
  rule(
    'TRAFFIC.PENALTY',
    1.5,
    '开了单子 开罚单 违停单 扣分 扣三分 扣3分 抓拍 超速 违章 酒驾 醉驾 扣车 压线 记3分 两百块 吊销',
  ),
  rule(
    'TRAFFIC.SERVICE',
    3,
    `车管所 驾驶证 驾照 年检 年审 上牌 车辆过户 行驶证 科目二 科目三 驾考 12123 号牌 考驾照 车牌 换驾驶证 机动车登记 车检 补牌 电动车上牌 驾校考试 摩托车上牌
    事故处理慢 事故科 事故中队 肇事逃逸 肇事者 交通事故处理`,
  ),
  rule(
    'TRAFFIC.FACILITY',
    3,
    `红绿灯 信号灯 斑马线 减速带 乱停车 违规停车 违章停车 占道停车 单行线 交通秩序 交通信号灯 非机动车道 飙车 炸街 逆行 僵尸车 大货车闯 渣土车闯 交通拥堵 堵车
    超载 人行横道 减速标志 限速标志 交通标志 人行道停车 消防通道停车 货车乱 潮汐车道 掉头 左转 交通组织 红灯时间 绿灯时间`,
  ),
  rule(
    'TRAFFIC.FACILITY',
    1.5,
    ' 过马路 装一个灯 会车 拥堵 堵得 堵死 限速 停车位 划线 标线 护栏 车速 乱停乱放 乱停 违停 停车难 交警 交通安全 电动车 摩托车 闯红灯 早高峰 高峰',
  ),
  rule(
    'HUKOU',
    3,
    `媳妇户口 户口迁过来 迁过来 落户 迁户口 户口迁移 上户口 户口本 户口簿 入户 分户 立户 户口迁入 户口迁出 准迁证 改名字 改姓 更改姓名 更正出生日期 出生日期更正 户籍证明 户主 空挂户 黑户 注销户口 迁不了户口
    户口登记 户口问题 集体户 迁移证 随父落户 投靠 户籍科 户籍窗口 改名 户口迁 户口没 户口注销 把户口`,
  ),
  rule('HUKOU', 1.5, '户口 户籍 曾用名 亲属关系证明 户政'),
  rule(
    'IDCARD',
    3.5,
    '身份证 居住证 暂住证 临时身份证 补办身份证 身份证被冒用 电子身份证 身份证过期 换身份证 身份证照片 居住登记',
  ),
  rule(
    'EXITENTRY',
    4,
    '护照 港澳通行证 出入境 签证 通行证 签注 台胞证 往来台湾 出国证件 台湾通行证 居留许可 边防 外国人居留',
  ),
  rule(
    'PERMIT',
    3.5,
    `养犬 狗证 犬证 烟花爆竹 特种行业 旅馆业 民爆 炸药 爆破 开锁公司备案 公章备案 刻章 印章备案 养狗 遛狗 大型犬 烈性犬 恶犬 保安证 典当 燃放许可 大型活动许可 网约房 民宿登记
    特行证 保安员证 流浪狗 不拴绳 狗咬 咬人的狗 剧毒化学品 猎枪`,
  ),
  rule('CUSTODY', 3, '看守所 拘留所 戒毒所 在押人员 监室 律师会见 会见不到 监所 强戒所'),
  rule(
    'CYBER',
    3.5,
    '发谣言 冒用我 网上有人 散布谣言 评论区 挂到网上 抖音上 群里造谣 账号被盗 黑了 网警 网安 网络安全 网络谣言 网上造谣 网暴 网络暴力 人肉 人肉搜索 个人信息泄露 黑客 木马 网络诽谤 钓鱼网站 盗号 造谣 公民个人信息',
  ),
  rule(
    'FRAUD',
    3,
    `公检法 打过去了 转过去了 冒充领导 冒充公安 骗我转账 安全账户 共享屏幕 转账了 骗局 电信诈骗 网络诈骗 电诈 刷单 杀猪盘 紧急止付 冒充客服 网贷诈骗 诈骗电话 诈骗短信 投资平台 虚拟币 被诈骗 诈骗 冒充公检法 注销校园贷 被骗 骗了我 骗走 骗去`,
  ),
  rule('FRAUD', 1.5, '反诈 反诈中心 96110'),
  rule('COMPENSATION', 5, '国家赔偿 刑事赔偿 行政赔偿 申请赔偿 赔偿申请 赔偿决定 错误羁押 错误拘留 赔偿我被关押'),
  rule('DISCLOSURE', 5, '信息公开 政府信息公开 公开申请 依申请公开 公开办案 申请公开'),
  rule(
    'CONDUCT.ATTITUDE',
    3,
    '服务态度 态度恶劣 态度差 态度极差 态度很差 态度蛮横 爱答不理 爱理不理 冷言冷语 出言不逊 态度生硬 态度非常差 态度特别差 态度不好 恶语',
  ),
  rule(
    'CONDUCT.SHIRK',
    3,
    '推诿 踢皮球 推来推去 互相推诿 推诿扯皮 扯皮 不作为 推卸责任 敷衍了事 相互推诿 踢来踢去 互相推脱',
  ),
  { category: 'FRAUD', weight: 5, words: CONCEPTS.IMPOSTOR },
  rule('CONDUCT.DISCIPLINE', 5, '刑讯逼供 徇私枉法 充当保护伞 警匪一家 警匪勾结 执法犯法 知法犯法 贪赃枉法 黑警'),
  rule(
    'STAFF',
    4,
    `辅警工资 辅警待遇 警衔 警龄 因公负伤 立功待遇 民警抚恤 警察抚恤 退休民警 老民警 我是一名辅警 我是辅警 从警 辅警招聘 公务员招警 警校 抚恤金 烈士民警 因公牺牲 辅警编制 加班补贴 值勤津贴
    警务津贴 协警工资 招辅警 辅警合同 退休金 辅警层级 原公安 执勤岗位津贴`,
  ),
  rule(
    'SERVICE.CONSULT',
    3,
    '无犯罪记录证明 无犯罪记录 无违法犯罪记录 办事指南 咨询派出所 派出所上班 派出所电话 派出所几点 开证明',
  ),
  rule(
    'SERVICE.HELP',
    4,
    ` 找找他 离家出走 跑出去 没消息了 联系不到 找不到人 帮我找 寻找 走失 走丢 寻人 找不到家 失联 丢在出租车 落在出租车 遗失物品 丢了手机 丢了钱包 包落在 捡到 帮忙找 帮忙寻找 寻亲 帮忙联系 掉了钱包 开锁 找孩子 认亲 失散 落在 遗忘在 丢失
    没回家 未归 联系不上 老年痴呆`,
  ),
  rule(
    'X.LABOR',
    3,
    `不给调休 双休 签的合同 厂里不 试用期 克扣 年终奖 最低工资 老板不给 拖欠工资 欠薪 工资不发 不发工资 农民工工资 讨薪 工伤 社保 养老保险 劳动合同 劳动仲裁 五险一金 加班费 辞退 公积金 失业金 工资拖欠 欠我工资 欠工资 血汗钱 劳动局 人社局 退休待遇
    公益性岗位 养老金 工龄 退休 劳务费 工钱 医保 新农合 大病保险 事业单位招聘 事业编 职称 退休工资 社会保险 生育津贴 缴费年限 包工头 参保 生育保险 工资待遇 最低工资`,
  ),
  rule('X.LABOR', 1.5, '工资 待遇 编制 用工 劳动 工地 保险 加班 裁员 岗位 就业 招聘 职工 员工 公务员 老板跑'),
  rule(
    'X.LAND',
    3,
    ` 收回承包 承包合同 鱼塘 拆房 征地 拆迁 土地承包 安置补偿 征收 安置房 拆迁款 拆迁补偿 征地款 青苗费 宅基地 土地流转 承包地 回迁房 强拆 拆迁安置 土地确权 征地补偿 被征 安置费 退耕还林 土地证 土地使用 耕地 棚改
    棚户区 林权 坟地 占地 拆迁办 失地农民 山林`,
  ),
  rule('X.LAND', 1.5, '土地 安置 补偿款 村民小组 国土 田地 农田 拆了'),
  rule(
    'X.BUILD',
    3,
    `违章建筑 违建 违章建房 违法建筑 违规加建 私搭乱建 小区物业 物业公司 业委会 房产证 开发商 烂尾 延期交房 交房 购房 楼盘 商品房 公租房 廉租房 经济适用房 路灯 下水道 排水 城管 电梯 自来水
    停水 停电 供水 燃气 天然气 暖气 供暖 绿化 规划 道路建设 修路 人行道破损 管网 物业费 危房 旧城改造 污水管 施工 建房 加装电梯 棚改 城市建设 公园 维修基金 房屋质量 漏水 渗水 占道经营
    路面 坑洼 水管 井盖 市容 流动摊贩 夜市 摆摊 预售 容积率 停工 楼间距 采光 建筑垃圾 工程款 住建局 房管局 公共厕所 下水 排污管 城乡规划 加盖 道路硬化 农村电网 电网改造 通信 宽带 信号差`,
  ),
  rule(
    'X.BUILD',
    1.5,
    '物业 小区 业主 住房 房屋 建设 道路 建筑 改造 市政 通车 路段 大桥 水电 商铺 门面 工程 房子 楼顶 房价',
  ),
  rule(
    'X.VILLAGE',
    3,
    `村支书 村书记 村主任 村干部 村委会 村务 村务公开 村里的账 集体资产 村民代表 贫困户 扶贫款 村账 选举 贿选 村集体 村官 支书 村两委 精准扶贫 扶贫 村会计 组长 居委会 镇政府 乡政府 财务公开`,
  ),
  rule(
    'X.ENV',
    3,
    ` 直接排 排水沟里 洗涤废 黑水 臭气 污染 废气 废水 排污 臭味 油烟 扬尘 噪音扰民 噪声 垃圾焚烧 污水 环保局 环评 粉尘 黑臭 养猪场 养殖场 垃圾场 生态环境 化工厂 烧烤油烟 雾霾 空气质量 异味 恶臭 变电站 垃圾站 垃圾填埋 辐射
    采石场 环境保护 水质 黑烟 刺鼻 尾矿 砂石厂 采砂 洗砂 饮用水 施工噪音 死鱼 水源 垃圾处理 夜间施工 环保 焚烧`,
  ),
  rule('X.COURT', 1.5, '开庭'),
  rule('X.ENV', 1.5, '粪 噪音 扰民 垃圾 臭 灰尘 环境 沙场 工厂 采矿 砂'),
  rule(
    'X.ENTERPRISE',
    4,
    '企业改制 下岗 改制 国企改革 破产 买断工龄 国有企业 老厂 职工安置 军转干部企业 供销社改制 原国营 国营厂 粮站 改制企业',
  ),
  rule('X.MIGRANT', 5, '水库移民 移民 移民后扶 库区 后期扶持 移民安置 三峡移民 移民搬迁 移民款'),
  rule(
    'X.FAMILY',
    3,
    `离婚 抚养权 赡养 抚养费 遗产 继承 婆媳 彩礼 财产分割 不孝 兄弟分家 婚内 出轨 家务事 分家 共用墙 宅基纠纷 借钱不还 欠钱不还 借条 借款 邻里 晒台 老伴 儿媳 女婿 儿子不 相邻 漏到我家 婚姻
    孩子归 探视 欠条`,
  ),
  rule('X.FAMILY', 1.5, '邻居 老公 妻子 丈夫 前夫 前妻 隔壁 楼上'),
  rule(
    'X.WELFARE',
    3,
    `低保 五保 残疾补贴 退伍军人 退役军人 优抚 救助金 临时救助 民政局 困难补助 残疾证 孤儿 养老院 高龄补贴 高龄津贴 参战 伤残军人 义务兵 优待金 退伍 复员 特困 民政 残联 养老服务 福利院 殡葬 火化
    慰问金 敬老院 老龄 婚姻登记`,
  ),
  rule(
    'X.COURT',
    3.5,
    '法院 判决 执行局 法官 不执行 判决书 强制执行 检察院 老赖 一审 二审 传票 仲裁 上诉 民事裁定 审判 再审 民庭 申请执行 司法拍卖',
  ),
  rule(
    'X.OTHER',
    3,
    `公交车 公交线路 公交站 出租车拒载 出租车司机 的士 网约车 客运站 班车 学区 入学 幼儿园 补课 教师编制 教育局 医患 卫生局 计生 计划生育 社会抚养费 独生子女 食品安全 消费者 退款 虚假宣传 旅游 景区
    导游 乡村医生 学费 高考 中考 招生 择校 校车 培训机构 民办教师 代课教师 物价 假冒伪劣 12315 高速公路 收费站 地铁 轨道交通 高铁 铁路 快递 疫苗 药店 手术 医疗事故 卫生院 二胎 准生证
    独生 特岗教师 学位 学籍 义务教育 体育馆 图书馆 文化馆 广场舞 有线电视 市场监管 工商局 发票 油价 加油站 电影院 游戏厅 景点 门票 农贸市场 菜市场 烟草 盐业 港口 水运 公路 桥梁 客车
    营运 三轮车 黑车 的哥 打表 航班 机场 城际 交通运输局 运管 驾校`,
  ),
  rule(
    'X.OTHER',
    1.5,
    `超市 食堂 酒店 商场 网吧 家长 学生 校长 班主任 教师 学校 小学 中学 高中 初中 大学 老师 医院 医生 患者 公交 出租车 商家 超载客 食品 价格 收费 消费 乡镇 教育 培训 卫生 医疗 看病 游客 电商 网购 经销 乘客 车站 交通 票价 文化 体育 考试 乱收费 病人
    投资 企业 市场 汽车 信用社 贷款 银行`,
  ),
];

/** Words of danger to life or limb now (条例25): they propose the urgent flag, whatever the category. */
export const DANGER_WORDS = list(`
  自杀 自焚 自尽 自缢 自残 轻生 寻短见 跳楼 跳河 跳桥 跳江 跳海 跳井 跳塔 往下跳 卧轨 卧铁轨 躺铁轨 铁轨上躺 割喉 一死了之 以死 绝食 绝笔 见阎王 不想活 不想再活 没法活 活够了 活不下去 喝农药 喝了农药 百草枯 敌敌畏 上吊 割腕 寻死 同归于尽 要杀我 杀了我 要杀人 杀我全家 杀光 杀死我 弄死我 弄死你 弄死他 弄死她 敲死我 打死我 砍死 捅死 烧死 灭门 血洗 跟他拼命 和他拼命 跟他们拼命 跟你们拼命 跟你拼命 要拼命 就拼命
  砍人 被砍 拿刀 持刀 提着刀 举着刀 提刀 举刀 带刀 着火了 起火了 正在打 正在被打
  快被打死 要出人命 出人命 绑架 被绑 被关在屋里 被困 救命 快来人 爆炸 炸弹 炸药包 tnt 点煤气 开煤气 煤气罐 煤气味 液化气罐 炸了 炸掉 炸毁 炸平 掐着脖子 家暴 往死里打 引爆 遗书 跳下去 死在派出所 死在公安局 死在分局 死在你们 一把火点了 锁在屋里 锁在家里 不让出门 不让我出门 了结自己 结束生命 不活了 死给 割脉 安眠药
`);

/** Words that turn a category to the branch `otherwise` of its row (see `Signal`). */
export const SIGNAL_WORDS = {
  SERVICE:
    list(`不告知 没有告知 没人告知 没人联系 没有联系 不回复 没回复 没有回复 无人回复 不接电话 推诿 不作为 拖延 敷衍 态度 没人管 没有人管 不理 不闻不问 从来没有人 没有任何说法 没通知 没有通知 不通知 打电话没人
    没人接 让等 一拖再拖 不知道找谁 没人理`),
  DUTY_OPEN: list(
    '现在还在 现在还没 到现在还没 至今没人来 至今没有人来 仍然没来 还没来 还在门口 还在打 正在打 现在还堵 天天来我家 天天来我店 正在砸 正在闹 正在堵 马上来 快派人 赶紧派 请立即派 请立即来 还堵在 一直没来 又来了 每天都来 天天来闹 天天来堵 天天来骂 天天来砸',
  ),
  DECISION: list(
    '不予办理 不给办 不批 不予批准 拒绝办理 不同意迁 不让迁 不予 驳回 不给迁 不让落户 不给落户 办不了 不给上 不肯办 不给改 不允许 被拒',
  ),
} as const;

/**
 * Categories about what the police did. Their words count little in a text that names no police at all, since
 * other organs shirk and delay too.
 */
export const NEEDS_POLICE = /^(RESPONSE|ADMIN|CONDUCT|STAFF|SERVICE\.(CONSULT|SUGGEST|THANKS))/;

/** Notions that show that a text speaks of the police or of a case of theirs. */
export const POLICE_NOTIONS: readonly Concept[] = [
  'POLICE',
  'OFFICER',
  'CALL',
  'CASE',
  'DETAIN',
  'CONFINED',
  'CUSTODY',
];
