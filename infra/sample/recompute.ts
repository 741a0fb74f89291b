import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { faultsOfDraw, type PublishedDraw } from '../../shared/domain/sample-draw.ts';

/**
 * `npm run recompute-sample -- FILE`: recomputes a sample of closed cases from what was published of it (the answer of
 * `GET /supervision/samples/{id}`), with nothing else. Leaves with 1 when something does not hold.
 */
const [file] = process.argv.slice(2);
if (!file) {
  console.error('用法 usage: npm run recompute-sample -- FILE');
  process.exit(2);
}
const published = JSON.parse(readFileSync(file, 'utf8')) as PublishedDraw;
if (!published.draw) {
  console.error('尚未抽取,无从复算 not drawn yet: nothing to recompute');
  process.exit(2);
}
const faults = faultsOfDraw(published, (text) => createHash('sha256').update(text).digest('hex'));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(
  `样本可复算 it holds: ${published.draw.sample.length} of ${published.draw.leaves.length}, seed ${published.draw.seed}`,
);
