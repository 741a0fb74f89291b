import type { Officer } from '../../shared/domain/bureau.ts';
import type { Commanded } from './ledger.ts';

/** What an officer sets out to do with a case as he sees it. */
export interface Intent {
  /** Who means it; the petitioner himself acts by his code. */
  readonly officer: Officer | 'PETITIONER';
  readonly command: Commanded['command'];
}

export const NOTE = '按规定办理';
export const CHECK = { facts: true, law: true, papers: true };

/** The day in Shanghai. */
export const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
export const instantOf = (at: number): string => new Date(Math.floor(at)).toISOString();

export const extend = (days: number): Commanded['command'] => ({
  type: 'EXTEND',
  days,
  reason: '案情复杂',
  capacity: 'HEAD',
  method: 'POST',
});

export const close = (reason = 'WINDOW_EXPIRED'): Commanded['command'] => ({
  type: 'CLOSE',
  reason,
  rootCause: 'RC.NONE',
  lesson: NOTE,
});
