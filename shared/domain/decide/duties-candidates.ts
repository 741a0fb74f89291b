import { type CandidateDecision, isOfReport, noSuchCandidate } from '../candidates.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext, Decision, Standpoint } from './context.ts';
import { unitOfActor } from './duties-guards.ts';

/** A supervisor acts on a candidate (督办线索): it leaves the list with this record. */
export function candidateDecided(
  candidate: string | undefined,
  decision: Exclude<CandidateDecision, 'DISMISSED'>,
): PetitionEvent[] {
  if (candidate === undefined) return [];
  // The letter or flag is the unit's to read; the report of retaliation is not (P-08).
  if (isOfReport(candidate) && decision !== 'EXAMINED') throw new Refused(NO_LETTER);
  return [{ type: 'candidate-decided.v1', key: candidate, decision }];
}

/** 不予督办: with the reason on record, and never by those whom it concerns. */
export function dismissCandidate(
  head: Head,
  command: CommandOf<'DISMISS_CANDIDATE'>,
  context: DecideContext,
): Decision {
  mayDismiss(head, context);
  const { standings } = context;
  if (isOfReport(command.candidate) && !standings.has('SUPERVISOR') && !standings.has('AUDITOR'))
    throw new Refused(noSuchCandidate());
  return {
    events: [{ type: 'candidate-decided.v1', key: command.candidate, decision: 'DISMISSED' }],
    texts: { reason: command.reason },
  };
}

/** Neither he nor his unit is concerned. */
export function mayDismiss(head: Head, context: Standpoint): void {
  const { officer, standings } = context;
  const concerned =
    (!standings.has('SUPERVISOR') && unitOfActor(context) === head.unit) ||
    (officer !== undefined && [head.handler, head.leader, head.opinion?.drafter].includes(officer));
  if (concerned)
    throw new Refused(
      refusal(
        'CANDIDATE_OF_ONESELF',
        'A-54',
        '条例28(3)',
        [
          '本单位承办的事项,不得由本单位或者承办、包案人员决定不予督办',
          'whoever handles or leads the case, or whose unit does, does not dismiss it',
        ],
        ['由督办员或者上级信访部门决定', 'let the supervisor or the office above decide'],
      ),
    );
}

const NO_LETTER = refusal(
  'RETALIATION_IS_KEPT',
  'P-08',
  '条例46(5)、46(6)',
  [
    '打击报复、信息泄露的反映不发督办函、不挂牌,以免承办单位知悉',
    'no letter and no flag on a report of retaliation or of a leak: the unit would hear of it',
  ],
  ['由审计员用 OPEN_ACCOUNTABILITY 审查', 'let the auditor examine it (OPEN_ACCOUNTABILITY)'],
  '/candidate',
);
