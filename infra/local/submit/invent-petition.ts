import { createHash } from 'node:crypto';
import type { Message } from './read-messages.ts';

/** Not one of these is a real person or street; a row always gets the same ones. */
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜苗方俞任袁柳鲍史唐薛贺罗毕安乐'];
const GIVEN = [...'禾青云舟知远望舒砚秋晚晴映雪朝阳清泉松年怀瑾平川长宁道顺法严家和岸念慈予安小满见微文澜细雨林深初夏'];
const STREETS = ['听雨巷', '采薇路', '半山街', '鹿鸣路', '桐花巷', '晚亭街', '竹里路', '归雁街', '听松路', '杏林巷'];

/** What `POST /petitions` gets for a message: its words, under an invented name, never with a phone number. */
export function petitionOf({ raw, title, text, area, date }: Message) {
  const pick = pickerFrom(raw);
  return {
    channel: 'ONLINE',
    petitioner: {
      name: `${pick(SURNAMES)}${pick(GIVEN)}${pick(GIVEN)}`,
      address: `云泽市${pick(STREETS)}${1 + (pick.number() % 400)}号${1 + (pick.number() % 30)}室`,
    },
    ...(title ? { title } : {}),
    narrative: text,
    ...(area ? { place: area } : {}),
    ...(date ? { petitionDate: date } : {}),
  };
}

/**
 * The key of one line of one file, a UUID (version 8: a hash of our own choice, RFC 9562): whoever sends the same file
 * again, after whatever interruption, sends the same keys.
 */
export function idempotencyKey(fileHash: string, line: number): string {
  const bytes = createHash('sha256').update(`xinfang.submit/${fileHash}/${line}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function pickerFrom(seed: string) {
  const bytes = createHash('sha256').update(seed).digest();
  let at = 0;
  const number = (): number => {
    at += 2;
    return bytes.readUInt16BE(at - 2);
  };
  const pick = (from: readonly string[]): string => from[number() % from.length] ?? '';
  return Object.assign(pick, { number });
}
