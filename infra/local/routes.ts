/** A route of the HTTP API: `GET /petitions/{id}`, `ANY /x/{rest+}` or `$default`. */
export interface Route<Target> {
  readonly key: string;
  readonly target: Target;
}

export interface RouteMatch<Target> {
  readonly route: Route<Target>;
  /** Decoded; absent when the route has none. */
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Pattern<Target> {
  readonly route: Route<Target>;
  readonly method: string;
  readonly segments: readonly string[];
}

export type Router<Target> = (method: string, path: string) => RouteMatch<Target> | undefined;

/**
 * Chooses as the gateway does: an exact path before one with parameters, that before a greedy one, a method of its
 * own before `ANY`, and `$default` last.
 * The returned function wants the path still percent-encoded. @throws URIError when it cannot be decoded.
 */
export function createRouter<Target>(routes: readonly Route<Target>[]): Router<Target> {
  const fallback = routes.find(({ key }) => key === '$default');
  const exact = new Map<string, Route<Target>>();
  const patterns: Pattern<Target>[] = [];
  for (const route of routes) {
    const [method, path] = route.key.split(' ');
    if (method === undefined || path === undefined) continue;
    if (path.includes('{')) patterns.push({ route, method, segments: path.split('/') });
    else exact.set(route.key, route);
  }
  patterns.sort((a, b) => rank(a) - rank(b));

  return (method, path) => {
    const plain = decodeURIComponent(path);
    const route = exact.get(`${method} ${plain}`) ?? exact.get(`ANY ${plain}`);
    // An encoded slash is part of a segment, not a border between two.
    if (route && !/%2f/i.test(path)) return { route };
    const segments = path.split('/');
    for (const pattern of patterns) {
      if (pattern.method !== method && pattern.method !== 'ANY') continue;
      const parameters = match(pattern.segments, segments);
      if (parameters) return { route: pattern.route, parameters };
    }
    return fallback && { route: fallback };
  };
}

/** Fewer wildcards first, then the longer pattern, then the method of its own. */
function rank<Target>({ segments, method }: Pattern<Target>): number {
  const greedy = segments.some((segment) => segment.endsWith('+}')) ? 1 : 0;
  const parameters = segments.filter((segment) => segment.startsWith('{')).length;
  return greedy * 1_000_000 + parameters * 10_000 - segments.length * 10 + (method === 'ANY' ? 1 : 0);
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (part.endsWith('+}')) {
      const rest = segments.slice(index).map(decodeURIComponent).join('/');
      if (rest === '') return undefined;
      parameters[part.slice(1, -2)] = rest;
      return parameters;
    }
    const text = decodeURIComponent(segment);
    if (part.startsWith('{')) {
      if (text === '') return undefined;
      parameters[part.slice(1, -1)] = text;
    } else if (part !== text) return undefined;
  }
  return pattern.length === segments.length ? parameters : undefined;
}
