import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packJson, unpackJson } from '../../shared/store/packed-json.ts';
import { delivered } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

test('what is packed comes out as it went in', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => unpackJson(packJson(text)) === text));
});

test('a head stays under 1 KB as stored, to the end of its case', async () => {
  const world = new World();
  const id = await delivered(world, '2026-04-22T10:00+08:00');
  const item = await world.database.get('CASES', { pk: id, sk: 'HEAD' });
  expect((item?.head as Uint8Array).length).toBeLessThan(1024);
});

test('what the first version wrote is read for ever; a newer form is refused, not misread', () => {
  const written = Buffer.from('AavGUevgSBkp+XnpGaVKtQA=', 'base64');
  expect(unpackJson(written)).toBe('{"state":"REGISTERED","screened":true,"organ":"donghu"}');
  expect(() => unpackJson(Buffer.concat([Buffer.of(2), written.subarray(1)]))).toThrow('newer than this program');
});
