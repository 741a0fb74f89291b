import type { Command } from '../domain/commands.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import { type Head, matterOf } from '../domain/petition.ts';
import { isSamePerson } from '../domain/same-person.ts';
import { type LoadedCase, loadCase, ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { readMatter } from '../store/matters.ts';
import { personsOf } from '../store/petition-texts.ts';
import { DEEPEST } from './cases-above.ts';

/** A case that a command names, and whether it came from the same petitioner. */
export interface Cited {
  readonly cited?: Head;
  readonly samePetitioner?: boolean;
  /** What a link touches besides: {@link DecideContext.matterCases}. */
  readonly matterCases?: { readonly entered: readonly LoadedCase[]; readonly left: readonly LoadedCase[] };
}

/** The case that a command names by its id, where there is one among the ordinary cases. */
export async function citedCase(
  command: Command,
  { petitionId: petition, matter }: Pick<Head, 'petitionId' | 'matter'>,
  database: Database,
): Promise<Cited> {
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
  if (command.type !== 'LINK_MATTER') return { cited, samePetitioner };
  const entered = await casesOf([matterOf(cited), cited.petitionId], petition, database);
  const left = matter === undefined ? [] : await casesOf(await membersOf(matter, database), petition, database);
  return { cited, samePetitioner, matterCases: { entered, left } };
}

/** Whoever linked it to the matter may have named any petition of it. */
const membersOf = async (matter: CaseId, database: Database): Promise<readonly CaseId[]> => [
  matter,
  ...(await readMatter(database, matter)).petitions,
];

/** All cases of these petitions but the own one, of each the lowest first. */
async function casesOf(petitions: readonly CaseId[], own: CaseId, database: Database): Promise<LoadedCase[]> {
  const found: LoadedCase[] = [];
  for (const petition of new Set(petitions)) {
    const line: LoadedCase[] = [];
    for (let id: CaseId | undefined = petition === own ? undefined : petition; id && line.length < DEEPEST; ) {
      const loaded: LoadedCase | undefined = await loadCase(database, ORDINARY, id);
      if (!loaded || loaded.head.state === 'SEALED') break;
      line.unshift(loaded);
      id = loaded.head.childId;
    }
    found.push(...line);
  }
  return found;
}

/** By the blind index. Who told neither identity number nor name and address is nobody known. */
async function isSamePetitioner(one: CaseId, other: CaseId, database: Database): Promise<boolean> {
  if (one === other) return true;
  const persons = await personsOf(database, ORDINARY.texts, [one, other]);
  return isSamePerson(persons.get(one) ?? {}, persons.get(other) ?? {});
}
