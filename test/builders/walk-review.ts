import { randomUUID } from 'node:crypto';
import { ownCommand } from '../../services/commands/own-command.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { APPROVE, accepted, cast, DRAFT, heard } from './walk.ts';
import { instant, type World } from './world.ts';

/** Everybody in 云泽市公安局 and 江原省公安厅 who has to do with a review. */
export const reviewers = (world: World) => ({
  cityReviewer: world.officer('reviewer-tang'),
  cityHead: world.officer('bureau-wei'),
  cityDuty: world.officer('duty-song'),
  cityOfficer: world.officer('po-zhou'),
  provinceReviewer: world.officer('rereviewer-ning'),
  provinceHead: world.officer('bureau-cen'),
  provinceOfficer: world.officer('po-duan'),
});

export const CHECK = { type: 'CHECK_BEFORE_SEND', passed: true, note: '已把关' };
const PROOF = { name: '钱 禾' };

/** What the petitioner does himself, by his code and his name. */
export function asPetitioner(world: World, id: CaseId, command: Record<string, unknown>, key: string = randomUUID()) {
  return ownCommand(
    {
      receiptCode: world.deps.secrets.receiptCode(id),
      proof: PROOF,
      command: command as unknown as Command,
      idempotencyKey: key,
      sourceIp: '198.51.100.7',
      now: world.now,
    },
    world.deps,
  );
}

/** …from an investigated case to an opinion that the petitioner received. */
export async function delivers(
  world: World,
  id: CaseId,
  receivedAt: string,
  opinion: Record<string, unknown> = DRAFT.opinion,
  delivery: Record<string, unknown> = {},
): Promise<void> {
  const { officer, bureauHead } = cast(world);
  await world.command(id, world.officer('handler-zhu'), { type: 'DRAFT_OPINION', opinion });
  await world.command(id, world.officer('head-ma'), APPROVE);
  await world.command(id, bureauHead, APPROVE);
  await world.command(id, world.officer('leader-shen'), CHECK);
  await world.command(id, officer, { type: 'DISPATCH', method: 'POST' });
  world.now = instant(receivedAt);
  await world.command(id, officer, { type: 'DELIVER', method: 'POST', receivedAt, proof: '回执签名', ...delivery });
}

/** A petition to 东湖分局 with these fields, under investigation by 望江派出所, the petitioner heard. */
export async function heardOf(world: World, fields: Record<string, unknown>): Promise<CaseId> {
  const id = await accepted(world, fields);
  await world.command(id, world.officer('head-ma'), {
    type: 'SET_PLAN',
    leader: 'leader-shen',
    handler: 'handler-zhu',
    dueAt: (await world.head(id)).clocks.find(({ code }) => code === 'HANDLE_60D')?.nominalDue ?? '',
  });
  await world.command(id, world.officer('handler-zhu'), {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '听取陈述',
  });
  return id;
}

/** A petition to 东湖分局 whose opinion the petitioner received then; the window of review is open. */
export async function inWindow(world: World, receivedAt: string): Promise<CaseId> {
  const id = await heard(world);
  await delivers(world, id, receivedAt);
  return id;
}

export const ASKS = { type: 'REQUEST_REVIEW', request: '请求撤销处理意见', reasons: '录音没有调取' };
export const ASKS_AGAIN = { type: 'REQUEST_REREVIEW', request: '请求撤销复查意见', reasons: '录音仍没有调取' };

/** …review asked for by the petitioner himself; gives the case in 云泽市公安局. */
export async function underReview(world: World, id: CaseId): Promise<CaseId> {
  await asPetitioner(world, id, ASKS);
  return reviewOf(world, id);
}

/** The latest case of review of a case. */
export async function reviewOf(world: World, id: CaseId): Promise<CaseId> {
  const { reviewCase } = await world.head(id);
  if (!reviewCase) throw new Error(`case ${id} was never reviewed`);
  return reviewCase;
}

export const reviewOpinion = (decision: string, further: Record<string, unknown> = {}) => ({
  decision,
  facts: '经复查,原意见认定的事实与录音不符。',
  legalBasis: '《信访工作条例》第三十五条、第三十六条',
  items: [{ item: 1, outcome: 'EXPLAIN', answer: '已说明。' }],
  ...further,
});

/** …decided, approved, sent and received. */
export async function reviewDelivered(
  world: World,
  review: CaseId,
  decision: string,
  receivedAt: string,
  further: Record<string, unknown> = {},
  delivery: Record<string, unknown> = {},
): Promise<void> {
  const { cityReviewer, cityHead, cityDuty, cityOfficer, provinceReviewer, provinceHead, provinceOfficer } =
    reviewers(world);
  const again = (await world.head(review)).stage === 'REREVIEW';
  const [reviewer, head, office] = again
    ? [provinceReviewer, provinceHead, provinceOfficer]
    : [cityReviewer, cityHead, cityOfficer];
  await world.command(review, reviewer, {
    type: again ? 'REREVIEW_DECIDE' : 'REVIEW_DECIDE',
    opinion: reviewOpinion(decision, further),
  });
  await world.command(review, head, APPROVE);
  if (!again) await world.command(review, cityDuty, CHECK);
  await world.command(review, office, { type: 'DISPATCH', method: 'POST' });
  world.now = instant(receivedAt);
  await world.command(review, office, { type: 'DELIVER', method: 'POST', receivedAt, proof: '回执签名', ...delivery });
}
