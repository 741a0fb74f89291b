/**
 * Trains a routing model on files and writes it down.
 *
 *   npm run train -- FILE.jsonl… [--out MODEL]
 *
 * A bureau's own model is trained by the scheduled function from its confirmed petitions; this is for measuring.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { trainOn } from './judge-model.ts';
import { readOptions } from './read-options.ts';
import { readSamples, UnusableInput, withInput } from './read-samples.ts';

const USAGE = 'Usage: npm run train -- FILE.jsonl… [--out MODEL]';

withInput(() => {
  const { options, files } = readOptions(USAGE, ['out']);
  if (files.length === 0) throw new UnusableInput(USAGE);
  const samples = readSamples(files);
  const begun = performance.now();
  const model = trainOn(samples, files.join(', '));
  const bytes = modelToBytes(model);
  console.log(`samples ${samples.length}  labels ${model.labels.length}  features ${model.features.length}`);
  console.log(`trained in ${((performance.now() - begun) / 1000).toFixed(1)} s  size ${bytes.length} bytes`);
  console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
  for (const out of options.out ?? []) write(out, bytes);
});

function write(out: string, bytes: Uint8Array): void {
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    throw new UnusableInput(`${out} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}
