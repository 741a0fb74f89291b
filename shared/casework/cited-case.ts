import type { Command } from '../domain/commands.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import { loadCase, ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { personTokens } from '../store/petition-texts.ts';

/** A case that a command names, and whether it came from the same petitioner. */
export interface Cited {
  readonly cited?: Head;
  readonly samePetitioner?: boolean;
}

/** The case that a command names by its id, where there is one among the ordinary cases. */
export async function citedCase(command: Command, petition: CaseId, database: Database): Promise<Cited> {
  const id =
    command.type === 'LINK_MATTER'
      ? command.matter
      : command.type === 'NOT_ACCEPT'
        ? command.pendingCase
        : command.type === 'NO_LONGER_ACCEPT'
          ? command.reReviewCase
          : undefined;
  const cited = id === undefined ? undefined : (await loadCase(database, ORDINARY, caseId(id)))?.head;
  return cited ? { cited, samePetitioner: await isSamePetitioner(petition, cited.petitionId, database) } : {};
}

/** By the blind index: the same identity number, telephone, or name and address. Who told none of these is nobody known. */
async function isSamePetitioner(one: CaseId, other: CaseId, database: Database): Promise<boolean> {
  if (one === other) return true;
  const tokens = await personTokens(database, ORDINARY.texts, [one, other]);
  return (tokens.get(one) ?? []).some((token) => tokens.get(other)?.includes(token));
}
