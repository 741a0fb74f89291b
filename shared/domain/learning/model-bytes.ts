import type { Calibration, LinearModel } from './linear-model.ts';

/**
 * A model as bytes: `XFM4`, the length of a JSON header, the header, then the arrays, each at a multiple of four.
 * Little-endian, as every platform that runs this is; the same model gives the same bytes.
 */
const MAGIC = 'XFM4';

interface Header {
  readonly labels: readonly string[];
  readonly calibration: Calibration;
  readonly features: number;
  readonly entries: number;
}

/** A model must fit a Lambda that starts: two megabytes. */
export const MOST_BYTES = 2_000_000;

export const isWide = (labelCount: number): boolean => labelCount > 256;

export function modelToBytes(model: LinearModel): Uint8Array {
  const header: Header = {
    labels: model.labels,
    calibration: model.calibration,
    features: model.features.length,
    entries: model.weights.length,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const { features, starts, scales, biases, rarity, tells, targets, weights } = model;
  const arrays = [features, starts, scales, biases, rarity, tells, targets, weights];
  const begin = padded(8 + text.length);
  const bytes = new Uint8Array(arrays.reduce((size, { byteLength }) => size + padded(byteLength), begin));
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  let at = begin;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** Bytes that are no model, or one of another edition. */
export class UnreadableModel extends Error {
  override readonly name = 'UnreadableModel';
}

/** @throws UnreadableModel */
export function modelFromBytes(bytes: Uint8Array): LinearModel {
  // A copy of its own: the arrays below want an aligned buffer.
  const own = Uint8Array.from(bytes);
  if (own.length < 8 || new TextDecoder().decode(own.subarray(0, 4)) !== MAGIC)
    throw new UnreadableModel('these bytes are no routing model');
  const length = new DataView(own.buffer).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(own.subarray(8, 8 + length))) as Header;
  let at = padded(8 + length);
  const take = (size: number): number => {
    const from = at;
    at += padded(size);
    if (at > own.length) throw new UnreadableModel('this routing model is cut off');
    return from;
  };
  const { features, entries, labels, calibration } = header;
  return {
    labels,
    calibration,
    features: new Uint32Array(own.buffer, take(features * 4), features),
    starts: new Uint32Array(own.buffer, take((features + 1) * 4), features + 1),
    scales: new Float32Array(own.buffer, take(labels.length * 4), labels.length),
    biases: new Float32Array(own.buffer, take(labels.length * 4), labels.length),
    rarity: new Uint16Array(own.buffer, take(features * 2), features),
    tells: new Uint8Array(own.buffer, take(features), features),
    targets: isWide(labels.length)
      ? new Uint16Array(own.buffer, take(entries * 2), entries)
      : new Uint8Array(own.buffer, take(entries), entries),
    weights: new Int8Array(own.buffer, take(entries), entries),
  };
}

const padded = (size: number): number => Math.ceil(size / 4) * 4;
