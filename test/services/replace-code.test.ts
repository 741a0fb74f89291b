import { describe, expect, test } from 'vitest';
import { listOfficeUses, replaceCodeAtCounter } from '../../services/casework/replace-code.ts';
import { listWaitingSlips, printSlip } from '../../services/documents/print-slip.ts';
import { ownLog } from '../../services/intake/own-log.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { replaceLostCode } from '../../services/intake/replace-code.ts';
import { isNetwork, isWithinNetwork } from '../../shared/api/network.ts';
import { BureauBody } from '../../shared/api/queries.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { cast } from '../builders/walk.ts';
import { demoBureau, instant, World } from '../builders/world.ts';

const HOME = '203.0.113.9';
const LOST = { name: '钱禾', phone: '13800000000', receivedOn: '2026-03-02' as LocalDate };
const problemOf = (status: number, code?: string) => ({
  body: expect.objectContaining({ status, ...(code ? { code } : {}) }),
});
const printer = (world: World) => ({ principal: world.officer('printer-donghu'), now: world.now, tree: world.tree });
const waiting = async (world: World) => (await listWaitingSlips(printer(world), world.deps)).slips.map(({ id }) => id);
const status = (world: World, code: string, ip = HOME) => petitionStatus(code, ip, world.now, world.deps);
const ask = (world: World, fields: object = {}) => replaceLostCode({ ...LOST, ...fields }, HOME, world.now, world.deps);

describe('[P-25] a lost receipt code', () => {
  test('is replaced without an account: printed under seal, and with that the old one dies', async () => {
    const world = new World();
    const { receiptCode, id } = await world.submit({ organ: 'donghu' });
    expect(JSON.stringify(await ask(world))).not.toMatch(/\d{16}/);
    await ask(world);
    const [slip, ...more] = await waiting(world);
    expect(more).toEqual([]);
    await status(world, receiptCode);
    const printed = await printSlip(slip as string, printer(world), world.deps);
    expect(printed).toMatchObject({ caseId: id });
    expect(printed.receiptCode).not.toBe(receiptCode);
    await expect(status(world, receiptCode)).rejects.toMatchObject(problemOf(410, 'RECEIPT_CODE_REPLACED'));
    expect(await status(world, printed.receiptCode)).toMatchObject({ id });
    expect(await waiting(world)).toEqual([]);
    await expect(printSlip(slip as string, printer(world), world.deps)).rejects.toMatchObject(problemOf(409));
    const { openings } = await ownLog(id, printed.receiptCode, HOME, world.now, world.deps);
    expect(openings).toMatchObject([{ what: 'CODE', text: '补办了查询码', roles: ['打印终端'] }]);
  });

  test('the answer is the same for whoever does not know what was registered; nothing is printed for him', async () => {
    const world = new World();
    await world.submit({ organ: 'donghu' });
    const told = await ask(world, { name: '钱和' });
    expect(await ask(world, { phone: '13900000000' })).toEqual(told);
    expect(await ask(world, { receivedOn: '2026-03-01' })).toEqual(told);
    expect(await waiting(world)).toEqual([]);
    expect(await ask(world)).toEqual(told);
    expect(await waiting(world)).toHaveLength(1);
  });

  test('each try counts, right or wrong; and in seven days it is replaced once', async () => {
    const world = new World();
    await world.submit({ organ: 'donghu' });
    await ask(world);
    await printSlip((await waiting(world))[0] as string, printer(world), world.deps);
    await ask(world);
    expect(await waiting(world)).toEqual([]);
    world.now = instant('2026-03-10T09:00+08:00');
    await ask(world);
    expect(await waiting(world)).toHaveLength(1);
    for (let more = 0; more < 19; more += 1) await ask(world);
    await expect(ask(world)).rejects.toMatchObject(problemOf(429));
  });

  test('at the counter an officer asks for it and never sees it; it is logged', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    const at = (officer: string) =>
      replaceCodeAtCounter(id, '本人持身份证到场', world.officer(officer), world.now, world.tree, world.deps);
    const answer = await at('reg-zhang');
    expect(JSON.stringify(answer)).not.toMatch(/\d{16}/);
    expect(await waiting(world)).toEqual([answer.slip.id]);
    const asOfficer = { principal: world.officer('reg-zhang'), now: world.now, tree: world.tree };
    await expect(printSlip(answer.slip.id, asOfficer, world.deps)).rejects.toMatchObject(problemOf(403));
    await expect(listWaitingSlips(asOfficer, world.deps)).rejects.toMatchObject(problemOf(403));
    const { receiptCode } = await printSlip(answer.slip.id, printer(world), world.deps);
    await expect(at('po-li')).rejects.toMatchObject(problemOf(409, 'CODE_REPLACED_LATELY'));
    const { openings } = await ownLog(id, receiptCode, HOME, world.now, world.deps);
    expect(openings.map(({ what }) => what)).toEqual(['CODE', 'CODE', 'CODE']);
  });

  test('sealed afterwards, the new code leads to the sealed store', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    await ask(world);
    const { receiptCode } = await printSlip((await waiting(world))[0] as string, printer(world), world.deps);
    await world.command(id, cast(world).officer, { type: 'SEAL', reason: '反映违纪' });
    expect(await status(world, receiptCode)).toMatchObject({ state: 'S_RECEIVED' });
  });
});

