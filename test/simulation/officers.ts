import type { Officer, Role } from '../../shared/domain/bureau.ts';
import type { UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { Duty, DutyKind } from '../../shared/domain/regions.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Commanded } from './ledger.ts';
import { DAY } from './plan.ts';
import type { Random } from './random.ts';

/** What an officer sets out to do with a case as he sees it. */
export interface Intent {
  /** Who means it; the petitioner himself acts by his code. */
  readonly officer: Officer | 'PETITIONER';
  readonly command: Commanded['command'];
}

const STATIONS: Readonly<Record<string, readonly string[]>> = {
  yunze: ['donghu', 'xiling', 'donghu-liuqiao', 'xiling-songling'],
  donghu: ['donghu-liuqiao', 'donghu-wangjiang', 'donghu-qingshi'],
  xiling: ['xiling-songling', 'xiling-chayuan'],
};

const NOTE = '按规定办理';
const CHECK = { facts: true, law: true, papers: true };

const BESIDE: ReadonlySet<DutyKind> = new Set(['SUBTASK', 'SUPERVISION', 'RECTIFICATION']);

/** What the unit that owes it says, and what is said to that. */
function answered({ kind, key }: Duty, accepted: boolean): readonly [Commanded['command'], Commanded['command']] {
  if (kind === 'SUBTASK')
    return [
      { type: 'REPORT_SUBTASK', key, report: NOTE },
      { type: 'JUDGE_SUBTASK', key, accepted, reason: NOTE },
    ];
  if (kind === 'SUPERVISION')
    return [
      { type: 'ANSWER_SUPERVISION', key, answer: NOTE },
      { type: 'JUDGE_ANSWER', key, accepted, reason: NOTE },
    ];
  return [
    { type: 'REPORT_RECTIFICATION', key, done: NOTE, evidence: NOTE },
    { type: 'VERIFY_RECTIFICATION', key, verified: accepted, reason: NOTE },
  ];
}

/** People who do their work by the state of the case, mostly rightly, sometimes not; each draw is the step's own. */
export class Officers {
  readonly #tree: UnitTree;

  constructor(tree: UnitTree) {
    this.#tree = tree;
  }

  /** The next step of a case; undefined where nothing is to be done now. */
  next(head: Head, now: number, random: Random): Intent | undefined {
    const wrong = random.chance(0.1) ? this.#wrongly(head, now, random) : undefined;
    return wrong ?? this.#rightly(head, now, random);
  }

  /** Somebody else who has the same version open. */
  rival(head: Head, now: number, random: Random): Intent | undefined {
    return this.#rightly(head, now, random);
  }

  #who(unit: UnitId | string | undefined, role: Role): Officer | undefined {
    return this.#tree.bureau.officers.find((officer) => officer.unit === unit && officer.roles.includes(role));
  }

  #anyOf(unit: UnitId, role: Role, random: Random): Officer | undefined {
    const all = this.#tree.bureau.officers.filter((officer) => officer.unit === unit && officer.roles.includes(role));
    return all[Math.floor(random.next() * all.length)];
  }

  #named(id: string | undefined): Officer | undefined {
    return this.#tree.bureau.officers.find((officer) => officer.id === id);
  }

  #somebody(unit: UnitId, roles: readonly Role[], random: Random): Officer | undefined {
    return this.#who(unit, random.pick(roles)) ?? this.#who(unit, roles[0] as Role);
  }

  #rightly(head: Head, now: number, random: Random): Intent | undefined {
    const office = this.#somebody(head.office, ['petitionOfficer', 'petitionChief'], random);
    const does = (officer: Officer | undefined, command: Commanded['command']): Intent | undefined =>
      officer && { officer, command };
    switch (head.state) {
      case 'RECEIVED':
        return random.chance(0.06)
          ? does(office, { type: 'SEAL', reason: NOTE })
          : random.chance(0.12)
            ? this.#correct(head, random)
            : does(this.#somebody(head.office, ['registrar', 'petitionOfficer'], random), {
                type: 'REGISTER',
                readBack: random.chance(0.7)
                  ? { how: 'WRITTEN_BY_PETITIONER' }
                  : { how: 'NOT_POSSIBLE', reason: '来信' },
              });
      case 'REGISTERED':
        return head.screened ? this.#screened(head, now, random) : this.#unscreened(head, office, random);
      case 'OBJECTED':
        return does(this.#somebody(head.referral?.from as UnitId, ['petitionOfficer', 'petitionChief'], random), {
          type: 'RULE_OBJECTION',
          upheld: random.chance(0.5),
          reason: NOTE,
        });
      case 'REPORT_CHECK':
        return does(this.#who(head.office, 'petitionChief'), {
          type: 'CHECK_CLOSING_REPORT',
          accepted: random.chance(0.6),
          reason: NOTE,
        });
      case 'S_RECEIVED':
      case 'S_SCREENED':
      case 'S_FORWARDED':
      case 'S_HELD':
      case 'S_INFORMED':
        return this.#sealed(head, random);
      default:
        return this.#handling(head, now, office, random);
    }
  }

  #correct(head: Head, random: Random): Intent | undefined {
    const officer = this.#somebody(head.office, ['registrar', 'petitionOfficer'], random);
    const what = random.pick([
      { request: '请书面答复处理结果', facts: '补充:当晚再次报警', reasons: '应当及时处置' },
      { externalNumber: `W${random.whole(1000, 9999)}` },
      { petitioner: { name: '补登人', phone: '13100000000' } },
    ]);
    return officer && { officer, command: { type: 'CORRECT_RECORD', reason: NOTE, ...what } };
  }

  #unscreened(head: Head, office: Officer | undefined, random: Random): Intent | undefined {
    if (random.chance(0.12)) return this.#correct(head, random);
    if (!office) return undefined;
    if (random.chance(0.05)) return { officer: office, command: { type: 'SEAL', reason: NOTE } };
    const [purpose, category] =
      head.purpose === 'SUGGESTION'
        ? ['SUGGESTION', 'TRAFFIC.FACILITY']
        : random.chance(0.1)
          ? ['APPEAL', 'X.LABOR']
          : ['APPEAL', 'RESPONSE.SLOW'];
    const accused = head.namesAccused || random.chance(0.1) ? { accused: head.accused } : {};
    return {
      officer: office,
      command: {
        type: 'CLASSIFY',
        purpose,
        category,
        ...accused,
        ...(random.chance(0.5) ? { simple: true } : {}),
        ...(random.chance(0.2) ? { reason: NOTE } : {}),
      },
    };
  }

  #screened(head: Head, now: number, random: Random): Intent | undefined {
    const office = this.#somebody(head.office, ['petitionOfficer', 'petitionChief'], random);
    const chief = this.#who(head.office, 'petitionChief');
    if (!office || !chief) return undefined;
    const method = { method: random.pick(['POST', 'HAND', 'ELECTRONIC']) };
    if (random.chance(0.08)) return this.#correct(head, random);
    if (random.chance(0.03)) return { officer: office, command: { type: 'SEAL', reason: NOTE } };
    // Found out later: it complains of the very unit that has it, or of one of those who handle it.
    if (random.chance(0.06) && head.unit !== head.office)
      return {
        officer: office,
        command: {
          type: 'CLASSIFY',
          purpose: 'APPEAL',
          category: 'RESPONSE.SLOW',
          accused: this.#complainedOf(head, random),
          reason: NOTE,
        },
      };
    if (head.category?.startsWith('X.'))
      return {
        officer: office,
        command: {
          type: 'REDIRECT',
          organ: { name: '人力资源和社会保障局', address: '政务路1号' },
          reason: NOTE,
          ...method,
        },
      };
    if (head.referral && !head.signedForAt && random.chance(0.25))
      return { officer: office, command: { type: 'SIGN_FOR' } };
    if (head.referral && random.chance(0.2)) {
      const unitHead = this.#who(head.unit, 'unitHead');
      return (
        unitHead && {
          officer: unitHead,
          command: {
            type: 'OBJECT',
            reasons: '该事项发生地不在本单位辖区,应由事发地单位办理为宜',
            proposedOrgan: '事发地派出所',
          },
        }
      );
    }
    const below = STATIONS[head.organ] ?? [];
    if (below.length > 0 && (head.organ === 'yunze' || (!head.referral && random.chance(0.3)))) {
      const to = random.pick(below);
      return random.chance(0.6)
        ? { officer: office, command: { type: 'TRANSFER', to, reason: NOTE, ...method } }
        : {
            officer: chief,
            command: {
              type: 'ASSIGN',
              to,
              requirements: NOTE,
              reportDue: dayOf(now + random.whole(5, 30) * DAY),
              ...method,
            },
          };
    }
    if (head.purpose !== 'APPEAL') return undefined;
    const units = (STATIONS[head.organ] ?? []).filter((unit) => unit.startsWith(head.organ));
    return {
      officer: office,
      command: {
        type: 'ACCEPT',
        ...(units.length > 0 && random.chance(0.88) ? { handlingUnit: random.pick(units) } : {}),
        requestItems: random.chance(0.3) ? ['说明经过', '书面致歉'] : ['说明经过'],
        ...method,
      },
    };
  }

  #complainedOf(head: Head, random: Random) {
    const near = this.#tree.bureau.officers.filter(({ unit }) => unit === head.unit || unit === head.office);
    return random.chance(0.5) || near.length === 0
      ? { units: [head.unit], officers: [] }
      : { units: [], officers: [random.pick(near).id] };
  }

  #handling(head: Head, now: number, office: Officer | undefined, random: Random): Intent | undefined {
    const unitHead = this.#anyOf(head.unit, 'unitHead', random);
    const bureauHead = this.#who(head.organ, 'bureauHead');
    const handler = this.#named(head.handler) ?? this.#anyOf(head.unit, 'handler', random);
    const does = (officer: Officer | undefined, command: Commanded['command']): Intent | undefined =>
      officer && { officer, command };
    const mayExtend = head.clocks.some(({ code }) => code === 'HANDLE_60D');
    if (mayExtend && random.chance(0.12)) return does(bureauHead, this.#extend(random.whole(1, 30)));
    if (head.referral?.kind === 'ASSIGN' && head.closedAt !== undefined && random.chance(0.7))
      return does(unitHead ?? this.#who(head.office, 'petitionChief'), { type: 'SUBMIT_CLOSING_REPORT', report: NOTE });
    const beside = this.#beside(head, now, random);
    if (beside) return beside;
    switch (head.state) {
      case 'ACCEPTED': {
        if (!head.handler) {
          // A unit without handlers: the chief charges another one of the organ.
          const other = this.#anyOf((STATIONS[head.organ]?.[0] ?? head.unit) as UnitId, 'handler', random);
          return handler
            ? does(unitHead, { type: 'ASSIGN_HANDLER', handler: handler.id })
            : does(this.#who(head.office, 'petitionChief'), {
                type: 'ASSIGN_HANDLER',
                handler: other?.id ?? 'handler-chen',
              });
        }
        const limit = head.clocks.find(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D')?.nominalDue;
        const dueAt = limit && limit > dayOf(now) ? limit : dayOf(now + 3 * DAY);
        return does(unitHead, { type: 'SET_PLAN', leader: bureauHead?.id, dueAt });
      }
      case 'INVESTIGATING':
        if (head.heard === 0 && head.failedContacts < 2)
          return does(handler, {
            type: 'LOG_CONTACT',
            outcome: random.chance(0.7) ? 'HEARD' : 'FAILED',
            method: 'PHONE',
            note: NOTE,
          });
        return does(handler, {
          type: 'DRAFT_OPINION',
          opinion: {
            facts: '经查,当晚警力不足',
            legalBasis: '《信访工作条例》第三十一条',
            items: Array.from({ length: head.requestItems }, (_, at) => ({
              item: at + 1,
              outcome: 'SUPPORT',
              answer: '已说明',
            })),
          },
        });
      case 'OPINION_DRAFT':
        // Who drafted it and could approve it tries to.
        if (handler && handler.roles.length > 1 && random.chance(0.5))
          return does(handler, { type: 'APPROVE_OPINION', check: CHECK });
        return does(
          unitHead,
          random.chance(0.12) ? { type: 'RETURN_DRAFT', reasons: NOTE } : { type: 'APPROVE_OPINION', check: CHECK },
        );
      case 'OPINION_APPROVAL':
        return does(bureauHead, { type: 'APPROVE_OPINION', check: CHECK });
      case 'OPINION_ISSUED':
        return this.#sending(head, now, office, random);
      case 'REVIEW_WINDOW':
      case 'DELIVERED':
        return head.fault === undefined
          ? does(office, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: NOTE })
          : does(office, this.#close());
      default:
        return undefined;
    }
  }

  /** What units owe beside the course of the case: letters of supervision, sub-tasks, often several on one day. */
  #beside(head: Head, now: number, random: Random): Intent | undefined {
    const unitHead = this.#anyOf(head.unit, 'unitHead', random);
    const chief = this.#who(head.office, 'petitionChief');
    const duty = head.duties?.find(({ kind, settledAt }) => settledAt === undefined && BESIDE.has(kind));
    if (duty && random.chance(0.6)) {
      const { kind } = duty;
      const owes = this.#who(duty.unit, 'unitHead');
      const judges = kind === 'SUBTASK' ? unitHead : chief;
      const officer = duty.answeredAt === undefined ? owes : judges;
      if (!officer) return undefined;
      const [answer, judgement] = answered(duty, random.chance(0.7));
      const command = duty.answeredAt === undefined ? answer : judgement;
      return { officer, command };
    }
    const asked = (one: DutyKind) => head.duties?.some((other) => other.kind === one) === true;
    if (chief && asked('SUPERVISION') && !asked('RECTIFICATION') && random.chance(0.3))
      return {
        officer: chief,
        command: { type: 'ORDER_RECTIFICATION', ground: 'SUPERVISION', unit: head.unit, what: NOTE },
      };
    const handling = head.state === 'ACCEPTED' || head.state === 'INVESTIGATING';
    if (handling && chief && random.chance(0.06))
      return {
        officer: chief,
        command: { type: 'SUPERVISE', ground: random.pick(['S2', 'S4']), finding: NOTE, guidance: NOTE },
      };
    if (head.state !== 'INVESTIGATING' || !unitHead || !random.chance(0.2)) return undefined;
    const others = (STATIONS[head.organ] ?? []).filter((unit) => unit !== head.unit && unit.startsWith(head.organ));
    if (others.length === 0) return undefined;
    // By the week: two tasks fall due on the same day.
    const dueAt = dayOf((Math.floor(now / (7 * DAY)) + 2) * 7 * DAY);
    return { officer: unitHead, command: { type: 'ADD_CO_UNIT', unit: random.pick(others), task: NOTE, dueAt } };
  }

  /** Who is on duty looks once more, then it goes out, then it arrives. */
  #sending(head: Head, now: number, office: Officer | undefined, random: Random): Intent | undefined {
    if (head.opinion?.dispatchedAt !== undefined)
      return (
        office && {
          officer: office,
          command: {
            type: 'DELIVER',
            method: 'POST',
            receivedAt: instantOf(now - random.between(120_000, 600_000)),
            proof: '回执签名',
          },
        }
      );
    const organs = [head.organ, 'donghu', 'yunze'];
    const duty = this.#tree.bureau.officers.find(
      (officer) => officer.roles.includes('dutyLeader') && this.#tree.organOf(officer.unit)?.id === organs[0],
    );
    if (duty && random.chance(0.5))
      return { officer: duty, command: { type: 'CHECK_BEFORE_SEND', passed: true, note: NOTE } };
    return office && { officer: office, command: { type: 'DISPATCH', method: 'POST' } };
  }

  #sealed(head: Head, random: Random): Intent | undefined {
    const organ = this.#tree.organOf(head.office)?.id;
    const officer = this.#tree.bureau.officers.find(
      (one) => one.roles.includes('sealedOfficer') && this.#tree.organOf(one.unit)?.id === organ,
    );
    if (!officer) return undefined;
    const command: Commanded['command'] =
      head.state === 'S_RECEIVED'
        ? { type: 'S_SCREEN', finding: NOTE }
        : head.state === 'S_SCREENED'
          ? random.chance(0.5)
            ? { type: 'S_FORWARD', to: '市纪委监委', reason: NOTE }
            : { type: 'S_HOLD', plan: NOTE }
          : head.state === 'S_INFORMED' || !head.canBeInformed
            ? { type: 'S_CLOSE', result: NOTE }
            : { type: 'S_INFORM', method: 'POST', content: NOTE };
    return { officer, command };
  }

  #extend(days: number): Commanded['command'] {
    return { type: 'EXTEND', days, reason: '案情复杂', capacity: 'HEAD', method: 'POST' };
  }

  #close(): Commanded['command'] {
    return { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: NOTE };
  }

  /** What must be refused, or at least must not harm. */
  #wrongly(head: Head, now: number, random: Random): Intent | undefined {
    const office = this.#who(head.office, 'petitionOfficer');
    const accused = head.accused.units[0];
    const handler = this.#named(head.handler);
    const bureauHead = this.#who(head.organ, 'bureauHead');
    const unitHead = this.#who(head.unit, 'unitHead');
    if (head.clocks.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D') && bureauHead && random.chance(0.5))
      return { officer: bureauHead, command: this.#extend(random.pick([0, 10, 31, 45])) };
    const candidates: (Intent | undefined)[] = [
      bureauHead && { officer: bureauHead, command: this.#extend(random.pick([0, 31, 45])) },
      unitHead && { officer: unitHead, command: this.#extend(10) },
      office && { officer: office, command: this.#close() },
      office &&
        accused && { officer: office, command: { type: 'TRANSFER', to: accused, reason: NOTE, method: 'POST' } },
      office &&
        accused && {
          officer: office,
          command: { type: 'ACCEPT', handlingUnit: accused, requestItems: ['说明'], method: 'POST' },
        },
      handler && { officer: handler, command: { type: 'APPROVE_OPINION', check: CHECK } },
      office && {
        officer: office,
        command: { type: 'DELIVER', method: 'POST', receivedAt: instantOf(now + 5 * DAY), proof: '回执' },
      },
      unitHead && {
        officer: unitHead,
        command: { type: 'OBJECT', reasons: '逾期提出的异议,理由不充分,应当不予受理才对', proposedOrgan: '其他单位' },
      },
    ].map((candidate) => candidate || undefined);
    return random.pick(
      [...candidates.filter((candidate) => candidate !== undefined), undefined].map((one) => ({ one })),
    ).one;
  }
}

/** The day in Shanghai. */
export const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
export const instantOf = (at: number): string => new Date(Math.floor(at)).toISOString();
