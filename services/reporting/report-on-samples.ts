import { knowledgeOf, READER_NOTE } from '../../shared/casework/known-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import type { SampleAudit } from '../../shared/domain/sample-draw.ts';
import { type CountedSample, SAMPLE_REPORT, sampleFigures } from '../../shared/domain/sample-report.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';
import { organsBelow, readFactRows } from '../../shared/store/fact-rows.ts';
import { readResults, readSamplesUntil } from '../../shared/store/sample-audits.ts';
import { listForReader } from './list-for-reader.ts';
import { checkQuestion, headingOf, type PeriodQuestion } from './report-on.ts';

/** R-22 over a unit with everything below it: what the audits of its organs drew in the period, each with its seed. */
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
  const drawn = audits.flatMap(({ draw }) => draw?.cases ?? []);
  const { known, complaints } = await knowledgeOf(reader, drawn, tree, database);
  const samples: CountedSample[] = [];
  for (const audit of audits) {
    const sample = await countedIn(audit, units, complaints, from, to, database);
    if (sample) samples.push(sample);
  }
  return {
    id: SAMPLE_REPORT.id,
    zh: SAMPLE_REPORT.zh,
    en: SAMPLE_REPORT.en,
    definition: { zh: SAMPLE_REPORT.definitionZh, en: SAMPLE_REPORT.definitionEn },
    basis: SAMPLE_REPORT.basis,
    ...headingOf(question, now, tree),
    note: READER_NOTE,
    figures: listForReader(sampleFigures(samples), known),
    samples: samples.map(({ cases, results, ...sample }) => ({
      ...sample,
      sampled: cases.length,
      passed: cases.filter((id) => results.get(id)).length,
    })),
  };
}

/** What an audit drew in the period of cases that are of these units now and do not complain of the reader; undefined where it drew none. */
async function countedIn(
  { id, organ, from, to, draw }: SampleAudit,
  units: ReadonlySet<UnitId>,
  complaints: ReadonlySet<CaseId>,
  first: LocalDate,
  last: LocalDate,
  database: Database,
): Promise<CountedSample | undefined> {
  const drawnOn = draw && localDateOf(draw.at);
  if (!draw || !drawnOn || drawnOn < first || drawnOn > last) return undefined;
  const rows = await readFactRows(database, draw.cases);
  const cases = draw.cases.filter((one) => {
    const row = rows.get(one);
    return row !== undefined && units.has(row.unit) && !complaints.has(one);
  });
  if (cases.length === 0) return undefined;
  const results = new Map((await readResults(database, id)).map(({ caseId, passed }) => [caseId, passed]));
  return { id, organ, from, to, drawnOn, seed: draw.seed, cases, results };
}
