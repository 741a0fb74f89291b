import { localDateOf } from '../../shared/domain/calendar.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { type SupervisionDeps, supervisionDeps } from './deps.ts';
import { clearedFor, wallFor } from './flag-wall.ts';
import { listForSupervisor } from './list-candidates.ts';
import { wallPage } from './wall-page.ts';
import { watchExtensions } from './watch-extensions.ts';

// Called by AWS; cold start only
export const handler = httpEntry<SupervisionDeps>(handlers(), () => supervisionDeps(process.env));

// Every request
export function handlers(): Handlers<SupervisionDeps> {
  return {
    'GET /supervision/candidates': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request.claims, deps.claims, tree);
      const organ = request.query.organ ?? tree.organOf(principal.unit)?.id ?? principal.unit;
      authorise(principal, { kind: 'SUPERVISE_ORGAN', organ }, tree);
      return {
        status: 200,
        body: await listForSupervisor({ ...request.query, organ }, principal, request.now, tree, deps),
      };
    },

    'GET /supervision/extensions': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request.claims, deps.claims, tree);
      const { from, to, organ = tree.organOf(principal.unit)?.id ?? principal.unit } = request.query;
      authorise(principal, { kind: 'SUPERVISE_ORGAN', organ }, tree);
      return {
        status: 200,
        body: await watchExtensions({ organ, from, to }, principal, request.now, tree, deps.database),
      };
    },

    'GET /flags': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request.claims, deps.claims, tree);
      authorise(principal, { kind: 'READ_UNITS' }, tree);
      const { cleared, after, format } = request.query;
      if (cleared !== undefined) return { status: 200, body: await clearedFor(cleared, after, principal, tree, deps) };
      const flags = await wallFor(principal, request.now, tree, deps);
      if (format !== 'html') return { status: 200, body: { flags, places: WALL_PLACES } };
      const organ = tree.organOf(principal.unit)?.name ?? '';
      return {
        status: 200,
        body: wallPage(flags, localDateOf(request.now), organ),
        headers: { 'content-type': 'text/html; charset=utf-8' },
      };
    },
  };
}
