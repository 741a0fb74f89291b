import type { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js';

/** The notes of the queues' engine on disk that need not be written at once. */
type Note = 'deleteMessage' | 'updateMessageInflight' | 'updateMessageReady';
const NOTES: readonly Note[] = ['deleteMessage', 'updateMessageInflight', 'updateMessageReady'];

const TRY_AGAIN_MS = 500;

/**
 * Lets the queues go on while their file cannot be written. What is sent has to be on disk before it is acknowledged,
 * so that still fails, and the sender tries again. That a message was received, put back or done is kept in memory
 * until it can be noted, in order: after a crash in between it comes once more, as it may anyway. A message on its
 * way to a dead-letter queue is put down there in the same way; the engine would have dropped it.
 * @returns how to stop trying
 */
export function noteLater(persistence: PersistenceManager): () => void {
  const waiting: (() => void)[] = [];

  function inTurn(write: () => void): void {
    waiting.push(write);
    writeWaiting();
  }

  function writeWaiting(): void {
    while (waiting[0]) {
      try {
        waiting[0]();
      } catch {
        return;
      }
      waiting.shift();
    }
  }

  for (const note of NOTES) {
    const write = persistence[note].bind(persistence) as (...values: unknown[]) => void;
    persistence[note] = (...values: unknown[]) => inTurn(() => write(...values));
  }
  const insert = persistence.insertMessage.bind(persistence);
  persistence.insertMessage = (queue, message) => {
    const received = message.approximateReceiveCount > 0;
    if (received) inTurn(() => insert(queue, message));
    else insert(queue, message);
  };

  const timer = setInterval(writeWaiting, TRY_AGAIN_MS);
  timer.unref();
  return () => clearInterval(timer);
}
