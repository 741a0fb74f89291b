import { MEDIATION_OPERATIONS } from '../../shared/api/mediations.ts';
import { NOTIFY_OPERATIONS } from '../../shared/api/reminders.ts';
import type { Role } from '../../shared/domain/bureau.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { type Answer, type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { readChannels, writeChannels } from '../../shared/store/channel-settings.ts';
import { readDeliveries, readPreferences, writePreferences } from '../../shared/store/notifications.ts';
import { auditsFor } from './audits-for.ts';
import { type NotifyHttpDeps, notifyHttpDeps } from './http-deps.ts';
import { listSchedules } from './list-schedules.ts';
import { listMediations, recordMediation, sendToMediation } from './mediations.ts';
import { feedOf, newFeed } from './unit-calendar.ts';
import { keepSheet, listSheets, unitDigest } from './unit-pages.ts';

// Called by AWS; cold start only
export const handler = httpEntry<NotifyHttpDeps>([...NOTIFY_OPERATIONS, ...MEDIATION_OPERATIONS], handlers(), () =>
  notifyHttpDeps(process.env),
);

// Every request
export function handlers(): Handlers<NotifyHttpDeps> {
  return {
    'GET /schedules': async (request, deps) => {
      await reader(request, deps);
      const { calendar } = await deps.bureau.law();
      return ok(await listSchedules(deps.database, request.now, calendar));
    },
    'GET /audits': async (request, deps) => {
      const { principal, tree } = await reader(request, deps, [
        'administrator',
        'auditor',
        'supervisor',
        'petitionChief',
      ]);
      const day = request.query.day ?? localDateOf(request.now);
      return ok({ day, audits: await auditsFor(principal, day, tree, deps.database) });
    },
    'GET /deliveries': async (request, deps) => {
      await reader(request, deps, ['administrator', 'auditor']);
      const { failed, day, after } = request.query;
      const which = failed === '' || failed === 'true' ? 'UNDELIVERED' : (day ?? localDateOf(request.now));
      const page = await readDeliveries(deps.database, which, { limit: 100, ...(after ? { after } : {}) });
      return ok({ deliveries: page.deliveries, next: page.next ?? null });
    },
    'GET /preferences': async (request, deps) => {
      const { principal } = await reader(request, deps);
      const [mine, ofUnit] = await Promise.all([
        readPreferences(deps.database, principal.id, principal.unit),
        readPreferences(deps.database, undefined, principal.unit),
      ]);
      return ok({ inForce: mine ?? { channels: [] }, unit: ofUnit ?? { channels: [] } });
    },
    'PUT /preferences': async (request, deps) => {
      const { principal } = await reader(request, deps);
      const { of, ...preferences } = request.body;
      if (of === 'UNIT' && !principal.roles.includes('unitHead'))
        throw forbidden('单位的提醒方式由单位负责人设置', 'the unit’s choice is for its head');
      await writePreferences(
        deps.database,
        of === 'UNIT' ? { unit: principal.unit } : { officer: principal.id },
        preferences,
      );
      return ok(preferences);
    },
    'GET /channels': async (request, deps) => {
      await reader(request, deps, ['administrator']);
      return ok((await readChannels(deps.database)) ?? {});
    },
    'PUT /channels': async (request, deps) => {
      await reader(request, deps, ['administrator']);
      const { webhook, mail, baseUrl, petitionerUrl } = request.body;
      const { password, ...server } = mail ?? {};
      const settings = {
        baseUrl,
        ...(petitionerUrl ? { petitionerUrl } : {}),
        ...(webhook ? { webhook: { url: webhook.url } } : {}),
        ...(mail ? { mail: { ...mail, ...server, password: undefined } } : {}),
      };
      await writeChannels(deps.database, deps.channelKeys, settings, {
        webhookSecret: webhook?.secret,
        mailPassword: password,
      });
      return ok((await readChannels(deps.database)) ?? {});
    },
    'GET /units/{id}/digest': async (request, deps) => unitDigest(request, await reader(request, deps), deps),
    'GET /units/{id}/sheets': async (request, deps) => listSheets(request, await reader(request, deps), deps),
    'POST /units/{id}/sheets': async (request, deps) => keepSheet(request, await reader(request, deps), deps),
    'GET /mediations': async (request, deps) => listMediations(request, await reader(request, deps), deps),
    'POST /mediations': async (request, deps) => sendToMediation(request, await reader(request, deps), deps),
    'POST /mediations/{id}/result': async (request, deps) =>
      recordMediation(request, await reader(request, deps), deps),
    'POST /units/{id}/calendar': async (request, deps) => newFeed(request, await reader(request, deps), deps),
    'GET /units/{id}/calendar.ics': async (request, deps) => feedOf(request, deps),
  };
}

const ok = (body: unknown): Answer => ({ status: 200, body });

/** The officer who asks, with the tables of the bureau; where roles are named, one of them. */
async function reader(request: Pick<Request, 'claims' | 'now'>, deps: NotifyHttpDeps, roles?: readonly Role[]) {
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request, deps.claims, tree);
  const printer = principal.roles.includes('slipPrinter');
  if (printer || (roles && !roles.some((role) => principal.roles.includes(role))))
    throw forbidden('您的岗位不能查看或者设置此项', 'this is not for your role');
  return { principal, tree };
}

const forbidden = (zh: string, en: string) => problem(403, 'FORBIDDEN', [zh, en]);
