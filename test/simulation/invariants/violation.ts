/** What must hold in every life, whatever goes wrong in it; names as the report prints them. */
export const INVARIANTS = {
  ONE_PETITION_PER_KEY: 'one petition per accepted key, the same answer each time',
  NOTHING_LOST: 'nothing acknowledged is lost, nothing refused is stored',
  ROUTED_OR_WITH_A_PERSON: 'each petition is routed, or lies in the queue of a person who may see it',
  HISTORY_CHAINED: 'history is contiguous, chained and never rewritten',
  ANCHORED: 'every record is in the manifest of its day or of the next, and manifests follow each other',
  ONE_COMMIT: 'no effect without its record, no record without its effect',
  CONDITIONAL: 'what another may write too is written under a condition',
  OVERDUE_SEEN: 'no clock is due unseen past tick and lag',
  REMINDED_ONCE: 'each reminder is decided exactly once per clock, step and role',
  NOT_AFTER_THE_END: 'no reminder is decided after its clock stopped, or before it is due',
  PUSHED_ONCE: 'what leaves the house leaves under one id, noted before and after, to whom it is for and no one else',
  AUDITED: 'the audit finds what is wrong and nothing else, and puts it right',
  ALARM_ARMED: 'the alarm of a case is armed for its next step',
  FOLLOWED_UP: 'what lateness and extensions bring about by themselves is there',
  PROMPT: 'with nothing wrong, routing and counting follow in minutes, not at the next reconcile',
  NUMBERS: 'numbers of papers have no doubles and no gaps, and each has its paper',
  FACTS_RECOUNT: 'fact rows equal a recount from the heads',
  LEGAL_STEPS: 'legal states and lawful steps only',
  DATES_STAND: 'every date is as the law counts it, and none moves silently',
  REPLAY: 'replay from nothing gives the same head',
  NOTHING_PERSONAL: 'no personal data in logs, queues or outside of ciphertext',
  SECRECY: 'what is unscreened or sealed is seen by nobody else',
  ACKNOWLEDGED_WORK: 'what failed is not acknowledged, what was done is',
  NOTHING_FAILS_BY_ITSELF: 'nothing ends with an internal error where no fault struck',
  ENDS: 'the life comes to an end with empty queues',
} as const;
export type Invariant = keyof typeof INVARIANTS;

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

/** Takes the first thing that is wrong, and stops the life there. */
export class Findings {
  #first: Violation | undefined;

  get first(): Violation | undefined {
    return this.#first;
  }

  add(invariant: Invariant, detail: string): void {
    this.#first ??= { invariant, detail };
  }

  /** @returns whether it holds */
  unless(holds: boolean, invariant: Invariant, detail: () => string): boolean {
    if (!holds) this.add(invariant, detail());
    return holds;
  }
}
