import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { Random } from './random.ts';
import type { Invocation } from './twins/invocation.ts';
import type { StoreCore } from './twins/store-core.ts';

/** Instances that work side by side, each with what it has read. */
const INSTANCES = 3;

/** What each instance knows of calendar and local rules, by the production code that reads and keeps them. */
export class KnownLaw {
  readonly #instances: readonly BureauSource[];

  constructor(core: StoreCore) {
    this.#instances = Array.from({ length: INSTANCES }, () => bureauSource(core));
  }

  /** The instance that handles a call. */
  of({ label, machinery }: Invocation): Pick<BureauSource, 'law' | 'forget'> {
    return Random.of(machinery.seed, `law known to ${label}`).pick(this.#instances);
  }

  /** Every instance is asked for something: what it keeps is as old as this moment. */
  async warmUp(): Promise<void> {
    await Promise.all(this.#instances.map((instance) => instance.law()));
  }
}
