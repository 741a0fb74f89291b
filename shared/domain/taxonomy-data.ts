import type { Branch } from './bureau.ts';

/** Branches of 条例31(1)–(6); only 31(6) gets an opinion, the 60 days and the review chain. */
export const ARTICLE_31 = ['31(1)', '31(2)', '31(3)', '31(4)', '31(5)', '31(6)'] as const;
export type Article31 = (typeof ARTICLE_31)[number];

/** Codes of the statutory procedures. */
export const ROUTE_CODES = [
  'CRIM_RECON',
  'CRIM_COMPLAINT30',
  'ADMIN_RECON',
  'ADMIN_SUIT',
  'DUTY',
  'REAPPRAISAL',
  'TRAFFIC_REVIEW',
  'STATE_COMP',
  'ARBITRATION',
  'PARTY_APPEAL',
  'OTHER_ADMIN',
] as const;
export type RouteCode = (typeof ROUTE_CODES)[number];

/**
 * What the text must say for a category to leave its usual branch of 条例31:
 * `SERVICE` complains of how it was done, `DUTY_OPEN` asks for protection that is still owed,
 * `DECISION` contests a refusal in an administrative procedure.
 */
export type Signal = 'SERVICE' | 'DUTY_OPEN' | 'DECISION';

interface CategoryRow {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly purpose: 'SUGGESTION' | 'ACCUSATION' | 'APPEAL' | 'CONSULT' | 'THANKS' | 'CRIME_REPORT';
  /** Branches in charge, first choice first; none = the unit complained about (所属单位). */
  readonly owners: readonly Branch[];
  readonly police: boolean;
  readonly article?: Article31;
  readonly route?: RouteCode;
  /** Branch that applies instead when the text carries the signal. */
  readonly otherwise?: { readonly when: Signal; readonly article: Article31; readonly route?: RouteCode };
  /** Not police: inform of the competent organ (条例23(1)). */
  readonly redirect?: true;
}

const appeal = { purpose: 'APPEAL', police: true } as const;
const elsewhere = { purpose: 'APPEAL', owners: [], police: false, redirect: true } as const;
const service31 = { when: 'SERVICE', article: '31(6)' } as const;
const decision31 = { when: 'DECISION', article: '31(4)', route: 'OTHER_ADMIN' } as const;

/**
 * The taxonomy of `spec.md` §5.2, in its order. `CRIM.REPORT` is our addition: a first report of a crime needs a
 * code of its own, since it is no complaint about how a case was handled.
 */
