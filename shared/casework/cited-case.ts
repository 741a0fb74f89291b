import type { Command } from '../domain/commands.ts';
import { caseId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import { loadCase, ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';

/** The case that a command names by its id, where there is one among the ordinary cases. */
export async function citedCase(command: Command, database: Database): Promise<{ cited?: Head }> {
  const id =
    command.type === 'LINK_MATTER'
      ? command.matter
      : command.type === 'NOT_ACCEPT'
        ? command.pendingCase
        : command.type === 'NO_LONGER_ACCEPT'
          ? command.reReviewCase
          : undefined;
  const loaded = id === undefined ? undefined : await loadCase(database, ORDINARY, caseId(id));
  return loaded ? { cited: loaded.head } : {};
}
