import { COMMAND_OPERATIONS } from '../../shared/api/command-operations.ts';
import type { CommandBody } from '../../shared/api/commands.ts';
import { RULE_OPERATIONS } from '../../shared/api/rules.ts';
import { caseView } from '../../shared/casework/case-view.ts';
import { casesAbove } from '../../shared/casework/cases-above.ts';
import { findCase, matterShown } from '../../shared/casework/find-case.ts';
import { issueComposed } from '../../shared/casework/papers/issue-composed.ts';
import { sealedBefore } from '../../shared/casework/repeated-command.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import { standingsOf } from '../../shared/domain/access.ts';
import type { OpinionDraft } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { lintCommand } from '../../shared/domain/wording.ts';
import { type Answer, caseIdOf, type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { type PetitionDeps, petitionDeps } from '../../shared/lambda/petition-deps.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { textsWithinLimit } from '../../shared/lambda/text-limit.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { linkJoint } from './link-joint.ts';
import { officerActing } from './officer-acting.ts';
import { ownCommand } from './own-command.ts';
import { RULE_HANDLERS } from './rules-http.ts';

// Called by AWS
export const handler = httpEntry<PetitionDeps>([...COMMAND_OPERATIONS, ...RULE_OPERATIONS], handlers(), () =>
  petitionDeps(process.env),
);

/** Every request, by route. */
export function handlers(): Handlers<PetitionDeps> {
  return {
    'POST /petitions/{id}/commands': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      const id = caseIdOf(request);
      const find = () => findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
      if (request.ifMatch === undefined) {
        await find();
        throw problem(428, 'VERSION_REQUIRED', [
          '请在 If-Match 中注明所依据的版本(读取时的 ETag)',
          'give the version you act on in If-Match (the ETag that was read)',
        ]);
      }
      const { body: command } = request;
      if (command.type === 'DRAFT_OPINION') textsWithinLimit(opinionTexts(command.opinion));
      const call = {
        id,
        command: command as CommandBody,
        actor: officerActing(principal),
        version: request.ifMatch,
        idempotencyKey: request.idempotencyKey,
        now: request.now,
      };
      const commandDeps = { ...deps, decide, issue: issueComposed, beside: BESIDE, forOfficers: deps };
      const ran = await runCommand(call, find, principal, tree, commandDeps).catch(async (error: unknown) => {
        // It may have been sealed by the same call: before this delivery of it, or by another one while it ran.
        const sealed = await sealedBefore(call, commandDeps);
        if (!sealed) throw error;
        return { sealed };
      });
      if ('sealed' in ran)
        return versioned({ id, state: ran.sealed.state, version: ran.sealed.version, repeated: true });
      const { head, other, repeated } = ran;
      const above = await casesAbove(deps.database, head.sealed ? SEALED : ORDINARY, head);
      return versioned({
        ...caseView(
          head,
          {
            id: principal.id,
            above,
            standings: standingsOf(principal, head, above[0]?.head, tree),
            ...(await matterShown(deps.database, head, principal, tree)),
          },
          undefined,
          request.now,
          tree,
          (await deps.bureau.law()).calendar,
        ),
        repeated,
        // Words that label people are warned of, never refused (N-11).
        warnings: lintCommand(command),
        ...(other && !other.sealed ? { other: { id: other.id, state: other.state, unit: other.unit } } : {}),
      });
    },

    'POST /petitions/{id}/joint-matter': async (request, deps) => ({
      status: 200,
      body: await linkJoint(request, deps),
    }),

    'POST /petitions/mine/commands': async (request, deps) => {
      const { receiptCode, proof, command } = request.body;
      const { idempotencyKey, sourceIp, now } = request;
      return {
        status: 200,
        body: await ownCommand({ receiptCode, proof, command, idempotencyKey, sourceIp, now }, deps),
      };
    },

    ...RULE_HANDLERS,
  };
}

const versioned = (view: { readonly version: number; readonly [field: string]: unknown }): Answer => ({
  status: 200,
  body: view,
  headers: { etag: `"${view.version}"` },
});

const opinionTexts = ({ facts, legalBasis, items }: OpinionDraft): Record<string, string> => ({
  'opinion/facts': facts,
  'opinion/legalBasis': legalBasis,
  ...Object.fromEntries(items.map(({ answer }, at) => [`opinion/items/${at}/answer`, answer])),
});
