import type { CommandOf } from '../commands.ts';
import type { Head, TextField } from '../petition.ts';
import { type DecideContext, type Decision, moveTo, stop } from './context.ts';
import { firstClocks } from './open-petition.ts';
import { leavesOutPeople } from './split-words.ts';

/**
 * 69 拆分检举控告: the accusation stays sealed; what is a request for service becomes an ordinary petition in the words
 * of the sealed officer, without identity and without anything that leads back: no parent, no names, no numbers, and a
 * record that reads like any petition's first one (P-03).
 */
export function split(head: Head, command: CommandOf<'S_SPLIT'>, context: DecideContext): Decision {
  const texts: Partial<Record<TextField, string>> = {
    gist: command.gist,
    request: command.request,
    ...(command.facts ? { facts: command.facts } : {}),
    ...(command.reasons ? { reasons: command.reasons } : {}),
  };
  leavesOutPeople(texts, head, context);
  const open = {
    id: context.childId,
    petitionId: context.childId,
    stage: 'HANDLING',
    state: 'REGISTERED',
    sealed: false,
    screened: false,
    organ: head.organ,
    office: head.office,
    unit: head.office,
    receivedBy: head.receivedBy,
    channel: head.channel,
    // One letter was received, however many cases are made of it.
    countedBefore: true,
    receivedAt: head.receivedAt,
    registeredAt: context.now,
    accused: { units: [], officers: [] },
    namesAccused: false,
    headcount: 1,
    isGroup: false,
    representatives: 0,
    texts: Object.keys(texts) as TextField[],
    canBeInformed: false,
    requestItems: 1,
    hops: 1,
    heard: 0,
    failedContacts: 0,
  } as const;
  return {
    events: [
      { type: 'split.v1', childId: context.childId },
      ...stop(head, ['S_SCREEN_5WD'], context.now, '已拆分,检举控告部分继续保密办理'),
      // Forwarded or held before, the accusation stays so: only a service part was found later.
      ...(head.state === 'S_SCREENED' ? [moveTo('S_SPLIT')] : []),
    ],
    others: [
      { events: [{ type: 'opened.v1', head: open }, ...firstClocks(open, context.calendar)], ownPetition: { texts } },
    ],
  };
}
