import type { CaseId } from './ids.ts';
import type { PetitionEvent } from './petition-events.ts';

/** The case that the events of a command opened, if they did: below, in review, split off, or anew. */
export function openedCase(events: readonly PetitionEvent[]): CaseId | undefined {
  for (const event of events) {
    if (event.type === 'referred.v1' || event.type === 'split.v1') return event.childId;
    if (event.type === 'review-requested.v1') return event.caseId;
    if (event.type === 'reopened.v1') return event.childId;
  }
  return undefined;
}
