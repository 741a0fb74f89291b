import type { Command } from '../domain/commands.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import { type Head, matterOf } from '../domain/petition.ts';
import { isSamePerson } from '../domain/same-person.ts';
import { readHeads } from '../store/case-lists.ts';
import { loadCase, ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { personsOf } from '../store/petition-texts.ts';
import { caseLines } from './case-lines.ts';

/** A case that a command names, and whether it came from the same petitioner. */
export interface Cited {
  readonly cited?: Head;
  readonly samePetitioner?: boolean;
  readonly matterCases?: readonly Head[];
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
  if (!cited) return {};
  const samePetitioner = await isSamePetitioner(petition, cited.petitionId, database);
  return command.type === 'LINK_MATTER' && cited.petitionId !== petition
    ? { cited, samePetitioner, matterCases: await casesOf([matterOf(cited), cited.petitionId], database) }
    : { cited, samePetitioner };
}

/** All cases of these petitions, those of review too. */
async function casesOf(petitions: readonly CaseId[], database: Database): Promise<Head[]> {
  const first = await readHeads(database, ORDINARY, [...new Set(petitions)]);
  return (await caseLines(first, ({ childId, reviewCase }) => childId ?? reviewCase, database)).flat();
}

/** By the blind index. Who told neither identity number nor name and address is nobody known. */
async function isSamePetitioner(one: CaseId, other: CaseId, database: Database): Promise<boolean> {
  if (one === other) return true;
  const persons = await personsOf(database, ORDINARY.texts, [one, other]);
  return isSamePerson(persons.get(one) ?? {}, persons.get(other) ?? {});
}
