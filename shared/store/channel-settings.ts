import type { Database } from './database.ts';
import { decryptField, encryptField, type KeyRing } from './field-cipher.ts';

/** Where reminders go outside the inbox; the bureau's own gateways, set by its administrator. */
export interface ChannelSettings {
  /** Address of the web client, for links; the path of the case follows. */
  readonly baseUrl: string;
  /** Where petitioners look up their petitions by receipt code; named in messages to them. */
  readonly petitionerUrl?: string | undefined;
  /** A gateway of the bureau for SMS, 政务微信 and the like. */
  readonly webhook?: { readonly url: string } | undefined;
  readonly mail?:
    | {
        readonly host: string;
        readonly port: number;
        /** TLS from the start; otherwise STARTTLS is demanded unless `plain`. */
        readonly secure: boolean;
        readonly plain?: boolean | undefined;
        readonly user?: string | undefined;
        readonly from: string;
      }
    | undefined;
}

export interface ChannelSecrets {
  readonly webhookSecret?: string | undefined;
  readonly mailPassword?: string | undefined;
}

const KEY = { pk: 'CHANNELS', sk: 'CHANNELS' };
/** What the data key is bound to. */
const SCOPE = 'channels-v1';
const FIELD = 'secrets';

/** Stores settings in the clear and secrets under a key that only the delivering function opens. */
export async function writeChannels(
  database: Database,
  keys: Pick<KeyRing, 'newDataKey'>,
  settings: ChannelSettings,
  secrets: ChannelSecrets,
): Promise<void> {
  const { plain, wrapped } = await keys.newDataKey(SCOPE);
  await database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: {
      ...KEY,
      settings: JSON.stringify(settings),
      secrets: encryptField(plain, SCOPE, FIELD, JSON.stringify(secrets)),
      dataKey: wrapped,
    },
  });
}

export async function readChannels(database: Database): Promise<ChannelSettings | undefined> {
  const item = await database.get('REMINDERS', KEY, { consistent: true });
  return item && (JSON.parse(item.settings as string) as ChannelSettings);
}

/** With their secrets; for the function that delivers. */
export async function openChannels(
  database: Database,
  keys: Pick<KeyRing, 'unwrap'>,
): Promise<(ChannelSettings & ChannelSecrets) | undefined> {
  const item = await database.get('REMINDERS', KEY, { consistent: true });
  if (!item) return undefined;
  const key = await keys.unwrap(item.dataKey as Uint8Array, SCOPE);
  const secrets = JSON.parse(decryptField(key, SCOPE, FIELD, item.secrets as Uint8Array)) as ChannelSecrets;
  return { ...(JSON.parse(item.settings as string) as ChannelSettings), ...secrets };
}
