import type { Instant } from '../../shared/domain/ids.ts';
import type { Notice, PushChannel } from '../../shared/domain/notifications.ts';

/** One message to one person; its id stays the same however often it is sent, so that a receiver knows it again. */
export interface Message extends Notice {
  readonly id: string;
  /** An officer's id; of a petitioner who wants text messages his telephone. */
  readonly to: string;
  /** For mail. */
  readonly address?: string | undefined;
  /** For machines: what the text says, as fields. */
  readonly fields: Readonly<Record<string, string | number | readonly string[]>>;
  readonly at: Instant;
}

/** A way out of the house. @throws NotDelivered; anything else is a fault of ours */
export type SendBy = (message: Message) => Promise<void>;
export type Channels = Readonly<Partial<Record<PushChannel, SendBy>>>;

/** The other side did not take it; the code goes into the list of failures. */
export class NotDelivered extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = 'NotDelivered';
    this.code = code;
  }
}
