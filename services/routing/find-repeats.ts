import type { CaseId, UnitId } from '../../shared/domain/ids.ts';
import { type JointMember, jointMembers } from '../../shared/domain/joint-matter.ts';
import { type Probe, rarityOf, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import { type RepeatFound, rankRepeats } from '../../shared/domain/learning/repeats.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { RouteInput } from '../../shared/domain/routing.ts';
import type { Learnt } from '../../shared/domain/routing-learnt.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Secrets } from '../../shared/lambda/secrets.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { findAlike } from '../../shared/store/matter-index.ts';
import { PERSON_INDEXES, readBodyItem } from '../../shared/store/petition-texts.ts';

/** Candidates that are looked at; a telephone may serve a whole village. */
const ALIKE = 40;
const SAME_PERSON = 100;

/** What of a petition stands in the index of matters, and what it is looked up by. */
export function probeOf(input: RouteInput, secrets: Pick<Secrets, 'fingerprint'>, learnt: Learnt | undefined): Probe {
  const text = [input.gist, input.request, input.facts, input.reasons, input.narrative].filter(Boolean).join('\n');
  return sketchOf(text, rarityOf(learnt?.category), (gram) => {
    const mac = Buffer.from(secrets.fingerprint(`matter:${gram}`), 'base64url');
    return { mark: mac.readUIntBE(0, 3), key: mac.subarray(3, 15).toString('base64url') };
  });
}

export interface RepeatsFound {
  readonly repeats: readonly RepeatFound[];
  /** Submissions of other people that were probably handed in together with it. */
  readonly joint: readonly JointMember[];
  /** Under which keys the petition itself is to stand in the index of matters. */
  readonly keys: readonly string[];
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
  const [{ alike, keys }, person] = await Promise.all([
    findAlike(database, own.petitionId, probe, ALIKE),
    samePerson(own.petitionId, database),
  ]);
  const likeness = new Map(alike.map((one) => [one.id, one.likeness]));
  const ids = [...new Set([...likeness.keys(), ...person.keys()])];
  const heads = await readHeads(database, ORDINARY, ids);
  const place = (id: UnitId): UnitId => tree.organOf(id)?.id ?? id;
  const candidates = heads
    // What was sealed is nobody's repeat; only what this organ or one below it holds is its matter.
    .filter((head) => head.state !== 'SEALED' && tree.isWithin(head.organ, place(own.office)))
    .map((head) => ({ head, likeness: likeness.get(head.id) ?? 0, person: person.get(head.id) }));
  return { repeats: rankRepeats(own, input, candidates), joint: jointMembers(own, candidates), keys };
}

async function samePerson(own: CaseId, database: Database): Promise<Map<CaseId, string>> {
  const body = await readBodyItem(database, ORDINARY.texts, own);
  const found = new Map<CaseId, string>();
  for (const { index, token } of PERSON_INDEXES) {
    const value = body?.[`${token}Hash`];
    if (typeof value !== 'string') continue;
    const page = await database.query({ table: 'TEXTS', index, pk: value, limit: SAME_PERSON, descending: true });
    for (const { pk } of page.items) if (pk !== own && !found.has(pk as CaseId)) found.set(pk as CaseId, token);
  }
  return found;
}
