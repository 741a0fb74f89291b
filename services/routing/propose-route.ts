import { runCommand } from '../../shared/casework/run-command.ts';
import type { AutoRule } from '../../shared/domain/bureau.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { matchedAutoRule, proposeRoute, type RouteProposal } from '../../shared/domain/routing.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { log } from '../../shared/lambda/log.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { type LoadedCase, loadCase, ORDINARY } from '../../shared/store/cases.ts';
import { readBody } from '../../shared/store/petition-texts.ts';
import { putProposal } from '../../shared/store/proposals.ts';
import type { RoutingDeps } from './queue.ts';

/**
 * Proposes purpose, category and unit for a petition that no person has screened yet. The proposal stands beside the
 * case and changes nothing; only a rule that the bureau switched on acts on it, and in the name of who switched it on.
 */
export async function proposeRouteFor(id: CaseId, now: Instant, deps: RoutingDeps): Promise<void> {
  const loaded = await loadCase(deps.database, ORDINARY, id);
  if (!loaded || loaded.head.screened || loaded.head.parentId || loaded.head.state === 'SEALED') return;
  const tree = await deps.bureau.tree();
  const proposal = await propose(loaded, tree, deps);
  const stored = await putProposal(deps.database, ORDINARY, id, { forVersion: loaded.head.version, proposal });
  const rule = matchedAutoRule(tree.bureau, proposal);
  if (stored && rule) await actByRule(loaded.head, rule, proposal, now, tree, deps);
}

async function propose(loaded: LoadedCase, tree: UnitTree, deps: RoutingDeps): Promise<RouteProposal> {
  const { head } = loaded;
  const key = await deps.keys.unwrap(loaded.wrappedKey, head.petitionId);
  const { texts, extra } = await readBody(deps.database, ORDINARY.texts, head.petitionId, key);
  const { title, gist, ...told } = texts;
  const headline = [title, gist].filter(Boolean).join(' ');
  return proposeRoute(
    {
      ...told,
      ...(headline ? { gist: headline } : {}),
      ...(head.purpose ? { purpose: head.purpose } : {}),
      ...(extra.place ? { place: extra.place } : {}),
      accused: { ...head.accused, ...(extra.accusedText ? { text: extra.accusedText } : {}) },
      receivedBy: head.receivedBy,
      channel: head.channel,
    },
    tree,
  );
}

/** Registers and classifies by rule; where it goes from there stays with a person. */
async function actByRule(
  head: Head,
  rule: AutoRule,
  proposal: RouteProposal,
  now: Instant,
  tree: UnitTree,
  deps: RoutingDeps,
): Promise<void> {
  if (proposal.purpose === 'ACCUSATION') return;
  const classify: Command = { type: 'CLASSIFY', purpose: proposal.purpose, category: proposal.category };
  const commands: Command[] = [
    ...(head.state === 'RECEIVED'
      ? [{ type: 'REGISTER' as const, readBack: { how: 'WRITTEN_BY_PETITIONER' as const } }]
      : []),
    classify,
  ];
  let { version } = head;
  for (const command of commands) {
    try {
      const result = await runCommand(
        {
          id: head.id,
          command,
          actor: { kind: 'RULE', rule: rule.id, switchedOnBy: rule.switchedOnBy },
          version,
          idempotencyKey: `${head.id}/${command.type}`,
          // The record never lies before the one it follows, however late the message came.
          now: now > head.updatedAt ? now : head.updatedAt,
        },
        async () => {
          const loaded = await loadCase(deps.database, ORDINARY, head.id);
          if (!loaded) throw new Error('the case is gone');
          return { tables: ORDINARY, loaded, parent: undefined, standings: new Set(['RULE'] as const) };
        },
        undefined,
        tree,
        deps,
      );
      version = result.head.version;
    } catch (error) {
      // A person was first, or a guard says no: then the proposal waits for a person like any other.
      if (!(error instanceof Refused || error instanceof HttpProblem)) throw error;
      log('info', 'routing.rule-stood-back', { caseId: head.id, rule: rule.id, command: command.type });
      return;
    }
  }
}
