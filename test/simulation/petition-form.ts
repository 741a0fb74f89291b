import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { complainedOfAtFirst } from './accusations.ts';
import { instantOf } from './intent.ts';
import { mailOf, markersOf } from './ledger.ts';
import { DAY, type PetitionPlan } from './plan.ts';
import type { Random } from './random.ts';

/** What is sent for a petition; everything of the petitioner's own is found again by its marker. */
export function formOf(petition: PetitionPlan, seed: number, now: number, tree: UnitTree, random: Random) {
  const [name, secret, phone, address] = markersOf(petition.name, seed) as [string, string, string, string];
  const clerk = petition.by === 'CLERK';
  return {
    channel: clerk ? random.pick(['LETTER', 'VISIT', 'PHONE']) : 'ONLINE',
    ...(clerk ? { gist: '反映出警问题', readBack: { how: 'READ_ALOUD' } } : { organ: petition.organ }),
    ...(petition.backDated > 0
      ? { receivedAt: instantOf(now - petition.backDated * DAY), receivedAtReason: '收发室日期' }
      : {}),
    ...(petition.unreachable ? {} : { petitioner: { name, phone, address } }),
    ...(petition.kind === 'ACCUSATION' ? { purpose: 'ACCUSATION' } : {}),
    ...(petition.kind === 'SUGGESTION' ? { purpose: 'SUGGESTION' } : {}),
    ...accusedBy(petition, tree, random),
    ...(petition.messages && !petition.unreachable ? { messages: wishOf(petition.messages, petition.name) } : {}),
    ...textsOf(petition, secret),
  };
}

function textsOf({ kind }: PetitionPlan, secret: string) {
  if (kind === 'RACING')
    return { title: '深夜飙车', narrative: '每晚十一点后都有摩托车炸街飙车,吵得老人睡不着觉。', place: '云杉路' };
  if (kind === 'LABOUR')
    return { request: '追讨工资', facts: `包工头拖欠工资不发,${secret}`, reasons: '应当支付', place: '柳桥街道' };
  return {
    request: '请书面答复',
    facts: `报警后一个多小时无人到场,${secret}`,
    reasons: '应当及时出警',
    place: '望江路',
  };
}

function accusedBy({ accused, organ }: PetitionPlan, tree: UnitTree, random: Random) {
  if (!accused) return {};
  if ('unit' in accused) return { accused: { units: [accused.unit] } };
  const { id, name } = complainedOfAtFirst(organ, tree, random);
  return { accused: accused.officer === 'NAMED' ? { text: `民警${name}态度恶劣` } : { officers: [id] } };
}

/** Text messages go to the telephone that he registered, mail to the address that he gives for it. */
const wishOf = (channel: 'SMS' | 'WECHAT' | 'MAIL', name: string) =>
  channel === 'MAIL' ? { channel, mail: mailOf(name) } : { channel };
