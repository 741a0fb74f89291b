import { expect, test } from 'vitest';
import { mailboxFor, mailboxKey } from '../../shared/domain/alarms.ts';
import type { ClockCode, ClockRole } from '../../shared/domain/clock-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { accepted } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { World } from '../builders/world.ts';
import { liesRight } from './oracle/mailboxes.ts';
import { mayBeRemindedOf } from './oracle/who-may.ts';

const ROLES: readonly ClockRole[] = [
  'handler',
  'unitHead',
  'leadUnitHead',
  'approver',
  'responsibleLeader',
  'bureauHead',
  'registrar',
  'petitionOfficer',
  'petitionChief',
  'superiorPetitionChief',
  'nextAboveSuperior',
  'auditor',
  'dutyLeader',
];

/** Lives seldom come to a recusal: the oracle and the code agree on each here. */
test('[P-09] whoever stepped aside, or is asked to, is passed over, and the reminder of it lies with who decides', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await accepted(world);
  await say(world, id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  const { tree } = world;
  const plain: Head = { ...(await world.head(id)), leader: 'leader-shen' as never };
  const { leader: _leader, ...unled } = plain;
  const wrong: string[] = [];
  const judge = (head: Head, code: ClockCode, named: string, roles = ROLES) => {
    for (const role of roles) {
      const mailbox = mailboxFor(role, head, { code }, tree);
      const key = mailbox ? mailboxKey(mailbox) : 'nowhere';
      if (liesRight(key, role, head, { code }, tree) !== true) wrong.push(`${code} ${role} ${named}: ${key}`);
      if (mailbox?.kind === 'OFFICER' && !mayBeRemindedOf(head, mailbox.officer, tree)) wrong.push(`${named} is told`);
    }
  };
  for (const { id: one } of tree.bureau.officers) {
    const recusal = { of: one, at: world.now };
    judge({ ...plain, recusal }, 'HANDLE_60D', `${one}?`);
    judge({ ...plain, recusal }, 'RECUSAL_DECIDE', `${one}?`, ['unitHead', 'bureauHead']);
    for (const { id: other } of tree.bureau.officers.filter(({ unit }) => tree.organOf(unit)?.id === plain.organ))
      judge({ ...plain, recused: [one, other] }, 'FIRST_CONTACT', `${one}, ${other}`);
    judge({ ...unled, recused: ['bureau-zhao' as never, one] }, 'HANDLE_60D', `bureau-zhao, ${one}, nobody leads`);
  }
  expect(wrong).toEqual([]);
});
