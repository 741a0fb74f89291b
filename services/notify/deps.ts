import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { openChannels } from '../../shared/store/channel-settings.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import type { Channels } from './channel.ts';
import { mail } from './mail.ts';
import { webhook } from './webhook.ts';

/** The channels that the bureau has set up, and the addresses that links begin with. */
export interface SetUp {
  readonly by: Channels;
  readonly baseUrl: string;
  /** Page of petitioners, where there is one. */
  readonly petitionerUrl?: string | undefined;
}

/** What the delivery works with. */
export interface NotifyDeps {
  readonly database: Database;
  readonly bureau: BureauSource;
  readonly channels: () => Promise<SetUp>;
}

/** What messages to petitioners need besides: the key to what they registered. */
export interface PetitionerDeps extends NotifyDeps {
  readonly dataKeys: Pick<KeyRing, 'unwrap'>;
}

export const petitionerDeps = (environment: Environment): PetitionerDeps => ({
  ...notifyDeps(environment),
  dataKeys: keyRingFrom(required(environment, 'DATA_KEY')),
});

export function notifyDeps(environment: Environment): NotifyDeps {
  const database = databaseFrom(environment);
  const keys = keyRingFrom(required(environment, 'CHANNEL_KEY'));
  return {
    database,
    bureau: bureauSource(database),
    // Read at every run: a secret that was changed is used at once.
    channels: async () => {
      const settings = await openChannels(database, keys);
      if (!settings) return { by: {}, baseUrl: '' };
      const { webhook: gateway, mail: server, baseUrl, petitionerUrl, webhookSecret } = settings;
      return {
        baseUrl,
        petitionerUrl,
        by: {
          ...(gateway && webhookSecret ? { WEBHOOK: webhook(gateway.url, webhookSecret) } : {}),
          ...(server ? { MAIL: mail(server, settings) } : {}),
        },
      };
    },
  };
}
