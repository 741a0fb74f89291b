import type { NumberClass } from './number-classes.ts';

/** PETITIONER 信访人: the paper carries a box in plain words. ORGAN 机关、单位. INTERNAL 存卷. */
export type Addressee = 'PETITIONER' | 'ORGAN' | 'INTERNAL';

interface KindDefinition {
  /** Title as printed. */
  readonly zh: string;
  readonly en: string;
  /** Absent where the paper has no number of its own. */
  readonly numberClass?: NumberClass;
  readonly addressee: Addressee;
  /** Article that calls for the paper; `D` in the specification, where it is our own practice (内部规范). */
  readonly cite: string;
  /** Version of the template; a paper once issued keeps the version it was composed with. */
  readonly version: number;
}

/** Every document (文书) of the procedure, `spec.md` §2.4. */
export const DOCUMENT_KINDS = {
  'DOC-RECEIPT': { zh: '收件回执', en: 'receipt', addressee: 'PETITIONER', cite: '条例18、21', version: 1 },
  'DOC-REG': {
    zh: '接收信访事项登记表',
    en: 'registration form',
    numberClass: '登',
    addressee: 'INTERNAL',
    cite: '条例19、21',
    version: 1,
  },
  'DOC-ACCEPT': {
    zh: '受理告知书',
    en: 'notice of acceptance',
    numberClass: '受',
    addressee: 'PETITIONER',
    cite: '条例23、31(6)、34',
    version: 1,
  },
  'DOC-REDIRECT': {
    zh: '告知书(向有权机关提出)',
    en: 'notice to apply to the competent organ',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例23(1)',
    version: 1,
  },
  'DOC-CHANNEL': {
    zh: '导入法定程序告知书',
    en: 'notice of the statutory route',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例28(2)、31',
    version: 1,
  },
  'DOC-TRANSFER': {
    zh: '转送函',
    en: 'letter of transfer',
    numberClass: '转',
    addressee: 'ORGAN',
    cite: '条例22、23',
    version: 1,
  },
  'DOC-TRANSFER-NOTICE': {
    zh: '转送去向告知书',
    en: 'notice of where it went',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例23(1)',
    version: 1,
  },
  'DOC-ASSIGN': {
    zh: '交办函',
    en: 'letter of assignment',
    numberClass: '交',
    addressee: 'ORGAN',
    cite: '条例22(1)(三)、23',
    version: 1,
  },
  'DOC-OBJECTION': {
    zh: '异议函',
    en: 'objection to a referral',
    numberClass: '异',
    addressee: 'ORGAN',
    cite: '条例23(3)',
    version: 1,
  },
  'DOC-OBJ-RULING': {
    zh: '异议核实意见',
    en: 'ruling on an objection',
    numberClass: '异',
    addressee: 'ORGAN',
    cite: '条例23(3)',
    version: 1,
  },
  'DOC-JURIS': {
    zh: '管辖决定书',
    en: 'decision on competence',
    numberClass: '异',
    addressee: 'ORGAN',
    cite: '条例24',
    version: 1,
  },
  'DOC-NACC': {
    zh: '不予受理告知书',
    en: 'notice of non-acceptance',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例19(3)',
    version: 1,
  },
  'DOC-NLACC': {
    zh: '不再受理告知书',
    en: 'notice of no further acceptance',
    numberClass: '终',
    addressee: 'PETITIONER',
    cite: '条例36(3)',
    version: 1,
  },
  'DOC-EXT': {
    zh: '延期告知书',
    en: 'notice of extension',
    numberClass: '延',
    addressee: 'PETITIONER',
    cite: '条例34',
    version: 2,
  },
  'DOC-EXT-APPROVAL': {
    zh: '延期审批表',
    en: 'approval of an extension',
    numberClass: '延',
    addressee: 'INTERNAL',
    cite: '条例34',
    version: 2,
  },
  'DOC-HEARING-NOTICE': {
    zh: '听证通知书',
    en: 'notice of hearing',
    numberClass: '听',
    addressee: 'PETITIONER',
    cite: '条例31(6)、36(2)',
    version: 1,
  },
  'DOC-HEARING-RECORD': {
    zh: '听证笔录',
    en: 'record of hearing',
    addressee: 'INTERNAL',
    cite: '条例31(6)、36(2)',
    version: 1,
  },
  'DOC-MEDIATION': {
    zh: '调解协议书',
    en: 'mediation agreement',
    numberClass: '处',
    addressee: 'PETITIONER',
    cite: '条例33',
    version: 1,
  },
  'DOC-SETTLEMENT': {
    zh: '和解协议书',
    en: 'settlement agreement',
    numberClass: '处',
    addressee: 'PETITIONER',
    cite: '条例33',
    version: 1,
  },
  'DOC-OPINION': {
    zh: '信访处理意见书',
    en: 'opinion',
    numberClass: '处',
    addressee: 'PETITIONER',
    cite: '条例31(6)、32、35',
    version: 1,
  },
  'DOC-REVIEW-REQ': {
    zh: '复查(复核)申请书',
    en: 'request for review',
    addressee: 'ORGAN',
    cite: '条例35、36',
    version: 1,
  },
  'DOC-LATE': {
    zh: '逾期申请审查告知书',
    en: 'notice on a late request',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例35、36',
    version: 1,
  },
  'DOC-REVIEW-OPINION': {
    zh: '信访事项复查意见书',
    en: 'review opinion',
    numberClass: '复查',
    addressee: 'PETITIONER',
    cite: '条例35',
    version: 1,
  },
  'DOC-REREVIEW-OPINION': {
    zh: '信访事项复核意见书',
    en: 're-review opinion',
    numberClass: '复核',
    addressee: 'PETITIONER',
    cite: '条例36',
    version: 1,
  },
  'DOC-DELIVERY': {
    zh: '送达回证',
    en: 'proof of delivery',
    addressee: 'INTERNAL',
    cite: '条例35;行政案件程序规定36(参照)',
    version: 1,
  },
  'DOC-SUPERVISION': {
    zh: '督办函',
    en: 'letter of supervision',
    numberClass: '督',
    addressee: 'ORGAN',
    cite: '条例14(2)、40(1)(参照)',
    version: 1,
  },
  'DOC-SUGGEST': {
    zh: '建议书',
    en: 'suggestion',
    numberClass: '建',
    addressee: 'ORGAN',
    cite: '条例40',
    version: 1,
  },
  'DOC-FEEDBACK': {
    zh: '建议采纳情况反馈',
    en: 'feedback on a suggestion',
    numberClass: '回',
    addressee: 'ORGAN',
    cite: '条例40(4)',
    version: 1,
  },
  'DOC-CLOSING-REPORT': {
    zh: '办结报告',
    en: 'closing report',
    numberClass: '报',
    addressee: 'ORGAN',
    cite: '条例22(1)(三)',
    version: 1,
  },
  'DOC-EXEC': {
    zh: '执行督促书',
    en: 'order to execute',
    numberClass: '督',
    addressee: 'ORGAN',
    cite: '条例32(2)',
    version: 1,
  },
  'DOC-FOLLOWUP': { zh: '回访记录', en: 'follow-up record', addressee: 'INTERNAL', cite: '内部规范', version: 1 },
  'DOC-ACC': {
    zh: '责任认定书',
    en: 'finding on responsibility',
    numberClass: '督',
    addressee: 'INTERNAL',
    cite: '条例42—46',
    version: 1,
  },
  'DOC-URGENT': {
    zh: '重大紧急信访事项报告',
    en: 'urgent report',
    numberClass: '报',
    addressee: 'ORGAN',
    cite: '条例25',
    version: 1,
  },
  'DOC-ANNUAL': {
    zh: '信访工作年度报告',
    en: 'annual report',
    numberClass: '报',
    addressee: 'ORGAN',
    cite: '条例41',
    version: 1,
  },
  'DOC-REPLY': {
    zh: '答复书',
    en: 'reply',
    numberClass: '回',
    addressee: 'PETITIONER',
    cite: '条例29、35;简易办理办法',
    version: 1,
  },
  'DOC-SLIP': { zh: '拟办批示流转单', en: 'circulation slip', addressee: 'INTERNAL', cite: '内部规范', version: 1 },
  'DOC-CORRECTION': {
    zh: '纠错通知书',
    en: 'notice of correction',
    numberClass: '督',
    addressee: 'ORGAN',
    cite: '内部规范',
    version: 1,
  },
  'DOC-SLIP-SEALED': {
    zh: '查询码密封条',
    en: 'sealed code slip',
    addressee: 'PETITIONER',
    cite: '条例18、21',
    version: 1,
  },
  'DOC-PLAN': { zh: '办理方案', en: 'plan of handling', addressee: 'INTERNAL', cite: '条例18(2)', version: 1 },
  'DOC-RECUSAL': {
    zh: '回避决定书',
    en: 'decision on recusal',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '条例28(3)',
    version: 1,
  },
  'DOC-INTERVIEW': {
    zh: '听取陈述记录',
    en: 'record of a hearing of the petitioner',
    addressee: 'INTERNAL',
    cite: '条例31(6)',
    version: 1,
  },
  'DOC-SUPPL': {
    zh: '补充材料通知书',
    en: 'request for further material',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '内部规范',
    version: 1,
  },
  'DOC-WITHDRAW': {
    zh: '撤回信访事项确认书',
    en: 'confirmation of withdrawal',
    numberClass: '告',
    addressee: 'PETITIONER',
    cite: '内部规范',
    version: 1,
  },
  'DOC-S-NOTICE': {
    zh: '检举控告办理情况告知书',
    en: 'notice to a reporter',
    numberClass: '检',
    addressee: 'PETITIONER',
    cite: '条例23(4)、30',
    version: 2,
  },
} as const satisfies Readonly<Record<string, KindDefinition>>;

export type DocumentKind = keyof typeof DOCUMENT_KINDS;
export const DOCUMENT_KIND_CODES = Object.keys(DOCUMENT_KINDS) as [DocumentKind, ...DocumentKind[]];

type Kinds = typeof DOCUMENT_KINDS;
/** Kinds that go to a petitioner; their composers owe a box in plain words. */
export type PetitionerKind = {
  [K in DocumentKind]: Kinds[K]['addressee'] extends 'PETITIONER' ? K : never;
}[DocumentKind];
/** Kinds that carry a number; their data must name it, or say that the paper is a draft. */
export type NumberedKind = { [K in DocumentKind]: Kinds[K] extends { numberClass: string } ? K : never }[DocumentKind];

/** The definition of a kind, with what some of them lack as optional. */
export const kindOf = (kind: DocumentKind): KindDefinition => DOCUMENT_KINDS[kind];

/** Narrows a string from outside to a kind of document. */
export const isDocumentKind = (text: string): text is DocumentKind => Object.hasOwn(DOCUMENT_KINDS, text);

/** The sealed slip holds the receipt code (P-25): it is printed and handed over, never stored, listed or filed. */
export const isFiled = (kind: DocumentKind): boolean => kind !== 'DOC-SLIP-SEALED';
