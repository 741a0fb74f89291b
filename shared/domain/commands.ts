import type { DutyCommand } from './commands-duties.ts';
import type { PathCommand } from './commands-paths.ts';
import type { ReviewCommand } from './commands-review.ts';
import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import type { Accused, CloseReason, DispatchMethod, Outcome } from './petition.ts';
import type { ReadBack } from './petition-events.ts';
import type { Purpose } from './taxonomy.ts';
import type { Article31 } from './taxonomy-data.ts';

/** Identity as the petitioner gives it; every part is optional (P-01) and encrypted (P-04). */
export interface Identity {
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly phone?: string | undefined;
  readonly idNumber?: string | undefined;
}

/** An opinion (信访处理意见书) as drafted: an answer for each request item (条例32). */
export interface OpinionDraft {
  readonly facts: string;
  readonly legalBasis: string;
  readonly items: readonly { readonly item: number; readonly outcome: Outcome; readonly answer: string }[];
  /** After REVOKE_REMAKE: the same result needs facts or reasons that were not in the opinion that was revoked. */
  readonly newGrounds?: string | undefined;
  /** Fixed in a supporting opinion: by when it is carried out (条例32(2)). */
  readonly executeBy?: LocalDate | undefined;
}

/** Everything that can be done to a case; `type` discriminates. Numbers are rows of the command table (`lifecycle-table.ts`). */
export type Command = SpineCommand | PathCommand | ReviewCommand | DutyCommand;

