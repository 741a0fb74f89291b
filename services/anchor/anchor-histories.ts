import { addDays, addMinutes, endOfDay, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import { firstChangeOn, MANIFESTS, readAnchorMark } from '../../shared/store/anchors.ts';
import type { Database } from '../../shared/store/database.ts';
import type { AnchorDeps } from './deps.ts';
import { readManifest, type StoredManifest, writeManifest } from './write-manifest.ts';

/** A day is closed so many minutes after its end: what was stored in its last moments has reached the journal. */
const SETTLING_MINUTES = 5;
/** Where nothing was ever anchored, the beginning is looked for until so many days in a row were quiet. */
const QUIET_DAYS = 400;

/**
 * Writes the manifests of all days that have ended since the last one, oldest first: a day that was missed is caught
 * up, and a day that has its manifest keeps it. Runs as often as it likes.
 */
export async function anchorHistories(now: Instant, deps: AnchorDeps, timeLeft: () => boolean) {
  const settled = localDateOf(addMinutes(now, -SETTLING_MINUTES));
  const lastEnded = addDays(settled, -1);
  let before = await lastManifest(deps);
  let day = before ? addDays(before.manifest.day, 1) : await firstDay(deps.database, lastEnded);
  let written = 0;
  while (day <= lastEnded && timeLeft()) {
    before = await writeManifest(day, before, deps);
    written += 1;
    day = addDays(day, 1);
  }
  return {
    written,
    lastDay: before?.manifest.day ?? null,
    nextDue: day <= lastEnded ? now : addMinutes(endOfDay(day), SETTLING_MINUTES),
  };
}

/**
 * The newest manifest in the store; the mark only says where to begin to look.
 * @throws when the manifest of the mark is gone: to begin anew would hide that
 */
async function lastManifest({ anchors, database }: AnchorDeps): Promise<StoredManifest | undefined> {
  const mark = await readAnchorMark(database);
  const newer = await anchors.list(MANIFESTS, mark && `${MANIFESTS}${mark.day}`);
  const name = newer.at(-1);
  if (!name && mark) throw new Error(`the manifest of ${mark.day} is gone`);
  if (!name) return undefined;
  return readManifest(anchors, name.slice(MANIFESTS.length, -'.json'.length) as LocalDate);
}

/** The day of the first change that can be found; on an empty system the day that has just ended. */
async function firstDay(database: Database, lastEnded: LocalDate): Promise<LocalDate> {
  let first = lastEnded;
  let quiet = 0;
  for (let day = addDays(lastEnded, 1); quiet < QUIET_DAYS; day = addDays(day, -1)) {
    // The journal goes by UTC, days by Shanghai: what it says of the present day may belong to either.
    const change = await firstChangeOn(database, day);
    quiet = change ? 0 : quiet + 1;
    if (change && localDateOf(change) < first) first = localDateOf(change);
  }
  return first;
}
