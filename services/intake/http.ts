import { INTAKE_OPERATIONS } from '../../shared/api/intake-operations.ts';
import { type Answer, type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { type PetitionDeps, petitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { ownLog } from './own-log.ts';
import { ownMessages } from './own-messages.ts';
import { petitionStatus } from './petition-status.ts';
import { type Registered, registerPetition } from './register-petition.ts';
import { replaceLostCode } from './replace-code.ts';
import { fromClerk, fromPublic } from './requests.ts';

// Called by AWS
export const handler = httpEntry<PetitionDeps>(INTAKE_OPERATIONS, handlers(), () => petitionDeps(process.env));

/** Every request, by route. */
export function handlers(): Handlers<PetitionDeps> {
  return {
    'POST /petitions': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const registered = await registerPetition(
        {
          ...fromPublic(request.body, tree),
          actor: { kind: 'PETITIONER' },
          keyScope: 'public',
          idempotencyKey: request.idempotencyKey,
          request: request.body,
          now: request.now,
        },
        deps,
      );
      return created({ ...view(registered), receiptCode: registered.receiptCode }, registered);
    },

    'POST /registrations': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const clerk = principalFrom(request, deps.claims, tree);
      authorise(clerk, { kind: 'REGISTER_PETITION' }, tree);
      const registered = await registerPetition(
        {
          ...fromClerk(request.body, clerk, tree),
          actor: { kind: 'OFFICER', id: clerk.id, unit: clerk.unit, standing: 'OFFICE_REGISTRAR' },
          keyScope: clerk.id,
          idempotencyKey: request.idempotencyKey,
          request: request.body,
          now: request.now,
        },
        deps,
      );
      // The code is for the petitioner's eyes only (P-25): it leaves by the print station, never in this answer.
      return created(
        { ...view(registered), slip: { id: registered.slipId, unit: registered.head.office } },
        registered,
      );
    },

    'POST /petitions/status': async (request, deps) => ({
      status: 200,
      body: await petitionStatus(request.body.receiptCode, request.sourceIp, request.now, deps),
    }),

    'POST /petitions/mine/messages': async (request, deps) => ({
      status: 200,
      body: await ownMessages(request.body, request.sourceIp, request.now, deps),
    }),

    'POST /petitions/mine/code': async (request, deps) => ({
      status: 202,
      body: await replaceLostCode(request.body, request.sourceIp, request.now, deps),
    }),

    'POST /petitions/{id}/history/query': async (request, deps) => ({
      status: 200,
      body: await ownLog(request.path.id ?? '', request.body.receiptCode, request.sourceIp, request.now, deps),
    }),
  };
}

const created = (body: unknown, { id, head }: Registered): Answer => ({
  status: 201,
  body,
  headers: { location: `/petitions/${id}`, etag: `"${head.version}"` },
});

function view({ id, head, inform, messages }: Registered) {
  return {
    id,
    state: head.state,
    channel: head.channel,
    receivedAt: head.receivedAt,
    sealed: head.sealed,
    messages,
    inform: inform
      ? {
          clock: 'INFORM_15D',
          nominalDue: inform.nominalDue,
          due: inform.due,
          provisional: inform.provisional,
          explanation: inform.explanation,
        }
      : null,
    ...(inform || head.sealed
      ? {}
      : {
          informWaived: {
            zh: '姓名(名称)、联系方式不清,依照条例23(2)无法书面告知;可凭查询码随时查询,补充后期限仍从收到之日起算',
            en: 'name or contact is unclear, so no written notice can be sent (Art. 23(2)); the receipt code still shows the progress',
          },
        }),
  };
}
