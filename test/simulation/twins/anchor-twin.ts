import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { ManifestSigner } from '../../../services/anchor/sign-manifest.ts';
import { type AnchorStore, MemoryAnchorStore } from '../../../shared/store/anchors.ts';
import type { Invocation } from './invocation.ts';

const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY = createPrivateKey({
  key: Buffer.concat([ED25519, Buffer.alloc(32, 11)]),
  format: 'der',
  type: 'pkcs8',
});
export const PUBLIC_KEY = createPublicKey(KEY);

export const SIGNER: ManifestSigner = {
  algorithm: 'ED25519',
  publicKey: async () => PUBLIC_KEY,
  sign: async (bytes) => sign(null, bytes, KEY),
};

/** Storage that nobody can write twice: what a name stands for never changes. */
export class AnchorCore extends MemoryAnchorStore {
  /** The storage as one invocation meets it. */
  openFor(invocation: Invocation): AnchorStore {
    const { machinery, random } = invocation;
    const { faults, loop } = machinery;
    const travel = () => loop.sleep(random.between(5, 60));
    return {
      putOnce: async (name, bytes) => {
        const where = invocation.nextCall(`anchor ${name}`);
        await travel();
        if (faults.strikes('crash-before-commit', where, 0.02, random)) {
          faults.changedOutcome('crash-before-commit');
          return invocation.crash();
        }
        const free = await this.putOnce(name, bytes);
        if (faults.strikes('crash-after-commit', where, 0.02, random)) {
          faults.changedOutcome('crash-after-commit');
          return invocation.crash();
        }
        if (faults.strikes('lost-acknowledgement', where, 0.02, random)) {
          faults.changedOutcome('lost-acknowledgement');
          invocation.disturbed = true;
          throw new DOMException('no answer in time', 'TimeoutError');
        }
        return free;
      },
      get: async (name) => {
        await travel();
        return this.get(name);
      },
      list: async (prefix, after) => {
        await travel();
        return this.list(prefix, after);
      },
    };
  }
}
