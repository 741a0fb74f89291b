import { addMinutes } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { type Judged, measure, type Quality, type Verdict, verdictOn } from '../../shared/domain/learning/measure.ts';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { type LabelledSample, trainModel } from '../../shared/domain/learning/train-model.ts';
import type { AreaTable } from '../../shared/domain/place-areas.ts';
import { proposeRoute, type RouteProposal } from '../../shared/domain/routing.ts';
import {
  categoryPriors,
  categorySamples,
  heardIn,
  type Lesson,
  learnable,
  unitPriors,
  unitSamples,
} from '../../shared/domain/routing-lessons.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { log } from '../../shared/lambda/log.ts';
import {
  digestOf,
  goLive,
  type ModelBytes,
  readLive,
  removeUnreachable,
  SUGGESTED,
  type Suggested,
  storeModels,
} from '../../shared/store/routing-models.ts';
import { gatherLessons, type LessonDeps } from './gather-lessons.ts';
import { learntFrom, loadAreas, loadModels } from './model-source.ts';

/** The most recent share of the confirmed petitions judges; the older ones teach. */
const JUDGES = 0.2;
/** So long a version stays that nobody can go to: a day. */
const KEPT_MINUTES = 1_440;

export interface Learning {
  readonly lessons: number;
  /** `HELD`: it is better, and somebody went back and has not let go yet. */
  readonly outcome: 'TOO_FEW' | 'LIVE' | 'NOT_BETTER' | 'UNCHANGED' | 'OVERTAKEN' | 'HELD';
  readonly version?: string;
  /** What is better than what is live. */
  readonly better?: readonly Suggested[];
  readonly verdicts?: Of<Verdict>;
  readonly quality?: Of<Quality>;
  readonly liveQuality?: Of<Quality>;
}

type Of<T> = Readonly<Partial<Record<Suggested, T>>>;

/**
 * Trains from what the clerks confirmed, judges on the most recent cases what routes now (the live models, or the
 * rules alone) and what would, for categories and for units apart, and lets go live only what is better. Neither was
 * trained on the cases that judge: for the live ones stand those that were judged when they went live. What is better is
 * trained once more, on all lessons, so that what goes live knows the newest cases, too.
 * @throws what the database throws: the next night tries again
 */
export async function learn(now: Instant, deps: LessonDeps): Promise<Learning> {
  const { database } = deps;
  const tree = await deps.bureau.tree();
  const lessons = await gatherLessons(now, deps);
  const recent = Math.max(1, Math.round(lessons.length * JUDGES));
  const [older, judges] = [lessons.slice(0, -recent), lessons.slice(-recent)];
  const trained = train(older, tree, SUGGESTED);
  if (trained.category === undefined) return { lessons: lessons.length, outcome: 'TOO_FEW' };
  const live = await readLive(database);
  const [before] = live.versions;
  const load = async (version?: string) => (version === undefined ? undefined : loadModels(database, version));
  const [present, areas] = await Promise.all([load(before), loadAreas(database)]);
  // Where its stand-in cannot be read the live one is judged itself, by cases that it was taught: no less than it is.
  const models = ((await load(present?.judgedAs)) ?? present)?.models ?? {};
  if (SUGGESTED.every((what) => trained[what] === undefined || trained[what] === models[what]))
    return { lessons: lessons.length, outcome: 'UNCHANGED', ...(before === undefined ? {} : { version: before }) };

  const { best, better, verdicts, quality, liveQuality } = compare(trained, models, (one, what) =>
    judge[what](judges, one, { tree, areas }),
  );
  const store = async (one: ModelBytes, samples: number, judgedAs?: string): Promise<string> => {
    const version = `${now.slice(0, 10)}-${digestOf(one).slice(0, 12)}`;
    const stored = { version, trainedAt: now, samples, models: one, quality, verdicts };
    await storeModels(database, { ...stored, ...(judgedAs === undefined ? {} : { judgedAs }) });
    return version;
  };
  await removeUnreachable(database, addMinutes(now, -KEPT_MINUTES));
  // Kept either way: what was not good enough can be looked at.
  const judged = await store(better.length > 0 ? best : trained, older.length);
  for (const what of SUGGESTED)
    log('info', 'routing.model-judged', {
      version: judged,
      what,
      lessons: lessons.length,
      verdict: verdicts[what],
      macroF1: quality[what]?.macroF1,
      liveMacroF1: liveQuality[what]?.macroF1,
    });
  const result = { lessons: lessons.length, better, verdicts, quality, liveQuality };
  if (better.length === 0) return { ...result, version: judged, outcome: 'NOT_BETTER' };
  const version = await store({ ...present?.models, ...train(lessons, tree, better) }, lessons.length, judged);
  if (live.held) {
    log('warn', 'routing.model-held', { version, live: before });
    return { ...result, version, outcome: 'HELD' };
  }
  return { ...result, version, outcome: (await goLive(database, version, live)) ? 'LIVE' : 'OVERTAKEN' };
}

