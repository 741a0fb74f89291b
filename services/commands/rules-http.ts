import type { NoticeBody, OverlaysBody, SuccessionsBody } from '../../shared/api/rules.ts';
import type { Answer, Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { handOnCases } from './hand-on-cases.ts';
import { loadNotice, loadOverlays, readRules } from './keep-calendar.ts';

/** Routes of calendar and local rules; part of the commands entry. */
export const RULE_HANDLERS = {
  'GET /rules': async (request: Request<undefined>, deps: PetitionDeps) => ok(await readRules(request, deps)),
  'POST /calendar/notices': async (request: Request<NoticeBody>, deps: PetitionDeps) =>
    ok(await loadNotice(request, deps)),
  'POST /rules/overlays': async (request: Request<OverlaysBody>, deps: PetitionDeps) =>
    ok(await loadOverlays(request, deps)),
  'POST /bureau/successions': async (request: Request<SuccessionsBody>, deps: PetitionDeps) =>
    ok(await handOnCases(request, deps)),
};

const ok = (body: unknown): Answer => ({ status: 200, body });
