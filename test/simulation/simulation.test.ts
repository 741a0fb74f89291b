import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liveInJobs } from './jobs.ts';
import { live } from './life.ts';
import { MUTANTS } from './mutants/all-mutants.ts';
import { patched } from './mutants/mutant.ts';
import { PlantedCopy } from './mutants/planted.ts';
import { tellBroken } from './report.ts';
import { shrink } from './shrink.ts';
import { FAULT_KINDS } from './twins/faults.ts';

const MINUTES = 60_000;
const LIVES = 2000;
const FAULTS = 200_000;

test(`${LIVES} lives of the bureau with ${FAULTS} faults of every kind: no invariant breaks`, {
  timeout: 60 * MINUTES,
}, async () => {
  const { totals, broken } = await liveInJobs(1, LIVES, 2);
  const [first] = broken;
  if (first !== undefined) {
    const told: string[] = [];
    await tellBroken(await live(first), (line) => told.push(line));
    expect.fail(told.join('\n'));
  }
  console.log(totals.lines().join('\n'));
  expect(totals.lives).toBe(LIVES);
  expect(totals.all).toBeGreaterThanOrEqual(FAULTS);
  for (const kind of FAULT_KINDS) expect(totals.share(kind), kind).toBeGreaterThanOrEqual(0.02);
});

test('the same seed lives the same life, to the last line of its trace', async () => {
  const trace = async () => {
    const lines: string[] = [];
    const life = await live(7, { trace: (line) => lines.push(line) });
    return { lines, faults: life.faults, parts: life.parts };
  };
  const first = await trace();
  expect(first.lines.length).toBeGreaterThan(100);
  expect(await trace()).toEqual(first);
});

test('what is left out of a life moves nothing else in it', async () => {
  const whole = await live(11);
  const submits = whole.parts.filter((part) => part.startsWith('submit '));
  const alone = await live(11, { dropped: new Set(submits.slice(1)) });
  const faultsOf = (parts: readonly string[], petition: string) =>
    parts.filter((part) => part.includes(` ${petition}.`));
  const kept = (submits[0] ?? '').slice('submit '.length);
  expect(alone.parts.filter((part) => part.startsWith('submit '))).toEqual([`submit ${kept}`]);
  expect(faultsOf(alone.parts, kept).length).toBeGreaterThan(0);
});

test('a broken life is shrunk to what breaks it', async () => {
  const whole = await live(5);
  // A stand-in for an invariant: two actions together are what is wrong.
  const culprits = [whole.parts[0], whole.parts[Math.floor(whole.parts.length / 2)]];
  const broken = { invariant: 'NOTHING_LOST' as const, detail: 'both' };
  const { life } = await shrink({ ...whole, violation: broken }, async ({ dropped = new Set<string>() }) => {
    const parts = whole.parts.filter((part) => !dropped.has(part));
    return { ...whole, parts, violation: culprits.every((part) => parts.includes(part ?? '')) ? broken : undefined };
  });
  expect([...life.parts].sort()).toEqual([...new Set(culprits)].sort());
});

/** Bugs that show within a few seeds; `npm run simulate:mutants` plants all of them. */
const QUICK = [
  'compare-and-set-removed',
  'mail-before-marker',
  'alarm-left-when-a-clock-stops',
  'duplicate-after-lost-acknowledgement',
  'batch-reported-as-done',
  'make-up-workday-ignored',
  'clock-restarted-by-an-edit',
  'tables-replaced-whatever-was-read',
];

test('every planted bug fits the source as it is now', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  for (const { name, patches } of MUTANTS)
    for (const patch of patches) {
      const source = readFileSync(join(import.meta.dirname, '../..', patch.file), 'utf8');
      expect(patched(source, patch), name).not.toBe(source);
    }
});

test.each(QUICK)('the planted bug %s breaks an invariant', { timeout: 5 * MINUTES }, async (name) => {
  const mutant = MUTANTS.find((one) => one.name === name);
  if (!mutant) expect.fail(`there is no bug ${name}`);
  const copy = new PlantedCopy();
  try {
    expect(await copy.judge(mutant, 40)).toMatchObject({ kind: 'KILLED' });
  } finally {
    copy.remove();
  }
});
