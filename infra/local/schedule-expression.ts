import { Cron } from 'croner';
import { HostProblem } from './problem.ts';

/** First firing after (not at) an instant, both in milliseconds; undefined when there is none any more. */
export type NextFiring = (after: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)`, `cron(30 8 * * ? *)` and `at(2026-01-05T09:00:00)`. Rates fire at whole multiples since
 * 1970, so that a run can be repeated.
 * @throws HostProblem on anything else
 */
export function readScheduleExpression(expression: string, timezone: string): NextFiring {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const period = Number(rate?.[1]) * (UNIT_MS[rate?.[2] ?? ''] ?? 0);
  if (rate && period > 0) return (after) => (Math.floor(after / period) + 1) * period;

  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length === 6) {
    const [minute, hour, day, month, weekday, year] = fields.map((field) => field.replace('?', '*'));
    try {
      const cron = new Cron(`0 ${minute} ${hour} ${day} ${month} ${weekday} ${year}`, {
        timezone,
        mode: '7-part',
        paused: true,
        // AWS counts Sunday as 1.
        alternativeWeekdays: true,
      });
      return (after) => cron.nextRun(new Date(after))?.getTime();
    } catch {
      // Told below.
    }
  }
  const at = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(expression)?.[1];
  if (at) {
    const cron = new Cron(at, { timezone, paused: true });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  }
  throw new HostProblem(`The local host does not understand the schedule ${expression}.`);
}
