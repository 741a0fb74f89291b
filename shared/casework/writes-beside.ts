import type { Calendar } from '../domain/calendar.ts';
import type { Command } from '../domain/commands.ts';
import type { Instant } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor } from '../domain/petition-events.ts';
import type { Database, Write } from '../store/database.ts';
import { wallWrites } from '../store/flag-wall.ts';
import { type CaseStep, supervisionWrites } from './supervision-writes.ts';

/** A command as it was decided, for what it writes beside its cases. */
export interface Decided {
  readonly command: Command['type'];
  readonly head: Head;
  readonly steps: readonly CaseStep[];
  readonly actor: Actor;
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly fingerprint: (text: string) => string;
}

/** What a command writes beside its cases, in the same transaction: the lists of the supervisor and the wall of flags. */
export async function writesBeside(decided: Decided, database: Database): Promise<Write[]> {
  const { command, head, steps, actor, now, calendar, fingerprint } = decided;
  return [
    ...(await wallWrites(command, head, now, database)),
    ...(await supervisionWrites(steps, actor, now, calendar, database, fingerprint)),
  ];
}
