import { createHash } from 'node:crypto';
import type { Leave, Officer } from '../../../shared/domain/bureau.ts';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Preferences } from '../../../shared/domain/notifications.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Item } from '../../../shared/store/database.ts';
import type { Ledger as Submissions } from '../ledger.ts';
import { heirsOf, standsFor } from '../oracle/held-now.ts';
import type { LawOfLife } from '../oracle/law-of-life.ts';
import type { Wishes } from '../preferences.ts';
import type { TablesOfLife } from '../tables-of-life.ts';
import type { Received } from '../twins/channel-twins.ts';
import type { StoreCore } from '../twins/store-core.ts';
import type { CaseBook } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Own promises; every other clock is the law's, or a norm's, and its red and overdue notices wait for nobody's sleep. */
export const PROMISES: ReadonlySet<string> = new Set([
  'SHADOW_60D',
  'SUPERVISE_REPLY',
  'RECTIFY',
  'REMAKE',
  'CONFLICT_DECIDE',
  'FIRST_CONTACT',
  'WEEKLY_REVIEW',
  'SCREEN_TWICE_MONTH',
  'LEADER_ACTION',
  'FOLLOWUP_1',
  'FOLLOWUP_2',
  'RATING_WINDOW',
  'RECUSAL_DECIDE',
  'S_SCREEN_5WD',
  'DRAFT_45D',
  'APPROVE_3WD',
  'CLOSE_ENDED_5WD',
]);
/** A run that is given up, and one that is told of the same message a little later, are minutes apart at most. */
export const SOON_MS = 11 * 60_000;
export const HOUR = 3_600_000;

/** A life, as far as it concerns what leaves the house. */
export interface ChannelLife {
  readonly now: () => number;
  readonly faultsEnd: number;
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly tables: TablesOfLife;
  readonly law: LawOfLife;
  readonly wishes: Wishes;
  readonly ledger: Submissions;
  readonly findings: Findings;
}

/** What was noted and what arrived. */
export class Deliveries {
  /** Lines of the ledger, by id. */
  readonly lines = new Map<string, Item>();
  readonly settledAt = new Map<string, number>();
  readonly received = new Map<string, Received[]>();
  /** The run that was done with a decision last, by where the decision lies. */
  readonly doneBy = new Map<string, { readonly begunAt: number; readonly at: number }>();
}

/** The id of a message, as the receiver knows it again: the decision, the person, the channel. */
export const idOf = (sk: string, officer: string, channel: string): string =>
  createHash('sha256').update(`${sk}|${officer}|${channel}`).digest('hex').slice(0, 32);

/** Where a decision lies, as one name. */
export const sourceOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }): string => `${pk}|${sk}`;

/** How an officer wants to be told: as he chose, or as his unit did. */
export function wishOf(wishes: Wishes, officer: string, tree: UnitTree): Preferences | undefined {
  const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit ?? '';
  return wishes.officers.get(officer) ?? wishes.units.get(unit);
}

/** The officer, his unit and those above it, and all from which these took over. */
export function lineAbove(officer: string, tree: UnitTree): string[] {
  const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit;
  const line = unit ? [unit, ...tree.ancestors(unit).map(({ id }) => id)] : [];
  const before = tree.bureau.units.filter(({ id }) => heirsOf(id, tree).some((heir) => line.includes(heir)));
  return [officer, ...line, ...before.map(({ id }) => id)];
}

/** Whoever has a mailbox: of a unit that is no more, those of the unit that took over from it. */
export function holdersOf(pk: string, tree: UnitTree): readonly Officer[] {
  const [kind, first, role] = pk.split('#');
  return tree.bureau.officers.filter(({ id, unit, roles }) =>
    kind === 'OFFICER' ? id === first : unit === standsFor(first as UnitId, tree) && roles.some((one) => one === role),
  );
}

/** Whether an officer is away on a day, and who stands in. */
export const leaveOn = (id: string, day: string, tree: UnitTree): Leave | undefined =>
  (tree.bureau.leave ?? []).find(({ officer, from, to }) => officer === id && from <= day && day <= to);

/** Whether a moment lies in somebody's quiet hours, in Shanghai. */
export function isQuiet(quiet: Preferences['quiet'], at: string): boolean {
  if (!quiet) return false;
  const time = new Date(Date.parse(at) + 8 * HOUR).toISOString().slice(11, 16);
  return quiet.from < quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to;
}
