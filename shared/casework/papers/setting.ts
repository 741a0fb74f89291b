import type { Command, CommandOf, CommandType } from '../../domain/commands.ts';
import type { CaseId, Instant } from '../../domain/ids.ts';
import type { Head } from '../../domain/petition.ts';
import type { Actor, PetitionEvent } from '../../domain/petition-events.ts';
import type { Situation } from '../issue-papers.ts';

/** One earlier record of the case or of those above it, with its texts in the clear. */
export interface PastStep {
  readonly caseId: CaseId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandType | 'SUBMIT';
  readonly events: readonly PetitionEvent[];
  readonly texts: Readonly<Record<string, string>>;
}

/** What a paper is composed from. */
export type Setting = Situation;

/** The command that issued the paper. @throws where it is none of those that issue this kind */
export function commandIn<Type extends CommandType>({ command }: Setting, ...types: readonly Type[]): CommandOf<Type> {
  if (!isOneOf(command, types)) throw new Error(`${command.type} issues no paper of this kind`);
  return command;
}

const isOneOf = <Type extends CommandType>(command: Command, types: readonly Type[]): command is CommandOf<Type> =>
  types.some((type) => type === command.type);

/** Number of the last paper of these kinds that went out on the case. */
export const numberOf = (head: Pick<Head, 'documents'> | undefined, ...kinds: readonly string[]): string | undefined =>
  head?.documents.findLast(({ kind }) => kinds.includes(kind))?.number;

/** The latest event of a type, of a case or of any in line. */
export function lastEvent<Type extends PetitionEvent['type']>(
  { past }: Setting,
  type: Type,
  of?: CaseId,
): { readonly event: Extract<PetitionEvent, { type: Type }>; readonly step: PastStep } | undefined {
  for (const step of past.toReversed()) {
    const event = step.events.findLast((one) => one.type === type);
    if (event && (of === undefined || step.caseId === of))
      return { event: event as Extract<PetitionEvent, { type: Type }>, step };
  }
  return undefined;
}
