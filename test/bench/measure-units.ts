import { textTable } from '../../infra/local/submit/text-table.ts';
import { listCases } from '../../services/casework/list-cases.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { emptyCount, fireCases, type SweepCount } from '../../services/reminders/fire-alarms.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { type CaseId, type LocalDate, unitId } from '../../shared/domain/ids.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import type { Database, Item, Value } from '../../shared/store/database.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { APPROVE, accepted, cast, DRAFT } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';
import { NOTHING, plus, read, type Units, written } from './capacity.ts';
import { type Finding, rounded } from './gate.ts';
import { type MeasuredDatabase, measuredDatabase } from './measured-database.ts';

interface Row {
  readonly step: string;
  readonly group: 'INTAKE' | 'COMMAND' | 'FOLLOW' | 'REMINDER' | 'READ' | 'BESIDE';
  readonly units: Units;
  readonly places: Readonly<Record<string, Units>>;
  /** Approximate size of head and history record afterwards, bytes. */
  readonly head?: number;
  readonly record?: number;
  /** Mailboxes that a reminder went to. */
  readonly recipients?: number;
}

/** One petition from submission to closing over the embedded engine, every call's consumption noted. */
export async function measureUnits(): Promise<Finding> {
  const measured = await measuredDatabase();
  try {
    return report(await walk(measured));
  } finally {
    await measured.stop();
  }
}

