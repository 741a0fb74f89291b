import { describe, expect, test } from 'vitest';
import { handlers as casework } from '../../services/casework/http.ts';
import { handlers as commands } from '../../services/commands/http.ts';
import { handlers as documents } from '../../services/documents/http.ts';
import { digest } from '../../services/notify/digest.ts';
import { handlers as notify } from '../../services/notify/http.ts';
import { handlers as reminders } from '../../services/reminders/http.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { handlers as reporting } from '../../services/reporting/http.ts';
import { handlers as supervision } from '../../services/supervision/http.ts';
import { OPERATIONS } from '../../shared/api/operations.ts';
import type { Mailbox } from '../../shared/domain/alarms.ts';
import type { CaseId, OfficerId } from '../../shared/domain/ids.ts';
import { TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import { recipientsOf } from '../../shared/domain/notifications.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { loadCase, SEALED } from '../../shared/store/cases.ts';
import { queryAll } from '../../shared/store/database.ts';
import { demoBureau, instant, plainKeys, World } from '../builders/world.ts';

/** Every command of the sealed machine, on every way through it. */
const SCREEN = { type: 'S_SCREEN', finding: '反映民警违纪' };
const FORWARD = { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' };
const HOLD = { type: 'S_HOLD', plan: '调取执法记录' };
const SPLIT = { type: 'S_SPLIT', gist: '补办证件', request: '请补办居住证' };
const INFORM = { type: 'S_INFORM', method: 'HAND', content: '已依规办理' };
const CLOSE = { type: 'S_CLOSE', result: '已办结' };
const WAYS = [
  [SCREEN, FORWARD, INFORM, CLOSE],
  [SCREEN, HOLD, INFORM, CLOSE],
  [SCREEN, SPLIT, FORWARD, INFORM, CLOSE],
  [SCREEN, HOLD, SPLIT, INFORM, CLOSE],
];

/** Whom it complains of, and who handles it: of a sealed officer, or a chief, the desk of the organ above. */
const ACCUSED = [
  {
    of: 'a station and an officer of another',
    accused: { units: ['donghu-liuqiao'], officers: ['handler-zhu'] },
    by: 'sealed-xie',
  },
  {
    of: 'the sealed officer and the petition chief',
    accused: { officers: ['sealed-xie', 'chief-wang'] },
    by: 'sealed-lu',
  },
] as const;

const HANDLERS = {
  ...casework(),
  ...commands(),
  ...documents(),
  ...notify(),
  ...reminders(),
  ...reporting(),
  ...supervision(),
};

/** Routes that show something to an officer, and those that act on a petition named by its id. */
const READS = OPERATIONS.filter(
  ({ route, ...operation }) =>
    !('public' in operation) && route in HANDLERS && (route.startsWith('GET ') || route.includes('/petitions/{id}')),
).map(({ route }) => route);

/** Asks a route as the gateway would hand it on; a refusal is its problem. @throws whatever is a fault of ours */
async function ask(world: World, route: string, id: CaseId, officer: OfficerId) {
  const { unit, roles } = world.officer(officer);
  const request = {
    path: { id: route.includes('/units/') ? unit : route.includes('/reports/') ? 'R-01' : id },
    query: {
      unit: 'donghu',
      queue: 'SEALED',
      organ: 'donghu',
      class: '受',
      year: 2026,
      month: '2026-03',
      from: '2026-03-01',
      to: '2026-03-31',
      reason: '核对',
    },
    // As each of the acting routes wants it.
    body: {
      ...{ what: 'IDENTITY', reason: '核对', type: 'S_SCREEN', finding: '核对' },
      ...{ document: { version: 1, index: 0 }, kind: 'DOC-REG', format: 'html' },
    },
    claims: { sub: officer, unit, roles: `[${roles.join(' ')}]` },
    ifMatch: 1,
    now: world.now,
    sourceIp: '198.51.100.7',
  };
  const deps = { ...world.deps, tables: SEALED, channelKeys: plainKeys() };
  const handle = HANDLERS[route as keyof typeof HANDLERS] as unknown as (
    request: unknown,
    deps: unknown,
  ) => Promise<{ status: number; body?: unknown }>;
  try {
    return await handle(request, deps);
  } catch (error) {
    if (error instanceof HttpProblem) return { status: error.body.status, body: error.body };
    throw error;
  }
}

async function headOf(world: World, id: CaseId): Promise<Head> {
  const loaded = await loadCase(world.database, SEALED, id);
  if (!loaded) throw new Error('no accusation');
  return loaded.head;
}

/** Named himself, or serving in a unit that is. */
const isNamed = (
  { id, unit }: { id: string; unit: string },
  accused: { officers: readonly string[]; units?: readonly string[] },
) => accused.officers.includes(id) || (accused.units ?? []).includes(unit);

/** Everything in any mailbox of the bureau that names the accusation. */
async function toldOf(world: World, id: CaseId) {
  const boxes: Mailbox[] = demoBureau.officers.flatMap(({ id: officer, unit, roles }) => [
    { kind: 'OFFICER' as const, officer },
    ...roles.map((role) => ({ kind: 'ROLE' as const, unit, role })),
  ]);
  const keys = new Map(
    boxes.map((box) => [box.kind === 'OFFICER' ? `OFFICER#${box.officer}` : `ROLE#${box.unit}#${box.role}`, box]),
  );
  const found = [];
  for (const [pk, mailbox] of keys)
    for (const item of await queryAll(world.database, { table: 'REMINDERS', pk }))
      if (item.caseId === id) found.push({ mailbox, hiddenFrom: item.hiddenFrom as unknown as OfficerId[] });
  return found;
}

describe('[P-03] [P-10] whoever an accusation complains of is no reader and no recipient of it, at any step', () => {
  test('the ways go through every command of the sealed machine, and the routes are many', () => {
    const sealed = TRANSITIONS.filter(({ actors }) => actors.includes('SEALED_OFFICER')).map(({ command }) => command);
    expect(new Set(WAYS.flat().map(({ type }) => type))).toEqual(new Set(sealed));
    expect(READS.length).toBeGreaterThan(35);
  });

  test.each(
    ACCUSED.flatMap((who) => WAYS.map((way) => ({ ...who, way, name: way.map(({ type }) => type).join(', ') }))),
  )('$of: $name', async ({ accused, by, way }) => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', accused });
    const concerned = demoBureau.officers.filter((officer) => !officer.roles.includes('slipPrinter'));
    for (const step of [undefined, ...way]) {
      if (step) await world.command(id, world.officer(by), step);
      // Everything that the step set going, and all that is due for days after it.
      world.now = instant(new Date(Date.parse(world.now) + 4 * 86_400_000).toISOString());
      await sweep(world.now, { ...world.deps, tables: SEALED }, () => true);
      await digest(world.now, world.deps);
      const head = await headOf(world, id);
      const those = concerned.filter((officer) => isNamed(officer, accused));
      expect(those.length).toBeGreaterThan(1);
      for (const pushed of await toldOf(world, id)) {
        const told = recipientsOf(pushed, head, world.now, world.tree);
        expect(told.filter((officer) => those.some((one) => one.id === officer))).toEqual([]);
      }
      for (const { id: officer } of those)
        for (const route of READS) {
          const answer = await ask(world, route, id, officer);
          expect(JSON.stringify(answer.body ?? ''), `${officer} ${route}`).not.toContain(id);
          if (route.includes('/petitions/{id}')) expect(answer.status, `${officer} ${route}`).toBeGreaterThan(400);
        }
    }
    expect(await toldOf(world, id)).not.toEqual([]);
  });
});
