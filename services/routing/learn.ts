import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { beats, measure, type Quality } from '../../shared/domain/learning/measure.ts';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { type LabelledSample, trainModel } from '../../shared/domain/learning/train-model.ts';
import { proposeRoute } from '../../shared/domain/routing.ts';
import type { Learnt } from '../../shared/domain/routing-learnt.ts';
import {
  categoryPriors,
  categorySamples,
  type Lesson,
  learnable,
  unitPriors,
  unitSamples,
} from '../../shared/domain/routing-lessons.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { log } from '../../shared/lambda/log.ts';
import { goLive, liveVersion, type StoredModels, storeModels } from '../../shared/store/routing-models.ts';
import { gatherLessons, type LessonDeps } from './gather-lessons.ts';
import { learntFrom, loadModel } from './model-source.ts';

/** The most recent share of the confirmed petitions judges; the older ones teach. */
const JUDGES = 0.2;

export interface Learning {
  readonly lessons: number;
  readonly outcome: 'TOO_FEW' | 'LIVE' | 'NOT_BETTER' | 'UNCHANGED' | 'OVERTAKEN';
  readonly version?: string;
  readonly quality?: Quality;
  readonly liveQuality?: Quality;
}

/**
 * Trains from what the clerks confirmed, judges on the most recent cases what routes now (the live model, or the
 * rules alone) and what would, and lets the new one go live only where it is better. The live one is judged on the
 * same cases, even those it may have been trained on since: the new one must beat it with that handicap.
 */
export async function learn(now: Instant, deps: LessonDeps): Promise<Learning> {
  const tree = await deps.bureau.tree();
  const lessons = await gatherLessons(now, deps);
  const recent = Math.max(1, Math.round(lessons.length * JUDGES));
  const [older, judges] = [lessons.slice(0, -recent), lessons.slice(-recent)];
  const candidate = train(older, tree, now);
  if (candidate === undefined) return { lessons: lessons.length, outcome: 'TOO_FEW' };
  const before = await liveVersion(deps.database);
  if (before === candidate.version) return { lessons: lessons.length, outcome: 'UNCHANGED', version: before };
  const live = await loadModel(deps.database, before);
  const quality = judge(judges, learntFrom(candidate), tree);
  const liveQuality = judge(judges, live, tree);
  const result = { lessons: lessons.length, version: candidate.version, quality, liveQuality };
  // Kept either way: what was not good enough can be looked at.
  await storeModels(deps.database, { ...candidate, quality });
  log('info', 'routing.model-judged', {
    version: candidate.version,
    lessons: lessons.length,
    macroF1: quality.macroF1,
    liveMacroF1: liveQuality.macroF1,
  });
  if (!beats(quality, liveQuality)) return { ...result, outcome: 'NOT_BETTER' };
  return { ...result, outcome: (await goLive(deps.database, candidate.version)) ? 'LIVE' : 'OVERTAKEN' };
}

function train(lessons: readonly Lesson[], tree: UnitTree, now: Instant): StoredModels | undefined {
  const category = bytesOf(learnable(categorySamples(lessons)), categoryPriors());
  const unit = bytesOf(learnable(unitSamples(lessons)), unitPriors(tree));
  if (category === undefined) return undefined;
  const models = { category, ...(unit === undefined ? {} : { unit }) };
  const digest = createHash('sha256').update(JSON.stringify(models)).digest('hex').slice(0, 12);
  return { version: `${now.slice(0, 10)}-${digest}`, trainedAt: now, samples: lessons.length, models };
}

const bytesOf = (samples: readonly LabelledSample[], priors: Parameters<typeof trainModel>[1]): string | undefined =>
  samples.length === 0 ? undefined : Buffer.from(modelToBytes(trainModel(samples, priors))).toString('base64');

/** The whole proposal is judged, rules and model together, as a clerk would have seen it. */
function judge(lessons: readonly Lesson[], learnt: Learnt | undefined, tree: UnitTree): Quality {
  return measure(
    lessons.map(({ input, category }) => {
      const proposal = proposeRoute(input, tree, learnt);
      return {
        label: category as string,
        suggestions: [
          { label: proposal.category as string, confidence: proposal.confidence },
          ...proposal.alternatives.map((other) => ({ label: other.category as string, confidence: 0 })),
        ],
      };
    }),
  );
}