function train(lessons: readonly Lesson[], tree: UnitTree, wanted: readonly Suggested[]): ModelBytes {
  const samples = { category: categorySamples, unit: unitSamples };
  const priors = { category: categoryPriors, unit: () => unitPriors(tree) };
  const models: ModelBytes = Object.fromEntries(
    wanted.flatMap((what) => {
      const bytes = bytesOf(learnable(samples[what](lessons)), priors[what]());
      return bytes === undefined ? [] : [[what, bytes]];
    }),
  );
  return models.category === undefined ? models : { ...models, heard: heardIn(lessons) };
}

const bytesOf = (samples: readonly LabelledSample[], priors: Parameters<typeof trainModel>[1]): string | undefined =>
  samples.length === 0 ? undefined : Buffer.from(modelToBytes(trainModel(samples, priors))).toString('base64');

/** Each of the trained models takes the place of the live one where it is better than it. */
function compare(
  trained: ModelBytes,
  live: ModelBytes,
  judgedBy: (models: ModelBytes, what: Suggested) => readonly Judged[],
) {
  let best = live;
  const better: Suggested[] = [];
  const verdicts: Partial<Record<Suggested, Verdict>> = {};
  const quality: Partial<Record<Suggested, Quality>> = {};
  const liveQuality: Partial<Record<Suggested, Quality>> = {};
  for (const what of SUGGESTED) {
    const bytes = trained[what];
    if (bytes === undefined || bytes === live[what]) continue;
    const { heard } = trained;
    const changed = { ...best, [what]: bytes, ...(what === 'category' && heard ? { heard } : {}) };
    const [candidate, present] = [judgedBy(changed, what), judgedBy(best, what)];
    verdicts[what] = verdictOn(candidate, present);
    quality[what] = measure(candidate);
    liveQuality[what] = measure(present);
    if (verdicts[what] !== 'BETTER') continue;
    best = changed;
    better.push(what);
  }
  return { best, better, verdicts, quality, liveQuality };
}

/** What routing knows beside the models. */
interface Known {
  readonly tree: UnitTree;
  readonly areas: AreaTable | undefined;
}

/** The whole proposal is judged, rules, areas and models together, as a clerk would have seen it. */
const judge: Readonly<
  Record<Suggested, (lessons: readonly Lesson[], models: ModelBytes, known: Known) => readonly Judged[]>
> = {
  category: (lessons, models, known) =>
    judgeEach(lessons, models, known, ({ category }, proposal) => ({
      label: category as string,
      suggestions: [
        { label: proposal.category as string, confidence: proposal.confidence },
        ...proposal.alternatives.map((other) => ({ label: other.category as string, confidence: 0 })),
      ],
    })),
  // The units that he is shown, or, where no model names any, the one that the rules propose.
  unit: (lessons, models, known) =>
    judgeEach(
      lessons.filter(({ unit }) => unit !== undefined),
      models,
      known,
      ({ unit }, { learntUnits, unit: seat, confidence }) => ({
        label: unit as string,
        suggestions:
          learntUnits?.map((one) => ({ label: one.unit as string, confidence: one.confidence })) ??
          (seat === undefined ? [] : [{ label: seat as string, confidence }]),
      }),
    ),
};

function judgeEach(
  lessons: readonly Lesson[],
  models: ModelBytes,
  { tree, areas }: Known,
  judged: (lesson: Lesson, proposal: RouteProposal) => Judged,
): readonly Judged[] {
  const learnt = learntFrom({ version: 'judged', models });
  return lessons.map((lesson) => judged(lesson, proposeRoute(lesson.input, tree, learnt, areas)));
}