describe('[P-25] a code that is used from the bureau’s own network', () => {
  const NETWORK = { value: ['10.20.0.0/16', '2001:db8:20::/48'], cite: '本局网络规划', verified: false };

  test('is shown to the auditor and opens all the same', async () => {
    const world = new World();
    const settings = { ...demoBureau.settings, officeNetworks: NETWORK };
    const tree = treeOf({ ...demoBureau, settings });
    Object.assign(world.deps.bureau, { tree: async () => tree });
    const { receiptCode, id } = await world.submit({ organ: 'donghu' });
    await status(world, receiptCode);
    expect(await status(world, receiptCode, '10.20.3.4')).toMatchObject({ id });
    const uses = (officer: string) => listOfficeUses('2026-03', world.officer(officer), tree, world.deps);
    expect((await uses('auditor-fang')).uses).toEqual([
      { at: world.now, organ: 'donghu', network: '10.20.0.0/16', caseId: id },
    ]);
    await expect(uses('chief-wang')).rejects.toMatchObject(problemOf(403));
    world.now = instant('2026-03-02T10:00+08:00');
    const sealed = await world.submit({ organ: 'donghu', seal: true });
    await status(world, sealed.receiptCode, '2001:db8:20::7');
    expect((await uses('auditor-fang')).uses[1]).toEqual({
      at: world.now,
      organ: 'donghu',
      network: '2001:db8:20::/48',
    });
  });

  test('networks are a setting with citation, unverified, and have to be networks', () => {
    const tables = (value: readonly string[]) => {
      const { version: _version, ...bureau } = demoBureau;
      return { ...bureau, settings: { ...bureau.settings, officeNetworks: { ...NETWORK, value } } };
    };
    expect(validate(BureauBody(), tables(['10.20.0.0/16'])).settings.officeNetworks).toMatchObject({ verified: false });
    expect(() => validate(BureauBody(), tables(['10.20.0.0']))).toThrow();
    expect(['10.0.0.0/33', '300.1.1.1/8', '::1/129', 'a/8', '1:2::3::4/64'].filter(isNetwork)).toEqual([]);
    expect(isWithinNetwork('10.21.0.1', '10.20.0.0/16')).toBe(false);
    expect(isWithinNetwork('::ffff:10.20.0.1', '10.20.0.0/16')).toBe(true);
    expect(isWithinNetwork('2001:db8:21::1', '2001:db8:20::/48')).toBe(false);
    expect(isWithinNetwork('203.0.113.9', '0.0.0.0/0')).toBe(true);
    expect(isWithinNetwork('unknown', '0.0.0.0/0')).toBe(false);
  });
});
