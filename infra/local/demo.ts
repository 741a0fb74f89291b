import { existsSync, readFileSync } from 'node:fs';
import type { LocalIssuer, Person } from './issuer.ts';
import { HostProblem, messageOf } from './problem.ts';

/** The invented bureau that a first start loads; the shape of `Bureau` without its version. */
export interface DemoBureau {
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly officers: readonly Person[];
}

const FILE = new URL('./demo/bureau.json', import.meta.url);
const ROUTE = 'PUT /bureau';

/** @returns undefined when there is none. @throws HostProblem when it is no JSON. */
export function readDemoBureau(): DemoBureau | undefined {
  if (!existsSync(FILE)) return undefined;
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as DemoBureau;
  } catch (error) {
    throw new HostProblem(`${FILE.pathname} is damaged: ${messageOf(error)}`);
  }
}

/**
 * Puts the bureau's tables through the API, as its administrator would.
 * @returns whether it is in place now; false when the template has no such route.
 * @throws HostProblem when the API refuses it
 */
export async function loadBureau(
  bureau: DemoBureau,
  api: {
    readonly url: string;
    readonly routes: readonly string[];
    readonly issuer: LocalIssuer;
    readonly audience: string;
  },
): Promise<boolean> {
  const administrator = bureau.officers.find(({ roles }) => roles.includes('administrator'));
  if (!api.routes.includes(ROUTE) || !administrator) return false;
  const response = await fetch(`${api.url}/bureau`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await api.issuer.token(administrator, api.audience)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(bureau),
  });
  const answer = await response.text();
  // A start that was cut off right after this point has loaded it already.
  if (response.status === 412) return true;
  if (!response.ok) throw new HostProblem(`The demo bureau was not taken: ${response.status} ${answer.slice(0, 500)}`);
  return true;
}
