import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Channels } from '../../services/notify/channel.ts';
import { deliver } from '../../services/notify/deliver.ts';
import { mail } from '../../services/notify/mail.ts';
import { catchUp } from '../../services/notify/petitioner-catch-up.ts';
import { tellOfSteps } from '../../services/notify/petitioner-relay.ts';
import { putOutAll } from '../../services/notify/relay.ts';
import { tellPetitioners } from '../../services/notify/tell-petitioners.ts';
import { webhook } from '../../services/notify/webhook.ts';
import type { Bureau, Leave } from '../../shared/domain/bureau.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { type CaseId, officerId, unitId } from '../../shared/domain/ids.ts';
import type { Preferences } from '../../shared/domain/notifications.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Write } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { writePreferences } from '../../shared/store/notifications.ts';
import { packJson } from '../../shared/store/packed-json.ts';
import { demoBureau, instant, World } from '../builders/world.ts';
import { type Gateway, type MailServer, startGateway, startMailServer } from './receivers.ts';

export const SECRET = 'a secret of the gateway';

/** A bureau at that moment whose gateway and mail server take what it sends; `bureau.close()` ends them. */
export async function startNotified(now: string) {
  const bureau = new NotifiedWorld(now);
  const gateway = await startGateway(SECRET, () => Date.parse(bureau.world.now));
  const mails = await startMailServer('xinfang', 'mail-password');
  bureau.connect(gateway, mails);
  return { bureau, gateway, mails };
}

/** A bureau whose reminders go out: the stream of mailboxes leads to the relay, as the table's own would. */
export class NotifiedWorld {
  readonly world: World;
  tree: UnitTree;
  channels: Channels = {};
  petitionerUrl: string | undefined = 'https://chaxun.example';
  #receivers: readonly (Gateway | MailServer | undefined)[] = [];
  readonly #inserted: Write[] = [];
  /** Records of history that the relay of steps has not been told of. */
  #history: Write[] = [];

  constructor(now: string) {
    const database = new MemoryDatabase();
    const transact = database.transact.bind(database);
    database.transact = async (writes) => {
      await transact(writes);
      this.#note(writes);
    };
    const write = database.write.bind(database);
    database.write = async (one) => {
      await write(one);
      this.#note([one]);
    };
    this.world = new World(now, database);
    this.tree = this.world.tree;
    this.world.deps.bureau.tree = async () => this.tree;
  }

  #note(writes: readonly Write[]): void {
    for (const write of writes) {
      if (write.kind !== 'PUT') continue;
      if (write.table === 'REMINDERS' && /^(OFFICER|ROLE)#/.test(write.item.pk)) this.#inserted.push(write);
      if (write.table === 'CASES' && write.item.sk.startsWith('V#')) this.#history.push(write);
    }
  }

  /** What the streams held is gone, as after a day without the relays. */
  trimStreams(): void {
    this.#inserted.splice(0);
    this.#history = [];
  }

  /** The bureau's tables, with leaves or officers of another day. */
  change(leave: readonly Leave[], officers: Bureau['officers'] = demoBureau.officers): void {
    this.tree = treeOf({ ...demoBureau, officers, leave });
  }

  /** A unit is no more: another took over from it, with its officers; its cases are still to be handed on. */
  abolish(unit: string, heir: string): void {
    const units = demoBureau.units.map((one) =>
      one.id === unit
        ? {
            ...one,
            until: localDateOf(this.world.now),
            successors: [{ unit: unitId(heir), cite: '云公发〔2026〕8号' }],
          }
        : one,
    );
    const officers = demoBureau.officers.map((one) => (one.unit === unit ? { ...one, unit: unitId(heir) } : one));
    this.tree = treeOf({ ...demoBureau, units, officers });
  }

  connect(gateway?: Gateway, mails?: MailServer): void {
    this.#receivers = [gateway, mails];
    this.channels = {
      ...(gateway ? { WEBHOOK: webhook(gateway.url, SECRET) } : {}),
      ...(mails
        ? {
            MAIL: mail(
              {
                host: '127.0.0.1',
                port: mails.port,
                secure: false,
                plain: true,
                user: 'xinfang',
                from: 'x@donghu.example',
              },
              { mailPassword: 'mail-password' },
            ),
          }
        : {}),
    };
  }

  /** Ends the receivers that it was connected to last. */
  async close(): Promise<void> {
    for (const receiver of this.#receivers) await receiver?.close();
  }

  prefer = (officer: string, preferences: Preferences) =>
    writePreferences(this.world.database, { officer: officerId(officer) }, preferences);

  /** Officers are named as complained about, as a command would have it; no reminder is decided anew by it. */
  accuse = (id: CaseId, ...officers: string[]) => this.patch(id, { accused: { units: [], officers } });

  async patch(id: CaseId, fields: Readonly<Record<string, unknown>>): Promise<void> {
    const { database } = this.world;
    const item = await database.get('CASES', { pk: id, sk: 'HEAD' });
    if (!item) throw new Error('no head');
    const head = { ...(await this.world.head(id)), ...fields };
    await database.write({ kind: 'PUT', table: 'CASES', item: { ...item, head: packJson(JSON.stringify(head)) } });
  }

  /** New items of the table, as the stream tells them; twice, as it may. */
  async relay(): Promise<void> {
    const records = this.#inserted.splice(0).flatMap((write) =>
      write.kind === 'PUT'
        ? [
            {
              eventName: 'INSERT' as const,
              dynamodb: {
                SequenceNumber: '1',
                NewImage: Object.fromEntries(
                  Object.entries(write.item).flatMap(([name, value]) =>
                    typeof value === 'string' ? [[name, { S: value }]] : [],
                  ),
                ),
              },
            },
          ]
        : [],
    );
    for (const _twice of [1, 2])
      await putOutAll({ Records: records } as unknown as DynamoDBStreamEvent, this.world.database);
  }

  /** New records of history, the latest first and twice: a stream may repeat, and shards come in any order. */
  async relaySteps(): Promise<void> {
    const records = this.#history.reverse().map((write) => ({
      eventName: 'INSERT' as const,
      dynamodb: {
        SequenceNumber: '1',
        NewImage:
          write.kind === 'PUT'
            ? {
                pk: { S: write.item.pk },
                sk: { S: write.item.sk },
                types: { L: (write.item.types as readonly string[]).map((S) => ({ S })) },
              }
            : {},
      },
    }));
    this.#history = [];
    for (const _twice of [1, 2])
      await tellOfSteps({ Records: records } as unknown as DynamoDBStreamEvent, this.world.database);
  }

  /** Steps and reminders to petitioners: what a minute brings them. */
  async tellAt(at?: string) {
    if (at) this.world.now = instant(at);
    await this.world.sweep();
    await this.relaySteps();
    await this.relay();
    return this.tell();
  }

  tell = () =>
    tellPetitioners(
      this.world.now,
      {
        ...this.world.deps,
        dataKeys: this.world.deps.keys,
        channels: async () => ({
          by: this.channels,
          baseUrl: 'https://xf.example',
          petitionerUrl: this.petitionerUrl,
        }),
      },
      () => true,
    );

  catchUp = () => catchUp(this.world.now, this.world.database);

  /** Sweep, relay, delivery: what a minute brings. */
  async tick(at?: string) {
    if (at) this.world.now = instant(at);
    await this.world.sweep();
    await this.relay();
    return this.deliver();
  }

  deliver = () =>
    deliver(
      this.world.now,
      {
        ...this.world.deps,
        channels: async () => ({ by: this.channels, baseUrl: 'https://xf.example' }),
      },
      () => true,
    );
}
