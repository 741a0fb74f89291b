import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingsOf } from '../../shared/domain/access.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { nextCommands } from '../../shared/domain/decide/next-commands.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { canonicalJson, NO_PREVIOUS } from '../../shared/events/record.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { APPROVE, DRAFT } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

/** Commands that lead on, with plausible bodies; the walk tries them in any order, as any officer. */
const ONWARD: { type: string; [field: string]: unknown }[] = [
  { type: 'REGISTER', readBack: { how: 'SIGNATURE' } },
  { type: 'REDIRECT', organ: { name: '甲', address: '乙' }, reason: '丙', method: 'POST' },
  { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' },
  { type: 'TRANSFER', to: 'xiling', reason: '属地', method: 'POST' },
  { type: 'ASSIGN', to: 'donghu-wangjiang', requirements: '查明', reportDue: '2026-12-01', method: 'POST' },
  { type: 'SIGN_FOR' },
  { type: 'OBJECT', reasons: '事发地点不属于本所管辖范围,有现场录像可以证明。', proposedOrgan: '青石派出所' },
  { type: 'RULE_OBJECTION', upheld: true, reason: '属实' },
  { type: 'RULE_OBJECTION', upheld: false, reason: '不属实' },
  { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' },
  { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', requestItems: ['答复'], method: 'POST' },
  { type: 'SET_PLAN', leader: 'leader-shen', handler: 'handler-zhu', dueAt: '2026-04-20' },
  { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '已联系' },
  DRAFT,
  APPROVE,
  { type: 'RETURN_DRAFT', reasons: '补充' },
  { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' },
  { type: 'DISPATCH', method: 'POST' },
  { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法处理' },
  { type: 'DELIVER', method: 'HAND', receivedAt: 'now', proof: '签名' },
  { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' },
];

/** Commands that leave the state as it is: tried after the others, or alone. */
const ASIDE: typeof ONWARD = [
  { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' },
  { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.LAND' },
  { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' },
  { type: 'EXTEND', days: 10, reason: '复杂', capacity: 'HEAD', method: 'POST' },
  { type: 'CORRECT_RECORD', reason: '补记', incidentNumber: '110-1' },
];
const COMMANDS = [...ONWARD, ...ASIDE];

const OFFICERS = [
  'reg-zhang',
  'po-li',
  'chief-wang',
  'head-ma',
  'handler-zhu',
  'bureau-zhao',
  'head-liu',
  'leader-shen',
  'chief-mao',
];

const step = fc.record({
  which: fc.nat(),
  pick: fc.nat(),
  officer: fc.constantFrom(...OFFICERS),
  /** Mostly hours; now and then the weeks in which a window closes. */
  hours: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 2, arbitrary: fc.constant(40 * 24) },
  ),
  /** What the case may leave by; mostly it stays, so that walks get far. */
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('ONWARD' as const) },
    { weight: 3, arbitrary: fc.constant('ANY' as const) },
    { weight: 3, arbitrary: fc.constant('BLIND' as const) },
  ),
});

const EXITS = new Set(['REDIRECT', 'TRANSFER', 'ASSIGN']);

test('any walk: legal states, every open clock on an open case, no date moved silently, replay and chain agree', async () => {
  const applied = new Map<string, number>();
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const world = new World('2026-03-02T01:00:00Z');
      const cases: CaseId[] = [(await world.submit({ organ: 'donghu' })).id];
      for (const { which, pick, officer, hours, kind } of steps) {
        world.now = instant(new Date(Date.parse(world.now) + hours * 3_600_000).toISOString());
        const id = cases[which % cases.length] as CaseId;
        const choices = kind === 'BLIND' ? blind(officer) : await possible(world, id, kind === 'ANY');
        const choice = choices[pick % Math.max(1, choices.length)];
        if (!choice) continue;
        const other = await tryAs(world, id, choice);
        if (other === undefined) refusals += 1;
        else applied.set(choice.body.type, (applied.get(choice.body.type) ?? 0) + 1);
        if (other && !cases.includes(other)) cases.push(other);
      }
      for (const id of cases) await checkCase(world, id);
    }),
    { numRuns: 40 },
  );
  expect(refusals).toBeGreaterThan(0);
  // Which commands came up is counted where walks are many (`test/lifecycle`); here they go through the store.
  expect(applied.size).toBeGreaterThan(10);
}, 120_000);

interface Choice {
  readonly officer: string;
  readonly body: { readonly type: string; readonly [field: string]: unknown };
}

const blind = (officer: string): Choice[] => COMMANDS.map((body) => ({ officer, body }));

/** What somebody may try now, by the lifecycle table; commands that lead on come first, if there are any. */
async function possible(world: World, id: CaseId, any: boolean): Promise<Choice[]> {
  const head = await world.head(id);
  const parent = head.parentId && (await world.head(head.parentId));
  const choices = OFFICERS.flatMap((officer) => {
    const who = world.officer(officer);
    const { tree, now } = world;
    const standings = standingsOf(who, head, parent || undefined, tree);
    const open = new Set<string>(
      nextCommands(head, { now, officer: who.id, standings, tree, calendar: CALENDAR, ...(parent ? { parent } : {}) })
        .filter((next) => next.possible)
        .map(({ command }) => command),
    );
    return COMMANDS.filter(({ type }) => open.has(type)).map((body) => ({ officer, body }));
  });
  const onward = choices.filter(({ body }) => ONWARD.includes(body) && !EXITS.has(body.type));
  return any || onward.length === 0 ? choices : onward;
}

/** Tries a command; gives the case it opened, or its own, or nothing when it was refused. */
async function tryAs(world: World, id: CaseId, { officer, body }: Choice): Promise<CaseId | undefined> {
  const before = await world.head(id);
  try {
    const now = body.type === 'DELIVER' ? { receivedAt: world.now } : {};
    const { other, repeated } = await world.command(id, world.officer(officer), { ...body, ...now });
    expect(repeated).toBe(false);
    datesStand(before, await world.head(id));
    await asTheTableSays(world, id, other?.id);
    return other?.id ?? id;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof HttpProblem)) throw error;
    if (error instanceof Refused) expect(error.refusal.article).not.toBe('');
    return undefined;
  }
}

