import { knownCases } from '../../shared/casework/known-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import type { SampleAudit } from '../../shared/domain/sample-draw.ts';
import { type CountedSample, SAMPLE_NOTE, SAMPLE_REPORT, sampleFigures } from '../../shared/domain/sample-report.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';
import { organsBelow, readFactRows } from '../../shared/store/fact-rows.ts';
import { readResults, readSamplesUntil } from '../../shared/store/sample-audits.ts';
import { listForReader } from './list-for-reader.ts';
import { checkQuestion, headingOf, type PeriodQuestion } from './report-on.ts';

/**
 * R-22 over a unit with everything below it: what the audits of its organs drew in the period, each with its seed. It
 * counts all for everybody, as the audits beside it do; only the lists are the reader’s (P-10).
 */
export async function reportOnSamples(
  question: PeriodQuestion,
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  checkQuestion(question, tree);
  const { unit, from, to } = question;
  const units = tree.subtree(unit);
  const organs = organsBelow(unit, tree);
  const audits = (await Promise.all(organs.map((organ) => readSamplesUntil(database, organ, to)))).flat();
  const samples: CountedSample[] = [];
  for (const audit of audits) {
    const sample = await countedIn(audit, units, from, to, database);
    if (sample) samples.push(sample);
  }
  const drawn = samples.flatMap(({ cases }) => cases);
  const known = await knownCases(reader, drawn, tree, database);
  return {
    id: SAMPLE_REPORT.id,
    zh: SAMPLE_REPORT.zh,
    en: SAMPLE_REPORT.en,
    definition: { zh: SAMPLE_REPORT.definitionZh, en: SAMPLE_REPORT.definitionEn },
    basis: SAMPLE_REPORT.basis,
    ...headingOf(question, now, tree),
    note: SAMPLE_NOTE,
    figures: listForReader(sampleFigures(samples), known),
    samples: samples.map(({ cases, results, ...sample }) => ({
      ...sample,
      sampled: cases.length,
      passed: cases.filter((id) => results.get(id)).length,
    })),
  };
}

/** What an audit drew in the period of cases that are of these units now; undefined where it drew none. */
async function countedIn(
  { id, organ, from, to, draw }: SampleAudit,
  units: ReadonlySet<UnitId>,
  first: LocalDate,
  last: LocalDate,
  database: Database,
): Promise<CountedSample | undefined> {
  const drawnOn = draw && localDateOf(draw.at);
  if (!draw || !drawnOn || drawnOn < first || drawnOn > last) return undefined;
  const rows = await readFactRows(database, draw.cases);
  const cases = draw.cases.filter((one) => {
    const row = rows.get(one);
    return row !== undefined && units.has(row.unit);
  });
  if (cases.length === 0) return undefined;
  const results = new Map((await readResults(database, id)).map(({ caseId, passed }) => [caseId, passed]));
  return { id, organ, from, to, drawnOn, seed: draw.seed, cases, results };
}
