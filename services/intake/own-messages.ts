import type { OwnMessages } from '../../shared/api/petitions.ts';
import { type OpenedByReceipt, openByReceipt } from '../../shared/casework/by-receipt.ts';
import { proveIdentity } from '../../shared/casework/prove-identity.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { dataKeyOf, loadCase, ORDINARY } from '../../shared/store/cases.ts';
import { changeConsent, readConsent } from '../../shared/store/message-consent.ts';
import { readPhone } from '../../shared/store/petition-texts.ts';
import { choiceView } from './messages-view.ts';

/** So many changes stay on record; ending is possible whatever their number. */
const MAX_CHANGES = 200;

/**
 * The petitioner begins, changes or ends messages to himself. To end them the receipt code is enough; to begin or change
 * them he proves who he is besides, so that nobody who finds a receipt has them sent elsewhere (P-25).
 * @throws HttpProblem 403 for a wrong or missing proof, 409 under seal or without a telephone on record
 */
export async function ownMessages(request: OwnMessages, sourceIp: string, now: Instant, deps: PetitionDeps) {
  const opened = await openByReceipt(request.receiptCode, sourceIp, now, deps);
  const { head } = opened.first;
  const { messages } = request;
  if (head.sealed) {
    if (messages.channel !== 'NONE') throw UNDER_SEAL();
    return choiceView(undefined, await deps.bureau.tree());
  }
  if (messages.channel !== 'NONE') {
    if (!request.proof) throw PROOF_NEEDED();
    await proveIdentity(request.proof, opened, { sourceIp, now }, deps);
    if (messages.channel !== 'MAIL' && !(await hasPhone(opened, deps))) throw NO_PHONE();
  }
  return change(opened, messages, now, deps);
}

async function change({ first }: OpenedByReceipt, messages: OwnMessages['messages'], now: Instant, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  const { database } = deps;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const before = await readConsent(database, first.head.id);
    const ends = messages.channel === 'NONE';
    if (ends && !before?.channel) return choiceView(before, tree);
    if (!ends && (before?.changes.length ?? 0) >= MAX_CHANGES) throw TOO_MANY_CHANGES();
    const loaded = await loadCase(database, ORDINARY, first.head.id);
    if (!loaded || loaded.head.state === 'SEALED') throw UNDER_SEAL();
    const plain = messages.channel === 'MAIL' ? (await dataKeyOf({ keys: deps.keys }, loaded)).plain : undefined;
    const by = { at: now, by: 'PETITIONER' } as const;
    if (await changeConsent(database, loaded.head, messages, by, plain, before))
      return choiceView(await readConsent(database, first.head.id), tree);
  }
  throw problem(503, 'TRY_AGAIN', ['请稍后再试', 'please try again']);
}

async function hasPhone({ first }: OpenedByReceipt, deps: PetitionDeps): Promise<boolean> {
  const { plain } = await dataKeyOf({ keys: deps.keys }, first);
  return Boolean((await readPhone(deps.database, 'TEXTS', first.head.id, plain))?.trim());
}

const PROOF_NEEDED = () =>
  problem(
    403,
    'PROOF_NEEDED',
    [
      '开通、更改消息需要核对登记时的姓名或者电话',
      'to begin or change messages, give the name or telephone as registered',
    ],
    { errors: [{ pointer: '/proof', zh: '必填', en: 'is required' }] },
  );

const NO_PHONE = () =>
  problem(409, 'NO_PHONE_ON_FILE', [
    '登记时没有留下电话;请选择邮箱,或者与登记的单位联系补充电话',
    'no telephone was registered; choose mail, or ask the office to add it',
  ]);

const TOO_MANY_CHANGES = () =>
  problem(409, 'TOO_MANY_CHANGES', [
    '更改次数过多;可以停止接收,或者与登记的单位联系',
    'it was changed too often; messages can be ended, or call the office',
  ]);

const UNDER_SEAL = () =>
  problem(409, 'HANDLED_UNDER_SEAL', [
    '检举控告由专人保密办理,为保护您不发送任何消息;请凭查询码查询',
    'an accusation is handled under seal; to protect you no message is sent; look it up with the receipt code',
  ]);
