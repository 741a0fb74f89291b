import { without } from '../domain/accused-parties.ts';
import type { Command } from '../domain/commands.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import { accusesSomebody, type Head, matterOf } from '../domain/petition.ts';
import { isSamePerson } from '../domain/same-person.ts';
import { readHeads } from '../store/case-lists.ts';
import { headCheck, loadCase, ORDINARY } from '../store/cases.ts';
import type { Database, Write } from '../store/database.ts';
import { type MatterMembers, matterCheck, matterWrite, readMatter } from '../store/matters.ts';
import { personsOf } from '../store/petition-texts.ts';
import { caseLines } from './case-lines.ts';

/** A case that a command names, and whether it came from the same petitioner; and where else the matter is handled. */
export interface Cited {
  readonly cited?: Head;
  readonly samePetitioner?: boolean;
  /** Cases of the matter that it is linked to by this command, or of which it is, without those of its own petition. */
  readonly matterCases?: readonly Head[];
  /** That matter as it was read. */
  readonly matter?: MatterMembers;
}

/** The case that a command names by its id, where there is one among the ordinary cases, and the cases of the matter. */
export async function citedCase(command: Command, head: Head, database: Database): Promise<Cited> {
  const cited = await namedCase(command, database);
  const links = command.type === 'LINK_MATTER';
  const of = links ? cited : head;
  // Linked to itself it is of no other matter any more.
  const leaves = links && cited?.petitionId === head.petitionId;
  return {
    ...(cited ? { cited, samePetitioner: await isSamePetitioner(head.petitionId, cited.petitionId, database) } : {}),
    ...(of && !leaves && !head.sealed ? await handledElsewhere(of, head.petitionId, database) : {}),
  };
}

async function namedCase(command: Command, database: Database): Promise<Head | undefined> {
  const id =
    command.type === 'LINK_MATTER'
      ? command.matter
      : command.type === 'NOT_ACCEPT'
        ? command.pendingCase
        : command.type === 'NO_LONGER_ACCEPT'
          ? command.reReviewCase
          : undefined;
  return id === undefined ? undefined : (await loadCase(database, ORDINARY, caseId(id)))?.head;
}

async function handledElsewhere(of: Head, own: CaseId, database: Database): Promise<Cited> {
  const matter = await readMatter(database, matterOf(of));
  const others = new Set([...matter.petitions, of.petitionId].filter((petition) => petition !== own));
  return others.size === 0 ? {} : { matter, matterCases: await casesOf([...others], database) };
}

/** All cases of these petitions, those of review too. */
async function casesOf(petitions: readonly CaseId[], database: Database): Promise<Head[]> {
  const first = await readHeads(database, ORDINARY, petitions);
  return (await caseLines(first, ({ childId, reviewCase }) => childId ?? reviewCase, database)).flat();
}

/**
 * What a command looked at elsewhere in the matter is as it was when it is stored: whoever names somebody there, or links
 * another petition to it, meanwhile, has it decided again.
 */
export function matterStands(
  command: Command['type'],
  before: Head,
  after: Head,
  { cited, matter, matterCases = [] }: Cited,
): Write[] {
  if (!matter || matterCases.length === 0 || command === 'SEAL') return [];
  if (command === 'LINK_MATTER') return cited ? [headCheck(ORDINARY, cited)] : [];
  const names = accusesSomebody(without(after.accused, before.accused));
  return matter.rev === 0 ? [] : [names ? matterWrite(matter) : matterCheck(matter)];
}

/** By the blind index. Who told neither identity number nor name and address is nobody known. */
async function isSamePetitioner(one: CaseId, other: CaseId, database: Database): Promise<boolean> {
  if (one === other) return true;
  const persons = await personsOf(database, ORDINARY.texts, [one, other]);
  return isSamePerson(persons.get(one) ?? {}, persons.get(other) ?? {});
}
