import type { Officer } from '../../shared/domain/bureau.ts';
import type { UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { complainedOf } from './accusations.ts';
import { setMajor, stepBeside, supervise } from './beside.ts';
import { CHECK, close, dayOf, extend, type Intent, NOTE } from './intent.ts';
import type { Commanded } from './ledger.ts';
import { DAY } from './plan.ts';
import type { Random } from './random.ts';
import { sealedStep } from './sealed-steps.ts';
import { sendingStep } from './sending-steps.ts';
import { STATIONS, Staff } from './staff.ts';
import { wrongStep } from './wrong-steps.ts';

/** People who do their work by the state of the case, mostly rightly, sometimes not; each draw is the step's own. */
export class Officers {
  readonly #tree: UnitTree;

  constructor(tree: UnitTree) {
    this.#tree = tree;
  }

  /** The next step of a case; undefined where nothing is to be done now. */
  next(head: Head, now: number, random: Random): Intent | undefined {
    const staff = new Staff(this.#tree, head, random);
    const wrong = random.chance(0.1) ? wrongStep(head, now, staff, random) : undefined;
    return wrong ?? this.#rightly(head, now, staff, random);
  }

  /** Somebody else who has the same version open. */
  rival(head: Head, now: number, random: Random): Intent | undefined {
    return this.#rightly(head, now, new Staff(this.#tree, head, random), random);
  }

  #rightly(head: Head, now: number, staff: Staff, random: Random): Intent | undefined {
    const office = staff.somebody(head.office, ['petitionOfficer', 'petitionChief'], random);
    const does = (officer: Officer | undefined, command: Commanded['command']): Intent | undefined =>
      officer && { officer, command };
    switch (head.state) {
      case 'RECEIVED':
        return random.chance(0.06)
          ? does(office, { type: 'SEAL', reason: NOTE })
          : random.chance(0.12)
            ? this.#correct(head, staff, random)
            : does(staff.somebody(head.office, ['registrar', 'petitionOfficer'], random), {
                type: 'REGISTER',
                readBack: random.chance(0.7)
                  ? { how: 'WRITTEN_BY_PETITIONER' }
                  : { how: 'NOT_POSSIBLE', reason: '来信' },
              });
      case 'REGISTERED':
        return head.screened ? this.#screened(head, now, staff, random) : this.#unscreened(head, staff, office, random);
      case 'OBJECTED':
        return does(staff.somebody(head.referral?.from as UnitId, ['petitionOfficer', 'petitionChief'], random), {
          type: 'RULE_OBJECTION',
          upheld: random.chance(0.5),
          reason: NOTE,
        });
      case 'REPORT_CHECK':
        return does(staff.who(head.office, 'petitionChief'), {
          type: 'CHECK_CLOSING_REPORT',
          accepted: random.chance(0.6),
          reason: NOTE,
        });
      case 'S_RECEIVED':
      case 'S_SCREENED':
      case 'S_FORWARDED':
      case 'S_HELD':
      case 'S_SPLIT':
      case 'S_INFORMED':
        return sealedStep(head, staff, this.#tree, random);
      default:
        return this.#handling(head, now, staff, office, random);
    }
  }

  #correct(head: Head, staff: Staff, random: Random): Intent | undefined {
    const officer = staff.somebody(head.office, ['registrar', 'petitionOfficer'], random);
    const what = random.pick([
      { request: '请书面答复处理结果', facts: '补充:当晚再次报警', reasons: '应当及时处置' },
      { externalNumber: `W${random.whole(1000, 9999)}` },
      { petitioner: { name: '补登人', phone: '13100000000' } },
    ]);
    return officer && { officer, command: { type: 'CORRECT_RECORD', reason: NOTE, ...what } };
  }

  #unscreened(head: Head, staff: Staff, office: Officer | undefined, random: Random): Intent | undefined {
    if (random.chance(0.12)) return this.#correct(head, staff, random);
    if (!office) return undefined;
    if (random.chance(0.07)) return { officer: office, command: { type: 'SEAL', reason: NOTE } };
    const [purpose, category] =
      head.purpose === 'SUGGESTION'
        ? ['SUGGESTION', 'TRAFFIC.FACILITY']
        : random.chance(0.1)
          ? ['APPEAL', 'X.LABOR']
          : ['APPEAL', 'RESPONSE.SLOW'];
    // Whoever reads it finds out whom it means: often somebody of the very line that it lies in.
    const accused = random.chance(0.15)
      ? { accused: complainedOf(head, this.#tree, random) }
      : head.namesAccused || random.chance(0.1)
        ? { accused: head.accused }
        : {};
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

  #screened(head: Head, now: number, staff: Staff, random: Random): Intent | undefined {
    const office = staff.somebody(head.office, ['petitionOfficer', 'petitionChief'], random);
    const chief = staff.who(head.office, 'petitionChief');
    if (!office || !chief) return undefined;
    const method = { method: random.pick(['POST', 'HAND', 'ELECTRONIC']) };
    if (random.chance(0.08)) return this.#correct(head, staff, random);
    if (random.chance(0.05)) return { officer: office, command: { type: 'SEAL', reason: NOTE } };
    // What is led from above has letters soon; what complains of who leads it then lies, and nobody wants to take it.
    const accusedLeads = head.leader !== undefined && head.accused.officers.includes(head.leader);
    if (accusedLeads && random.chance(0.6)) return random.chance(0.3) ? supervise(head, staff, random) : undefined;
    if (random.chance(head.leader ? 0.35 : 0.07))
      return head.leader ? supervise(head, staff, random) : setMajor(head, staff, random);
    // Found out later: it complains of the very unit that has it, of who leads it, or of one of those who handle it.
    if (random.chance(head.leader && !accusedLeads ? 0.35 : 0.06))
      return {
        officer: office,
        command: {
          type: 'CLASSIFY',
          purpose: head.purpose ?? 'APPEAL',
          category: head.category ?? 'RESPONSE.SLOW',
          accused: complainedOf(head, this.#tree, random),
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
      const unitHead = staff.who(head.unit, 'unitHead');
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
    // Mostly to whom it does not complain of.
    const careful = random.chance(0.9);
    const below = (STATIONS[head.organ] ?? []).filter(
      (unit) => !careful || !this.#tree.conflictsWith(unit as UnitId, head.accused),
    );
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
    if (head.article && !head.article.includes('31(6)'))
      return {
        officer: office,
        command: {
          type: 'CLASSIFY',
          purpose: 'APPEAL',
          category: 'RESPONSE.SLOW',
          accused: head.accused,
          reason: NOTE,
        },
      };
    const units = below.filter((unit) => unit.startsWith(head.organ));
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

  #handling(head: Head, now: number, staff: Staff, office: Officer | undefined, random: Random): Intent | undefined {
    const unitHead = staff.anyOf(head.unit, 'unitHead', random);
    const bureauHead = staff.who(head.organ, 'bureauHead');
    const handler = staff.named(head.handler) ?? staff.anyOf(head.unit, 'handler', random);
    const does = (officer: Officer | undefined, command: Commanded['command']): Intent | undefined =>
      officer && { officer, command };
    const mayExtend = head.clocks.some(({ code }) => code === 'HANDLE_60D');
    if (mayExtend && random.chance(0.12)) return does(bureauHead, extend(random.whole(1, 30)));
    if (head.referral?.kind === 'ASSIGN' && head.closedAt !== undefined && random.chance(0.7))
      return does(unitHead ?? staff.who(head.office, 'petitionChief'), { type: 'SUBMIT_CLOSING_REPORT', report: NOTE });
    // What a review overturned, and now and then what is merely difficult, is led from above.
    const remade = head.clocks.some(({ code }) => code === 'REMAKE');
    const plannable = head.state === 'ACCEPTED' || head.state === 'INVESTIGATING';
    if (plannable && !head.major && random.chance(remade ? 0.5 : 0.03)) return setMajor(head, staff, random);
    const beside = stepBeside(head, now, staff, random);
    if (beside) return beside;
    switch (head.state) {
      case 'ACCEPTED': {
        if (!head.handler) {
          if (handler) return does(unitHead, { type: 'ASSIGN_HANDLER', handler: handler.id });
          // A unit without handlers: the chief charges another one of the organ.
          const other = staff.anyOf((STATIONS[head.organ]?.[0] ?? head.unit) as UnitId, 'handler', random);
          return does(staff.who(head.office, 'petitionChief'), {
            type: 'ASSIGN_HANDLER',
            handler: other?.id ?? 'handler-chen',
          });
        }
        const limit = head.clocks.find(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D')?.nominalDue;
        const dueAt = limit && limit > dayOf(now) ? limit : dayOf(now + 3 * DAY);
        // Of a major case who leads it plans, with a task force.
        return head.major
          ? does(staff.named(head.leader), {
              type: 'SET_PLAN',
              leader: head.leader,
              dueAt,
              taskForce: [head.handler],
              requirements: NOTE,
            })
          : does(unitHead, { type: 'SET_PLAN', leader: bureauHead?.id, dueAt });
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
        return sendingStep(head, now, office, staff, this.#tree, random);
      case 'REVIEW_WINDOW':
      case 'DELIVERED':
        return head.fault === undefined
          ? does(office, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: NOTE })
          : does(office, close());
      case 'SETTLED':
      case 'WITHDRAWN':
      case 'FINAL':
      case 'REPLIED':
        return does(office, close(head.state));
      default:
        return undefined;
    }
  }
}
