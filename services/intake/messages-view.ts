import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { PETITIONER_QUIET } from '../../shared/domain/petitioner-messages.ts';
import { stepName } from '../../shared/domain/petitioner-words.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';
import { type MessageConsent, readConsent } from '../../shared/store/message-consent.ts';
import { type Delivery, readDeliveriesOf } from '../../shared/store/notifications.ts';
import { messageId, readNotices } from '../../shared/store/petitioner-notices.ts';

/** Why something was not sent, in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  OVERTAKEN: '发送前已有新的进展',
  CONSENT_WITHDRAWN: '您已停止接收消息',
  NO_CHANNEL: '本机关尚未开通这种方式',
  NO_ADDRESS: '没有登记可以发送的号码或者邮箱',
};

const STATES = { SENT: '已发送', WAITING: '等待发送', NOT_SENT: '未发送', FAILED: '发送失败' } as const;

/** What the petitioner sees of his messages: how they go, each change of his, what was sent and when. */
export async function messagesView(petition: CaseId, tree: UnitTree, database: Database) {
  const consent = await readConsent(database, petition);
  return { ...choiceView(consent, tree), sent: consent ? await sentTo(petition, database) : [] };
}

/** How messages go from now on. */
export function choiceView(consent: MessageConsent | undefined, tree: UnitTree) {
  const quiet = tree.bureau.settings.petitionerQuiet ?? PETITIONER_QUIET;
  return {
    on: consent?.channel !== undefined,
    channel: consent?.channel ?? null,
    since: consent?.since ?? null,
    changes: (consent?.changes ?? []).map(({ at, channel, by }) => ({ at, channel, by })),
    quiet: {
      ...quiet.value,
      cite: quiet.cite,
      verified: quiet.verified,
      ...(quiet.verified ? {} : { badge: '未核实' }),
    },
  };
}

async function sentTo(petition: CaseId, database: Database) {
  const notices = (await readNotices(database, petition)).sort(inOrder);
  const keys = notices.map(({ key, notice }) => ({ day: localDateOf(notice.at), id: messageId(key) }));
  const deliveries = await readDeliveriesOf(database, keys);
  return notices.flatMap(({ notice }, at) => {
    const delivery = deliveries.get(keys[at]?.id ?? '');
    return delivery ? [lineOf(stepName(notice.step), delivery)] : [];
  });
}

type Decided = Awaited<ReturnType<typeof readNotices>>[number];

/** Oldest first; of the same moment by the version of the case. */
const inOrder = ({ notice: a }: Decided, { notice: b }: Decided): number =>
  a.at === b.at ? (a.version ?? 0) - (b.version ?? 0) : a.at < b.at ? -1 : 1;

function lineOf(text: string, { channel, state, at, notBefore, reason }: Delivery) {
  return {
    text,
    channel,
    state,
    stateText: STATES[state],
    at,
    ...(state === 'WAITING' && notBefore ? { notBefore } : {}),
    ...(reason && state !== 'SENT' ? { reason: REASONS[reason] ?? '对方系统没有收下' } : {}),
  };
}
