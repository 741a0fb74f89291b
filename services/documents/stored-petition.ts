import type { StoredPetition } from '../../shared/casework/papers/outside-commands.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import type { CaseTables, LoadedCase } from '../../shared/store/cases.ts';
import { readBody } from '../../shared/store/petition-texts.ts';
import { keyOf } from './read-papers.ts';

/** A petition as it is registered, in the clear, for the papers that no command issues. */
export async function openStored(
  { tables, loaded }: { readonly tables: CaseTables; readonly loaded: LoadedCase },
  now: Instant,
  deps: PetitionDeps,
): Promise<StoredPetition> {
  const { head } = loaded;
  const [body, tree, { calendar }] = await Promise.all([
    keyOf({ loaded }, deps).then((key) => readBody(deps.database, tables.texts, head.petitionId, key)),
    deps.bureau.tree(),
    deps.bureau.law(),
  ]);
  return { head, identity: body.identity, texts: body.texts, extra: body.extra, tree, calendar, now };
}
