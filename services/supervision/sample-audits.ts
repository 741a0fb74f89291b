import { shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { percent } from '../../shared/domain/reports.ts';
import {
  commitmentOf,
  DRAW_IN_WORDS,
  drawSample,
  frameOf,
  leafOf,
  type SampleAudit,
  type SampleDraw,
  seedOf,
} from '../../shared/domain/sample-draw.ts';
import { SAMPLE_NOTE } from '../../shared/domain/sample-report.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { findFactRows } from '../../shared/store/fact-rows.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import {
  announceSample,
  LARGEST_FRAME,
  readResults,
  readSample,
  readSamples,
  storeDraw,
} from '../../shared/store/sample-audits.ts';
import type { SupervisionDeps } from './deps.ts';

type SampleDeps = Pick<SupervisionDeps, 'database' | 'secrets'>;

export interface Announcement {
  readonly organ: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly size: number;
  readonly source: string;
}

/** Secret until the draw, and fixed by the id: nothing to store, nothing to exchange. */
const nonceOf = (id: string, { secrets }: Pick<SampleDeps, 'secrets'>): string =>
  digest(secrets.fingerprint(`sample-audit/${id}`));

/** Announces an audit while its period runs: afterwards one could know what one draws. */
export async function announce(
  { organ, from, to, size, source }: Announcement,
  by: Principal,
  now: Instant,
  deps: SampleDeps,
) {
  if (from > to || localDateOf(now) > to)
    throw problem(409, 'DRAW_PERIOD_OVER', [
      '应当在抽查期间结束前公布',
      'an audit is announced before its period ends',
    ]);
  const id = `${organ}.${now.slice(0, 19).replace(/[-:]/g, '')}`;
  const audit: SampleAudit = {
    id,
    organ,
    from,
    to,
    size,
    source,
    commitment: commitmentOf(nonceOf(id, deps), digest),
    announcedAt: now,
    announcedBy: by.id,
  };
  if (!(await announceSample(deps.database, audit)))
    throw problem(409, 'ANNOUNCED_NOW', ['刚刚公布过一次抽查,请稍后再试', 'one was announced this very second']);
  return { ...audit, algorithm: DRAW_IN_WORDS };
}

/** Draws the sample after the period, once, with the public value, by somebody else than who announced it. */
export async function draw(id: string, value: string, by: Principal, now: Instant, tree: UnitTree, deps: SampleDeps) {
  const audit = await sampleOf(id, deps);
  if (localDateOf(now) <= audit.to)
    throw problem(409, 'DRAW_PERIOD_OPEN', [
      `抽查期间到 ${audit.to} 止,此后才能抽取`,
      `the period runs to ${audit.to}; draw after it`,
    ]);
  if (by.id === audit.announcedBy)
    throw problem(409, 'SECOND_PERSON', [
      '由公布人以外的人录入公开数值',
      'the value is entered by somebody else than who announced the audit',
    ]);
  if (audit.draw) throw drawnAlready();
  const cases = await closedIn(audit, deps);
  const byLeaf = new Map(cases.map((caseId) => [leafOf(caseId, digest), caseId]));
  const leaves = [...byLeaf.keys()].sort();
  const nonce = nonceOf(id, deps);
  const seed = seedOf(nonce, value, digest);
  const sample = drawSample(leaves, seed, audit.size, digest);
  const drawn: SampleAudit = {
    ...audit,
    draw: {
      at: now,
      by: by.id,
      value,
      nonce,
      seed,
      frame: frameOf(leaves, digest),
      leaves,
      sample,
      cases: sample.flatMap((leaf) => byLeaf.get(leaf) ?? []),
    },
  };
  if (!(await storeDraw(deps.database, drawn))) throw drawnAlready();
  return auditFor(drawn, by, tree, deps);
}

/** Cases of the organ concluded in the period and closed by now; reads the months of the period. */
async function closedIn({ organ, from, to }: SampleAudit, { database }: SampleDeps) {
  const rows = await findFactRows(database, [organ], 'concludedDate', from, to);
  const heads = await readHeads(
    database,
    ORDINARY,
    rows.filter(({ sealed }) => !sealed).map(({ caseId }) => caseId),
  );
  const closed = heads.filter(
    (head) => head.closedAt !== undefined && head.stage === 'HANDLING' && head.organ === organ,
  );
  if (closed.length > LARGEST_FRAME)
    throw problem(422, 'FRAME_TOO_LARGE', [
      `期内已结案 ${closed.length} 件,一次至多 ${LARGEST_FRAME} 件,请分期抽查`,
      `${closed.length} cases were closed; a draw takes ${LARGEST_FRAME} at most: announce shorter periods`,
    ]);
  return closed.map((head) => head.id);
}

/** One audit: all that is needed to recompute it, and its cases as far as the reader may know of them. */
export async function oneAudit(id: string, reader: Principal, tree: UnitTree, deps: SampleDeps) {
  return auditFor(await sampleOf(id, deps), reader, tree, deps);
}

/** Audits of an organ with their rates, the latest first. */
export async function listAudits(organ: UnitId, reader: Principal, tree: UnitTree, deps: SampleDeps) {
  const audits = await readSamples(deps.database, organ, 50);
  return { organ, audits: await Promise.all(audits.map((audit) => auditFor(audit, reader, tree, deps))) };
}

/**
 * The draw and all its numbers are the same for everybody: anybody can recompute it from its hashes, and a rate of fewer
 * would tell somebody that one of them complains of him (P-10). Only the list is his own: of a case that is not on it
 * nothing says whether it was sealed since or is kept from him.
 */
async function auditFor({ draw: drawn, ...audit }: SampleAudit, reader: Principal, tree: UnitTree, deps: SampleDeps) {
  const all = drawn?.cases ?? [];
  const [results, shown] = await Promise.all([
    drawn ? readResults(deps.database, audit.id) : [],
    shownCases(all, reader, tree, deps.database),
  ]);
  const passed = results.filter((result) => result.passed).length;
  const rate = percent(passed, all.length);
  return {
    ...audit,
    algorithm: DRAW_IN_WORDS,
    draw: drawn ? publishedOf(drawn) : null,
    note: SAMPLE_NOTE,
    cases: all
      .filter((id) => shown.has(id))
      .map((id) => ({ id, result: results.find(({ caseId }) => caseId === id) ?? null })),
    // whoever was not examined yet has not passed.
    rate: {
      id: 'R-22',
      passed,
      examined: results.length,
      sampled: all.length,
      display: rate === null ? '—' : `${rate.toFixed(1)}%`,
    },
  };
}

/** Case numbers are for those who may know of the cases; hashes are for everybody. */
const publishedOf = ({ cases: _cases, ...published }: SampleDraw) => published;

async function sampleOf(id: string, { database }: SampleDeps): Promise<SampleAudit> {
  const audit = await readSample(database, id);
  if (!audit) throw problem(404, 'NO_SUCH_AUDIT', ['没有这次抽查', 'there is no such audit']);
  return audit;
}

const drawnAlready = () =>
  problem(409, 'DRAWN_ALREADY', ['样本已经抽取,不能重抽', 'the sample was drawn; there is no second draw']);
