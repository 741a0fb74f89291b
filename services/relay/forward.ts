import { type CaseChanged, CONSUMERS, wants } from '../../shared/events/message.ts';
import type { RelayDeps } from './deps.ts';

/** Sends each message to the queues that want to hear it. Sending twice does no harm: consumers are idempotent. */
export async function forward(messages: readonly CaseChanged[], deps: RelayDeps): Promise<void> {
  await Promise.all(
    CONSUMERS.map(async (consumer) => {
      const url = deps.queues[consumer];
      const wanted = url ? messages.filter((message) => wants(consumer, message)) : [];
      if (url && wanted.length > 0) await deps.send(url, wanted);
    }),
  );
}
