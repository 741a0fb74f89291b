import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { type SupervisionDeps, supervisionDeps } from './deps.ts';
import { listForSupervisor } from './list-candidates.ts';

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
  };
}
