import type { Calendar } from '../calendar.ts';
import type { CommandOf, Identity } from '../commands.ts';
import { type Clock, type Head, runningClock, type TextField } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, newClock, start } from './context.ts';

/**
 * 67 更正登记: completes or corrects what was registered; the old text stays in the history, and no date of a clock
 * changes. A name and address that become clear start the duty to inform, counted from the day of receipt.
 */
export function correctRecord(head: Head, command: CommandOf<'CORRECT_RECORD'>, context: DecideContext): Decision {
  const texts: Partial<Record<TextField, string>> = {
    ...(command.request === undefined ? {} : { request: command.request }),
    ...(command.facts === undefined ? {} : { facts: command.facts }),
    ...(command.reasons === undefined ? {} : { reasons: command.reasons }),
  };
  if (command.representatives) atMostFive(command.representatives.length);
  const identity = { ...context.stored?.identity, ...command.petitioner };
  const canBeInformed = head.canBeInformed || isReachable(identity);
  const fields = [
    ...Object.keys(texts),
    ...(['petitioner', 'representatives', 'externalNumber', 'incidentNumber'] as const).filter(
      (field) => command[field] !== undefined,
    ),
  ];
  if (fields.length === 0)
    throw new Refused(
      refusal(
        'NOTHING_TO_CORRECT',
        undefined,
        '网上办理工作规程5',
        ['没有填写任何更正内容', 'nothing to correct was given'],
        ['至少填写一项', 'give at least one field'],
      ),
    );
  return {
    events: [
      {
        type: 'record-corrected.v1',
        fields,
        texts: [...new Set([...head.texts, ...(Object.keys(texts) as TextField[])])],
        canBeInformed,
        ...(command.representatives ? { representatives: command.representatives.length } : {}),
        ...(command.externalNumber ? { externalNumber: command.externalNumber } : {}),
        ...(command.incidentNumber ? { incidentNumber: command.incidentNumber } : {}),
      },
      ...startInform(head, canBeInformed, context),
    ],
    texts: { reason: command.reason, ...replaced(command, context) },
    body: {
      texts,
      ...(command.petitioner ? { identity } : {}),
      ...(command.representatives ? { extra: { representatives: JSON.stringify(command.representatives) } } : {}),
    },
  };
}

/** What stood there before, under `before.<field>`: a correction hides nothing. */
function replaced(command: CommandOf<'CORRECT_RECORD'>, context: DecideContext): Record<string, string> {
  const before: Record<string, string> = {};
  for (const field of ['request', 'facts', 'reasons'] as const) {
    const text = context.stored?.texts[field];
    if (command[field] !== undefined && text !== undefined) before[`before.${field}`] = text;
  }
  if (command.petitioner && context.stored) before['before.petitioner'] = JSON.stringify(context.stored.identity);
  return before;
}

function startInform(head: Head, canBeInformed: boolean, context: DecideContext): PetitionEvent[] {
  const before = head.state === 'RECEIVED' || head.state === 'REGISTERED' || head.state === 'OBJECTED';
  if (head.canBeInformed || !canBeInformed || !before) return [];
  const clock = informClock(head, context.calendar);
  return runningClock(head, clock.code) ? [] : [start(clock)];
}

/** The duty to tell the petitioner what happens with this case, counted from the day it came, whenever it arises. */
export function informClock(head: Head, calendar: Calendar): Clock {
  return head.referral
    ? newClock('REF_INFORM_15D', head.referral.at, calendar)
    : newClock('INFORM_15D', head.receivedAt, calendar);
}

/** Name and some way to reach him: otherwise the duty to inform is waived, with this reason (条例23(2)). */
export const isReachable = (identity: Identity): boolean =>
  Boolean(identity.name?.trim()) && Boolean(identity.address?.trim() || identity.phone?.trim());

/** G7: a common matter is presented by at most five representatives (条例20(3)). The visit itself is always registered. */
export function atMostFive(representatives: number): void {
  if (representatives <= 5) return;
  throw new Refused(
    refusal(
      'TOO_MANY_REPRESENTATIVES',
      'G7',
      '条例20(3)',
      [`推选的代表不得超过5人,现为 ${representatives} 人`, `at most five representatives, not ${representatives}`],
      [
        '登记不超过5名代表;也可暂不推选,先登记来访',
        'name at most five, or register the visit now and the representatives later',
      ],
      '/representatives',
    ),
  );
}
