import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Claims } from './gateway-event.ts';

/** Verified tokens that are remembered, so that a signature is checked once and not at every request. */
const REMEMBERED = 2_000;

export interface JwtAuthorizer {
  /** The claims as text, or undefined when the token is not good now (by the machine's clock). */
  verify(authorization: string | undefined): Promise<Claims | undefined>;
}

/** Checks signature, issuer, audience and times as the gateway's JWT authorizer does. */
export function createAuthorizer(issuer: string, audience: readonly string[], keys: JWTVerifyGetKey): JwtAuthorizer {
  const known = new Map<string, { readonly claims: Claims; readonly from: number; readonly until: number }>();

  return {
    async verify(authorization) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      const seconds = Date.now() / 1000;
      const before = known.get(token);
      if (before && before.from <= seconds && seconds < before.until) return before.claims;
      known.delete(token);
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, audience: [...audience], requiredClaims: ['exp'] });
        const claims = claimsAsText(payload);
        if (known.size >= REMEMBERED) known.clear();
        known.set(token, { claims, from: payload.nbf ?? 0, until: payload.exp ?? 0 });
        return claims;
      } catch {
        return undefined;
      }
    },
  };
}

/** Arrays arrive as `[a b]`, everything else as its text. */
export function claimsAsText(payload: Readonly<Record<string, unknown>>): Claims {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
