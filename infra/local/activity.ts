import { setTimeout as sleep } from 'node:timers/promises';

/** Counts what functions were given to do, so that others can see that something happened since. */
export class Activity {
  #count = 0;
  get count(): number {
    return this.#count;
  }
  note(): void {
    this.#count++;
  }
}

export interface Busy {
  /** What still has to be done, for people, e.g. `RoutingQueue: 3 messages`; empty when nothing. */
  readonly waitingFor: () => readonly string[];
  /** Resolves when every stream was read to its end, from now on. */
  readonly readStreams: () => Promise<void>;
  readonly activity: Activity;
}

/** Nothing came to rest in time. */
export class StillBusy extends Error {
  readonly waitingFor: readonly string[];
  constructor(waitingFor: readonly string[], milliseconds: number) {
    super(`not at rest after ${milliseconds / 1000} s: ${waitingFor.join(', ') || 'streams'}`);
    this.waitingFor = waitingFor;
  }
}

/**
 * Waits until queues are empty, streams are read to the end and no function runs, all at one moment.
 * @throws StillBusy after the time limit in milliseconds
 */
export async function comeToRest(busy: Busy, limit: number): Promise<void> {
  const until = Date.now() + limit;
  const inTime = async (work: Promise<unknown>) => {
    const cancel = new AbortController();
    const late = sleep(Math.max(0, until - Date.now()), 'LATE', { signal: cancel.signal }).catch(() => 'CANCELLED');
    const first = await Promise.race([work, late]);
    cancel.abort();
    if (first === 'LATE') throw new StillBusy(busy.waitingFor(), limit);
  };
  for (;;) {
    const before = busy.activity.count;
    await inTime(busy.readStreams());
    if (busy.waitingFor().length === 0 && busy.activity.count === before) return;
    await inTime(sleep(2));
  }
}
