import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '../events/message.ts';
import { CLIENT } from './environment.ts';

/** Sends messages to one queue, ten at a time. @throws when any was not taken: the caller's batch is tried again */
export type Send = (queueUrl: string, messages: readonly Message[]) => Promise<void>;

export function sqsSender(client = new SQSClient(CLIENT)): Send {
  return async (queueUrl, messages) => {
    for (let start = 0; start < messages.length; start += 10) {
      const batch = messages.slice(start, start + 10);
      const answer = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map((message, at) => ({ Id: String(at), MessageBody: JSON.stringify(message) })),
        }),
      );
      if (answer.Failed?.length) throw new Error(`${answer.Failed.length} messages were not taken by the queue`);
    }
  };
}
