import type { UnitId } from './ids.ts';
import type { LabelledSample, Prior } from './learning/train-model.ts';
import { type RouteInput, readByRules } from './routing.ts';
import { sampleOf } from './routing-learnt.ts';
import { WORD_RULES } from './routing-rules.ts';
import { CATEGORIES, type CategoryCode } from './taxonomy.ts';
import type { UnitTree } from './unit-tree.ts';

/** What one confirmed petition teaches. */
export interface Lesson {
  readonly input: RouteInput;
  /** As the clerk confirmed or corrected it. */
  readonly category: CategoryCode;
  /** The unit that answers, once one is charged with it. */
  readonly unit?: UnitId;
}

export const categorySamples = (lessons: readonly Lesson[]): LabelledSample[] =>
  lessons.map(({ input, category }) => ({ ...sampleOf(input), label: category }));

export const unitSamples = (lessons: readonly Lesson[]): LabelledSample[] =>
  lessons.flatMap(({ input, unit }) => (unit === undefined ? [] : [{ ...sampleOf(input), label: unit as string }]));

/** What the explicit rules say of each category, as if somebody had confirmed it once. */
export const categoryPriors = (): Prior[] =>
  CATEGORIES.map(({ code, zh }) => ({
    label: code,
    text: [zh, ...WORD_RULES.filter(({ category }) => category === code).flatMap(({ words }) => words)].join('。'),
  }));

/** Names, former names and places of the units, with those of the units that they took over from. */
export const unitPriors = (tree: UnitTree): Prior[] =>
  [...Map.groupBy(tree.bureau.units, ({ id }) => tree.presentOf(id))].map(([label, units]) => ({
    label,
    text: units
      .flatMap(({ name, aliases, areas, formerNames = [] }) => [
        name,
        ...aliases,
        ...formerNames.map((former) => former.name),
        ...areas,
      ])
      .join('。'),
  }));

/** Fewer confirmed petitions than this, or of fewer labels, teach nothing that the rules do not know. */
export const ENOUGH = { samples: 60, ofEach: 3 } as const;

/** Matters that the rules read in lessons, often enough to be learnt of, whatever the clerks called them. */
export function heardIn(lessons: readonly Lesson[]): string[] {
  const times = Map.groupBy(lessons, ({ input }) => readByRules(input));
  return [...times]
    .flatMap(([matter, { length }]) => (matter !== undefined && length >= ENOUGH.ofEach ? [matter as string] : []))
    .sort();
}

/** Samples of labels that occur often enough to be learnt. */
export function learnable(samples: readonly LabelledSample[]): LabelledSample[] {
  const times = new Map<string, number>();
  for (const { label } of samples) times.set(label, (times.get(label) ?? 0) + 1);
  const kept = samples.filter(({ label }) => (times.get(label) ?? 0) >= ENOUGH.ofEach);
  return kept.length >= ENOUGH.samples && new Set(kept.map(({ label }) => label)).size >= 2 ? kept : [];
}
