import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { RouteInput } from '../../shared/domain/routing.ts';
import type { Lesson } from '../../shared/domain/routing-lessons.ts';
import { isCategoryCode } from '../../shared/domain/taxonomy.ts';
import type { BureauSource } from '../../shared/lambda/bureau-source.ts';
import { type LoadedCase, loadCase, ORDINARY, readHistory, type StoredRecord } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { findFactRows } from '../../shared/store/fact-rows.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import { readBody } from '../../shared/store/petition-texts.ts';

export interface LessonDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly bureau: BureauSource;
}

/** Duties move and units are renamed: what is older than this teaches what was. */
const YEARS_BACK = 3;
const MOST_LESSONS = 20_000;
const AT_ONCE = 16;

/** What the bureau's clerks confirmed, oldest first; sealed petitions are never read. */
export async function gatherLessons(now: Instant, deps: LessonDeps): Promise<Lesson[]> {
  const tree = await deps.bureau.tree();
  const organs = tree.bureau.units.filter(({ signsOpinions }) => signsOpinions).map(({ id }) => id);
  const to = now.slice(0, 10) as LocalDate;
  const from = `${Number(to.slice(0, 4)) - YEARS_BACK}${to.slice(4)}` as LocalDate;
  const rows = (await findFactRows(deps.database, organs, 'registeredDate', from, to))
    .filter(({ screened, sealed, category, submission }) => screened && !sealed && category && submission)
    .sort((a, b) => (a.registeredDate + a.caseId < b.registeredDate + b.caseId ? -1 : 1))
    .slice(-MOST_LESSONS);
  const lessons: Lesson[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const read = await Promise.all(rows.slice(at, at + AT_ONCE).map(({ caseId }) => readLesson(caseId, deps)));
    lessons.push(...read.filter((lesson) => lesson !== undefined));
  }
  return lessons;
}

async function readLesson(id: Head['id'], deps: LessonDeps): Promise<Lesson | undefined> {
  const loaded = await loadCase(deps.database, ORDINARY, id);
  const category = loaded?.head.category;
  // What is an accusation is not taught: it is recognised by rule and looked at by a person.
  if (!loaded || loaded.head.sealed || loaded.head.state === 'SEALED' || loaded.head.purpose === 'ACCUSATION')
    return undefined;
  if (category === undefined || !isCategoryCode(category)) return undefined;
  const history = await readHistory(deps.database, ORDINARY, id);
  if (!isConfirmed(history)) return undefined;
  const { head } = loaded;
  const unit = head.childId ? await unitBelow(head, deps.database) : head.unit === head.office ? undefined : head.unit;
  return {
    input: await readInput({ ...loaded, head: asItCame(head, history) }, deps),
    category,
    // What a unit that is no more answered teaches what its successor answers.
    ...(unit === undefined ? {} : { unit: (await deps.bureau.tree()).presentOf(unit) }),
  };
}

/** Only what an officer classified: a rule that learnt from itself would never find its error. */
function isConfirmed(history: readonly StoredRecord[]): boolean {
  const last = history.filter(({ record }) => record.events.some(({ type }) => type === 'classified.v1')).at(-1);
  return last?.record.actor.kind === 'OFFICER';
}

/** What the petitioner or registrar stated, as a proposal meets it: what the clerk found since is the lesson, not the text. */
function asItCame(head: Head, history: readonly StoredRecord[]): Head {
  const { purpose: _found, ...rest } = head;
  for (const event of history.flatMap(({ record }) => record.events))
    if (event.type === 'opened.v1') {
      const { purpose, accused } = event.head;
      return { ...rest, accused, ...(purpose === undefined ? {} : { purpose }) };
    }
  return rest;
}

/** Where a referral ended: the unit that holds it lowest down. */
async function unitBelow(head: Head, database: Database): Promise<Head['unit'] | undefined> {
  let holder: Head | undefined = head;
  while (holder?.childId) holder = (await loadCase(database, ORDINARY, holder.childId))?.head;
  return holder === undefined || holder.unit === holder.office ? undefined : holder.unit;
}

/** The text and circumstances of a petition as routing reads them: nothing of who wrote it. */
export async function readInput(
  loaded: LoadedCase,
  { database, keys }: Pick<LessonDeps, 'database' | 'keys'>,
): Promise<RouteInput> {
  const { head } = loaded;
  const key = await keys.unwrap(loaded.wrappedKey, head.petitionId);
  const { texts, extra } = await readBody(database, ORDINARY.texts, head.petitionId, key);
  const { title, gist, ...told } = texts;
  const headline = [title, gist].filter(Boolean).join(' ');
  return {
    ...told,
    ...(headline ? { gist: headline } : {}),
    ...(head.purpose ? { purpose: head.purpose } : {}),
    ...(extra.place ? { place: extra.place } : {}),
    accused: { ...head.accused, ...(extra.accusedText ? { text: extra.accusedText } : {}) },
    receivedBy: head.receivedBy,
    channel: head.channel,
  };
}
