import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Channels } from '../../services/notify/channel.ts';
import { deliver } from '../../services/notify/deliver.ts';
import { mail } from '../../services/notify/mail.ts';
import { putOutAll } from '../../services/notify/relay.ts';
import { webhook } from '../../services/notify/webhook.ts';
import type { Bureau, Leave } from '../../shared/domain/bureau.ts';
import { type CaseId, officerId } from '../../shared/domain/ids.ts';
import type { Preferences } from '../../shared/domain/notifications.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Write } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { writePreferences } from '../../shared/store/notifications.ts';
import { packJson } from '../../shared/store/packed-json.ts';
import { demoBureau, instant, World } from '../builders/world.ts';
import type { Gateway, MailServer } from './receivers.ts';

export const SECRET = 'a secret of the gateway';

/** A bureau whose reminders go out: the stream of mailboxes leads to the relay, as the table's own would. */
export class NotifiedWorld {
  readonly world: World;
  tree: UnitTree;
  channels: Channels = {};
  readonly #inserted: Write[] = [];

  constructor(now: string) {
    const database = new MemoryDatabase();
    const transact = database.transact.bind(database);
    database.transact = async (writes) => {
      await transact(writes);
      this.#inserted.push(...writes.filter((write) => write.kind === 'PUT' && write.table === 'REMINDERS'));
    };
    this.world = new World(now, database);
    this.tree = this.world.tree;
    this.world.deps.bureau.tree = async () => this.tree;
  }

  /** The bureau's tables, with leaves or officers of another day. */
  change(leave: readonly Leave[], officers: Bureau['officers'] = demoBureau.officers): void {
    this.tree = treeOf({ ...demoBureau, officers, leave });
  }

  connect(gateway?: Gateway, mails?: MailServer): void {
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
