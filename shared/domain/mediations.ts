import type { Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import { type FieldFault, lintFields } from './unit-sheets.ts';

/** How a mediation ended: agreed, not agreed, or never held, since not both sides wanted it (条例33). */
export const MEDIATION_OUTCOMES = ['AGREED', 'FAILED', 'DECLINED'] as const;
export type MediationOutcome = (typeof MEDIATION_OUTCOMES)[number];

/** Which dispute (矛盾纠纷) of the register: a line of a saved sheet. */
export interface DisputeRef {
  readonly unit: UnitId;
  readonly savedAt: Instant;
  readonly sheet: string;
  /** Its place in the sheet, from 0. */
  readonly item: number;
}

/** A mediation task (调解任务, A-79) for a dispute of the register: about the issue; no field tells who quarrels. */
export interface Mediation extends DisputeRef {
  readonly id: string;
  /** What the analysis meeting (分析调处) said: why it goes to mediation. */
  readonly analysis: string;
  readonly mediator: OfficerId;
  /** Where the sides meet; never somebody's home. */
  readonly place: string;
  readonly due: LocalDate;
  readonly openedAt: Instant;
  readonly openedBy: OfficerId;
  readonly result?: MediationResult & { readonly at: Instant; readonly by: OfficerId };
}

export interface MediationResult {
  /** Both sides take part of their own will, or there is no mediation. */
  readonly firstConsents: boolean;
  readonly secondConsents: boolean;
  readonly outcome: MediationOutcome;
  readonly terms?: string | undefined;
  readonly note: string;
}

/** Begins the id of every attempt at one dispute; sorts by when the dispute was registered. */
export const disputeId = ({ unit, savedAt, sheet, item }: DisputeRef): string =>
  `${unit}.${savedAt.replace(/[-:.]/g, '')}.${sheet}.${item}.`;

/** The unit whose task it is. */
export const unitOfMediation = (id: string): UnitId => id.slice(0, Math.max(0, id.indexOf('.'))) as UnitId;

/** What is wrong with a result: each with its field. */
export function faultsOfResult({ firstConsents, secondConsents, outcome, terms, note }: MediationResult): FieldFault[] {
  const both = firstConsents && secondConsents;
  const faults = lintFields({ note, ...(terms === undefined ? {} : { terms }) }, '');
  if (!both && outcome !== 'DECLINED')
    faults.push({
      pointer: '/outcome',
      zh: '双方未都同意的,不得调解,应填 DECLINED(条例33)',
      en: 'must be DECLINED: without the consent of both sides there is no mediation (条例33)',
    });
  if (both && outcome === 'DECLINED')
    faults.push({
      pointer: '/outcome',
      zh: '双方都同意的,应填 AGREED 或者 FAILED',
      en: 'must be AGREED or FAILED where both sides consented',
    });
  if (outcome === 'AGREED' && !terms?.trim())
    faults.push({ pointer: '/terms', zh: '达成协议的,应写明协议内容', en: 'an agreement states its terms' });
  return faults;
}
