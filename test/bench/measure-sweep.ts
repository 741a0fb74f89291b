import { textTable } from '../../infra/local/submit/text-table.ts';
import { instant, World } from '../builders/world.ts';
import { read, type Units, written } from './capacity.ts';
import { copyCases } from './copy-cases.ts';
import { type Finding, rounded } from './gate.ts';
import { measuredDatabase } from './measured-database.ts';

const DUE = 500;

interface Swept {
  readonly open: number;
  readonly due: number;
  readonly decided: number;
  readonly reminders: number;
  readonly units: Units;
  readonly places: Readonly<Record<string, Units>>;
  /** The next sweep, which finds nothing. */
  readonly idle: Units;
  readonly milliseconds: number;
}

/** One sweep over few and over many open petitions, the same ones due. */
export async function measureSweep(sizes: readonly number[]): Promise<Finding> {
  const swept: Swept[] = [];
  for (const size of sizes) swept.push(await sweepAmong(size));
  const [few, many] = [swept[0], swept.at(-1)];
  if (!few || !many) throw new Error('a comparison needs two sizes');
  const difference = (100 * Math.abs(read(many.units) - read(few.units))) / read(few.units);
  return {
    title: `(d) reads of one sweep, ${DUE} due`,
    lines: textTable([
      ['open petitions', 'due', 'decided', 'reminders', 'RRU', 'table', 'index', 'RRU per due', 'WRU', 'RRU idle', 's'],
      ...swept.map(({ open, due, decided, reminders, units, idle, milliseconds }) => [
        open,
        due,
        decided,
        reminders,
        rounded(read(units)),
        rounded(units.readTable),
        rounded(units.readIndex),
        rounded(read(units) / due),
        rounded(written(units)),
        rounded(read(idle)),
        rounded(milliseconds / 1000),
      ]),
    ]),
    gates: [
      {
        what: `sweep at ${few.open} and at ${many.open} open: difference of reads`,
        measured: difference,
        unit: '%',
        gate: 5,
        aim: 0.5,
      },
    ],
    notes: [
      'on the embedded engine, up to the number shown, not at 1,000,000: the query has no part that depends on it',
      'the engine’s indexes are never late; on AWS an alarm may be seen a moment later',
    ],
    data: swept,
  };
}

async function sweepAmong(open: number): Promise<Swept> {
  const { database, ledger, stop } = await measuredDatabase();
  try {
    const world = new World('2026-01-31T02:00:00Z', database);
    const early = await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-09T02:00:00Z');
    const late = await world.submit({ organ: 'donghu' });
    // The first of them falls due on 10 February (T-5), the second on 18 February at the earliest.
    await copyCases(database, early.id, 'due', DUE - 1);
    await copyCases(database, late.id, 'open', open - DUE - 1);
    world.now = instant('2026-02-10T01:00:00Z');
    const began = performance.now();
    const { value, units, places } = await ledger.during(() => world.sweep());
    const milliseconds = performance.now() - began;
    const { due, decided, reminders } = value;
    if (due !== DUE || decided !== DUE) throw new Error(`expected ${DUE} due, found ${due}, decided ${decided}`);
    const idle = await ledger.during(() => world.sweep());
    return {
      open,
      due,
      decided,
      reminders,
      units,
      places: Object.fromEntries(places),
      idle: idle.units,
      milliseconds,
    };
  } finally {
    await stop();
  }
}
