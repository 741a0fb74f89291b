import { caseLines } from '../../shared/casework/case-lines.ts';
import type { CaseId, Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { copyFinder } from '../../shared/domain/learning/copies.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { RouteInput } from '../../shared/domain/routing.ts';
import type { Lesson } from '../../shared/domain/routing-lessons.ts';
import { isCategoryCode } from '../../shared/domain/taxonomy.ts';
import { inCharge } from '../../shared/domain/unit-history.ts';
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
/**
 * Letters of them all: training holds some three features for each. At this bound it took 1.6 GB of the 3 GB that its function
 * has, and three minutes, whether in 20,000 texts of 500 letters or in 6,000 of 1,640 (60 labels; 2 GB for 300);
 * 33 million were too many.
 */
const MOST_LETTERS = 10_000_000;
/** Copies are read to be known as such: of so many cases at most, which the time of the function bears. */
const MOST_READ = 2 * MOST_LESSONS;
const AT_ONCE = 16;

/**
 * What the bureau's clerks confirmed, oldest first; sealed petitions are never read. A matter teaches once, and so does
 * a text of which there are copies (联名信), each by the newest that teaches: a letter that hundreds hand in neither
 * outvotes all other petitions nor judges what it taught.
 */
export async function gatherLessons(
  now: Instant,
  deps: LessonDeps,
  mostLetters: number = MOST_LETTERS,
): Promise<Lesson[]> {
  const tree = await deps.bureau.tree();
  const organs = tree.bureau.units.filter(({ signsOpinions }) => signsOpinions).map(({ id }) => id);
  const to = now.slice(0, 10) as LocalDate;
  const from = `${Number(to.slice(0, 4)) - YEARS_BACK}${to.slice(4)}` as LocalDate;
  const rows = (await findFactRows(deps.database, organs, 'registeredDate', from, to))
    .filter(({ screened, sealed, category, submission }) => screened && !sealed && category && submission)
    .sort((a, b) => (a.registeredDate + a.caseId < b.registeredDate + b.caseId ? 1 : -1))
    .slice(0, MOST_READ);
  const lessons: Lesson[] = [];
  const taught = new Set<CaseId>();
  const isCopy = copyFinder();
  let letters = 0;
  const isFull = () => lessons.length >= MOST_LESSONS || letters >= mostLetters;
  for (let at = 0; at < rows.length && !isFull(); at += AT_ONCE) {
    const untaught = rows.slice(at, at + AT_ONCE).filter(({ matter }) => !taught.has(matter));
    const read = await Promise.all(untaught.map(({ caseId }) => readLesson(caseId, deps)));
    for (const [index, lesson] of read.entries()) {
      const matter = untaught[index]?.matter as CaseId;
      if (isFull() || !lesson || taught.has(matter)) continue;
      const told = toldIn(lesson);
      if (isCopy(told)) continue;
      taught.add(matter);
      lessons.push(lesson);
      letters += told.length;
    }
  }
  return lessons.reverse();
}

/** With its place: a few words said of two places are two matters. */
const toldIn = ({ input: { gist, request, facts, reasons, narrative, place } }: Lesson): string =>
  [gist, request, facts, reasons, narrative, place].filter(Boolean).join('\n');

async function readLesson(id: Head['id'], deps: LessonDeps): Promise<Lesson | undefined> {
  const loaded = await loadCase(deps.database, ORDINARY, id);
  if (!loaded) return undefined;
  const [heads = [loaded.head]] = await caseLines([loaded.head], ({ childId }) => childId, deps.database);
  // An accusation is sealed, never classified: none is taught.
  if (heads.some(({ sealed, state }) => sealed || state === 'SEALED')) return undefined;
  const histories = await Promise.all(heads.map((head) => readHistory(deps.database, ORDINARY, head.id)));
  const category = confirmedCategory(heads, histories);
  if (category === undefined) return undefined;
  // What a unit that is no more answered teaches what its successor answers; of several nobody knows which.
  const unit = unitCharged(heads.at(-1) ?? loaded.head);
  const heirs = unit === undefined ? [] : inCharge(unit, await deps.bureau.tree());
  return {
    input: await readInput({ ...loaded, head: asItCame(loaded.head, histories[0] ?? []) }, deps),
    category,
    ...(heirs.length === 1 ? { unit: heirs[0] as UnitId } : {}),
  };
}

/**
 * The category as an officer found it, of the lowest case where one did: whoever it was referred to corrects whoever
 * sent it. Only what an officer classified: a rule that learnt from itself would never find its error.
 */
function confirmedCategory(heads: readonly Head[], histories: readonly (readonly StoredRecord[])[]) {
  const lasts = histories.map((history) =>
    history.findLast(({ record }) => record.events.some(({ type }) => type === 'classified.v1')),
  );
  const lowest = lasts.findLastIndex((last) => last !== undefined);
  const category = heads[lowest]?.category;
  return lasts[lowest]?.record.actor.kind === 'OFFICER' && category !== undefined && isCategoryCode(category)
    ? category
    : undefined;
}

/** The unit that answers; one that contests it, or to which it is not decided, teaches nothing yet. */
function unitCharged({ unit, office, state }: Head): Head['unit'] | undefined {
  return unit === office || state === 'OBJECTED' || state === 'CONFLICT' || state === 'RETURNED' ? undefined : unit;
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
