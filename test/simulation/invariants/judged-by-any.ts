import { Findings } from './violation.ts';

/** Right by one of these tables, or editions of the law, is right; where it is by none, what is wrong by the newest is told. */
export function judgedByAny<Judged>(
  all: readonly Judged[],
  findings: Findings,
  judge: (one: Judged, findings: Findings) => void,
): void {
  const [newest, ...older] = all;
  if (!newest) throw new Error('there is always one');
  if (older.length === 0) {
    judge(newest, findings);
    return;
  }
  const wrong = all.map((one) => {
    const found = new Findings();
    judge(one, found);
    return found.first;
  });
  const [first] = wrong;
  if (first && wrong.every((one) => one)) findings.add(first.invariant, first.detail);
}
