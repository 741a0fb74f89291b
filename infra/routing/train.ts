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
import { trainModel } from '../../shared/domain/learning/train-model.ts';
import { namesAsPriors } from './judge-model.ts';
import { readSamples } from './read-samples.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
if (positionals.length === 0) {
  console.error('Usage: npm run train -- FILE.jsonl… [--out MODEL]');
  process.exit(1);
}
const samples = readSamples(positionals);
const begun = performance.now();
const model = trainModel(samples, namesAsPriors(samples));
const bytes = modelToBytes(model);
console.log(`samples ${samples.length}  labels ${model.labels.length}  features ${model.features.length}`);
console.log(`trained in ${((performance.now() - begun) / 1000).toFixed(1)} s  size ${bytes.length} bytes`);
console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
if (values.out !== undefined) writeFileSync(values.out, bytes);
