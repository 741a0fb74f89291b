import { INVARIANTS } from './invariants/violation.ts';
import { live } from './life.ts';
import { shrink } from './shrink.ts';
import type { Life } from './told-of-life.ts';
import { FAULT_KINDS, type FaultKind } from './twins/faults.ts';

/** Sums over many lives. */
export class Totals {
  lives = 0;
  petitions = 0;
  records = 0;
  reminders = 0;
  /** How often the bureau's tables changed. */
  tables = 0;
  /** Notices that were loaded. */
  calendars = 0;
  readonly faults: Record<FaultKind, number>;

  constructor() {
    this.faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  }

  add(life: Pick<Life, 'petitions' | 'records' | 'reminders' | 'tables' | 'calendars' | 'faults'>, lives = 1): void {
    this.lives += lives;
    this.petitions += life.petitions;
    this.records += life.records;
    this.reminders += life.reminders;
    this.tables += life.tables;
    this.calendars += life.calendars;
    for (const kind of FAULT_KINDS) this.faults[kind] += life.faults[kind];
  }

  get all(): number {
    return Object.values(this.faults).reduce((sum, count) => sum + count, 0);
  }

  share(kind: FaultKind): number {
    return this.all === 0 ? 0 : this.faults[kind] / this.all;
  }

  lines(): string[] {
    return [
      `${this.lives} lives · ${this.petitions} petitions · ${this.records} records · ${this.reminders} reminders · ${this.tables} changes of tables · ${this.calendars} calendars loaded`,
      `${this.all} faults that changed how a call ended:`,
      ...FAULT_KINDS.map(
        (kind) =>
          `  ${String(this.faults[kind]).padStart(9)}  ${(100 * this.share(kind)).toFixed(1).padStart(5)} %  ${kind}`,
      ),
    ];
  }
}

/** The last lines of a trace say what broke; the whole is told by its seed. */
const TOLD = 120;

/** A broken life, told so that it can be understood and lived again. */
export async function tellBroken(broken: Life, print: (line: string) => void): Promise<void> {
  const { violation, seed } = broken;
  if (!violation) return;
  print(`seed ${seed} breaks ${violation.invariant}: ${INVARIANTS[violation.invariant]}`);
  print(`  ${violation.detail}`);
  const { life, dropped } = await shrink(broken);
  print(
    `  shrunk from ${broken.parts.length} actions and faults to ${life.parts.length}: ${life.violation?.detail ?? ''}`,
  );
  for (const part of life.parts) print(`    ${part}`);
  print('  what happens:');
  const lines: string[] = [];
  await live(seed, { dropped, trace: (line) => lines.push(line) });
  if (lines.length > TOLD) print(`    … ${lines.length - TOLD} lines before`);
  for (const line of lines.slice(-TOLD)) print(`    ${line}`);
  print(`  once more: npm run simulate -- --seed ${seed} --trace`);
}
