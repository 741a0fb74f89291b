import type { Principal } from '../domain/access.ts';
import { joined, NOBODY, without } from '../domain/accused-parties.ts';
import { evolve } from '../domain/evolve.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Accused, Head } from '../domain/petition.ts';
import type { PetitionEvent } from '../domain/petition-events.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { isComplainedAbout } from '../domain/who-rules.ts';
import type { StoredRecord } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { type FoundCase, mayRead } from './find-case.ts';
import { recordIsShown } from './hide-from-unit.ts';

/** A record as somebody may see it. */
export interface ShownRecord extends StoredRecord {
  /** None of its texts is for him: neither its reason nor a paper that it issued. */
  readonly withheld?: true;
}

/**
 * The history of a case as this officer may see it, for detail, history, papers and volume alike. Whoever it complained of at the time,
 * and does no more, does not learn from it that it did (P-03, P-10): nothing names him, and what was written then stays
 * with those who could read it then. Of a matter of which he may not know null stands for its number, and nothing for what
 * was written of it.
 */
export async function recordsShown(
  { loaded: { head }, standings }: Pick<FoundCase, 'loaded' | 'standings'>,
  history: readonly StoredRecord[],
  principal: Principal,
  tree: UnitTree,
  database: Database,
): Promise<ShownRecord[]> {
  const means = (accused: Accused) => isComplainedAbout(principal, { accused, office: head.office }, tree);
  const thenOfHim = complainingVersions(history, means);
  const shown = history
    .filter(({ record }) => recordIsShown(record, head, standings))
    .map(
      (stored): ShownRecord => (thenOfHim.has(stored.record.version) ? withoutHim(stored, principal, means) : stored),
    )
    .filter(({ record }) => record.events.length > 0);
  const hidden = await hiddenMatters(head.petitionId, shown, principal, tree, database);
  if (hidden.size === 0) return shown;
  const byLink = namedByHidden(shown, hidden);
  return shown.map((stored) => withoutMatters(stored, hidden, byLink));
}

/** Records before or after which the case complained of him. */
function complainingVersions(history: readonly StoredRecord[], means: (accused: Accused) => boolean): Set<number> {
  const versions = new Set<number>();
  let head: Head | undefined;
  for (const { record } of history) {
    const before = head;
    head = evolve(before, record.events, record.at);
    if ([before, head].some((one) => one !== undefined && means(one.accused))) versions.add(record.version);
  }
  return versions;
}

function withoutHim({ record }: StoredRecord, { id }: Principal, means: (accused: Accused) => boolean): ShownRecord {
  const others = ({ units, officers }: Accused): Accused => ({
    units: units.filter((unit) => !means({ units: [unit], officers: [] })),
    officers: officers.filter((officer) => officer !== id),
  });
  const events = record.events.flatMap((event): PetitionEvent[] => {
    switch (event.type) {
      case 'accused-named.v1':
        return [];
      case 'classified.v1':
        return [{ ...event, accused: others(event.accused) }];
      case 'opened.v1':
        return [{ ...event, head: { ...event.head, accused: others(event.head.accused) } }];
      default:
        return [event];
    }
  });
  return { record: { ...record, events }, texts: {}, withheld: true };
}

/** Matters that the case was of, and cases cited of them, of which this officer may not know (P-03, P-10). */
async function hiddenMatters(
  own: CaseId,
  records: readonly StoredRecord[],
  principal: Principal,
  tree: UnitTree,
  database: Database,
): Promise<ReadonlySet<CaseId>> {
  const named = new Set(records.flatMap(({ record }) => record.events.flatMap(mattersOf)));
  named.delete(own);
  const known = await Promise.all([...named].map((id) => mayRead(database, id, principal, tree)));
  return new Set([...named].filter((_, at) => !known[at]));
}

function mattersOf(event: PetitionEvent): CaseId[] {
  switch (event.type) {
    case 'opened.v1':
      return event.head.matter ? [event.head.matter] : [];
    case 'matter-linked.v1':
      return [event.matter, ...(event.samePetitioner ? [event.samePetitioner] : [])];
    case 'not-accepted.v1':
      return [event.pendingCase];
    case 'no-longer-proposed.v1':
    case 'no-longer-accepted.v1':
      return [event.reReviewCase];
    default:
      return [];
  }
}

/**
 * Why it was linked is written of that matter, and so is whom that one complains of (P-03). What the petitioner himself was
 * told of it, in its paper, is no secret here.
 */
function withoutMatters(shown: ShownRecord, hidden: ReadonlySet<CaseId>, byLink: Accused): ShownRecord {
  const own = shown.record.events.map((event) => withoutLinked(event, byLink));
  const events = JSON.parse(JSON.stringify(own), (_, value) => (hidden.has(value) ? null : value));
  const isAbout = shown.record.events.some(
    (event) => event.type === 'matter-linked.v1' && mattersOf(event).some((id) => hidden.has(id)),
  );
  return { ...shown, record: { ...shown.record, events }, ...(isAbout ? { texts: {}, withheld: true } : {}) };
}

/** Whom the case complains of through matters alone that he may not know of. */
function namedByHidden(records: readonly ShownRecord[], hidden: ReadonlySet<CaseId>): Accused {
  return records
    .filter(({ record }) => record.events.some((event) => mattersOf(event).some((id) => hidden.has(id))))
    .flatMap(({ record }) => record.events.map(linkedBy))
    .reduce(joined, NOBODY);
}

function linkedBy(event: PetitionEvent): Accused {
  if (event.type === 'accused-named.v1') return event.byLink ?? NOBODY;
  return (event.type === 'opened.v1' && event.head.accusedByLink) || NOBODY;
}

function withoutLinked(event: PetitionEvent, linked: Accused): PetitionEvent {
  switch (event.type) {
    case 'accused-named.v1': {
      const { byLink: _hidden, ...rest } = event;
      return { ...rest, accused: without(event.accused, linked) };
    }
    case 'classified.v1':
      // Stated by the clerk of this case: then it is its own.
      return event.accusedStated ? event : { ...event, accused: without(event.accused, linked) };
    case 'opened.v1': {
      const { accusedByLink: _hidden, ...head } = event.head;
      return { ...event, head: { ...head, accused: without(head.accused, linked) } };
    }
    default:
      return event;
  }
}
