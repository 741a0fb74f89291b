import type { Concept } from './routing-concepts.ts';
import type { CategoryCode } from './taxonomy.ts';

/** A rule by two notions within `window` characters, in that order if `ordered`. */
export interface NearRule {
  readonly category: CategoryCode;
  readonly weight: number;
  readonly near: readonly [Concept, Concept];
  readonly window: number;
  readonly ordered?: true;
  /** Not where this stands between them. */
  readonly unless?: RegExp;
  /** Not where this stands right before the second notion: it is told of somebody else then. */
  readonly unlessOf?: RegExp;
  /** Of whoever the form says is complained of it holds, however far apart. */
  readonly ofAccused?: true;
}

/** 派出所说…, 民警抓了…, 派出所不管…, 派出所以…不立案: what follows is what others do, or what is said of it. */
const OTHERS_DO = /[。;!?查抓说不没未被]|^以$|报案|举报|立案|对方|嫌疑人|调解|处理|打击/u;

/**
 * Whoever else takes bribes is no officer, though the police are named beside (医生收红包,派出所不立案): their part is
 * not to have acted. A doctor of a detention house is theirs (看守所医生).
 */
const OTHERS_GRAFT =
  /(?<![所局队]的?)(?:医生|护士|[老教]师|[校院村]长|村支?书记?|村主任|村干部|法官|检察官)(?:[还也都]|私下|长期|多次|涉嫌)?(?:[向跟问找]我)?[收拿要]?了?$/u;

/** What the police are told, or settle, is not done by them. */
const TOLD_TO_THEM = /立案|报案|报警|不管|处理|调解|鉴定|赔|对方/u;

/** Of animals and things nobody is sought at once. */
const NO_PERSON = /[。;!?]|[狗猫鸡鸭羊]|手机|包/u;
/** 孩子的父亲没回家, 孩子培训班的老板失联: another one than the frail. */
const SOMEBODY_ELSE =
  /^[他她]?[爸妈爹父母]|[。;!?]|的[爸妈爹父母]|[他她][爸妈爹]|丈夫|老公|前夫|老师|主任|家长|老板|机构|公司|平台|商家|卖家|骗|对方|费|钱|款|工资|户口|证|[狗猫]|车$/u;

const near = (
  category: CategoryCode,
  weight: number,
  of: readonly [Concept, Concept],
  window: number,
  more: Pick<NearRule, 'ordered' | 'unless' | 'unlessOf' | 'ofAccused'> = {},
): NearRule => ({ category, weight, near: of, window, ...more });
/** In that order. */
const then: typeof near = (category, weight, of, window, more) =>
  near(category, weight, of, window, { ...more, ordered: true });

