import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import type { DispatchMethod, Outcome } from './petition.ts';
import type { RouteCode } from './taxonomy-data.ts';

/** How a case leaves or takes the ordinary path: statutory routes, simple procedure, refusals, disputes, urgency. */
export type PathCommand =
  /** 3 关联信访事项: a person confirms the same matter; the machine only suggests. */
  | {
      readonly type: 'LINK_MATTER';
      readonly matter: string;
      readonly reason: string;
      /** Found to be the same petitioner, where identity number, or name and address, do not show it. */
      readonly samePetitioner?: true | undefined;
    }
  /** 5 标记紧急 */
  | {
      readonly type: 'FLAG_URGENT';
      readonly lifeAtStake: boolean;
      readonly place: string;
      readonly reason: string;
      /** P-28: measures come from a closed list. */
      readonly measures: readonly UrgentMeasure[];
    }
  /** 54 紧急接应、记录紧急报告 */
  | { readonly type: 'ACK_URGENT'; readonly note?: string | undefined }
  | { readonly type: 'RECORD_URGENT_REPORT'; readonly to: string; readonly content: string }
  /** 7 导入法定程序 */
  | {
      readonly type: 'CHANNEL';
      readonly route: RouteCode;
      readonly reason: string;
      /** The body that decides on the route, as printed; a unit of this bureau where it is our own (必须履职). */
      readonly organ: { readonly name: string; readonly address: string; readonly unit?: UnitId | undefined };
      /** Day on which he learned of the act, from which the filing limit runs. */
      readonly knownOn?: LocalDate | undefined;
      /** Was he told in writing of right and limit (复议法20)? */
      readonly toldInWriting?: boolean | undefined;
      /** If not: the day on which he learned of right and limit, once he has. */
      readonly limitKnownOn?: LocalDate | undefined;
      /** Day on which he received a decision of reconsideration; a suit then has fifteen days. */
      readonly reconsideredOn?: LocalDate | undefined;
      /** The three days of a re-appraisal are of administrative cases only. */
      readonly criminalCase?: boolean | undefined;
      /** 受案/立案 number, where the route is this organ's own. */
      readonly caseNumber?: string | undefined;
      readonly coSigner: OfficerId;
      readonly materials?: string | undefined;
      readonly method?: DispatchMethod | undefined;
    }
  /** 58 登记法定程序结果 */
  | {
      readonly type: 'RECORD_ROUTE_RESULT';
      readonly outcome: string;
      readonly number: string;
      readonly decidedOn: LocalDate;
      /** The route was closed to him after all: the channelling is undone (P-31). */
      readonly reversed: boolean;
    }
  /** 12 管辖争议 */
  | { readonly type: 'DISPUTE'; readonly with: UnitId; readonly reason: string }
  | { readonly type: 'DECIDE_JURISDICTION'; readonly to: UnitId; readonly reason: string }
  /** 14 简易受理 */
  | {
      readonly type: 'ACCEPT_SIMPLE';
      readonly handlingUnit?: UnitId | undefined;
      readonly requestItems: readonly string[];
      readonly method?: DispatchMethod | undefined;
    }
  /** 15 转普通程序 */
  | { readonly type: 'SWITCH_ORDINARY'; readonly reason: string; readonly atPetitionersWish: boolean }
  /** 51 简易转送 */
  | { readonly type: 'PASS_ON'; readonly to: UnitId; readonly method?: DispatchMethod | undefined }
  /** 16 不予受理 */
  | {
      readonly type: 'NOT_ACCEPT';
      /** The case that a subordinate organ is handling within its limit (19(3)). */
      readonly pendingCase: string;
      readonly reason: string;
      /** As in LINK_MATTER. */
      readonly samePetitioner?: true | undefined;
      readonly method?: DispatchMethod | undefined;
    }
  /** 17 不再受理: the first call proposes, a second person's call decides. */
  | {
      readonly type: 'NO_LONGER_ACCEPT';
      readonly reReviewCase: string;
      /** How facts and reasons compare with those that were decided. */
      readonly comparison: string;
      /** "New facts or reasons?" answered in words. */
      readonly newFacts: string;
      readonly hasNewFacts: boolean;
      readonly samePetitioner?: true | undefined;
      readonly method?: DispatchMethod | undefined;
    }
  /** 49 研究建议 */
  | {
      readonly type: 'STUDY_SUGGESTION';
      readonly studyUnit?: UnitId | undefined;
      readonly method?: DispatchMethod | undefined;
    }
  /** 50 答复 */
  | {
      readonly type: 'REPLY';
      readonly items: readonly { readonly item: number; readonly outcome: Outcome; readonly answer: string }[];
      readonly legalBasis: string;
      readonly method: DispatchMethod;
    }
  /** 45 登记录入官方信访系统 */
  | { readonly type: 'EXPORT_OFFICIAL'; readonly system: OfficialSystem; readonly externalNumber?: string | undefined }
  /** 64 向上报告 */
  | {
      readonly type: 'ESCALATE_UP';
      readonly organ: string;
      readonly unit?: UnitId | undefined;
      readonly reason: string;
    }
  /** §3.1 期限免除: reason and a second person; the clock is never deleted. */
  | { readonly type: 'WAIVE_CLOCK'; readonly clock: string; readonly key?: string | undefined; readonly reason: string }
  /** §3.1 日历、规则变更后重算期限 */
  | { readonly type: 'RECOMPUTE_CLOCKS'; readonly why: 'CALENDAR' | 'OVERLAY'; readonly by: OfficerId }
  /** 机构改革:承继单位接续办理。`by` loaded the tables that say who took over. */
  | { readonly type: 'HAND_ON'; readonly by: OfficerId }
  /** 69 检举控告拆分: the accusation stays sealed, the service part becomes an ordinary case without identity. */
  | {
      readonly type: 'S_SPLIT';
      readonly gist: string;
      readonly request: string;
      readonly facts?: string | undefined;
      readonly reasons?: string | undefined;
    };

/** P-28: what an urgent report may ask for; nothing else is a measure here. */
export const URGENT_MEASURES = ['AMBULANCE', 'APPOINTMENT', 'INTERPRETER', 'MEDIATION', 'POLICE_DUTY'] as const;
export type UrgentMeasure = (typeof URGENT_MEASURES)[number];

/** Official petition systems that count: 国家信访信息系统, 公安信访信息系统, 地方信访信息系统 (P-24). */
export const OFFICIAL_SYSTEMS = ['NATIONAL', 'POLICE', 'LOCAL'] as const;
export type OfficialSystem = (typeof OFFICIAL_SYSTEMS)[number];
