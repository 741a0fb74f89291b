import { SUPERVISION_OPERATIONS } from '../../shared/api/supervision.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import { type UnitId, unitId } from '../../shared/domain/ids.ts';
import { type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { type SupervisionDeps, supervisionDeps } from './deps.ts';
import { clearedFor, wallFor } from './flag-wall.ts';
import { jointAgenda, listBacklog } from './list-backlog.ts';
import { listForSupervisor } from './list-candidates.ts';
import { listRectifications, type RectificationQuestion } from './list-rectifications.ts';
import { announce, draw, listAudits, oneAudit } from './sample-audits.ts';
import { wallPage } from './wall-page.ts';
import { watchExtensions } from './watch-extensions.ts';

// Called by AWS; cold start only
export const handler = httpEntry<SupervisionDeps>(SUPERVISION_OPERATIONS, handlers(), () =>
  supervisionDeps(process.env),
);

// Every request
export function handlers(): Handlers<SupervisionDeps> {
  return {
    'GET /supervision/candidates': async (request, deps) => {
      const { principal, organ, tree } = await supervisorOf(request, request.query.organ, deps);
      return {
        status: 200,
        body: await listForSupervisor({ ...request.query, organ }, principal, request.now, tree, deps),
      };
    },

    'GET /supervision/extensions': async (request, deps) => {
      const { from, to } = request.query;
      const { principal, organ, tree } = await supervisorOf(request, request.query.organ, deps);
      return {
        status: 200,
        body: await watchExtensions({ organ, from, to }, principal, request.now, tree, deps.database),
      };
    },

    'GET /supervision/backlog': async (request, deps) => {
      const { principal, organ, tree } = await supervisorOf(request, request.query.organ, deps);
      return { status: 200, body: await listBacklog(organ, principal, request.now, tree, deps.database) };
    },

    'GET /supervision/agenda': async (request, deps) => {
      const { principal, organ, tree } = await supervisorOf(request, request.query.organ, deps);
      return { status: 200, body: await jointAgenda(organ, principal, tree, deps.database) };
    },

    'GET /supervision/rectifications': async (request, deps) => {
      const { unit, month } = request.query;
      const { principal, organ, tree } = await supervisorOrUnit(request, deps);
      const { calendar } = await deps.bureau.law();
      return {
        status: 200,
        body: await listRectifications({ organ, unit, month }, principal, request.now, tree, calendar, deps.database),
      };
    },

    'GET /supervision/samples': async (request, deps) => {
      const { principal, organ, tree } = await supervisorOf(request, request.query.organ, deps);
      return { status: 200, body: await listAudits(organ, principal, tree, deps) };
    },

    'POST /supervision/samples': async (request, deps) => {
      const { principal, organ } = await supervisorOf(request, request.body.organ, deps);
      return { status: 201, body: await announce({ ...request.body, organ }, principal, request.now, deps) };
    },

    'GET /supervision/samples/{id}': async (request, deps) => {
      const id = request.path.id ?? '';
      const { principal, tree } = await supervisorOf(request, organOfSample(id), deps);
      return { status: 200, body: await oneAudit(id, principal, tree, deps) };
    },

    'POST /supervision/samples/{id}/draw': async (request, deps) => {
      const id = request.path.id ?? '';
      const { principal, tree } = await supervisorOf(request, organOfSample(id), deps);
      return { status: 200, body: await draw(id, request.body.value, principal, request.now, tree, deps) };
    },

    'GET /flags': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
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

/** Whoever supervises that organ; his own where none is named. */
async function supervisorOf(
  request: Pick<Request, 'claims' | 'now'>,
  named: UnitId | undefined,
  deps: SupervisionDeps,
) {
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request, deps.claims, tree);
  const organ = named ?? tree.organOf(principal.unit)?.id ?? principal.unit;
  authorise(principal, { kind: 'SUPERVISE_ORGAN', organ }, tree);
  return { principal, organ, tree };
}

/** Of one unit: whoever reads its worklist; of an organ: whoever supervises it. */
async function supervisorOrUnit(
  request: Pick<Request<unknown, Partial<RectificationQuestion>>, 'claims' | 'now' | 'query'>,
  deps: SupervisionDeps,
) {
  const { unit, organ } = request.query;
  if (unit === undefined) return supervisorOf(request, organ, deps);
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request, deps.claims, tree);
  authorise(principal, { kind: 'READ_WORKLIST', unit }, tree);
  return { principal, organ: organ ?? tree.organOf(unit)?.id ?? unit, tree };
}

const organOfSample = (id: string): UnitId => unitId(id.slice(0, Math.max(0, id.lastIndexOf('.'))));