export const NEAR_RULES: readonly NearRule[] = [
  then('RESPONSE.SLOW', 4.5, ['CALL', 'LATE'], 30),
  near('RESPONSE.SLOW', 2.5, ['POLICE', 'LATE'], 14),
  then('RESPONSE.SCENE', 5, ['SCENE', 'MISHANDLED'], 30),
  near('RESPONSE.SCENE', 2.5, ['POLICE', 'MISHANDLED'], 30),
  near('RESPONSE.CALL', 1, ['CALL', 'ATTITUDE'], 25),
  near('CRIM.NOFILE', 3.5, ['CRIMINAL_MATTER', 'REFUSE'], 120),
  near('CRIM.NOFILE', 2, ['POLICE', 'REFUSE'], 50),
  near('CRIM.NOFILE', 2, ['CASE', 'REFUSE'], 60),
  near('CRIM.UNSOLVED', 3.5, ['CASE', 'STALL'], 50),
  near('CRIM.UNSOLVED', 2.5, ['CRIMINAL_MATTER', 'STALL'], 80),
  near('CRIM.UNSOLVED', 3.5, ['HIT_RUN', 'STALL'], 80),
  near('CRIM.COERCIVE', 4, ['DETAIN', 'OBJECTION'], 80),
  near('CRIM.PROPERTY', 4.5, ['FROZEN', 'PROPERTY'], 25),
  near('CRIM.RECOVER', 5, ['CRIMINAL_MATTER', 'RECOVER'], 100),
  near('CRIM.RECOVER', 2, ['CASE', 'RECOVER'], 100),
  near('CRIM.EVIDENCE', 4, ['EVIDENCE', 'NOT_TAKEN'], 18),
  near('CRIM.REPORT', 7, ['WAGES', 'RUNAWAY'], 60),
  near('CRIM.REPORT', 5, ['HIT', 'FLED'], 20),
  near('CRIM.REPORT', 7, ['ID_CARD', 'MISUSED'], 8),
  near('CRIM.REPORT', 7, ['SELLS', 'ID_CARD'], 25),
  near('FRAUD', 5, ['STAKE', 'UNPAID'], 60),
  near('APPRAISAL.INJURY', 5, ['APPRAISAL', 'UNHAPPY'], 40),
  near('ADMIN.NOFILE', 3.5, ['ORDER_MATTER', 'REFUSE'], 120),
  near('ADMIN.DELAY', 4, ['ORDER_MATTER', 'STALL'], 80),
  near('ADMIN.DELAY', 8, ['APPRAISAL', 'NO_RESULT'], 20),
  near('ADMIN.PENALTY_SELF', 4.5, ['PENALTY', 'OBJECTION'], 60),
  near('ADMIN.PENALTY_OTHER', 5, ['OTHER_SIDE', 'LENIENT'], 30),
  near('ADMIN.PENALTY_OTHER', 2.5, ['ORDER_MATTER', 'LENIENT'], 60),
  near('ADMIN.COERCIVE', 4, ['POLICE', 'SUMMON'], 40),
  near('ADMIN.COERCIVE', 4, ['REHAB', 'OBJECTION'], 40),
  near('ADMIN.MEDIATION', 5, ['MEDIATE', 'BREACH'], 60),
  near('TRAFFIC.ACCIDENT', 6, ['ACCIDENT', 'OBJECTION'], 80),
  near('TRAFFIC.PENALTY', 5, ['TRAFFIC_FINE', 'OBJECTION'], 60),
  near('TRAFFIC.PENALTY', 7, ['TRAFFIC_POLICE', 'IMPOUND'], 12),
  near('COMPENSATION', 6, ['ACQUITTED', 'CLAIM'], 30),
  near('DISCLOSURE', 6, ['PUBLISH', 'RECORDS'], 20, { unless: /道歉/u }),
  near('STAFF', 4, ['OFFICER', 'PENSION'], 15),
  near('CUSTODY', 6, ['CUSTODY', 'HARM'], 80),
  near('CONDUCT.ATTITUDE', 4, ['POLICE', 'ATTITUDE'], 30),
  near('CONDUCT.SHIRK', 4, ['POLICE', 'SHIRK'], 35),
  near('CONDUCT.DISCIPLINE', 6, ['POLICE', 'GRAFT'], 30, { unlessOf: OTHERS_GRAFT, ofAccused: true }),
  then('CONDUCT.DISCIPLINE', 6, ['OFFICER', 'PRIVATE_GRAFT'], 9, { unless: OTHERS_DO }),
  then('CONDUCT.DISCIPLINE', 6, ['POLICE', 'PRIVATE_GRAFT'], 6, {
    unless: new RegExp(`[,:、]|${OTHERS_DO.source}`, 'u'),
  }),
  then('CONDUCT.DISCIPLINE', 6, ['BRIBES', 'OFFICER'], 3),
  then('CONDUCT.DISCIPLINE', 5, ['OFFICER', 'VIOLENCE'], 6),
  then('CONDUCT.DISCIPLINE', 6, ['OFFICER_TAKES', 'MONEY'], 14),
  near('CONDUCT.DISCIPLINE', 6, ['POLICE', 'TORTURED'], 30, { ofAccused: true }),
  then('CONDUCT.DISCIPLINE', 6, ['OFFICER', 'SEXUAL'], 0),
  near('SERVICE.THANKS', 5, ['POLICE', 'THANKS'], 60),
  near('SERVICE.CONSULT', 3, ['POLICE', 'ASK'], 60),
  near('SERVICE.SUGGEST', 5, ['SUGGEST', 'PATROL'], 40),
  near('SERVICE.SUGGEST', 1.5, ['SUGGEST', 'POLICE'], 25),
];

