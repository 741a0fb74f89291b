import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { AccountabilityCause } from '../commands-duties.ts';
import type { OfficerId } from '../ids.ts';
import { clockName, type Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type Duty, nextDutyKey, openDuties } from '../regions.ts';
import { headsHavePart, workedOn } from '../who-rules.ts';
import type { DecideContext, Decision, Standpoint } from './context.ts';
import { candidateDecided } from './duties-candidates.ts';
import { isOwed, openDuty } from './duties-guards.ts';

/** Opened before for the same cause and the same thing. */
export const accountabilityOf = (head: Head, cause: AccountabilityCause, about: string | undefined): Duty | undefined =>
  head.duties?.find(
    (duty) =>
      duty.kind === 'ACCOUNTABILITY' &&
      duty.code === cause &&
      duty.about === about &&
      // Without a thing named, a decided one does not stand in the way of the next.
      (about !== undefined || duty.settledAt === undefined),
  );

/**
 * A review of responsibility (责任审查) of the unit's conduct; nothing happens where it was opened before.
 * @param named whom the words of a report name
 */
export function accountability(
  head: Head,
  cause: AccountabilityCause,
  about: string | undefined,
  { now, officer }: Pick<DecideContext, 'now' | 'officer'>,
  named: readonly OfficerId[] = [],
): PetitionEvent[] {
  if (accountabilityOf(head, cause, about)) return [];
  const duty: Duty = {
    kind: 'ACCOUNTABILITY',
    key: nextDutyKey(head, 'ACCOUNTABILITY'),
    code: cause,
    unit: head.unit,
    ...(officer ? { raisedBy: officer } : {}),
    openedAt: now,
    ...(about === undefined ? {} : { about }),
    ...(named.length > 0 ? { named } : {}),
  };
  return [{ type: 'duty-opened.v1', duty }];
}

/** 40 启动责任审查: by a rule where a limit was missed, or by the auditor; about the organ's conduct only. */
export function openAccountability(
  head: Head,
  command: CommandOf<'OPEN_ACCOUNTABILITY'>,
  context: DecideContext,
): Decision {
  const { cause, about, candidate } = command;
  if (context.actor.kind === 'RULE' && cause !== 'CLOCK_MISSED')
    throw new Refused(
      refusal(
        'NOT_FOR_A_RULE',
        'P-07',
        '条例42–46',
        ['规则只能因期限届满启动责任审查', 'a rule opens it for a missed limit only'],
        ['由审计员启动', 'let the auditor open it'],
        '/cause',
      ),
    );
  const events = accountability(head, cause, about, context);
  if (events.length === 0)
    throw new Refused(
      refusal(
        'ACCOUNTABILITY_OPEN',
        'A-67',
        '条例42–46',
        ['同一事由的责任审查已经启动', 'it was opened for the same cause before'],
        ['由机关负责人作出书面认定(DECIDE_ACCOUNTABILITY)', 'it is decided in writing by DECIDE_ACCOUNTABILITY'],
        '/about',
      ),
    );
  // What a rule has to say stands in `about`; its record holds no text and needs no key.
  return context.actor.kind === 'RULE'
    ? { events }
    : { events: [...events, ...candidateDecided(candidate, 'EXAMINED')], texts: { reason: command.reason } };
}

/** 40 责任认定: in writing with facts, also where nothing follows; never by those concerned. */
export function decideAccountability(
  head: Head,
  command: CommandOf<'DECIDE_ACCOUNTABILITY'>,
  context: DecideContext,
): Decision {
  mayDecideAccountability(head, context);
  const duty = openDuty(knownTo(head, context), 'ACCOUNTABILITY', command.key);
  if (!mayDecide(duty, head, context)) throw new Refused({ ...HEAD_DECIDES, field: '/key' });
  const { decision, facts, measures } = command;
  const missing = !facts.trim() ? '/facts' : decision !== 'NO_ACTION' && !measures.trim() ? '/measures' : undefined;
  if (missing)
    throw new Refused(
      refusal(
        'DECISION_INCOMPLETE',
        'A-67',
        '条例42–46',
        [
          '责任认定应当写明事实;认定有责的,还应写明处理措施',
          'the decision states the facts, and where somebody is responsible also the measures',
        ],
        ['补充事实和措施', 'add facts and measures'],
        missing,
      ),
    );
  return {
    events: [
      { type: 'document-issued.v1', kind: 'DOC-ACC', method: 'ELECTRONIC', key: duty.key },
      { type: 'duty-settled.v1', key: duty.key, outcome: decision },
    ],
    texts: { facts, ...(measures.trim() ? { measures } : {}) },
  };
}

/** Something waits for a decision, and this officer has no part in it and may decide. */
export function mayDecideAccountability(head: Head, context: Standpoint): void {
  const { officer } = context;
  // Asked first: whoever has a part in it does not learn from the answer whether anything waits (P-08).
  if (officer !== undefined && concerned(head, officer)) throw new Refused(CONCERNED);
  const known = knownTo(head, context);
  isOwed('ACCOUNTABILITY')(known, context);
  if (!openDuties(known, 'ACCOUNTABILITY').some((duty) => mayDecide(duty, head, context)))
    throw new Refused(HEAD_DECIDES);
}

/** The case without the reviews whose report names this officer: he decides none of them, nor learns of them (P-08). */
function knownTo({ duties = [], ...head }: Head, { officer }: Standpoint): Head {
  return { ...head, duties: duties.filter(({ named = [] }) => officer === undefined || !named.includes(officer)) };
}

/** Where no head of the organ may, the organ above decides, and nobody who acts for one of them. */
const mayDecide = (duty: Duty, head: Head, { standings, tree }: Standpoint): boolean =>
  standings.has(headsHavePart(duty, head, tree) ? 'SUPERIOR' : 'BUREAU_HEAD');

const concerned = (head: Head, officer: OfficerId): boolean => workedOn(head).includes(officer);

const CONCERNED = refusal(
  'DECIDER_CONCERNED',
  'P-09',
  '条例28(3)、42',
  [
    '承办、包案、拟稿和专班人员不得参与本件的责任认定',
    'whoever handled, led or drafted the case has no part in the decision',
  ],
  [
    '由本机关其他负责人认定;没有的,先用 ESCALATE_UP 报上级信访部门,由其认定',
    'let another head of the organ decide; where there is none, ESCALATE_UP, and the organ above decides',
  ],
);

const HEAD_DECIDES = refusal(
  'ORGAN_DECIDES',
  'A-67',
  '条例42',
  [
    '应当由本机关负责人作出责任认定;各负责人均涉及的,由上级信访部门认定',
    'the head of this organ decides; where each has a part in it, the petition office above',
  ],
  ['请其认定', 'let them decide'],
);

/** Under what name a missed limit is looked into, once: the clock, which of several, and its last day. */
export const missedClock = ({ code, key, due }: Head['clocks'][number]): string => `${clockName(code, key)}@${due}`;

/** The opinion whose fault was assessed. */
export const issuedOpinion = ({ opinion, id }: Head): string =>
  opinion?.issuedAt ? `OPINION@${localDateOf(opinion.issuedAt)}` : `CASE@${id}`;
