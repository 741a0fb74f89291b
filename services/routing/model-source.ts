import { modelFromBytes, UnreadableModel } from '../../shared/domain/learning/model-bytes.ts';
import { type AreaTable, areaTable } from '../../shared/domain/place-areas.ts';
import type { Learnt } from '../../shared/domain/routing-learnt.ts';
import { log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { DamagedDocument } from '../../shared/store/large-document.ts';
import {
  liveVersion,
  type ModelBytes,
  readAreas,
  readModels,
  type StoredModels,
} from '../../shared/store/routing-models.ts';

/** Which model is live is asked again when the answer is older than this; a roll-back takes effect within it. */
const FRESH_MS = 60_000;

export interface ModelSource {
  /** What was learnt; undefined while there is no model: then the rules alone speak. */
  learnt(): Promise<Learnt | undefined>;
  /** The areas of GB/T 2260; undefined until they were published. */
  areas(): Promise<AreaTable | undefined>;
}

export function modelSource(database: Database): ModelSource {
  let known: (Live & { readonly readAt: number }) | undefined;
  let table: AreaTable | undefined;
  return {
    async learnt() {
      if (known && performance.now() - known.readAt < FRESH_MS) return known.learnt;
      known = { ...(await loadLive(database, known)), readAt: performance.now() };
      return known.learnt;
    },
    async areas() {
      // They change once a year; a function lives for hours.
      table ??= await loadAreas(database);
      return table;
    },
  };
}

interface Live {
  readonly version: string | undefined;
  readonly learnt: Learnt | undefined;
}

async function loadLive(database: Database, known: Live | undefined): Promise<Live> {
  const version = await liveVersion(database);
  if (version === undefined) return { version, learnt: undefined };
  // What could not be read is tried again: somebody may have mended it.
  const learnt =
    known?.version === version && known.learnt ? known.learnt : (await loadModels(database, version))?.learnt;
  // What was removed on its way here is live no longer.
  const moved = learnt === undefined && (await liveVersion(database)) !== version;
  return moved ? loadLive(database, known) : { version, learnt };
}

/** The areas of GB/T 2260. Damaged, they are as if they had not come yet: the next hour brings them again. */
export async function loadAreas(database: Database): Promise<AreaTable | undefined> {
  try {
    const stored = await readAreas(database);
    return stored && areaTable(stored.areas);
  } catch (error) {
    if (!(error instanceof DamagedDocument)) throw error;
    log('error', 'routing.areas-unreadable', { error: error.name });
    return undefined;
  }
}

/**
 * The models of a version as they were stored. Those that are damaged, or of another form, must stop neither a petition
 * on its way nor the nightly learning: the rules speak alone, and the log says why.
 * @returns undefined where they are not there or cannot be read
 * @throws what the database throws: that passes, and the message comes again
 */
export async function loadModels(database: Database, version: string): Promise<LoadedModels | undefined> {
  try {
    const stored = await readModels(database, version);
    if (!stored) return undefined;
    const { models, judgedAs } = stored;
    return { models, learnt: learntFrom(stored), ...(judgedAs === undefined ? {} : { judgedAs }) };
  } catch (error) {
    if (!(error instanceof DamagedDocument || error instanceof UnreadableModel)) throw error;
    log('error', 'routing.model-unreadable', { version, error: error.name });
    return undefined;
  }
}

export interface LoadedModels {
  readonly models: ModelBytes;
  readonly learnt?: Learnt;
  readonly judgedAs?: string;
}

/** @throws UnreadableModel */
export function learntFrom({ version, models }: Pick<StoredModels, 'version' | 'models'>): Learnt {
  const { category, unit, heard } = models;
  return {
    version,
    ...(category === undefined ? {} : { category: modelFromBytes(Buffer.from(category, 'base64')) }),
    ...(heard === undefined ? {} : { heard: new Set(heard) }),
    ...(unit === undefined ? {} : { unit: modelFromBytes(Buffer.from(unit, 'base64')) }),
  };
}
