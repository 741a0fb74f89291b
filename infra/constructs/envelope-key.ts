import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** `SEAL` makes a new data key and its wrapped form; `OPEN` unwraps a stored one. */
const ACTIONS = { SEAL: 'kms:GenerateDataKey', OPEN: 'kms:Decrypt' } as const;

/** A key that wraps the data keys of single fields; apart from the keys that encrypt tables at rest. */
export class EnvelopeKey extends Construct {
  readonly #key: kms.Key;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id);
    this.#key = new kms.Key(this, 'Key', { description, enableKeyRotation: true });
    (this.#key.node.defaultChild as kms.CfnKey).overrideLogicalId(id);
  }

  /** Lets the function seal or open (one does not imply the other), and tells it the key under `variable`. */
  grant(user: ServiceFunction, variable: string, uses: readonly (keyof typeof ACTIONS)[]): void {
    user.setEnvironment(variable, this.#key.keyArn);
    user.allow(
      uses.map((use) => ACTIONS[use]),
      [this.#key.keyArn],
    );
  }
}
