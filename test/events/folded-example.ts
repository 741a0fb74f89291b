import type { Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { PetitionEvent } from '../../shared/domain/petition-events.ts';

/** One event as it was stored, with the head before and after it. */
export interface FoldedExample {
  readonly type: PetitionEvent['type'];
  readonly before: Head | null;
  readonly event: PetitionEvent;
  readonly at: Instant;
  readonly after: Head;
}
