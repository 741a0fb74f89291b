import type { UnitId } from './ids.ts';
import { familiarity, type LinearModel, type Suggestion, suggest } from './learning/linear-model.ts';
import type { RouteInput, RouteReason } from './routing.ts';
import { RECOGNISED, type Reading, type Score } from './routing-score.ts';
import { type CategoryCode, categoryOf, isCategoryCode, type Purpose } from './taxonomy.ts';
import { isAbolished } from './unit-history.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/** What was learnt from petitions that the bureau's own clerks confirmed; either may be missing (cold start). */
export interface Learnt {
  /** Names the models in every proposal, so that it can be read with the model of its day. */
  readonly version: string;
  readonly category?: LinearModel;
  /** Matters that the rules read in what it was taught, whatever the clerks called them; absent: not on record. */
  readonly heard?: ReadonlySet<string>;
  readonly unit?: LinearModel;
}

/** A category with the calibrated probability that a clerk will confirm it. */
export interface LearntCategory {
  readonly category: CategoryCode;
  readonly confidence: number;
}

/**
 * What full certainty of the model weighs beside the words of the rules: more than one strong rule, less than two.
 * The rules stay the prior; a petition that they are sure of needs much to be called otherwise.
 */
const WEIGHT = 6;
/** Of a text in words that no clerk ever confirmed the model says nothing: only its habits would speak. */
const FAMILIAR = 0.15;
/** What the model hardly believes adds nothing. */
const WORTH_SAYING = 0.2;
const MOST_UNITS = 3;
/** Accusations and reports of crimes are known by their words, whatever a model was taught (§5.1 steps 2 and 3). */
const BY_WORDS_ALONE: ReadonlySet<Purpose> = new Set(['ACCUSATION', 'CRIME_REPORT']);

/** The sample that a petition is to the models, in training and in use alike. */
export const sampleOf = (input: RouteInput) => {
  const text = [input.request, input.facts, input.reasons, input.narrative].filter(Boolean).join('\n');
  return {
    text,
    ...(input.gist ? { title: input.gist } : {}),
    fields: {
      ...(input.place ? { place: input.place } : {}),
      ...(input.purpose ? { purpose: input.purpose } : {}),
      channel: input.channel,
      receivedBy: input.receivedBy as string,
    },
  };
};

/**
 * Categories that the model suggests; codes that the taxonomy no longer knows are left out. A model has no other
 * answer than what it was taught: where the words point to a matter that none of it was about, it says nothing.
 */
export function learntCategories(input: RouteInput, words: Reading, learnt: Learnt | undefined): LearntCategory[] {
  const sample = sampleOf(input);
  const [best] = words.ranked;
  if (!learnt?.category || familiarity(learnt.category, sample) < FAMILIAR) return [];
  const { labels } = learnt.category;
  if (
    learnt.heard &&
    best &&
    best.score >= RECOGNISED &&
    !labels.includes(best.category) &&
    !learnt.heard.has(best.category)
  )
    return [];
  return suggest(learnt.category, sample).flatMap(({ label, confidence }) =>
    isCategoryCode(label) && confidence >= WORTH_SAYING && !BY_WORDS_ALONE.has(categoryOf(label).purpose)
      ? [{ category: label, confidence }]
      : [],
  );
}

/** Adds what was learnt to what the rules read; danger, signals and notions stay those of the words. */
export function withLearnt(reading: Reading, learnt: readonly LearntCategory[]): Reading {
  if (learnt.length === 0) return reading;
  const scores = new Map(reading.ranked.map((score) => [score.category, score]));
  for (const { category, confidence } of learnt) {
    const known: Score = scores.get(category) ?? { category, score: 0, words: [] };
    scores.set(category, { ...known, score: known.score + WEIGHT * confidence });
  }
  return { ...reading, ranked: [...scores.values()].sort((a, b) => b.score - a.score) };
}

/**
 * How sure the proposal is: what was learnt is calibrated and speaks for the category it names; against it, no words
 * of the rules make surer than what is left.
 */
export function blendedConfidence(category: CategoryCode, byRules: number, learnt: readonly LearntCategory[]): number {
  const [best] = learnt;
  if (best === undefined) return byRules;
  const said = learnt.find((one) => one.category === category)?.confidence ?? 0;
  const value =
    best.category === category
      ? Math.max(said, Math.min(byRules, 0.5 + said / 2))
      : Math.min(byRules, 1 - best.confidence);
  return Math.round(value * 100) / 100;
}

/** What the model said, and whether any word of the rules says the same: alone, it acts on nothing. */
export function explainLearnt(learnt: readonly LearntCategory[], words: Reading, reasons: RouteReason[]): void {
  const [best] = learnt;
  if (best === undefined) return;
  const row = categoryOf(best.category);
  const percent = Math.round(best.confidence * 100);
  reasons.push({
    rule: 'LEARNT',
    zh: `与本机关工作人员已确认归为“${row.zh}”的信访件用语相近(把握 ${percent}%)`,
    en: `reads like petitions that the bureau's clerks confirmed as ${row.en} (${percent} %)`,
    words: [],
  });
  if (words.ranked.some(({ category }) => category === best.category)) return;
  reasons.push({
    rule: 'LEARNT_ALONE',
    zh: '规则没有识别出相应用词,仅据以往确认的信访件提出:请人工确认',
    en: 'no word of the rules says so, earlier petitions alone do: a person must look',
    words: [],
  });
}

/** A unit with the calibrated probability that it is the one to answer. */
export interface LearntUnit {
  readonly unit: Suggestion['label'];
  readonly confidence: number;
}

/** Units that answered what reads like this; never one in conflict (P-03), never one that is no more. */
export function learntUnits(
  input: RouteInput,
  accused: AccusedParties,
  learnt: Learnt | undefined,
  tree: UnitTree,
): LearntUnit[] {
  const sample = sampleOf(input);
  if (!learnt?.unit || familiarity(learnt.unit, sample) < FAMILIAR) return [];
  const confidences = new Map<UnitId, number>();
  for (const { label, confidence } of suggest(learnt.unit, sample, MOST_UNITS * 3)) {
    // What was learnt of a unit that is no more speaks for whoever took over from it.
    const unit = tree.unit(tree.presentOf(label as UnitId));
    if (unit && !isAbolished(unit) && !tree.conflictsWith(unit.id, accused))
      confidences.set(unit.id, (confidences.get(unit.id) ?? 0) + confidence);
  }
  return [...confidences]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_UNITS)
    .map(([unit, confidence]) => ({ unit, confidence: Math.round(confidence * 100) / 100 }));
}
