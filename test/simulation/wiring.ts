import { CONSUMERS } from '../../shared/events/message.ts';
import type { Functions } from './functions.ts';
import type { Findings } from './invariants/violation.ts';
import type { Machinery } from './twins/invocation.ts';
import { QueueTwin } from './twins/queue-twin.ts';
import type { ItemChange } from './twins/store-core.ts';
import { StreamTwin } from './twins/stream-twin.ts';

interface Parts {
  readonly machinery: Machinery;
  readonly functions: Functions;
  readonly findings: Findings;
  /** Until when the relay is off, if it is off at that moment. */
  readonly relayOff: (now: number) => number | undefined;
}

/** Queues and streams between the functions, as the stack connects them. */
export class Wiring {
  readonly #queues: readonly QueueTwin[];
  readonly #streams: readonly StreamTwin[];
  /** Bodies of all messages that went through a queue. */
  readonly messages: string[] = [];

  constructor({ machinery, functions, findings, relayOff }: Parts) {
    const acknowledged = (what: string) => findings.add('ACKNOWLEDGED_WORK', what);
    this.#queues = CONSUMERS.map(
      (consumer) =>
        new QueueTwin(
          consumer,
          machinery,
          (event, invocation, poisoned) => {
            for (const { body } of event.Records) this.messages.push(body);
            return functions.consume(consumer, event, invocation, poisoned);
          },
          acknowledged,
        ),
    );
    for (const queue of this.#queues) functions.queues.set(queue.name, queue);
    const stream = (of: ConstructorParameters<typeof StreamTwin>[0], to: ConstructorParameters<typeof StreamTwin>[2]) =>
      new StreamTwin(of, machinery, to, relayOff, acknowledged);
    this.#streams = [
      ...(['CASES', 'SEALED'] as const).map((store) =>
        stream({ table: store, name: store }, (event, invocation) => functions.relay(store, event, invocation)),
      ),
      stream({ table: 'REMINDERS', name: 'REMINDERS' }, (event, invocation) => functions.putOut(event, invocation)),
      stream({ table: 'CASES', name: 'STEPS' }, (event, invocation) => functions.tellOfSteps(event, invocation)),
    ];
  }

  /** What was stored goes into the streams of its table. */
  append(changes: readonly ItemChange[]): void {
    for (const stream of this.#streams) stream.append(changes);
  }

  /** An operator sends on what lies in the dead-letter queues. */
  redrive(): void {
    for (const queue of this.#queues) queue.redrive();
  }

  /** At the end nothing is under way. */
  check(findings: Findings): void {
    for (const queue of this.#queues)
      findings.unless(queue.left === 0, 'ENDS', () => `${queue.left} messages are left in ${queue.name}`);
    for (const [at, stream] of this.#streams.entries())
      findings.unless(stream.left === 0, 'ENDS', () => `${stream.left} records are left in stream ${at}`);
  }
}
