import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that the gateway refuses before any function sees it. */
export class BadRequest extends Error {}

/** Where a request points to, decoded. */
export interface Target {
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
}

/** Claims of a token as the gateway hands them on: always text. */
export type Claims = Readonly<Record<string, string>>;

export interface EventInput {
  readonly request: IncomingMessage;
  readonly target: Target;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly claims?: Claims;
  readonly requestId: string;
  /** Domain time in milliseconds: what functions take for now. */
  readonly now: number;
}

/** What the gateway accepts of request line and headers together is 10 KB. */
const LONGEST_URL = 10_240;
/** Other media types reach the function in base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.+-]+\+(json|xml)\b)/i;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @throws BadRequest for broken percent-encoding, bytes that are no UTF-8, or an address without end. */
export function readTarget(url: string): Target {
  if (url.length > LONGEST_URL) throw new BadRequest('the address is too long');
  // Node hands on stray bytes as Latin-1; a well-made address has none.
  if (/[^\x21-\x7e]/.test(url)) throw new BadRequest('the address has unencoded characters');
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const rawQueryString = mark < 0 ? '' : url.slice(mark + 1);
  try {
    decodeURIComponent(rawQueryString);
    return { path, rawPath: decodeURIComponent(path), rawQueryString };
  } catch {
    throw new BadRequest('the address has broken percent-encoding');
  }
}

/** The event of payload format 2.0. @throws BadRequest when a text body is no UTF-8. */
export function toEvent({ request, target, body, routeKey, parameters, claims, requestId, now }: EventInput): object {
  const { headers, cookies } = headersOf(request);
  const text = TEXT.test(headers['content-type'] ?? '');
  if (text && !isUtf8(body)) throw new BadRequest('the body is not UTF-8');
  const query = queryOf(target.rawQueryString);
  return {
    version: '2.0',
    routeKey,
    rawPath: target.rawPath,
    rawQueryString: target.rawQueryString,
    ...(cookies ? { cookies } : {}),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
      http: {
        method: request.method,
        path: target.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceOf(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    ...(parameters ? { pathParameters: parameters } : {}),
    ...(body.length > 0 ? { body: body.toString(text ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Names in lower case, repeated headers joined by commas; cookies stand apart. */
function headersOf(request: IncomingMessage): { headers: Record<string, string>; cookies?: string[] } {
  const headers: Record<string, string> = {};
  let cookies: string[] | undefined;
  const raw = request.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (name === 'cookie') cookies = [...(cookies ?? []), ...value.split(/;\s*/)];
    else headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  const source = sourceOf(request);
  headers['x-forwarded-for'] = 'x-forwarded-for' in headers ? `${headers['x-forwarded-for']}, ${source}` : source;
  headers['x-forwarded-proto'] = 'http';
  return { headers, ...(cookies ? { cookies } : {}) };
}

/** Decoded, values of a repeated name joined by commas. */
function queryOf(raw: string): Record<string, string> | undefined {
  if (raw === '') return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  return query;
}

const sourceOf = (request: IncomingMessage): string => (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

/** `05/Jan/2026:01:30:00 +0000` */
function logTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

interface FunctionResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/**
 * Writes what the function returned: a response of payload format 2.0, or any other value as a JSON body of a 200.
 * @throws TypeError when it is a response in form only, e.g. a status that is none.
 */
export function writeResult(response: ServerResponse, result: unknown, added: Readonly<Record<string, string>>): void {
  if (!isResponse(result)) {
    send(response, 200, { 'content-type': 'application/json', ...added }, JSON.stringify(result) ?? '');
    return;
  }
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = result;
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw new TypeError(`the function returned the status ${statusCode}`);
  }
  const names: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    // The gateway writes its own; a wrong length would leave the client waiting.
    if (!/^(connection|content-length|transfer-encoding)$/i.test(name)) names[name.toLowerCase()] = String(value);
  }
  if (body !== '') names['content-type'] ??= 'text/plain;charset=UTF-8';
  if (cookies) names['set-cookie'] = [...cookies];
  send(response, statusCode, { ...names, ...added }, isBase64Encoded ? Buffer.from(body, 'base64') : String(body));
}

function isResponse(result: unknown): result is FunctionResponse {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}

/** Sends the whole answer at once. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Buffer,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, bodiless ? headers : { ...headers, 'content-length': bytes.length });
  response.end(bodiless ? undefined : bytes);
}
