import { createHash } from 'node:crypto';
import { SECRETS } from './keys.ts';
import { phoneOf, type Submitted } from './ledger.ts';
import { DAY, type Plan } from './plan.ts';
import { Random } from './random.ts';

/** Many petitions of one minute whose alarms lie in one shard. */
export function crowdOf({ seed, crowd, faultsEnd }: Plan): { readonly at: number; readonly submitted: Submitted }[] {
  const random = Random.of(seed, 'crowd');
  return Array.from({ length: crowd }, (_, number) => {
    const name = `c${number}`;
    const body = {
      channel: 'ONLINE',
      organ: 'donghu',
      petitioner: { name: `众${number}`, phone: phoneOf(name, seed) },
      request: '请答复',
      // Each of something else: they are not repeats of one matter.
      narrative: Array.from({ length: 24 }, () => String.fromCharCode(random.whole(0x4e00, 0x9fa5))).join(''),
    };
    const submitted = { name, key: crowdKey(random), scope: 'public', body, accepted: [], refused: false };
    return { at: faultsEnd - 6 * DAY + number * 500, submitted };
  });
}

/** A key whose petition falls into the first shard; shards are as the access patterns say: 16, by digest of the id. */
function crowdKey(random: Random): string {
  for (;;) {
    const key = random.uuid();
    const id = SECRETS.petitionIdFor(`public:${key}`);
    if (Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 6), 16) % 16 === 0) return key;
  }
}
