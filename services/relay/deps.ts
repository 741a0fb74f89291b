import { CONSUMERS, type Consumer } from '../../shared/events/message.ts';
import { type Environment, required } from '../../shared/lambda/environment.ts';
import { type Send, sqsSender } from '../../shared/lambda/send-messages.ts';

/** The queues this relay feeds, and from which store. */
export interface RelayDeps {
  readonly send: Send;
  readonly queues: Readonly<Partial<Record<Consumer, string>>>;
  readonly store: 'CASES' | 'SEALED';
}

/** The sealed relay was given one queue only, the ordinary one all three. */
export function relayDeps(environment: Environment): RelayDeps {
  const queues = Object.fromEntries(
    CONSUMERS.map((consumer) => [consumer, environment[`${consumer}_QUEUE_URL`]]).filter(
      ([, url]) => url !== undefined,
    ),
  );
  required(environment, 'REPORTING_QUEUE_URL');
  return { send: sqsSender(), queues, store: 'ROUTING_QUEUE_URL' in environment ? 'CASES' : 'SEALED' };
}
