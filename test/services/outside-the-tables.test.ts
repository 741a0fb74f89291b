import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../shared/domain/ids.ts';
import { loneOrgan } from '../builders/lone-organ.ts';
import { classified } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { World } from '../builders/world.ts';
import { paper, wordsOf } from './papers-read.ts';

const ACCEPT = { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', requestItems: ['书面答复'], method: 'POST' };
const REDIRECT = {
  type: 'REDIRECT',
  organ: { name: '云泽市公安局', address: '云泽市澄江大道 1 号信访处', phone: '0990-6110110' },
  reason: '反映本机关负责人。',
  method: 'POST',
};

async function complainingOf(world: World, accused: { units: string[]; officers: string[] }): Promise<CaseId> {
  const id = await classified(world);
  await say(world, id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
  return id;
}

describe('[G6] [P-03] what nobody in the tables may take in hand (条例30(3))', () => {
  test.each([
    ['the head of the organ', { units: [], officers: ['bureau-zhao'] }],
    ['the whole organ', { units: ['donghu'], officers: [] }],
  ])('of %s: with no organ above there, the petitioner is told of the police above within 15 days', async (_whom, accused) => {
    const world = loneOrgan();
    const id = await complainingOf(world, accused);
    await expect(say(world, id, 'po-li', ACCEPT)).rejects.toMatchObject({
      refusal: { code: 'RECIPIENT_IS_ACCUSED', remedyZh: expect.stringContaining('用 REDIRECT 告知信访人') },
    });
    const water = { ...REDIRECT, organ: { ...REDIRECT.organ, name: '云泽市水务局' } };
    await expect(say(world, id, 'po-li', water)).rejects.toMatchObject({
      refusal: { code: 'NOT_A_POLICE_ORGAN', field: '/organ/name' },
    });
    await say(world, id, 'po-li', REDIRECT);
    const { state, clocks, stopped } = await world.head(id);
    expect(state).toBe('REDIRECTED');
    expect(clocks).toEqual([]);
    expect(stopped.find(({ code }) => code === 'INFORM_15D')).toMatchObject({ outcome: 'MET' });
    const content = await paper(world, id, 'DOC-REDIRECT');
    expect(wordsOf(content)).toContain('应当由上级公安机关办理。理由：反映本机关负责人。请您向该机关提出');
    expect(wordsOf(content)).not.toContain('不属于公安机关职权范围');
    expect(content.legalBasis).toEqual(['《信访工作条例》第二十三条第一款、第三十条第三款']);
  });

  test('a petition that is linked to such a one is not, nor told that anybody complains of the head', async () => {
    const world = loneOrgan();
    const against = await complainingOf(world, { units: [], officers: ['bureau-zhao'] });
    const id = await classified(world);
    await say(world, id, 'po-li', { type: 'LINK_MATTER', matter: against, reason: '同一事项' });
    await expect(say(world, id, 'po-li', REDIRECT)).rejects.toMatchObject({ refusal: { code: 'POLICE_MATTER' } });
  });

  test('while a unit of the organ may, or an organ above stands there, nobody is sent elsewhere', async () => {
    for (const [world, accused] of [
      [loneOrgan(), { units: ['donghu-wangjiang'], officers: [] }],
      [new World(), { units: [], officers: ['bureau-zhao'] }],
    ] as const) {
      const id = await complainingOf(world, { units: [...accused.units], officers: [...accused.officers] });
      await expect(say(world, id, 'po-li', REDIRECT)).rejects.toMatchObject({ refusal: { code: 'POLICE_MATTER' } });
      await expect(say(world, id, 'po-li', ACCEPT)).rejects.toMatchObject({
        refusal: { code: 'RECIPIENT_IS_ACCUSED', remedyZh: expect.stringContaining('例如其上级机关') },
      });
    }
  });
});