export const CATEGORY_ROWS = [
  {
    ...appeal,
    code: 'RESPONSE.SLOW',
    zh: '不出警、出警慢',
    en: 'no or slow response',
    owners: ['STATION', 'COMMAND'],
    article: '31(6)',
    otherwise: { when: 'DUTY_OPEN', article: '31(5)', route: 'DUTY' },
  },
  {
    ...appeal,
    code: 'RESPONSE.SCENE',
    zh: '现场处置不当',
    en: 'handling at the scene',
    owners: ['STATION'],
    article: '31(6)',
  },
  {
    ...appeal,
    code: 'RESPONSE.CALL',
    zh: '110 接警态度、错派',
    en: 'emergency call handling',
    owners: ['COMMAND'],
    article: '31(6)',
  },
  {
    ...appeal,
    code: 'CRIM.NOFILE',
    zh: '不予立案、应立不立',
    en: 'refusal to open a criminal case',
    owners: ['CRIMINAL', 'ECONOMIC', 'LEGAL'],
    article: '31(1)',
    route: 'CRIM_RECON',
  },
  {
    ...appeal,
    code: 'CRIM.UNSOLVED',
    zh: '久侦不破、追逃不力',
    en: 'case unsolved, suspect at large',
    owners: ['CRIMINAL'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'CRIM.COERCIVE',
    zh: '拘留、取保、逮捕措施',
    en: 'criminal coercive measures',
    owners: ['LEGAL'],
    article: '31(1)',
    route: 'CRIM_COMPLAINT30',
  },
  {
    ...appeal,
    code: 'CRIM.PROPERTY',
    zh: '查封扣押冻结、涉案财物',
    en: 'seizure and freezing of property',
    owners: ['LEGAL', 'ANTIFRAUD'],
    article: '31(1)',
    route: 'CRIM_COMPLAINT30',
  },
  {
    ...appeal,
    code: 'CRIM.RECOVER',
    zh: '追赃挽损',
    en: 'recovery of losses',
    owners: ['CRIMINAL', 'ECONOMIC'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'CRIM.EVIDENCE',
    zh: '取证、勘查',
    en: 'taking of evidence',
    owners: ['LEGAL', 'INSPECTION'],
    article: '31(1)',
  },
  { ...appeal, code: 'CRIM.WITHDRAW', zh: '撤案', en: 'withdrawal of a case', owners: ['LEGAL'], article: '31(1)' },
  {
    code: 'CRIM.REPORT',
    zh: '报案线索(误投)',
    en: 'report of a crime',
    purpose: 'CRIME_REPORT',
    owners: ['STATION', 'CRIMINAL'],
    police: true,
  },
  {
    ...appeal,
    code: 'APPRAISAL.INJURY',
    zh: '伤情鉴定不服',
    en: 'injury appraisal',
    owners: ['LEGAL', 'CRIMINAL'],
    article: '31(4)',
    route: 'REAPPRAISAL',
  },
  {
    ...appeal,
    code: 'ADMIN.NOFILE',
    zh: '行政案件不受案',
    en: 'refusal to open an administrative case',
    owners: ['PUBLIC_ORDER', 'STATION'],
    article: '31(5)',
    route: 'DUTY',
  },
  {
    ...appeal,
    code: 'ADMIN.PENALTY_SELF',
    zh: '不服本人处罚',
    en: 'own penalty contested',
    owners: ['LEGAL'],
    article: '31(4)',
    route: 'ADMIN_RECON',
  },
  {
    ...appeal,
    code: 'ADMIN.PENALTY_OTHER',
    zh: '对方处罚过轻、漏处、降格处理',
    en: 'too lenient on the other party',
    owners: ['LEGAL'],
    article: '31(4)',
    route: 'ADMIN_RECON',
  },
  {
    ...appeal,
    code: 'ADMIN.DELAY',
    zh: '治安案件久拖不决',
    en: 'administrative case delayed',
    owners: ['STATION', 'PUBLIC_ORDER'],
    article: '31(5)',
    route: 'DUTY',
  },
  {
    ...appeal,
    code: 'ADMIN.COERCIVE',
    zh: '传唤、盘问、行政强制',
    en: 'administrative coercive measures',
    owners: ['LEGAL'],
    article: '31(4)',
    route: 'ADMIN_RECON',
  },
  {
    ...appeal,
    code: 'ADMIN.MEDIATION',
    zh: '治安调解不履行',
    en: 'mediated agreement not kept',
    owners: ['STATION'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'TRAFFIC.ACCIDENT',
    zh: '事故认定不服',
    en: 'accident determination',
    owners: ['TRAFFIC'],
    article: '31(4)',
    route: 'TRAFFIC_REVIEW',
  },
  {
    ...appeal,
    code: 'TRAFFIC.PENALTY',
    zh: '交通处罚不服',
    en: 'traffic penalty contested',
    owners: ['TRAFFIC'],
    article: '31(4)',
    route: 'ADMIN_RECON',
  },
  {
    ...appeal,
    code: 'TRAFFIC.SERVICE',
    zh: '车驾管、事故处理慢',
    en: 'traffic services',
    owners: ['TRAFFIC'],
    article: '31(6)',
  },
  {
    code: 'TRAFFIC.FACILITY',
    zh: '交通设施、停车、秩序建议',
    en: 'traffic facilities and order',
    purpose: 'SUGGESTION',
    owners: ['TRAFFIC'],
    police: true,
  },
  {
    ...appeal,
    code: 'HUKOU',
    zh: '户籍',
    en: 'household registration',
    owners: ['HUKOU', 'STATION'],
    article: '31(6)',
    otherwise: decision31,
  },
  {
    ...appeal,
    code: 'IDCARD',
    zh: '身份证、居住证',
    en: 'identity card',
    owners: ['HUKOU', 'STATION'],
    article: '31(6)',
    otherwise: decision31,
  },
  {
    ...appeal,
    code: 'EXITENTRY',
    zh: '出入境',
    en: 'exit and entry',
    owners: ['EXIT_ENTRY'],
    article: '31(4)',
    route: 'OTHER_ADMIN',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'PERMIT',
    zh: '特业、枪爆、养犬、许可',
    en: 'permits, special trades, dogs',
    owners: ['PUBLIC_ORDER', 'STATION'],
    article: '31(4)',
    route: 'OTHER_ADMIN',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'CUSTODY',
    zh: '监所、拘留所',
    en: 'places of custody',
    owners: ['CUSTODY'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'CYBER',
    zh: '网络安全',
    en: 'cyber police',
    owners: ['CYBER'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'FRAUD',
    zh: '反诈止付',
    en: 'fraud, payment stops',
    owners: ['ANTIFRAUD', 'ECONOMIC'],
    article: '31(1)',
    otherwise: service31,
  },
  {
    ...appeal,
    code: 'COMPENSATION',
    zh: '国家赔偿',
    en: 'state compensation',
    owners: ['LEGAL'],
    article: '31(1)',
    route: 'STATE_COMP',
  },
  {
    ...appeal,
    code: 'DISCLOSURE',
    zh: '政府信息公开',
    en: 'disclosure of government information',
    owners: ['OFFICE'],
    article: '31(4)',
    route: 'OTHER_ADMIN',
  },
  { ...appeal, code: 'CONDUCT.ATTITUDE', zh: '服务态度', en: 'attitude', owners: [], article: '31(6)' },
  { ...appeal, code: 'CONDUCT.SHIRK', zh: '推诿拖延', en: 'shirking and delay', owners: [], article: '31(6)' },
  {
    code: 'CONDUCT.DISCIPLINE',
    zh: '违纪违法线索',
    en: 'breach of discipline or law',
    purpose: 'ACCUSATION',
    owners: ['INSPECTION'],
    police: true,
  },
  {
    ...appeal,
    code: 'STAFF',
    zh: '民警辅警待遇抚恤',
    en: 'pay and pensions of police staff',
    owners: ['POLITICAL'],
    article: '31(6)',
  },
  { code: 'SERVICE.CONSULT', zh: '咨询', en: 'enquiry', purpose: 'CONSULT', owners: ['PETITION'], police: true },
  {
    code: 'SERVICE.SUGGEST',
    zh: '建议',
    en: 'suggestion',
    purpose: 'SUGGESTION',
    owners: ['STATION', 'PUBLIC_ORDER'],
    police: true,
  },
  { code: 'SERVICE.THANKS', zh: '表扬', en: 'thanks', purpose: 'THANKS', owners: [], police: true },
  { ...appeal, code: 'SERVICE.HELP', zh: '求助', en: 'request for help', owners: ['STATION'], article: '31(6)' },
  { ...elsewhere, code: 'X.LABOR', zh: '劳资、工伤', en: 'labour and work injury' },
  { ...elsewhere, code: 'X.LAND', zh: '征地拆迁、土地承包、安置补偿', en: 'land and resettlement' },
  { ...elsewhere, code: 'X.BUILD', zh: '违章建房、城乡建设', en: 'building' },
  { ...elsewhere, code: 'X.VILLAGE', zh: '村务管理、村干部', en: 'village affairs' },
  { ...elsewhere, code: 'X.ENV', zh: '环境污染', en: 'environment' },
  { ...elsewhere, code: 'X.ENTERPRISE', zh: '企业改制、下岗', en: 'enterprise reform' },
  { ...elsewhere, code: 'X.MIGRANT', zh: '移民', en: 'resettled migrants' },
  { ...elsewhere, code: 'X.FAMILY', zh: '婚姻家庭、邻里', en: 'family and neighbours' },
  { ...elsewhere, code: 'X.WELFARE', zh: '优抚、低保、救助', en: 'welfare' },
  { ...elsewhere, code: 'X.COURT', zh: '法院判决执行', en: 'court judgments' },
  { ...elsewhere, code: 'X.OTHER', zh: '其他非公安', en: 'other, not police' },
] as const satisfies readonly CategoryRow[];

/** A row of the taxonomy as the rest of the program sees it. */
export interface Category extends CategoryRow {
  readonly code: (typeof CATEGORY_ROWS)[number]['code'];
}

/** Root causes recorded at closing, by family. */
export const ROOT_CAUSES = [
  { code: 'RC.RESPONSE_SLOW', zh: '出警迟缓', en: 'slow response', family: 'SERVICE' },
  { code: 'RC.SCENE_HANDLING', zh: '现场处置欠妥', en: 'handling at the scene', family: 'QUALITY' },
  { code: 'RC.EVIDENCE_NOT_TAKEN', zh: '未及时取证', en: 'evidence not taken', family: 'QUALITY' },
  { code: 'RC.SCENE_SURVEY', zh: '现场勘查偏差', en: 'scene survey', family: 'QUALITY' },
  { code: 'RC.INJURY_APPRAISAL', zh: '伤情鉴定偏差', en: 'injury appraisal', family: 'QUALITY' },
  { code: 'RC.PURSUIT', zh: '追逃不力', en: 'pursuit', family: 'QUALITY' },
  { code: 'RC.UNSOLVED', zh: '案件未破', en: 'case unsolved', family: 'QUALITY' },
  { code: 'RC.DISCRETION', zh: '裁量不当', en: 'discretion', family: 'QUALITY' },
  { code: 'RC.DOWNGRADED', zh: '降格处理', en: 'case downgraded', family: 'QUALITY' },
  { code: 'RC.PROCEDURE', zh: '程序违法', en: 'procedure', family: 'QUALITY' },
  { code: 'RC.NO_DISCLOSURE', zh: '未公开办事程序', en: 'procedure not disclosed', family: 'SERVICE' },
  { code: 'RC.SHIRKING', zh: '推诿拖延', en: 'shirking', family: 'SERVICE' },
  { code: 'RC.ATTITUDE', zh: '态度生硬', en: 'attitude', family: 'SERVICE' },
  { code: 'RC.RESOURCE', zh: '警力装备不足', en: 'lack of resources', family: 'OTHER' },
  { code: 'RC.LAW_GAP', zh: '法律政策空白', en: 'gap in law or policy', family: 'OTHER' },
  { code: 'RC.MISUNDERSTANDING', zh: '释法说理不到位', en: 'law not explained', family: 'OTHER' },
  { code: 'RC.NONE', zh: '无原因', en: 'none', family: 'OTHER' },
] as const;
