import { CASEWORK_OPERATIONS } from '../../shared/api/casework-operations.ts';
import { caseView, historyLine } from '../../shared/casework/case-view.ts';
import { findCase, matterShown } from '../../shared/casework/find-case.ts';
import { recordsShown } from '../../shared/casework/records-shown.ts';
import { type Answer, caseIdOf, type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { type PetitionDeps, petitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { readHistory } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { readBureau } from '../../shared/store/registry.ts';
import { holdersOfChain } from './holders-of-case.ts';
import { jointForClerk } from './joint-for-clerk.ts';
import { replaceBureau, unitList } from './keep-bureau.ts';
import { listCases } from './list-cases.ts';
import { listLeaders } from './list-leaders.ts';
import { openFile, readCaseHistory, relatedPetitions } from './open-file.ts';
import { repeatsForClerk } from './repeats-for-clerk.ts';
import { listOfficeUses, replaceCodeAtCounter } from './replace-code.ts';

// Called by AWS
export const handler = httpEntry<PetitionDeps>(CASEWORK_OPERATIONS, handlers(), () => petitionDeps(process.env));

/** Every request, by route. */
export function handlers(): Handlers<PetitionDeps> {
  return {
    'GET /petitions/{id}': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      const found = await findCase(deps.database, caseIdOf(request), principal, 'READ_CASE', tree);
      const { head } = found.loaded;
      const [proposal, history, matter] = await Promise.all([
        readProposal(deps.database, found.tables, head.id),
        readHistory(deps.database, found.tables, head.id),
        matterShown(deps.database, head, principal, tree),
      ]);
      return versioned({
        ...caseView(
          head,
          { ...found, id: principal.id, ...matter },
          proposal,
          request.now,
          tree,
          await calendarOf(deps),
        ),
        history: (await recordsShown(found, history, principal, tree, deps.database)).map(({ record }) =>
          historyLine(record),
        ),
        repeats: await repeatsForClerk(head, proposal?.repeats ?? [], found.standings, principal, tree, deps),
        joint: await jointForClerk(head, proposal?.joint ?? [], found.standings, principal, tree, deps),
        holders: await holdersOfChain(
          found,
          history.map(({ record }) => record),
          request.now,
          tree,
          deps.database,
        ),
      });
    },

    'GET /petitions/{id}/history': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return ok(await readCaseHistory(caseIdOf(request), principal, request.now, tree, deps));
    },

    'POST /petitions/{id}/reveal': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      const { what, reason } = request.body;
      return ok(await openFile(caseIdOf(request), what, reason, principal, request.now, tree, deps));
    },

    'GET /petitions/{id}/related': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return ok(await relatedPetitions(caseIdOf(request), request.query.reason, principal, request.now, tree, deps));
    },

    'POST /petitions/{id}/code': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      const { reason } = request.body;
      return ok(await replaceCodeAtCounter(caseIdOf(request), reason, principal, request.now, tree, deps));
    },

    'GET /receipt-codes/office-uses': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return ok(await listOfficeUses(request.query.month, principal, tree, deps));
    },

    'GET /worklist': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return ok(await listCases(request.query, principal, request.now, tree, deps));
    },

    'GET /leaders': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      return ok(await listLeaders(principal, request.now, tree, deps));
    },

    'GET /units': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      authorise(principal, { kind: 'READ_UNITS' }, tree);
      return ok(unitList(tree));
    },

    'GET /bureau': async (request, deps) => {
      const { principal, tree } = await caller(request, deps);
      authorise(principal, { kind: 'KEEP_BUREAU' }, tree);
      const bureau = await readBureau(deps.database);
      return { status: 200, body: bureau, headers: { etag: `"${bureau?.version ?? 0}"` } };
    },

    'PUT /bureau': async (request, deps) =>
      ok(await replaceBureau(request as Parameters<typeof replaceBureau>[0], deps)),
  };
}

async function caller(request: Request<unknown, unknown>, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  return { principal: principalFrom(request, deps.claims, tree), tree };
}

const calendarOf = async ({ bureau }: PetitionDeps) => (await bureau.law()).calendar;

const ok = (body: unknown): Answer => ({ status: 200, body });

const versioned = (view: { readonly version: number; readonly [field: string]: unknown }): Answer => ({
  status: 200,
  body: view,
  headers: { etag: `"${view.version}"` },
});