async function walk({ database, ledger }: MeasuredDatabase): Promise<Row[]> {
  const world = new World('2026-03-02T01:00:00Z', database);
  const rows: Row[] = [];
  const take = async <Value>(step: string, group: Row['group'], work: () => Promise<Value>): Promise<Value> => {
    const { value, units, places } = await ledger.during(work);
    rows.push({ step, group, units, places: Object.fromEntries(places) });
    return value;
  };
  const last = (more: Partial<Row>) => rows.push({ ...(rows.pop() as Row), ...more });
  const { officeRegistrar, officer, bureauHead, chief } = cast(world);
  const head = world.officer('head-ma');
  const handler = world.officer('handler-zhu');
  /** A command, and what it sets going in the queues. */
  const step = async (
    id: CaseId,
    who: Parameters<World['command']>[1],
    command: { type: string; [field: string]: unknown },
    clocks = false,
    group: 'COMMAND' | 'BESIDE' = 'COMMAND',
  ) => {
    // The World reads the version first, as a client did before: not part of the command.
    const version = (await world.head(id)).version;
    const result = await take(command.type, group, () => world.command(id, who, command, { version }));
    last(await sizesOf(database, id, version + 1));
    const follows = group === 'COMMAND' ? 'FOLLOW' : group;
    await take(`  fact row after ${command.type}`, follows, () => world.count(id));
    if (clocks) await take(`  reminders queue after ${command.type}`, follows, () => fire(world, id));
    return result;
  };

  const remind = async (name: string) => {
    const { reminders } = await take(name, 'REMINDER', () => fire(world, id));
    last({ step: `${name}, ${reminders} recipients`, recipients: reminders });
  };
  const { id, receiptCode } = await take('SUBMIT (register: name, phone, address)', 'INTAKE', () =>
    world.submit({ organ: 'donghu', place: '望江路' }),
  );
  last(await sizesOf(database, id, 1));
  await take('  routing: propose', 'INTAKE', () => world.propose(id));
  await take('  reporting: fact row', 'INTAKE', () => world.count(id));
  await take('  reminders queue: nothing due', 'INTAKE', () => fire(world, id));

  await take('GET /petitions/{id}', 'READ', () => readDetail(world, id));
  await take('POST /petitions/status', 'READ', () => petitionStatus(receiptCode, '203.0.113.9', world.now, world.deps));
  await take('GET /worklist (screening, 1 case)', 'READ', () =>
    listCases({ queue: 'SCREENING' }, officer, world.now, world.tree, world.deps),
  );

  world.now = instant('2026-03-12T01:00:00Z');
  await remind('reminder T-5');
  world.now = instant('2026-03-13T01:00:00Z');
  await remind('reminder T-3');
  await take('GET /inbox (2 reminders, 1 role)', 'READ', () => inboxOf(officeRegistrar, {}, world.tree, database));

  await step(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await step(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  const accept = { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', requestItems: ['书面答复'], method: 'POST' };
  await step(id, officer, accept, true);
  await step(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' }, true);
  await step(id, head, { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-20' });
  await step(id, handler, { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '电话听取陈述' });
  await step(id, handler, DRAFT);
  await step(id, head, APPROVE);
  await step(id, bureauHead, APPROVE);
  await step(id, world.officer('leader-shen'), { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' });
  await step(id, officer, { type: 'DISPATCH', method: 'POST' });
  await step(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法处理' });
  world.now = instant('2026-03-20T07:00:00Z');
  const receivedAt = '2026-03-20T10:00+08:00';
  await step(id, officer, { type: 'DELIVER', method: 'POST', receivedAt, proof: '回执签名' }, true);
  world.now = instant('2026-04-22T01:00:00Z');
  await step(id, chief, {
    type: 'CLOSE',
    reason: 'WINDOW_EXPIRED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '夜间应急警力不足',
  });
  await take('GET /petitions/{id}, closed', 'READ', () => readDetail(world, id));
  await take('GET /reports/R-26 (1 month, 1 case)', 'READ', () =>
    reportOn(
      'R-26',
      { unit: unitId('donghu-wangjiang'), from: '2026-03-01' as LocalDate, to: '2026-03-31' as LocalDate },
      head,
      world.now,
      world.tree,
      database,
    ),
  );

  await besides(world, take, step);
  return rows;

  async function readDetail(of: World, petition: CaseId) {
    await findCase(of.database, petition, officer, 'READ_CASE', of.tree);
    await Promise.all([readProposal(of.database, ORDINARY, petition), readHistory(of.database, ORDINARY, petition)]);
  }
}

/** What is no part of the plain lifecycle: a referral that comes back, and a sweep with nothing to do. */
async function besides(
  world: World,
  take: <Value>(step: string, group: Row['group'], work: () => Promise<Value>) => Promise<Value>,
  step: (
    id: CaseId,
    who: Parameters<World['command']>[1],
    command: { type: string; [field: string]: unknown },
    clocks?: boolean,
    group?: 'COMMAND' | 'BESIDE',
  ) => Promise<{ readonly other?: { readonly id: CaseId } | undefined }>,
): Promise<void> {
  const { officeRegistrar, officer, stationHead, bureauHead } = cast(world);
  const extended = await accepted(world);
  const extend = { type: 'EXTEND', days: 15, reason: '需外地取证', capacity: 'HEAD', method: 'POST' };
  await step(extended, bureauHead, extend, true, 'BESIDE');
  const { id } = await world.submit({ organ: 'donghu' });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  const transfer = { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地管理', method: 'POST' };
  const { other } = await step(id, officer, transfer, true, 'BESIDE');
  const child = other?.id ?? id;
  const reasons = '事发地点在青石镇,不属于本所管辖范围,现场录像可以证明。';
  await step(child, stationHead, { type: 'OBJECT', reasons, proposedOrgan: '青石派出所' }, false, 'BESIDE');
  await step(child, officer, { type: 'RULE_OBJECTION', upheld: true, reason: '经核实属实' }, true, 'BESIDE');
  await take('sweep with nothing due (16 shards)', 'BESIDE', () => world.sweep());
}

/** What the reminders queue does with a message about this case, or a sweep when the case is due. */
async function fire(world: World, id: CaseId): Promise<SweepCount> {
  const count = emptyCount();
  await fireCases(
    world.database,
    ORDINARY,
    [id],
    world.now,
    world.tree,
    (await world.deps.bureau.law()).calendar,
    count,
  );
  return count;
}

async function sizesOf(database: Database, id: CaseId, version: number): Promise<{ head: number; record: number }> {
  const [head, record] = await Promise.all([
    database.get('CASES', { pk: id, sk: 'HEAD' }),
    database.get('CASES', { pk: id, sk: `V#${String(version).padStart(8, '0')}` }),
  ]);
  return { head: sizeOf(head), record: sizeOf(record) };
}

/** As DynamoDB counts an item: names and values in bytes, lists and maps with a few more. */
function sizeOf(value: Value | Item | undefined): number {
  if (value === undefined || value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return 1 + Math.ceil(String(value).length / 2);
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce((sum, entry) => sum + 1 + sizeOf(entry), 3);
  return Object.entries(value).reduce((sum, [name, entry]) => sum + Buffer.byteLength(name) + sizeOf(entry), 0);
}

function report(rows: readonly Row[]): Finding {
  const sum = (...groups: Row['group'][]) =>
    rows.filter(({ group }) => groups.includes(group)).reduce((total, { units }) => plus(total, units), NOTHING);
  const intake = sum('INTAKE');
  const reminders = rows.filter(({ group }) => group === 'REMINDER');
  const life = sum('INTAKE', 'COMMAND', 'FOLLOW', 'REMINDER');
  const commands = rows.filter(({ group }) => group === 'COMMAND').length;
  const line = (
    name: string,
    { writeTable, writeIndex, readTable, readIndex }: Units,
    where = '',
    { head, record }: Partial<Row> = {},
  ): (string | number)[] => [
    name,
    rounded(writeTable + writeIndex),
    rounded(writeTable),
    rounded(writeIndex),
    rounded(readTable + readIndex),
    rounded(readTable),
    rounded(readIndex),
    head ?? '',
    record ?? '',
    where,
  ];
  return {
    title: '(b) request units of one petition',
    lines: [
      ...textTable([
        ['step', 'WRU', 'table', 'index', 'RRU', 'table', 'index', 'head B', 'record B', 'where it was written'],
        ...rows.map((row) => line(row.step, row.units, writtenWhere(row.places), row)),
        line('REGISTER AND ROUTE (with fact row)', intake),
        line(`${commands} COMMANDS AFTER IT`, sum('COMMAND')),
        line('THEIR FACT ROWS AND QUEUES', sum('FOLLOW')),
        line('WHOLE LIFECYCLE', life),
      ]),
    ],
    gates: [
      { what: 'register and route', measured: written(intake), unit: 'WRU', gate: 26, aim: 16 },
      {
        what: `whole lifecycle (${commands + 1} commands with SUBMIT, ${reminders.length} reminders, fact rows)`,
        measured: written(life),
        unit: 'WRU',
        gate: 140,
        aim: 90,
      },
      ...reminders.map(({ units, recipients = 1 }) => ({
        what: `one reminder, ${recipients} recipients`,
        measured: written(units),
        unit: 'WRU',
        gate: 6 + 2 * (recipients - 1),
        aim: 4 + 2 * (recipients - 1),
      })),
    ],
    notes: [
      'as the engine reports them: items of a transaction count twice, their index entries once',
      'EXTEND and the referral that comes back are shown, and are no part of the lifecycle’s sum',
      'sizes are approximate: names and values of the item in bytes',
      'a sweep writes one record of its run (1 WRU) whatever the number of reminders in it; not in the row of a reminder',
      'not counted: the bureau’s tables (read once per container and minute), rate limits, KMS, SQS, streams, storage',
      `reads of the lifecycle: ${rounded(read(life))} RRU`,
    ],
    data: { rows, registerAndRoute: intake, lifecycle: life },
  };
}

const writtenWhere = (places: Readonly<Record<string, Units>>): string =>
  Object.entries(places)
    .filter(([, units]) => written(units) > 0)
    .map(([place, units]) => `${place} ${rounded(written(units))}`)
    .join(', ');
