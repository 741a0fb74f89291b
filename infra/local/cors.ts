import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from './gateway-event.ts';

/** `CorsConfiguration` of the API. */
export interface Cors {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly AllowCredentials?: boolean;
  readonly MaxAge?: number;
}

/** What every answer to a browser of an allowed origin carries; empty for others. */
export function corsHeaders(cors: Cors, request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  const origins = cors.AllowOrigins ?? [];
  if (origin === undefined) return {};
  const any = origins.includes('*');
  if (!any && !origins.includes(origin)) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(any ? {} : { vary: 'origin' }),
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.ExposeHeaders ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
  };
}

/** Answers a preflight itself, as the gateway does, whatever the routes. @returns whether it was one. */
export function preflight(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin, 'access-control-request-method': wanted } = request.headers;
  if (request.method !== 'OPTIONS' || origin === undefined || wanted === undefined) return false;
  const allowed = corsHeaders(cors, request);
  const headers =
    'access-control-allow-origin' in allowed
      ? {
          ...allowed,
          ...(cors.AllowMethods ? { 'access-control-allow-methods': cors.AllowMethods.join(',') } : {}),
          ...(cors.AllowHeaders ? { 'access-control-allow-headers': cors.AllowHeaders.join(',') } : {}),
          ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
        }
      : {};
  send(response, 204, headers, '');
  return true;
}
