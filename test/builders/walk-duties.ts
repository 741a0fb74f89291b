import { CommandBody } from '../../shared/api/commands.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { dutyOf } from '../../shared/domain/regions.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { APPROVE, cast, DRAFT, heard } from './walk.ts';
import { asPetitioner } from './walk-review.ts';
import type { World } from './world.ts';

/** A command as it comes over the API: through its schema, then run on the present version. */
export async function say(
  world: World,
  id: CaseId,
  officer: string,
  command: { type: string; [field: string]: unknown },
): Promise<Head> {
  const { head } = await world.command(id, world.officer(officer), validate(CommandBody(), command));
  return head;
}

/** Under investigation at 东湖分局, led by leader-shen, handled by handler-zhu, the petitioner heard. */
export const investigated = (world: World): Promise<CaseId> => heard(world);

/** …with an opinion that lies before the duty leader. */
export async function issued(world: World): Promise<CaseId> {
  const id = await heard(world);
  await world.command(id, world.officer('handler-zhu'), DRAFT);
  await world.command(id, world.officer('head-ma'), APPROVE);
  await world.command(id, cast(world).bureauHead, APPROVE);
  return id;
}

/** Key of the latest duty. */
export const lastDuty = (head: Head): string => head.duties?.at(-1)?.key ?? '';

/** What a duty came to. */
export const settled = (head: Head, key: string): string | undefined => dutyOf(head, key)?.outcome;

/** Running clocks of that code, with key and last day. */
export const clocksOf = (head: Head, code: string): string[] =>
  head.clocks.filter((clock) => clock.code === code).map(({ key, due }) => `${key ?? ''}@${due}`);

/** An investigated case whose report of retaliation was examined and found untrue; nobody of the unit hears of either. */
export async function retaliationExamined(world: World): Promise<CaseId> {
  const id = await heard(world);
  await asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '所长找我谈话' });
  const duty = (await world.head(id)).duties?.find(({ code }) => code === 'RETALIATION');
  await world.command(id, cast(world).bureauHead, {
    type: 'DECIDE_ACCOUNTABILITY',
    key: duty?.key,
    decision: 'NO_ACTION',
    facts: '经查不属实',
    measures: '',
  });
  return id;
}
