import { caseLines } from '../../shared/casework/case-lines.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { type JointMember, jointMembers } from '../../shared/domain/joint-matter.ts';
import { type Blind, type Probe, rarityOf, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import {
  followedBy,
  heldFrom,
  type RepeatCandidate,
  type RepeatFound,
  rankRepeats,
} from '../../shared/domain/learning/repeats.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { RouteInput } from '../../shared/domain/routing.ts';
import type { Learnt } from '../../shared/domain/routing-learnt.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Secrets } from '../../shared/lambda/secrets.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { type AlikeFound, findAlike } from '../../shared/store/matter-index.ts';
import { PERSON_INDEXES, readBodyItem } from '../../shared/store/petition-texts.ts';
import { proposalMarks } from '../../shared/store/proposals.ts';

/** Candidates that are looked at; a telephone may serve a whole village. */
const ALIKE = 60;
const SAME_PERSON = 100;

/** What of a petition stands in the index of matters, and what it is looked up by. */
export function probeOf(input: RouteInput, secrets: Pick<Secrets, 'fingerprint'>, learnt: Learnt | undefined): Probe {
  const text = [input.gist, input.request, input.facts, input.reasons, input.narrative].filter(Boolean).join('\n');
  const macOf = (gram: number) => Buffer.from(secrets.fingerprint(`matter:${gram}`), 'base64url');
  return sketchOf(text, rarityOf(learnt?.category), (gram) => blindOf(macOf(gram)));
}

/** Mark and key of an n-gram, from its keyed hash. */
export const blindOf = (mac: Buffer): ReturnType<Blind> => ({
  mark: mac.readUInt16BE(0),
  key: mac.subarray(3, 15).toString('base64url'),
});

export interface RepeatsFound extends Pick<AlikeFound, 'compared' | 'keys'> {
  readonly repeats: readonly RepeatFound[];
  /** Submissions of other people that were probably handed in together with it. */
  readonly joint: readonly JointMember[];
}

/**
 * Petitions that may be the same matter: of the same person by blind index, or alike in text. Ranked with reasons; a
 * person confirms (LINK_MATTER). What it reads is bounded, however many petitions there are.
 */
export async function findRepeats(
  own: Head,
  input: RouteInput,
  probe: Probe,
  tree: UnitTree,
  database: Database,
): Promise<RepeatsFound> {
  const [{ alike, ...place }, person] = await Promise.all([
    findAlike(database, own.petitionId, probe, ALIKE),
    samePerson(own.petitionId, database),
  ]);
  const texts = new Map(alike.map((one) => [one.id, one]));
  const ids = [...new Set([...texts.keys(), ...person.keys()])];
  const missed = [...person.keys()].filter((id) => !place.compared.has(id));
  const [heads, proposed] = await Promise.all([
    readHeads(database, ORDINARY, ids),
    proposalMarks(database, ORDINARY, missed),
  ]);
  const organ = tree.organOf(own.office)?.id ?? own.office;
  const lines = await caseLines(heads, followedBy, database);
  const candidates = lines.flatMap((line): RepeatCandidate[] => {
    // Only what this organ or one below it holds is its matter; what was sealed is nobody's repeat.
    const [head, ...followed] = heldFrom(line, organ, tree);
    if (!head || line.some(({ state }) => state === 'SEALED')) return [];
    const id = head.petitionId;
    const { likeness = 0, sketchCosine = 0 } = place.compared.get(id) ?? {};
    const copyOf = texts.get(id)?.copyOf ?? id;
    const unread = missed.includes(id) && !proposed.has(id);
    return [{ head, followed, likeness, unread, sketchCosine, copyOf, person: person.get(id) }];
  });
  return { repeats: rankRepeats(own, input, candidates, tree), joint: jointMembers(own, candidates), ...place };
}

type Person = NonNullable<RepeatCandidate['person']>;

async function samePerson(own: CaseId, database: Database): Promise<Map<CaseId, Person>> {
  const body = await readBodyItem(database, ORDINARY.texts, own);
  const found = new Map<CaseId, Person>();
  for (const { index, token } of PERSON_INDEXES) {
    const value = body?.[`${token}Hash`];
    if (typeof value !== 'string') continue;
    const page = await database.query({ table: 'TEXTS', index, pk: value, limit: SAME_PERSON, descending: true });
    for (const { pk } of page.items) if (pk !== own && !found.has(pk as CaseId)) found.set(pk as CaseId, token);
  }
  return found;
}
