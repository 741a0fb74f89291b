import { describe, expect, test } from 'vitest';
import { base32, checkDigit, openSecrets, readReceiptCode, secretsFrom } from '../../shared/lambda/secrets.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { idOf } from '../store/a-case.ts';

const secrets = secretsFrom(Buffer.alloc(32, 1));
const other = secretsFrom(Buffer.alloc(32, 2));
const codes = Array.from({ length: 300 }, (_, n) => secrets.receiptCode(idOf(n)));

describe('receipt code (查询码)', () => {
  test('has 16 digits, the last of which checks the others', () => {
    for (const code of codes) {
      expect(code).toMatch(/^\d{16}$/);
      expect(readReceiptCode(code)).toBe(code);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('the same id gives the same code, another root another one', () => {
    expect(secretsFrom(Buffer.alloc(32, 1)).receiptCode(idOf(5))).toBe(codes[5]);
    expect(other.receiptCode(idOf(5))).not.toBe(codes[5]);
    expect(other.receiptHash(codes[5] ?? '')).not.toBe(secrets.receiptHash(codes[5] ?? ''));
  });

  test('check digits as published for this method', () => {
    expect([checkDigit('7992739871'), checkDigit('453201511283036'), checkDigit('000000000000000')]).toEqual([
      '3',
      '6',
      '0',
    ]);
  });

  test('every single wrong digit is found before a look-up is spent on it', () => {
    for (const code of codes.slice(0, 40))
      for (let at = 0; at < 16; at += 1)
        for (let add = 1; add < 10; add += 1) {
          const wrong = `${code.slice(0, at)}${(Number(code[at]) + add) % 10}${code.slice(at + 1)}`;
          expect(readReceiptCode(wrong)).toBeUndefined();
        }
  });

  test('swapped neighbours are found, all but 0 and 9', () => {
    for (const code of codes)
      for (let at = 0; at < 15; at += 1) {
        const [a = '', b = ''] = code.slice(at, at + 2);
        if (a === b) continue;
        const swapped = `${code.slice(0, at)}${b}${a}${code.slice(at + 2)}`;
        const blind = (a === '0' && b === '9') || (a === '9' && b === '0');
        expect(readReceiptCode(swapped)).toBe(blind ? swapped : undefined);
      }
  });

  test('spaces and hyphens as typed do not matter, another length does', () => {
    const code = codes[0] ?? '';
    expect(readReceiptCode(` ${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)} `)).toBe(code);
    for (const typed of ['', code.slice(1), `${code}0`, code.replace(/./, 'x')])
      expect(readReceiptCode(typed)).toBeUndefined();
  });
});

describe('ids', () => {
  test('26 characters of base 32, the same for the same key in any case, another for another', () => {
    const id = secrets.petitionIdFor('public:0F0E7C3A-0000-4000-8000-000000000001');
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(secrets.petitionIdFor('public:0f0e7c3a-0000-4000-8000-000000000001')).toBe(id);
    expect(secrets.petitionIdFor('clerk:0f0e7c3a-0000-4000-8000-000000000001')).not.toBe(id);
    expect(other.petitionIdFor('public:0f0e7c3a-0000-4000-8000-000000000001')).not.toBe(id);
  });

  test('base 32 uses the whole alphabet and always 26 characters', () => {
    const all = new Set(Array.from({ length: 256 }, (_, byte) => base32(Buffer.alloc(26, byte))[0]));
    expect(all.size).toBe(32);
    expect(base32(Buffer.alloc(32, 255))).toBe('z'.repeat(26));
    expect(base32(Buffer.of(1))).toBe(`1${'0'.repeat(25)}`);
  });
});

describe('tokens of a person (blind index)', () => {
  const phone = (text: string) => secrets.personTokens({ phone: text }).phone;
  const idNumber = (text: string) => secrets.personTokens({ idNumber: text }).idNumber;
  const nameAddress = (name: string, address: string) => secrets.personTokens({ name, address }).nameAddress;

  test.each([
    '13800000000',
    '１３８００００００００',
    '138 0000 0000',
    '138-0000-0000',
    '+86 138 0000 0000',
    '+8613800000000',
    '0086 13800000000',
  ])('the phone written %s is the same phone', (text) => expect(phone(text)).toBe(phone('13800000000')));

  test('another phone is another token', () => {
    expect(phone('13800000001')).not.toBe(phone('13800000000'));
  });

  test('an id number in full width, with spaces or a small x is the same', () => {
    for (const text of ['11010119900101001x', '１１０１０１１９９００１０１００１Ｘ', '110101 19900101 001X'])
      expect(idNumber(text)).toBe(idNumber('11010119900101001X'));
  });

  test('name and address are joined, whatever their spaces and punctuation, and kept apart from each other', () => {
    expect(nameAddress('钱 禾', '柳桥街12号')).toBe(nameAddress('钱禾', '柳桥街１２号。'));
    expect(nameAddress('钱', '禾柳桥街')).not.toBe(nameAddress('钱禾', '柳桥街'));
  });

  test('nothing given, nothing indexed; a name alone is no evidence', () => {
    expect(secrets.personTokens({})).toEqual({});
    expect(secrets.personTokens({ name: '钱禾' })).toEqual({});
    expect(secrets.personTokens({ address: '柳桥街' })).toEqual({});
    expect(secrets.personTokens({ phone: '+' })).toEqual({});
  });

  test('equal digits as phone and as id number are different tokens, and no token shows its value', () => {
    const tokens = secrets.personTokens({ phone: '13800000000', idNumber: '13800000000' });
    expect(tokens.phone).not.toBe(tokens.idNumber);
    expect(JSON.stringify(tokens)).not.toContain('138000');
    expect(other.personTokens({ phone: '13800000000' }).phone).not.toBe(tokens.phone);
  });
});

describe('callers', () => {
  test('have another pseudonym every day, never their address', () => {
    const hash = secrets.callerHash('203.0.113.7', '2026-03-02');
    expect(secrets.callerHash('203.0.113.7', '2026-03-02')).toBe(hash);
    expect(secrets.callerHash('203.0.113.7', '2026-03-03')).not.toBe(hash);
    expect(secrets.callerHash('203.0.113.8', '2026-03-02')).not.toBe(hash);
    expect(hash).not.toContain('203');
  });
});

describe('openSecrets', () => {
  const keys: KeyRing = {
    newDataKey: async () => {
      const plain = crypto.getRandomValues(new Uint8Array(32));
      return { plain, wrapped: plain };
    },
    unwrap: async (wrapped) => wrapped,
  };

  test('five first starts at once agree on one root, later ones find it', async () => {
    const database = new MemoryDatabase();
    const opened = await Promise.all(Array.from({ length: 5 }, () => openSecrets(database, keys)));
    opened.push(await openSecrets(database, keys));
    expect(new Set(opened.map((one) => one.receiptCode(idOf(1)))).size).toBe(1);
  });
});
