import { diffDays, localDateOf } from './calendar.ts';
import { evolve } from './evolve.ts';
import type { CaseId, Instant, OfficerId, UnitId } from './ids.ts';
import { type Head, isOpen } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';

/** Who answered for a petition, and for how long (三个明确、四定, A-31): a unit, its handler, the sponsoring leader. */
export interface Holder {
  readonly caseId: CaseId;
  readonly role: 'HOLDER' | 'HANDLER' | 'LEADER';
  /** Unit that held the case; for a handler or leader the unit that held it while he did. */
  readonly unit: UnitId;
  readonly officer?: OfficerId;
  readonly from: Instant;
  /** Absent: still. */
  readonly to?: Instant;
  /** Days in Shanghai from the first day to the last, or to now. */
  readonly days: number;
}

/** A record of history, as far as it is needed here. */
export interface Told {
  readonly at: Instant;
  readonly events: readonly PetitionEvent[];
}

type Held = Omit<Holder, 'to' | 'days'>;

/**
 * Replays the histories of a chain of cases (referred, reviewed, taken up again) and tells who held it from when to when,
 * earliest first. Nobody holds a case that has left his hands or is closed; one that comes back is held again.
 */
export function holdersOf(cases: readonly (readonly Told[])[], now: Instant): Holder[] {
  return cases
    .flatMap((records) => holdersOfCase(records, now))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function holdersOfCase(records: readonly Told[], now: Instant): Holder[] {
  const found: Holder[] = [];
  const held = new Map<Holder['role'], Held>();
  const end = (role: Holder['role'], at: Instant, open = false) => {
    const before = held.get(role);
    if (!before) return;
    held.delete(role);
    const days = diffDays(localDateOf(before.from), localDateOf(at));
    found.push({ ...before, ...(open ? {} : { to: at }), days });
  };
  let head: Head | undefined;
  for (const { at, events } of records) {
    head = evolve(head, events, at);
    for (const [role, next] of holding(head, at)) {
      const before = held.get(role);
      if (next && before?.unit === next.unit && before.officer === next.officer) continue;
      end(role, at);
      if (next) held.set(role, next);
    }
  }
  for (const role of [...held.keys()]) end(role, now, true);
  return found;
}

/** Who holds it at that moment; undefined for a role that nobody has. */
function holding(head: Head, from: Instant): [Holder['role'], Held | undefined][] {
  const { id: caseId, unit, handler, leader } = head;
  const open = isOpen(head);
  const by = (role: Holder['role'], officer: OfficerId | undefined): Held | undefined =>
    open && officer !== undefined ? { caseId, role, unit, officer, from } : undefined;
  return [
    ['HOLDER', open ? { caseId, role: 'HOLDER', unit, from } : undefined],
    ['HANDLER', by('HANDLER', handler)],
    ['LEADER', by('LEADER', leader)],
  ];
}
