import { inflateRawSync } from 'node:zlib';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import type { Database } from '../../shared/store/database.ts';
import { storeAreas } from '../../shared/store/routing-models.ts';
import areasData from './areas-data.json' with { type: 'json' };

let warm: Database | undefined;

// Called by AWS: a rate begins with its deployment, and every hour finds them there already
export async function handler() {
  // Cold start only
  warm ??= databaseFrom(process.env);
  // Every tick
  const published = await publishAreas(warm);
  // None comes due by itself: whoever drives the clock need not ask every hour.
  return { published, nextDue: null };
}

/** Brings the areas of GB/T 2260 that this version of the code carries to where routing reads them. */
export const publishAreas = (database: Database): Promise<boolean> =>
  storeAreas(database, {
    version: areasData.version,
    areas: inflateRawSync(Buffer.from(areasData.deflated, 'base64')).toString('utf8'),
  });
