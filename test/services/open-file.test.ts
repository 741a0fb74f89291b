import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import { openFile, readCaseHistory, relatedPetitions } from '../../services/casework/open-file.ts';
import { readAccessLog } from '../../shared/store/access-log.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { accepted, cast, heard } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

const listed = async (world: World, question: Parameters<typeof listCases>[0], who: ReturnType<World['officer']>) =>
  (await listCases(question, who, world.now, world.tree, world.deps)).cases.map(({ id }) => id);

describe('opening a file', () => {
  test('[P-04] identity and narrative open with a reason, and leave a trace; a handler opens only his own', async () => {
    const world = new World();
    const id = await heard(world);
    const own = await openFile(
      id,
      'IDENTITY',
      '电话核实',
      world.officer('handler-zhu'),
      world.now,
      world.tree,
      world.deps,
    );
    expect(own.identity).toMatchObject({ name: '钱禾', phone: '13800000000' });
    await expect(
      openFile(id, 'IDENTITY', '好奇', world.officer('handler-qin'), world.now, world.tree, world.deps),
    ).rejects.toMatchObject({ body: { status: 404 } });
    expect(await readAccessLog(world.database, ORDINARY, id)).toEqual([
      { at: world.now, officer: 'handler-zhu', what: 'IDENTITY', reason: '电话核实' },
    ]);
  });

  test('auditors and supervisors see what was done, not what was written', async () => {
    const world = new World();
    const id = await heard(world);
    const office = await readCaseHistory(id, cast(world).officer, world.now, world.tree, world.deps);
    expect(JSON.stringify(office)).toContain('听取陈述');
    const auditor = await readCaseHistory(id, world.officer('auditor-fang'), world.now, world.tree, world.deps);
    expect(auditor.records).toHaveLength(office.records.length);
    expect(JSON.stringify(auditor)).not.toContain('听取陈述');
    await expect(
      openFile(id, 'IDENTITY', '审计', world.officer('auditor-fang'), world.now, world.tree, world.deps),
    ).rejects.toMatchObject({ body: { status: 403 } });
  });

  test('[P-27] the same person is found by number, phone or name and address, from inside a registration, and logged', async () => {
    const world = new World();
    const first = await world.submit({ organ: 'donghu' });
    const same = await world.submit({ organ: 'donghu', petitioner: { name: '钱 禾', phone: '+86 138-0000-0000' } });
    await world.submit({ organ: 'donghu', petitioner: { name: '钱禾', phone: '13811112222' } });
    const { related } = await relatedPetitions(
      same.id,
      '核对是否重复',
      cast(world).officer,
      world.now,
      world.tree,
      world.deps,
    );
    expect(related.map(({ id, matchedBy }) => [id, matchedBy])).toEqual([[first.id, 'phone']]);
    expect((await readAccessLog(world.database, ORDINARY, same.id)).map(({ what }) => what)).toEqual(['SAME_PERSON']);
    await expect(
      relatedPetitions(same.id, '查人', world.officer('auditor-fang'), world.now, world.tree, world.deps),
    ).rejects.toMatchObject({ body: { status: 404 } });
  });
});

describe('lists', () => {
  test('a unit’s worklist opens with classification and charge, most urgent first; handlers see their own', async () => {
    const world = new World();
    const id = await accepted(world);
    expect(await listed(world, {}, world.officer('head-ma'))).toEqual([id]);
    expect(await listed(world, {}, world.officer('handler-zhu'))).toEqual([]);
    await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    expect(await listed(world, {}, world.officer('handler-zhu'))).toEqual([id]);
    expect(await listed(world, {}, world.officer('handler-qin'))).toEqual([]);
    await expect(listed(world, { unit: 'donghu-wangjiang' as never }, world.officer('head-liu'))).rejects.toMatchObject(
      {
        body: { status: 403 },
      },
    );
  });

  test('[P-10] what complains of an officer is in none of his lists', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', accused: { officers: ['po-li'] } });
    expect(await listed(world, { queue: 'SCREENING' }, cast(world).officer)).toEqual([]);
    expect(await listed(world, { queue: 'SCREENING' }, cast(world).chief)).toEqual([id]);
  });

  test('no list carries a name, a phone or a word of the text', async () => {
    const world = new World();
    await world.submit({ organ: 'donghu' });
    const page = await listCases({ queue: 'SCREENING' }, cast(world).officer, world.now, world.tree, world.deps);
    expect(JSON.stringify(page)).not.toMatch(/钱禾|1380000|报警/);
  });
});
