import { secretsFrom } from '../../shared/lambda/secrets.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import { Random } from './random.ts';

/** A ring that marks its keys as its own: what was sealed cannot be opened with the ordinary one. */
const ring = (mark: number, draws: () => Random): KeyRing => ({
  newDataKey: async () => {
    const plain = draws().bytes(32);
    return { plain, wrapped: Buffer.concat([Buffer.of(mark), plain]) };
  },
  unwrap: async (wrapped) => {
    if (wrapped[0] !== mark) throw new Error('this key belongs to another ring');
    return wrapped.subarray(1);
  },
});

let draws = new Random(0);
/** Data keys of a life are the seed's. */
export const seedKeys = (seed: number): void => {
  draws = Random.of(seed, 'data keys');
};

export const ordinaryKeys = ring(1, () => draws);
export const sealedKeys = ring(2, () => draws);
export const SECRETS = secretsFrom(Buffer.alloc(32, 7));