/** A notion that two others make when they follow each other within so many characters: 所长收了 … */
export interface Compound {
  readonly concept: Concept;
  readonly of: readonly [Concept, Concept];
  readonly window: number;
  /** Not where this stands between them. */
  readonly unless?: RegExp;
}

const made = (concept: Concept, first: Concept, second: Concept, window: number, unless?: RegExp): Compound => ({
  concept,
  of: [first, second],
  window,
  ...(unless && { unless }),
});

export const COMPOUNDS: readonly Compound[] = [
  made('MISSING', 'FRAIL', 'LOST', 20, NO_PERSON),
  made('MISSING', 'LOST', 'FRAIL', 12, NO_PERSON),
  made('MISSING', 'FRAIL', 'GONE', 20, SOMEBODY_ELSE),
  made('CAPTIVE', 'CAPTOR', 'SHUT', 8),
  made('THREAT', 'CAPTIVE', 'DWELLING', 16),
  made('DOSE', 'KIN', 'POISON', 8, NO_PERSON),
  made('THREAT', 'DOSE', 'FOAM', 20, NO_PERSON),
  made('SWALLOWED', 'KIN', 'FOAM', 6, NO_PERSON),
  made('THREAT', 'SWALLOWED', 'POISON', 4),
  made('THREAT', 'AFTERLIFE', 'SETTLED', 8),
  made('THREAT', 'SHOES', 'SHORE', 4),
  made('THREAT', 'SHORE', 'SHOES', 8),
  made('HURT_CHILD', 'FRAIL', 'INJURY', 14),
  made('HURT_CHILD', 'INJURY', 'FRAIL', 10),
  made('HIT_RUN', 'HIT', 'FLED', 20),
  made('OFFICER_ASKS', 'OFFICER', 'ASKS', 6, OTHERS_DO),
  made('WRONG', 'OFFICER_ASKS', 'MONEY', 8),
  made('WRONG', 'INTERROGATED', 'BRUTAL', 25, TOLD_TO_THEM),
  made('WRONG', 'THERE', 'BRUTAL', 25, TOLD_TO_THEM),
  made('WRONG', 'RECORDER_OFF', 'VIOLENCE', 6),
  made('WRONG', 'POLICE', 'KIN_CARD', 12, OTHERS_DO),
  made('POLICE_DATA', 'POLICE', 'MY_DATA', 6, OTHERS_DO),
  made('WRONG', 'POLICE_DATA', 'LEAKS', 8),
  made('POLICE_LEAKS', 'POLICE', 'LEAKS', 6, OTHERS_DO),
  made('WRONG', 'POLICE_LEAKS', 'MY_DATA', 8),
  made('WRONG', 'POLICE', 'LOOKED_UP', 14, OTHERS_DO),
  made('WRONG', 'SEIZED', 'UNDERCOUNT', 20),
  made('WRONG', 'POLICE', 'GRAFT', 12, OTHERS_DO),
  made('OFFICER_TAKES', 'OFFICER', 'TAKES', 4),
  made('POLICE_GAINS', 'POLICE', 'PRIVATE_GRAFT', 4),
  made('OFFICER_FORCE', 'OFFICER', 'FORCE', 12),
  made('POLICE_ACTS', 'POLICE', 'ACT', 12),
  made('POLICE_ACTS', 'POLICE', 'DETAIN', 12),
  made('POLICE_ACTS', 'POLICE', 'SUMMON', 12),
  made('POLICE_ACTS', 'POLICE', 'PENALTY', 12),
  made('POLICE_ACTS', 'POLICE', 'DENIES', 3),
  made('THREAT', 'HOLDS', 'ARM', 6),
  made('THREAT', 'HOLDS', 'SUBSTANCE', 6),
  made('THREAT', 'SUBSTANCE', 'HOLDS', 6),
  made('THREAT', 'INTENDS', 'SUBSTANCE', 6),
  made('THREAT', 'INTENDS', 'ARM', 6),
  made('DIED_THERE', 'THERE', 'DEAD', 8),
];
