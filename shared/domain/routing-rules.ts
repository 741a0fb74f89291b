import type { CategoryCode } from './taxonomy.ts';

/**
 * The words of the routing rules. Change them here and raise the version: every proposal carries it, so that a
 * decision can be read with the rules of its day. Words are simplified, lower case, without spaces (`normaliseText`);
 * a longer word hides a shorter one inside it, which is how harmless compounds are kept out (`HARMLESS`).
 */
export const RULE_SET_VERSION = '2026-01';

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** Compounds that contain a rule's word and mean something else. */
export const HARMLESS = list(`
  跳楼价 跳楼机 火灾隐患 安全隐患 自杀式 上吊牌 警察学校 警察叔叔好 公安路 公安县 车牌照 防盗门 防盗窗 偷工减料 小偷小摸行为
  打人眼 抢占 抢购 抢修 抢险 抢救 抢手 偷税 偷排 偷倒 偷着乐 开发票 诈骗险 户口所在学区 老户口本儿 枪手 赌气 毒害 毒素 中毒 消毒
  有毒 剧毒 病毒 毒气 狗不理 立案庭 查封档 网上银行 失火车
`);

/**
 * Notions that rules combine. A combination counts when both stand near each other, so that 报警 … 半小时 … 才到
 * is found in whatever words lie between.
 */
