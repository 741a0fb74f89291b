import { verify } from 'node:crypto';
import { dayIn, plusDays } from '../oracle/days.ts';
import { HOUR, type Plan } from '../plan.ts';
import { type AnchorCore, PUBLIC_KEY } from '../twins/anchor-twin.ts';
import { type CaseBook, canonical, type FollowedCase, sha256 } from './case-book.ts';
import type { Findings } from './violation.ts';

interface Manifest {
  readonly number: number;
  readonly day: string;
  readonly previous: string;
  readonly parts: readonly { readonly name: string; readonly store: string; readonly digest: string }[];
}

/** What the manifests of a store say of its cases: by case, day and version, with the hash. */
type Anchored = Map<string, { readonly day: string; readonly version: number; readonly hash: string }[]>;

/**
 * One signed manifest for each day that ended, each carrying the digest of the one before; every record of every case
 * is covered by that of its day or of the next, under the hash that it has in its history.
 */
export function checkAnchors(
  anchors: AnchorCore,
  book: CaseBook,
  { end: until, faultsEnd }: Pick<Plan, 'end' | 'faultsEnd'>,
  findings: Findings,
): void {
  const names = [...anchors.objects.keys()].filter((name) => name.startsWith('manifests/')).sort();
  const anchored: Anchored = new Map();
  let before: { readonly manifest: Manifest; readonly digest: string } | undefined;
  for (const name of names) {
    const bytes = anchors.objects.get(name) as Uint8Array;
    const { manifest, signature } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      manifest: Manifest;
      signature: string;
    };
    const { number, day, previous } = manifest;
    findings.unless(
      !before ||
        (number === before.manifest.number + 1 &&
          day === plusDays(before.manifest.day, 1) &&
          previous === before.digest),
      'ANCHORED',
      () => `the manifest of ${day} (${number}) does not follow from that of ${before?.manifest.day}`,
    );
    findings.unless(
      verify(null, Buffer.from(canonical(manifest)), PUBLIC_KEY, Buffer.from(signature, 'base64')),
      'ANCHORED',
      () => `the manifest of ${day} is not signed`,
    );
    gather(manifest, anchors, anchored, findings);
    before = { manifest, digest: sha256(bytes) };
  }
  // On its last day the bureau anchors the day before.
  const lastEnded = plusDays(dayIn(new Date(until - 1).toISOString()), -1);
  findings.unless(
    before?.manifest.day === lastEnded,
    'ANCHORED',
    () => `the last manifest is that of ${before?.manifest.day}`,
  );
  for (const followed of book.cases.values()) checkCase(followed, anchored, lastEnded, faultsEnd, findings);
}

function gather({ day, parts }: Manifest, anchors: AnchorCore, anchored: Anchored, findings: Findings): void {
  for (const { name, store, digest } of parts) {
    const bytes = anchors.objects.get(name);
    findings.unless(
      bytes !== undefined && sha256(bytes) === digest,
      'ANCHORED',
      () => `${name} is not what the manifest of ${day} says`,
    );
    for (const line of Buffer.from(bytes ?? [])
      .toString('utf8')
      .split('\n')
      .slice(0, -1)) {
      const [id, version, hash = ''] = line.split(' ');
      const key = `${store} ${id}`;
      anchored.set(key, [...(anchored.get(key) ?? []), { day, version: Number(version), hash }]);
    }
  }
}

function checkCase(
  { table, id, records, storedAt }: FollowedCase,
  anchored: Anchored,
  lastEnded: string,
  faultsEnd: number,
  findings: Findings,
): void {
  const named = anchored.get(`${table} ${id}`) ?? [];
  for (const { day, version, hash } of named)
    findings.unless(
      records[version - 1]?.hash === hash,
      'ANCHORED',
      () => `${id} v${version} of ${day} is anchored under another hash`,
    );
  for (const { version, at: recorded } of records) {
    const day = dayIn(recorded);
    if (plusDays(day, 1) > lastEnded) continue;
    // What the journal showed late is anchored on the next day; with nothing wrong it shows all at once. A manifest
    // that is written days later names what a case is by then.
    const at = storedAt[version - 1] ?? 0;
    const prompt = at > faultsEnd + HOUR && dayIn(new Date(at).toISOString()) === day;
    findings.unless(
      named.some((one) => one.version >= version && one.day <= (prompt ? day : plusDays(day, 1))),
      'ANCHORED',
      () => `${id} v${version} of ${day} is in no manifest of that day or the next`,
    );
  }
}
