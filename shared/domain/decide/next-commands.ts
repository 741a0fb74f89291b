import type { CommandType } from '../commands.ts';
import { TRANSITIONS, type Transition, transitionOf } from '../lifecycle-table.ts';
import type { Head } from '../petition.ts';
import { type Refusal, Refused } from '../refusal.ts';
import { blockedBy } from './allowed.ts';
import type { Standpoint } from './context.ts';
import { PRECONDITIONS } from './preconditions.ts';

/** One command as the officer sees it: possible now, or why not. */
export interface NextCommand {
  readonly command: CommandType;
  readonly zh: string;
  readonly possible: boolean;
  readonly cite: string;
  /** Which guard and article stand against it, and what would make it possible. */
  readonly why?: Refusal;
}

/**
 * What this officer may do next with the case, and of everything else why not: judged by the functions that decide,
 * so that what is impossible here is refused whatever is sent, and what is possible is refused for its body alone.
 */
export const nextCommands = (head: Head, context: Standpoint): NextCommand[] =>
  TRANSITIONS.filter((row) => isOfSealed(row) === head.sealed).map((row) => {
    const why = whyNot(head, row, context);
    return { command: row.command, zh: row.zh, possible: !why, cite: row.cite, ...(why ? { why } : {}) };
  });

/** Whether one command is possible now, without asking of all the others. */
export const isPossible = (head: Head, command: CommandType, context: Standpoint): boolean =>
  !whyNot(head, transitionOf(command), context);

const whyNot = (head: Head, row: Transition, context: Standpoint): Refusal | undefined =>
  blockedBy(head, row, context) ?? unmet(head, row.command, context);

/** The precondition of the command that does not hold, if one does not. */
export function unmet(head: Head, command: CommandType, context: Standpoint): Refusal | undefined {
  try {
    PRECONDITIONS[command]?.(head, context);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Sealed cases have commands of their own; those of the others say nothing about them. */
const isOfSealed = ({ actors }: Transition): boolean => actors.includes('SEALED_OFFICER');
