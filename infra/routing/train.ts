/**
 * Trains a routing model on files and writes it down.
 *
 *   npm run train -- FILE.jsonl… [--out MODEL]
 *
 * A bureau's own model is trained by the scheduled function from its confirmed petitions; this is for measuring.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { trainOn } from './judge-model.ts';
import { readSamples, withFiles } from './read-samples.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
if (positionals.length === 0) {
  console.error('Usage: npm run train -- FILE.jsonl… [--out MODEL]');
  process.exit(1);
}
withFiles(() => {
  const samples = readSamples(positionals);
  const begun = performance.now();
  const model = trainOn(samples, positionals.join(', '));
  const bytes = modelToBytes(model);
  console.log(`samples ${samples.length}  labels ${model.labels.length}  features ${model.features.length}`);
  console.log(`trained in ${((performance.now() - begun) / 1000).toFixed(1)} s  size ${bytes.length} bytes`);
  console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
  if (values.out !== undefined) writeFileSync(values.out, bytes);
});