export const CONCEPTS = {
  POLICE:
    list(`警力 无犯罪记录 报警台 民警 警察 派出所 公安 公安局 公安机关 交警 辅警 协警 警官 刑警 巡警 刑警队 刑侦 刑侦队 刑侦支队 刑侦大队 经侦 治安大队
    治安支队 交警队 交警大队 交警支队 警务室 警务站 办案人员 办案单位 办案人 所长 副所长 公安分局 分局 出警人员 接警员 大队长 中队 警方
    户籍警 户籍员 片警 社区民警 公安干警 干警 看守所 拘留所 车管所 巡逻队 公安厅 带班领导 户籍科 户籍室 户政大厅 局里 所里 经办人员`),
  CALL: list(
    '报警电话 电话给警察 打电话给派出所 打电话叫警察 打给110 打给派出所 喊了派出所 报警 报了警 打110 打了110 拨打110 拨打了110 拨110 拨了110 110 报过警 报的警 喊警察 叫警察 打报警电话 求助警察',
  ),
  LATE: list(` 没影子 一直等到 两小时 三小时 等了一个 等了半 没等来 没有一个人来 拖了一个多 快两个小时 姗姗 没派人 没派警 一直没人 占线 等了又等 才有 没见着 等到 没来 没有来 没人来 没有人来 不来 才来 才到 才赶到 才见 迟迟 老半天 半天 半小时 半个小时 半个钟头 一个小时 一个多小时 两个小时
    两个多小时 三个小时 四十分钟 五十分钟 四十多分钟 五十多分钟 快一个小时 一个钟头 一个多钟头 两个钟头 没见人 不见人 没见到人 没见到警察 没等到 姗姗来迟
    没人到 没到 没人管 等了好久 等到天亮 才过来 才晃 没人影 不见人影 没有到 没见着人 鬼影 慢吞吞 才露面 未到场 没过来 才慢`),
  VIOLENCE: list(
    '殴打 打伤 打我 打了我 打人 动手 拳打脚踢 扇耳光 扇了我 踢我 打骂 掐我 电棍 警棍 打断 打得 一巴掌 暴打',
  ),
  GRAFT:
    list(`拿好处 收好处 收礼 受礼 送礼 拿回扣 回扣 分成 收过钱 要钱 收黑钱 黑钱 私自放人 放走嫌疑人 占股 有股份 勾结 串通 庇护 罩着 收保护费 保护费 收钱 收了钱 收受 受贿 行贿 索贿 索要 要红包 收红包 红包 好处费 辛苦费 打点 保护伞 通风报信 徇私 徇私枉法 徇私舞弊 以权谋私 滥用职权
    玩忽职守 私了钱 敲诈 勒索 贪污 吃拿卡要 干股 入股 利益输送 包庇 充当 办人情案 人情案 关系案 金钱案 泄露案情 泄露举报 违纪 违法乱纪 中饱私囊
    刑讯逼供 逼供 篡改笔录 伪造证据 伪造笔录 毁灭证据 私放 酒驾放人 收烟收酒 吃请 宴请 收了两条烟 塞钱 塞了 转账给 参与赌博 入干股 私吞 截留 卖案子
    养情人 包养 酒后执法 公车私用 私设小金库 打招呼 压案不查 孝敬 提成`),
  CASE: list(
    `办案的 专案 侦办 破不了 没破 未破 立了案 立案后 报了案 报的案 案发 案件 案子 立案 受案 侦查 这个案 该案 此案 本案 破案 报案 刑事案件 治安案件 被盗案 伤害案 诈骗案`,
  ),
  STALL:
    list(`既不处罚 没人处理 拖到 还没处理 没个交代 没给交代 无人过问 推到 至今没有 还是没有 没有回音 没回音 没结 一直没有 进展都没有 一点进展 说还在查 正在查 没有人联系 没人联系 不告知 没有告知 没结果 没有结果 没有任何结果 没进展 没有进展 毫无进展 没下文 没有下文 无下文 石沉大海 杳无音信 没动静 没有动静 没消息 没有消息 还没破 未破 没破
    没抓到 抓不到 抓不着 没抓着 未抓获 未归案 没归案 在逃 逍遥法外 至今未 一拖再拖 拖了 拖着 拖到现在 久拖不决 不了了之 没个说法 没有说法 没说法 没给说法
    等消息 等通知 让我等 回去等 一直在等 没有答复 没答复 毫无音讯 没有音讯 不见下文 还在查 还在调查 正在调查 没个音 没个结果 也没个 不处理 不给处理 没处理 未处理
    没有处理 没有抓 没有处理结果 迟迟不 没着落 还没有人 搁着 压着 晾着`),
  REFUSE:
    list(`证据不足不立案 不够立案 不符合立案 不构成犯罪 没有犯罪事实 不给报案 不收报案 不立案 不予立案 不给立案 不肯立案 拒绝立案 没给立案 没立案 未立案 立不了案 够不上立案 不够立案 不予受理 不受理 不给受理 拒绝受理 不受案 不给登记 不肯受理
    没有立案 属于经济纠纷 是经济纠纷 算经济纠纷 民事纠纷 不归我们管 让我去法院 自己去法院起诉 不接案 不给回执 没给回执 不开回执 拒收材料 不收材料 不肯接`),
  CRIMINAL_MATTER:
    list(` 卷走 合同骗 骗了 骗取 捅伤 砍伤 入室 失窃 偷了 人偷 捅 牵走 抢了 诈骗 被骗 合同诈骗 盗窃 被偷 被盗 抢劫 敲诈 伪造 职务侵占 非法集资 挪用 强奸 绑架 重伤 轻伤 故意伤害 失踪 侵占 卷款 跑路 集资
    盗刷 偷走 骗了 骗走 骗去 拘禁 纵火 投毒 撬`),
  ORDER_MATTER:
    list(`泼粪 泼水 泼油漆 断水断电 撒泼 扔石头 闹事 扬言 堵住 打架 打伤 被打 殴打 打了 骂 辱骂 损毁 砸 推搡 噪音 骚扰 威胁 恐吓 偷拍 划伤 轻微伤 治安案件 泼 扯头发 咬伤 堵门 撕打 互殴 动手 邻居 挨打 挠
    赌博 打麻将`),
  LENIENT:
    list(`了事 就完事 不痛不痒 毫发无损 第二天就出来 关都没关 赔点钱 处罚太轻 处罚过轻 罚得太轻 罚的太轻 太轻 过轻 轻了 只罚 只罚款 只罚了 才罚 才罚了 仅罚 仅拘留 只拘留 才拘留 只关了 才关了 罚了两百 罚了几百 批评教育 口头教育
    教育了几句 教育一下就放 放了 放走 没拘留 没有拘留 没被处罚 没有处罚 不处罚 不予处罚 降格 大事化小 和稀泥 没受到处罚 没受任何处罚 不拘留 没关 各打五十大板
    偏袒 从轻 就算了 没有追究 没追究 各罚 重罪轻`),
  OTHER_SIDE: list(
    '打我的 推我的 骂我的 动手打我 对方 打人者 打人的 凶手 施暴者 肇事 那家人 他们家 动手的 伤人 行凶 违法行为人 同伙 另外 他只 他就 他们几个 打我的人 那个人 那人 其余 几个人',
  ),
  PENALTY:
    list(`拘留三日 拘留五日 拘留十日 拘留的决定 拘留三天 拘留七天 关了五天 关了十天 关了我五天 处罚决定 处罚决定书 行政处罚 拘留我 拘留了我 罚款 罚了我 被拘留 被罚 治安处罚 拘留五天 拘留十天 拘留5天 拘留10天 拘留15天 拘了 五日拘留 十日拘留
    行政拘留 处罚`),
  OBJECTION:
    list(`离谱 复核 不接受 难以接受 不能服 不该 不给消 申辩 不公道 没道理 冤屈 说理 不服 不认 不合理 不公 不公平 不公正 撤销 太重 过重 冤枉 委屈 复议 不应该罚 不该罚 认定事实不清 没有违法 依据是什么 凭什么 申诉 想不通 不能接受 无法接受
    重新认定 错误 有误 异议 显失公平 明显不公 冤 取消 没违章 没有违章 没闯 没压 合法`),
  ACCIDENT: list(
    '撞车 变道 负主要责任 负次要责任 追尾 撞了 事故认定 事故认定书 责任认定 交通事故认定 事故责任 主责 全责 次责 同等责任 认定书',
  ),
  TRAFFIC_FINE:
    list(`开了单子 开单 罚了两百 贴单 违停单 违章 闯红灯 扣分 扣6分 扣12分 扣3分 扣九分 扣三分 扣六分 记6分 记3分 记12分 贴条 罚单 电子眼 抓拍 超速 压线 违停罚 违法停车 扣车 拖车 酒驾 驾驶证吊销 吊销 驾照 违停
    交通违法 被拍`),
  TORTURED: list('逼我签字 逼供 刑讯 不让睡觉 打我逼 关在小黑屋'),
  ATTITUDE:
    list(` 不看人 自己上网查 嗤之以鼻 扔出来 轰出来 撵 赶我走 白眼 官腔 架子大 不理人 不理睬 没耐心 冷脸 黑着脸 大呼小叫 不客气 说话难听 态度 语气 脸色 不耐烦 爱答不理 爱理不理 冷冰冰 吼 训斥 呵斥 骂人 骂我 出言不逊 脏话 粗鲁 蛮横 嚣张 很凶 凶巴巴 太凶 翻白眼 玩手机 刷手机 阴阳怪气 怼 挖苦 嘲笑
    不文明 没好气 板着脸 拍桌子 挂我电话 挂了电话 顶回来 讽刺 不搭理 头都不抬 头也不抬 甩脸 嗑瓜子 像审犯人 吆喝`),
  SHIRK:
    list(`领导不在 系统坏 没人肯 改天再来 明天再来 下周再来 再跑一趟 让回去 转来转去 两头跑 不属于我们 推诿 踢皮球 推来推去 互相推 相互推 扯皮 推给 推脱 敷衍 敷衍了事 不作为 拖延 搪塞 让我找 叫我找 跑了几趟 跑了三趟 跑了四趟 跑了五趟 跑了好几趟
    来回跑 白跑 踢来踢去 没人管 都不管 都说不归 不归他们管 没人负责 没人接 打不通 无人接听 借口 打太极 糊弄 应付 懒政 互踢`),
  SCENE: list(
    `来的民警 民警来 来处理的 出警的 民警到 过来处理 来的警察 派来的 现场 到场 到了以后 来了之后 来了以后 来了 到了 出警后 赶到后 处置 出警时 民警来后 来看了一眼 执法记录仪 围观 出了警 来过 来人`,
  ),
  MISHANDLED:
    list(`没下 都没下 掉头就走 扭头就走 不分青红皂白 劝我算了 让我算了 让我们自己 自行协商 没带走人 没带人 不管不问 没记录 没录像 也不登记 没登记 也没问 也不问 转身就走 看了一眼 看一眼 待了几分钟 站在一边 袖手旁观 没有制止 没制止 不制止 没有拍照 没拍照 不拍照 没问 不问 没做笔录 不做笔录 没有做笔录 没走访 没有走访
    没调监控 不调监控 没有调 没取证 不取证 没有取证 没带走 没把人带走 劝了几句 说两句就走 没开执法记录仪 不开执法记录仪 处置不当 处理不当 站着看 眼睁睁 当着民警 当着警察 又打 继续打
    就走了 就撤了 没下车 没有下车 拉偏架 没开记录仪 几分钟就走`),
  EVIDENCE: list(`监控 录像 录音 指纹 勘查 勘验 现场勘查 取证 证人 笔录 物证 证据 检材 签字画押 检验`),
  NOT_TAKEN:
    list(`没有提取 不提取 没提取 没调取 不调取 没有调取 被覆盖 覆盖了 过期 丢失 丢了 弄丢 找不到了 没问 没找 没有找 不采信 不采纳 造假 伪造 逼我 诱导 草率 没核实 没有核实 未核实
    不看 不让我看 没做 没有做 不做 不同 对不上 没人来看 没采 改过 签空白 非法取证 没人取 不收`),
  APPRAISAL: list(
    ' 轻微 伤情鉴定 法医 鉴定意见 鉴定结论 鉴定结果 轻微伤 轻伤 伤残鉴定 验伤 重新鉴定 鉴定书 伤情 法医鉴定 鉴定',
  ),
  UNHAPPY:
    list(`不接受 不认同 没道理 偏轻 不服 不认可 不认 有问题 不公 不准 错误 不真实 不符 重新 太低 偏低 评低 怀疑 异议 拖着不 一直没出 不给出 不给做 没出来 才评 只评 只定 怎么会 不合理 够不上 只算 就给个
    拒绝 出不来 不同意`),
  FROZEN: list(
    `封了 封了账 锁了卡 锁卡 管控 非柜面 限制交易 冻结 被止付 冻卡 被冻 解冻 解封 查封 扣押 扣了 扣着 没收 不退还 不返还 不还给 不解除 扣留 涉案卡 涉案账户 断卡 惩戒`,
  ),
  PROPERTY: list(
    '公司账户 账上 转账 流水 银行卡 账户 账号 手机 电脑 车辆 车子 货款 钱款 财物 保证金 存款 房产 我的卡 卡 工资卡 现金 设备 营业执照 物品 的车 货',
  ),
  RECOVER: list(`追赃 挽损 追回 退赃 退赔 追缴 追讨 赃款 赃物 发还 返还 追不回 要不回 追得回 追到 损失追`),
  DETAIN: list(
    `羁押期限 被关 关押 关了半年 关了一年 释放 刑事拘留 刑拘 取保候审 取保 逮捕 监视居住 超期羁押 羁押 保证金 关了三十七天 37天 批捕 羁押期`,
  ),
  SUMMON: list(
    `传唤 强制传唤 盘问 留置 口头传唤 继续盘问 约束带 手铐 铐 强制带离 戴手铐 带到派出所 带回派出所 强制检查 搜身 尿检 采血 强制戒毒 强戒 关了我一夜 关了一夜 待了一夜`,
  ),
  CUSTODY: list(`看守所 拘留所 戒毒所 监室 号房 在押 被关押 会见 羁押场所 监所 强戒所 同监`),
  HARM: list(
    `死亡 死了 去世 猝死 自残 受伤 骨折 被打 吐血 昏迷 病危 伤口 牢头 殴打 遍体 病重 不给看病 不让看病 不给治`,
  ),
  MEDIATE: list('白纸黑字 调解书上 调解 调解协议 调解书 协议书 和解 达成协议 和解协议'),
  BREACH: list(
    '电话都不接 翻脸 不付 没付 拒绝支付 玩失踪 又不认 不履行 没履行 反悔 不给钱 不赔 没赔 不兑现 赖账 不认账 拒不 没给 不肯给 拖着不给 耍赖 分文',
  ),
  OFFICER: list('民警 警察 辅警 协警 交警 警官 刑警 巡警 所长 副所长 教导员 大队长 中队长 办案人员 干警'),
  WAGES: list('工资 工钱 薪水 血汗钱 欠薪 劳务费'),
  /** 拒不支付劳动报酬罪 (刑法276-1): pay withheld by fleeing or hiding property is a crime, no labour dispute. */
  RUNAWAY: list('跑路 人去楼空 失联 逃匿 电话关机 关机 转移财产 卷款 躲起来 人间蒸发 跑了 不见踪影'),
  THANKS: list(
    `真心 多谢 谢意 谢谢他 谢谢他们 谢谢你们 热情 耐心 感谢 谢谢 致谢 表扬 锦旗 点赞 好样的 为民 暖心 辛苦了 感激 称赞 感动 大恩 热心 多亏 致敬 感恩 道谢 好警察 好民警`,
  ),
  ASK: list(`直接办吗 能办吗 办得了 多少钱 哪个窗口 什么条件 可否 行吗 能否 请告知 吗? 收不收费 怎么补 请问 咨询 想问 问一下 问问 请教 想了解 怎么办理 如何办理 需要什么 需要哪些 什么材料 哪些材料 哪些手续 什么手续 在哪里办 在哪办 去哪里办 去哪办 可以吗 能不能办 可不可以 怎么弄
    是否可以 多长时间 几个工作日 要多久 需要多久 几点上班 周末上班 周六上班 流程 是否需要 要不要本人 怎样办理 怎么申请 如何申请 怎么查 还要不要 能不能 可不可 行不行 怎么预约 收费吗 上班不 有没有规定`),
  SUGGEST: list(
    '建议 提议 希望能够 意见和建议 不妨 提个建议 能否增设 能否增加 希望增加 希望增设 提一点 小建议 倡议 可以考虑 恳请增设 希望安装 能否安装 加强 多派 增派 多设',
  ),
  PATROL: list(
    '巡逻 警力 夜巡 警务室 反诈宣传 宣传 治安巡防 监控探头 摄像头 法制课 普法 巡防 警务站 警情通报 微信公众号 公众号 窗口 自助机 志愿 联防',
  ),
} as const satisfies Record<string, readonly string[]>;
export type Concept = keyof typeof CONCEPTS;

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
}

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
  { category: 'CONDUCT.DISCIPLINE', weight: 6, near: ['POLICE', 'GRAFT'], window: 30 },
  { category: 'CONDUCT.DISCIPLINE', weight: 5, near: ['OFFICER', 'VIOLENCE'], window: 6, ordered: true },
  { category: 'SERVICE.THANKS', weight: 5, near: ['POLICE', 'THANKS'], window: 60 },
  { category: 'SERVICE.CONSULT', weight: 3, near: ['POLICE', 'ASK'], window: 60 },
  { category: 'SERVICE.SUGGEST', weight: 5, near: ['SUGGEST', 'PATROL'], window: 40 },
  { category: 'SERVICE.SUGGEST', weight: 1.5, near: ['SUGGEST', 'POLICE'], window: 25 },
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
    `公检法 打过去了 转过去了 冒充领导 冒充公安 骗我转账 安全账户 共享屏幕 转账了 骗局 电信诈骗 网络诈骗 电诈 刷单 杀猪盘 反诈 反诈中心 紧急止付 冒充客服 网贷诈骗 诈骗电话 诈骗短信 投资平台 虚拟币 被诈骗 诈骗 冒充公检法 注销校园贷 被骗 骗了我 骗走 骗去 96110`,
  ),
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
  自杀 轻生 跳楼 跳河 跳桥 不想活 活不下去 喝农药 喝了农药 上吊 割腕 寻死 同归于尽 要杀我 杀了我 要杀人 杀我全家 弄死我 砍人 被砍 拿刀 持刀 提着刀 举着刀 菜刀 着火了 起火了 正在打 正在被打
  快被打死 要出人命 出人命 绑架 被绑 被关在屋里 被困 救命 快来人 爆炸 点煤气 开煤气 煤气罐 煤气味 液化气罐 炸了 掐着脖子 家暴 往死里打 泼汽油 汽油 引爆 遗书 了结自己 结束生命 不活了 死给 割脉 安眠药
`);

/** Words that turn a category to the branch `otherwise` of its row (see `Signal`). */
export const SIGNAL_WORDS = {
  SERVICE:
    list(`不告知 没有告知 没人告知 没人联系 没有联系 不回复 没回复 没有回复 无人回复 不接电话 推诿 不作为 拖延 敷衍 态度 没人管 没有人管 不理 不闻不问 从来没有人 没有任何说法 没通知 没有通知 不通知 打电话没人
    没人接 让等 一拖再拖 不知道找谁 没人理`),
  DUTY_OPEN: list(
    '现在还 到现在还没 至今没人来 至今没有人来 仍然没来 还没来 还在门口 还在打 正在 马上来 快派人 赶紧派 请立即 还堵在 一直没来 又来了 每天都来 天天来',
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
export const POLICE_NOTIONS: readonly Concept[] = ['POLICE', 'OFFICER', 'CALL', 'CASE', 'DETAIN', 'CUSTODY'];