/** A command starts and stops no clock, and issues no document, that its row of the table does not name. */
async function asTheTableSays(world: World, id: CaseId, other: CaseId | undefined): Promise<void> {
  const own = (await readHistory(world.database, ORDINARY, id)).at(-1)?.record;
  if (!own || own.command === 'SUBMIT') throw new Error('a command leaves a record');
  const row = transitionOf(own.command);
  const opened = other ? (await readHistory(world.database, ORDINARY, other)).at(-1)?.record.events : [];
  for (const event of [...own.events, ...(opened ?? [])]) {
    if (event.type === 'clock-started.v1') expect(row.starts ?? [], own.command).toContain(event.clock.code);
    if (event.type === 'clock-stopped.v1') expect(row.stops ?? [], own.command).toContain(event.code);
    if (event.type === 'document-issued.v1') expect(row.documents ?? [], own.command).toContain(event.kind);
    if (event.type === 'state-changed.v1' && own.events.includes(event))
      expect(row.to, own.command).toContain(event.to);
  }
}

/** A clock that runs before and after keeps its dates, whatever happened. */
function datesStand(before: Head, after: Head): void {
  for (const clock of before.clocks) {
    const still = after.clocks.find(({ code, key }) => code === clock.code && key === clock.key);
    const ended = after.stopped.find(({ code, key }) => code === clock.code && key === clock.key);
    // Our own promises may begin anew and leave the head when they end; those of the law keep their dates.
    if (CLOCKS[clock.code].class === 'POLICY') continue;
    expect((still ?? ended)?.due).toBe(clock.due);
  }
}

async function checkCase(world: World, id: CaseId): Promise<void> {
  const head = await world.head(id);
  if (!isOpen(head)) expect(head.clocks.filter(({ code }) => CLOCKS[code].class === 'LAW')).toEqual([]);
  const history = await readHistory(world.database, ORDINARY, id);
  let replayed: Head | undefined;
  let previous = NO_PREVIOUS;
  for (const [at, { record }] of history.entries()) {
    replayed = evolve(replayed, record.events, record.at);
    const { hash, ...unchained } = record;
    expect(record).toMatchObject({ version: at + 1, previous });
    expect(hash).toBe(digest(canonicalJson(unchained)));
    previous = hash;
  }
  expect(replayed).toEqual(head);
}
