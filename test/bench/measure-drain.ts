import { textTable } from '../../infra/local/submit/text-table.ts';
import { emptyCount, sweepShard } from '../../services/reminders/fire-alarms.ts';
import { ALARM_SHARDS, ORDINARY } from '../../shared/store/cases.ts';
import { instant, World } from '../builders/world.ts';
import { written } from './capacity.ts';
import { copyCases } from './copy-cases.ts';
import { type Finding, rounded } from './gate.ts';
import { measuredDatabase } from './measured-database.ts';

/** Pages that a turn may read before it hands over, as a sweep does when its time runs out. */
const PAGES_PER_TURN = 20;

/**
 * Drains so many alarms that are due at one moment, in turns that end early and hand over to the next: nothing is
 * capped, nothing decided twice.
 */
export async function measureDrain(due: number): Promise<Finding> {
  const { database, ledger, stop } = await measuredDatabase();
  try {
    const world = new World('2026-01-31T02:00:00Z', database);
    const { id } = await world.submit({ organ: 'donghu' });
    await copyCases(database, id, 'due', due - 1);
    world.now = instant('2026-02-10T01:00:00Z');
    const count = emptyCount();
    let turns = 0;
    const began = performance.now();
    const { units } = await ledger.during(async () => {
      const shards = Array.from({ length: ALARM_SHARDS }, (_, shard) => shard);
      for (let waiting = shards; waiting.length > 0; ) {
        const [shard = 0, ...others] = waiting;
        turns += 1;
        let pages = PAGES_PER_TURN;
        const timeLeft = () => --pages > 0;
        const done = await sweepShard(database, ORDINARY, shard, world.now, world.deps.bureau, count, timeLeft);
        waiting = done ? others : [...others, shard];
      }
    });
    const seconds = (performance.now() - began) / 1000;
    const again = await world.sweep();
    return {
      title: `(g) ${due} alarms due at once`,
      lines: textTable([
        ['due', 'decided', 'reminders', 'moved', 'failed', 'turns', 'left', 'WRU per due', 'per second', 's'],
        [
          count.due,
          count.decided,
          count.reminders,
          count.moved,
          count.failed,
          turns,
          again.due,
          rounded(written(units) / due),
          rounded(due / seconds),
          rounded(seconds),
        ],
      ]),
      gates: [
        {
          what: 'due alarms not decided, or decided twice',
          measured: Math.abs(due - count.decided),
          unit: '',
          gate: 0,
          aim: 0,
        },
        { what: 'due alarms left after the last turn', measured: again.due, unit: '', gate: 0, aim: 0 },
      ],
      notes: [
        `on the embedded engine, one shard after the other; a turn ends after ${PAGES_PER_TURN} pages and the shard goes to the back`,
        'on AWS shards that are handed over are worked on side by side, by up to ten functions',
      ],
      data: { due, count, turns, seconds, units },
    };
  } finally {
    await stop();
  }
}
