import type { ExtensionRule } from './extension-abuse.ts';
import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import type { ClockTime } from './notifications.ts';

/** Roles of `spec.md` §1.1 that an account can hold; the petitioner (信访人) has no account. */
export const ROLES = [
  'registrar',
  'petitionOfficer',
  'petitionChief',
  'handler',
  'unitHead',
  'responsibleLeader',
  'dutyLeader',
  'bureauHead',
  'reviewer',
  'reReviewer',
  'supervisor',
  'sealedOfficer',
  'auditor',
  'mediator',
  /** Keeps the bureau's tables (units, officers, rules); sees no petition. */
  'administrator',
  /** A device account: the print station that alone may print receipt codes on sealed slips (查询码密封条). */
  'slipPrinter',
] as const;
export type Role = (typeof ROLES)[number];

/** Levels of a police organ (公安机关), highest first. */
export const LEVELS = ['MPS', 'PROVINCE', 'CITY', 'COUNTY', 'STATION'] as const;
export type Level = (typeof LEVELS)[number];

/** Police branches (警种) that own categories. `STATION` stands for the police station (派出所) of the place. */
export const BRANCHES = [
  'STATION',
  'COMMAND',
  'CRIMINAL',
  'ECONOMIC',
  'LEGAL',
  'PUBLIC_ORDER',
  'TRAFFIC',
  'HUKOU',
  'EXIT_ENTRY',
  'CUSTODY',
  'CYBER',
  'ANTIFRAUD',
  'POLITICAL',
  'OFFICE',
  'INSPECTION',
  'PETITION',
] as const;
export type Branch = (typeof BRANCHES)[number];

/** A unit (单位) of the bureau's tree. */
export interface Unit {
  readonly id: UnitId;
  /** Full name as printed on documents, e.g. 云泽市公安局东湖分局. */
  readonly name: string;
  /** Other names that appear in texts: short forms, former names. */
  readonly aliases: readonly string[];
  readonly level: Level;
  readonly parent?: UnitId;
  /** The branch it does the work of; absent for an organ (公安机关) itself. */
  readonly branch?: Branch;
  /** True for an organ that issues opinions in its own name and seal (有权处理的机关). */
  readonly signsOpinions: boolean;
  /** 机关代字 in the numbers of its papers, e.g. 云东公; the first alias where none is set. */
  readonly documentCode?: string | undefined;
  /** The organ that reviews (复查) its opinions; without it no opinion can be signed. */
  readonly reviewOrgan?: ReviewOrgan;
  /** Business head (单位负责人) and petition-duty head (信访责任人): every unit shows both (A-38, 一岗双责). */
  readonly head: OfficerId;
  readonly petitionDutyHead: OfficerId;
  readonly phone: string;
  readonly address: string;
  /** Names of places (district, town, community, road) whose matters belong to this unit (属地). */
  readonly areas: readonly string[];
  /** First and last day of its existence; a unit with a last day is abolished (撤销), merged or split. */
  readonly since?: LocalDate | undefined;
  readonly until?: LocalDate | undefined;
  /** Who took over from it; its open cases go to the first, whom the decision names as the main one. */
  readonly successors?: readonly Succession[] | undefined;
  /** What it was called before (更名). */
  readonly formerNames?: readonly FormerName[] | undefined;
}

/** A unit that took over (承继单位), by the decision cited. */
export interface Succession {
  readonly unit: UnitId;
  readonly cite: string;
}

export interface FormerName {
  readonly name: string;
  /** Last day of the name. */
  readonly until: LocalDate;
  readonly cite: string;
}

/** Who reviews and where to file, as printed in the remedy box (条例35). */
export interface ReviewOrgan {
  /** The organ itself, where it works in this deployment too; without it a review goes to an organ outside. */
  readonly unit?: UnitId;
  readonly name: string;
  readonly address: string;
  readonly legalBasis: string;
  readonly verified: boolean;
}

/** An officer account of the bureau; tokens carry id, roles and unit, this table carries what is shown. */
export interface Officer {
  readonly id: OfficerId;
  readonly name: string;
  readonly unit: UnitId;
  readonly roles: readonly Role[];
  readonly officePhone: string;
}

/**
 * A deterministic routing rule that the bureau switched on. Only then does a proposal take effect without a
 * confirmation, and the decision carries the name of who switched it on (P-07).
 */
export interface AutoRule {
  readonly id: string;
  /** Category code it applies to, e.g. `TRAFFIC.FACILITY`. */
  readonly category: string;
  readonly switchedOnBy: OfficerId;
  readonly switchedOnAt: string;
}

/** A setting that is our decision or unverified; it carries its citation and a badge (spec.md §8). */
export interface Setting<T> {
  readonly value: T;
  readonly cite: string;
  readonly verified: boolean;
}

/** The bureau's own tables: one document, versioned, replaced as a whole. */
export interface Bureau {
  readonly version: number;
  /** Names of non-police bodies to redirect to, by X category (条例23(1)). */
  readonly units: readonly Unit[];
  readonly officers: readonly Officer[];
  readonly rules: readonly AutoRule[];
  readonly competentOrgans: readonly CompetentOrgan[];
  /** Who stands in for whom; both days included. */
  readonly leave?: readonly Leave[] | undefined;
  readonly settings: {
    /** A visit by at least this many people is a group visit (集体访). */
    readonly groupThreshold: Setting<number>;
    /** Telephone of the supervision desk shown to petitioners of overdue cases. */
    readonly supervisionPhone: Setting<string>;
    /** Networks of the bureau, as `address/bits`: a receipt code used from one is shown to the auditor (P-25). */
    readonly officeNetworks?: Setting<readonly string[]> | undefined;
    /** Hours of the night in which no petitioner is written to; `PETITIONER_QUIET` where the bureau set none. */
    readonly petitionerQuiet?: Setting<{ readonly from: ClockTime; readonly to: ClockTime }> | undefined;
    /** When an extension is put before the supervisor. */
    readonly extensionRule?: Setting<ExtensionRule> | undefined;
  };
}

/** A competent organ that is not the police, shown when a petition is redirected (告知向有权机关提出). */
export interface CompetentOrgan {
  readonly category: string;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
}

/**
 * An officer on leave and his deputy: reminders reach the deputy meanwhile (`shared/domain/notifications.ts`), and for the
 * head of the organ a leader in charge of it acts (`shared/domain/who-rules.ts`).
 */
export interface Leave {
  readonly officer: OfficerId;
  readonly deputy: OfficerId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}