/** The spine: from registration to the end of the case. */
type SpineCommand =
  /** 2 登记 */
  | {
      readonly type: 'REGISTER';
      readonly readBack: ReadBack;
      readonly firstContactOfficer?: OfficerId | undefined;
      readonly externalNumber?: string | undefined;
      readonly incidentNumber?: string | undefined;
    }
  /** 4 分类 */
  | {
      readonly type: 'CLASSIFY';
      readonly purpose: Exclude<Purpose, 'ACCUSATION'>;
      readonly category: string;
      /** The branch of 条例31 where the category leaves it open: a service complaint, a duty still owed. */
      readonly article?: Article31 | undefined;
      readonly accused?: Accused | undefined;
      /** 简易办理: the facts are clear and the request can likely be met, as the officer sees it; else it takes the ordinary way. */
      readonly simple?: boolean | undefined;
      readonly reason?: string | undefined;
    }
  /** 4 检举控告转密 */
  | { readonly type: 'SEAL'; readonly reason: string }
  /** 6 告知向有权机关提出 */
  | {
      readonly type: 'REDIRECT';
      readonly organ: { readonly name: string; readonly address: string; readonly phone?: string | undefined };
      readonly reason: string;
      readonly method?: DispatchMethod | undefined;
    }
  /** 8 转送 */
  | {
      readonly type: 'TRANSFER';
      readonly to: UnitId;
      readonly reason: string;
      readonly method?: DispatchMethod | undefined;
    }
  /** 9 交办 */
  | {
      readonly type: 'ASSIGN';
      readonly to: UnitId;
      readonly requirements: string;
      readonly reportDue: LocalDate;
      readonly method?: DispatchMethod | undefined;
    }
  /** 46 签收 */
  | { readonly type: 'SIGN_FOR' }
  /** 10 异议 */
  | { readonly type: 'OBJECT'; readonly reasons: string; readonly proposedOrgan: string }
  /** 11 异议核实 */
  | { readonly type: 'RULE_OBJECTION'; readonly upheld: boolean; readonly reason: string }
  /** 13 受理 */
  | {
      readonly type: 'ACCEPT';
      readonly handlingUnit?: UnitId | undefined;
      readonly requestItems: readonly string[];
      readonly method?: DispatchMethod | undefined;
    }
  /** 18 指定承办民警 */
  | { readonly type: 'ASSIGN_HANDLER'; readonly handler: OfficerId }
  /** 19 三个明确/四定 */
  | {
      readonly type: 'SET_PLAN';
      readonly leader: OfficerId;
      readonly handler?: OfficerId | undefined;
      readonly dueAt: LocalDate;
      readonly requirements?: string | undefined;
      /** 定专班: a MAJOR case names its task force. */
      readonly taskForce?: readonly OfficerId[] | undefined;
    }
  /** 21 联系信访人 */
  | {
      readonly type: 'LOG_CONTACT';
      readonly outcome: 'HEARD' | 'FAILED';
      readonly method: 'PHONE' | 'VISIT' | 'VIDEO' | 'LETTER' | 'ONLINE';
      readonly note: string;
    }
  /** 25 延期 */
  | {
      readonly type: 'EXTEND';
      readonly days: number;
      readonly reason: string;
      /** Head, deputy in charge or acting head by recorded delegation (条例34: 本机关、单位负责人). */
      readonly capacity: 'HEAD' | 'DELEGATE' | 'ACTING';
      readonly delegation?: string | undefined;
      readonly method: DispatchMethod;
    }
  /** 26 拟稿 */
  | { readonly type: 'DRAFT_OPINION'; readonly opinion: OpinionDraft }
  /** 27 审批 */
  | {
      readonly type: 'APPROVE_OPINION';
      /** The three-part check (三性, A-45): facts objective, law right, papers in order. */
      readonly check: { readonly facts: boolean; readonly law: boolean; readonly papers: boolean };
      readonly rootCause?: string | undefined;
      readonly note?: string | undefined;
    }
  /** 59 退回修改 */
  | { readonly type: 'RETURN_DRAFT'; readonly reasons: string }
  /** 28 发出(办结) */
  | { readonly type: 'DISPATCH'; readonly method: DispatchMethod }
  /** 29 送达 */
  | {
      readonly type: 'DELIVER';
      readonly method: DispatchMethod;
      /** Instant of actual receipt, with offset; starts the petitioner's 30 days (条例35). */
      readonly receivedAt: string;
      readonly proof: string;
      /** Which of the co-petitioners received it, from 1; the 30 days run for each of them. */
      readonly recipient?: number | undefined;
      /** All of several petitioners received it at this moment. */
      readonly everyone?: true | undefined;
    }
  /** 35 结案 */
  | {
      readonly type: 'CLOSE';
      readonly reason: CloseReason;
      readonly rootCause: string;
      readonly lesson: string;
      /** The petitioner agrees to be asked afterwards (回访, A-61). */
      readonly followUpConsent?: boolean | undefined;
      /** Why the opinion goes to some of the co-petitioners no more: without name or address, or withdrawn for himself. */
      readonly notServed?: string | undefined;
    }
  /** 52 办结报告 */
  | { readonly type: 'SUBMIT_CLOSING_REPORT'; readonly report: string }
  | { readonly type: 'CHECK_CLOSING_REPORT'; readonly accepted: boolean; readonly reason: string }
  /** 69 检举控告: screened, forwarded or held, the real-name reporter informed, closed (§2.5) */
  | {
      readonly type: 'S_SCREEN';
      readonly finding: string;
      /** Who is accused, beside those who are known to be: they, and whoever they lead, no longer open it. */
      readonly accused?: Accused | undefined;
    }
  | { readonly type: 'S_FORWARD'; readonly to: string; readonly reason: string }
  | { readonly type: 'S_HOLD'; readonly plan: string }
  | { readonly type: 'S_INFORM'; readonly method: DispatchMethod; readonly content: string }
  | { readonly type: 'S_CLOSE'; readonly result: string }
  /** 67 更正记录 */
  | {
      readonly type: 'CORRECT_RECORD';
      readonly reason: string;
      readonly request?: string | undefined;
      readonly facts?: string | undefined;
      readonly reasons?: string | undefined;
      readonly petitioner?: Identity | undefined;
      readonly representatives?: readonly string[] | undefined;
      readonly externalNumber?: string | undefined;
      readonly incidentNumber?: string | undefined;
    };

export type CommandType = Command['type'];
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;
