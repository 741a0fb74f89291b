import type { KeyObject } from 'node:crypto';
import { isSignedBy } from '../../services/anchor/sign-manifest.ts';
import { addDays } from '../../shared/domain/calendar.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { NO_PREVIOUS } from '../../shared/events/record.ts';
import {
  type AnchorMark,
  type AnchorPart,
  type AnchorStore,
  decodeAnchors,
  decodeManifest,
  MANIFESTS,
  manifestName,
  type SignedManifest,
} from '../../shared/store/anchors.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import type { AnchorIndex } from './anchor-index.ts';
import type { Finding, FindingCode } from './findings.ts';

export interface VerifiedManifests {
  readonly findings: readonly Finding[];
  readonly count: number;
  readonly firstDay?: LocalDate;
  readonly lastDay?: LocalDate;
}

/**
 * Reads all manifests in order: each signed by the key, following the one before, its parts as it says; and fills the
 * index with what they anchor. The mark in the database says which was the last, so that a missing end shows too.
 */
export async function verifyManifests(
  anchors: AnchorStore,
  publicKey: KeyObject | undefined,
  mark: AnchorMark | undefined,
  index: AnchorIndex,
): Promise<VerifiedManifests> {
  const findings: Finding[] = [];
  const names = await anchors.list(MANIFESTS);
  const days = names.map((name) => name.slice(MANIFESTS.length, -'.json'.length) as LocalDate);
  let before = { digest: NO_PREVIOUS, number: 0 };
  for (const [at, name] of names.entries()) {
    const report = (code: FindingCode, where = name) => findings.push({ code, name: where });
    const bytes = (await anchors.get(name)) ?? new Uint8Array();
    const stored = digest(bytes);
    const signed = readSigned(bytes);
    const last = days[at - 1];
    const day = days[at] as LocalDate;
    if (last) for (let gap = addDays(last, 1); gap < day; gap = addDays(gap, 1)) report('MANIFEST_MISSING', gap);
    if (!signed) report('MANIFEST_UNREADABLE');
    else {
      if (!publicKey || !isSignedBy(signed, publicKey)) report('MANIFEST_CHANGED');
      const { manifest } = signed;
      if (manifest.day !== day || manifest.previous !== before.digest || manifest.number !== before.number + 1)
        report('MANIFEST_CHAIN');
      for (const part of manifest.parts) findings.push(...(await readPart(anchors, part, index)));
    }
    if (mark?.day === day && mark.digest !== stored) report('MANIFEST_REPLACED');
    before = { digest: stored, number: signed?.manifest.number ?? before.number + 1 };
  }
  // A manifest written after the list was read is none that is missing.
  if (mark && !days.includes(mark.day) && !(await anchors.get(manifestName(mark.day))))
    findings.push({ code: 'MANIFEST_MISSING', name: mark.day });
  const [firstDay, lastDay] = [days[0], days.at(-1)];
  return { findings, count: names.length, ...(firstDay ? { firstDay } : {}), ...(lastDay ? { lastDay } : {}) };
}

function readSigned(bytes: Uint8Array): SignedManifest | undefined {
  try {
    const signed = decodeManifest(bytes);
    return Array.isArray(signed.manifest.parts) ? signed : undefined;
  } catch {
    return undefined;
  }
}

async function readPart(anchors: AnchorStore, part: AnchorPart, index: AnchorIndex): Promise<Finding[]> {
  const bytes = await anchors.get(part.name);
  if (!bytes) return [{ code: 'PART_MISSING', name: part.name }];
  try {
    // What a changed part says is not held against the histories.
    if (digest(bytes) !== part.digest) return [{ code: 'PART_CHANGED', name: part.name }];
    index.add(part.store, decodeAnchors(bytes));
    return [];
  } catch {
    return [{ code: 'PART_CHANGED', name: part.name }];
  }
}
