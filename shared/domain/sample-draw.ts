import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';

/**
 * Drawing a sample of closed cases (抽查, A-60) so that anybody can recompute it and nobody can choose it:
 *
 * 1. Before the period ends, the audit is announced: how many, and which public value, known only afterwards, will be
 *    used (a lottery number, a closing index). Published with it: `commitment = SHA-256(nonce)`, of a nonce that is
 *    kept secret and cannot be changed any more.
 * 2. After the period another officer enters the public value. The nonce is published:
 *    `seed = SHA-256(nonce + "\n" + value)`.
 * 3. Each closed case of the period is a leaf, `SHA-256("case/" + id)`, in order; `frame = SHA-256(leaves joined by "\n")`.
 * 4. A leaf has the rank `SHA-256(seed + "\n" + leaf)`; the lowest ranks are the sample.
 *
 * All hashes are lower-case hexadecimal.
 */
export interface SampleAudit {
  /** `<organ>.<instant>`, e.g. `donghu.20260601T010203`. */
  readonly id: string;
  readonly organ: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly size: number;
  /** The public value that will be used, in words. */
  readonly source: string;
  readonly commitment: string;
  readonly announcedAt: Instant;
  readonly announcedBy: OfficerId;
  readonly draw?: SampleDraw;
}

export interface SampleDraw {
  readonly at: Instant;
  readonly by: OfficerId;
  readonly value: string;
  readonly nonce: string;
  readonly seed: string;
  readonly frame: string;
  readonly leaves: readonly string[];
  /** Leaves of the sample, lowest rank first. */
  readonly sample: readonly string[];
  /** The same, as cases. */
  readonly cases: readonly CaseId[];
}

/** What an officer of another unit found. */
export interface SampleResult {
  readonly caseId: CaseId;
  readonly passed: boolean;
  readonly at: Instant;
  readonly by: OfficerId;
  readonly unit: UnitId;
}

/** SHA-256 of a text, as lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

export const commitmentOf = (nonce: string, sha256: Sha256): string => sha256(nonce);
export const seedOf = (nonce: string, value: string, sha256: Sha256): string => sha256(`${nonce}\n${value}`);
export const leafOf = (id: CaseId, sha256: Sha256): string => sha256(`case/${id}`);
export const frameOf = (leaves: readonly string[], sha256: Sha256): string => sha256([...leaves].sort().join('\n'));

/** The leaves with the lowest ranks, lowest first; all of them where there are no more than asked for. */
export const drawSample = (leaves: readonly string[], seed: string, size: number, sha256: Sha256): string[] =>
  leaves
    .map((leaf) => ({ leaf, rank: sha256(`${seed}\n${leaf}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ leaf }) => leaf);

/** What was published of a draw; case numbers are not needed to recompute it. */
export interface PublishedDraw {
  readonly commitment: string;
  readonly size: number;
  readonly draw: Pick<SampleDraw, 'nonce' | 'value' | 'seed' | 'frame' | 'leaves' | 'sample'>;
}

/** What does not hold in a published draw, each as a sentence; nothing where it holds. */
export function faultsOfDraw({ commitment, size, draw }: PublishedDraw, sha256: Sha256): string[] {
  const faults: string[] = [];
  if (commitmentOf(draw.nonce, sha256) !== commitment) faults.push('the nonce is not the one that was committed to');
  if (seedOf(draw.nonce, draw.value, sha256) !== draw.seed)
    faults.push('the seed does not follow from nonce and value');
  if (new Set(draw.leaves).size !== draw.leaves.length) faults.push('a case stands in the frame twice');
  if (frameOf(draw.leaves, sha256) !== draw.frame) faults.push('the frame is not the hash of its cases');
  const sample = drawSample(draw.leaves, draw.seed, size, sha256);
  if (sample.join() !== draw.sample.join()) faults.push('the sample is not the one that seed and frame give');
  return faults;
}

/** The algorithm in words, as it is published with every draw. */
export const DRAW_IN_WORDS = {
  zh: '期间结束前公布件数、公开数值来源和 commitment=SHA-256(nonce);期间结束后由另一人录入该公开数值,公布 nonce,seed=SHA-256(nonce+"\\n"+数值);期内办结且抽取时已结案的每件为一叶 SHA-256("case/"+编号),frame=SHA-256(全部叶按序以"\\n"连接);各叶的序值为 SHA-256(seed+"\\n"+叶),取序值最小的若干件。密件不在其中。',
  en: 'Announced before the period ends: the size, the source of a public value, and commitment = SHA-256(nonce). After it another officer enters the value; seed = SHA-256(nonce + "\\n" + value). Every case concluded in the period and closed by the draw is a leaf SHA-256("case/" + id); frame = SHA-256(sorted leaves joined by "\\n"). The leaves with the lowest SHA-256(seed + "\\n" + leaf) are the sample. Sealed cases are not among them.',
};
