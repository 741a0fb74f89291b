import { expect, test } from 'vitest';
import { secretsFrom } from '../../shared/lambda/secrets.ts';

const secrets = secretsFrom(Buffer.alloc(32, 1));
const POSITION = '{"pk":"c0000000000000000000000001","worklistSk":"2026-03-17"}';

test('a position opens for its scope and root secret, and shows nothing outside', () => {
  const sealed = secrets.sealPosition('UNIT#a/po-li', POSITION);
  expect(secrets.openPosition('UNIT#a/po-li', sealed)).toBe(POSITION);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/"pk"|2026|0001/);
  expect(secrets.openPosition('UNIT#b/po-li', sealed)).toBeUndefined();
  expect(secretsFrom(Buffer.alloc(32, 2)).openPosition('UNIT#a/po-li', sealed)).toBeUndefined();
});

test('a position that was changed, cut or invented is none, never an error', () => {
  const sealed = Buffer.from(secrets.sealPosition('list', POSITION), 'base64url');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(secrets.openPosition('list', changed.toString('base64url'))).toBeUndefined();
    expect(secrets.openPosition('list', sealed.subarray(0, at).toString('base64url'))).toBeUndefined();
  }
  for (const text of ['', 'x', POSITION, '。'.repeat(50)]) expect(secrets.openPosition('list', text)).toBeUndefined();
});
