import { addDays, localDateOf } from '../../shared/domain/calendar.ts';
import type { Command, CommandType } from '../../shared/domain/commands.ts';
import { BACKLOG_OUTCOMES } from '../../shared/domain/commands-duties.ts';
import { type Instant, type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { type Head, runningClock } from '../../shared/domain/petition.ts';
import { type DutyKind, openDuties } from '../../shared/domain/regions.ts';
import { MERGED_STATION, TREE } from './cast.ts';

/** What a body may look at: the case, the others of the walk, the time, and a source of choices. */
export interface Scene {
  readonly head: Head;
  readonly heads: ReadonlyMap<string, Head>;
  readonly now: Instant;
  /** A number below `n`, drawn from the walk's own source. */
  readonly draw: (n: number) => number;
}

type Body = (scene: Scene) => Record<string, unknown> | undefined;

const one = <T>(scene: Scene, list: readonly T[]): T => list[scene.draw(list.length)] as T;
const today = (scene: Scene): LocalDate => localDateOf(scene.now);
const inDays = (scene: Scene, days: number): LocalDate => addDays(today(scene), days);
const METHOD = 'POST';

const handlersOf = (unit: string) =>
  TREE.bureau.officers.filter((officer) => officer.unit === unitId(unit) && officer.roles.includes('handler'));
const STATIONS = ['donghu-liuqiao', 'donghu-wangjiang', 'donghu-qingshi'].map(unitId);
const STATIONS_OF_XILING = ['xiling-songling', 'xiling-chayuan'].map(unitId);

/** A station of the organ, while the petition office holds the case; the city handles nothing itself here. */
const charged = (scene: Scene) =>
  scene.head.unit !== scene.head.office || scene.head.organ === unitId('yunze')
    ? {}
    : { handlingUnit: one(scene, scene.head.organ === unitId('xiling') ? STATIONS_OF_XILING : STATIONS) };

/** Answers for every request item that was accepted. */
const items = (scene: Scene, outcome: string) =>
  Array.from({ length: scene.head.requestItems }, (_, at) => ({ item: at + 1, outcome, answer: '答复内容' }));

const duty = (scene: Scene, kind: DutyKind, answered?: boolean) =>
  openDuties(scene.head, kind).find((one) => answered === undefined || (one.answeredAt !== undefined) === answered)
    ?.key;

const cited = (scene: Scene, wanted: (head: Head) => boolean) =>
  [...scene.heads.values()].find((head) => head.id !== scene.head.id && wanted(head))?.id;

/** A plausible body for each command; nothing where the case gives no occasion for it. */
export const BODIES: { readonly [Type in CommandType]: Body } = {
  REGISTER: () => ({ readBack: { how: 'SIGNATURE' } }),
  CLASSIFY: (scene) => {
    const [purpose, category] = one(scene, [
      ['APPEAL', 'RESPONSE.SLOW'],
      ['APPEAL', 'RESPONSE.SLOW'],
      ['APPEAL', 'RESPONSE.SLOW'],
      ['APPEAL', 'CONDUCT.ATTITUDE'],
      ['APPEAL', 'ADMIN.DELAY'],
      ['APPEAL', 'CRIM.NOFILE'],
      ['APPEAL', 'X.LAND'],
      ['SUGGESTION', 'TRAFFIC.FACILITY'],
      ['CONSULT', 'SERVICE.CONSULT'],
    ] as const);
    const simple = scene.draw(2) === 0 ? { simple: true } : {};
    return { purpose, category, ...simple, reason: '分类', accused: { units: [], officers: [] } };
  },
  SEAL: () => ({ reason: '反映违纪' }),
  REDIRECT: () => ({ organ: { name: '甲局', address: '乙路1号' }, reason: '不属公安', method: METHOD }),
  TRANSFER: (scene) => ({ to: one(scene, [...STATIONS, unitId('xiling')]), reason: '属地', method: METHOD }),
  ASSIGN: (scene) => ({
    to: one(scene, STATIONS),
    requirements: '查明',
    reportDue: inDays(scene, 30),
    method: METHOD,
  }),
  SIGN_FOR: () => ({}),
  OBJECT: () => ({ reasons: '事发地点不属于本所管辖范围,有现场录像可以证明。', proposedOrgan: '西岭分局' }),
  RULE_OBJECTION: (scene) => ({ upheld: scene.draw(2) === 0, reason: '核实' }),
  ACCEPT: (scene) => ({
    ...charged(scene),
    requestItems: scene.draw(4) === 0 ? ['答复', '整改'] : ['答复'],
    method: METHOD,
  }),
  ASSIGN_HANDLER: (scene) => {
    const handlers = handlersOf(scene.head.unit);
    return handlers.length > 0 ? { handler: one(scene, handlers).id } : undefined;
  },
  SET_PLAN: (scene) => {
    const handlers = handlersOf(scene.head.unit);
    const handle = runningClock(scene.head, 'HANDLE_60D') ?? runningClock(scene.head, 'EXT_30D');
    const handler = scene.head.handler ?? handlers[0]?.id;
    if (!handler) return undefined;
    return {
      leader: scene.head.leader ?? officerId(scene.head.organ === unitId('xiling') ? 'bureau-luo' : 'leader-shen'),
      handler,
      dueAt: handle && handle.nominalDue > today(scene) ? handle.nominalDue : inDays(scene, 5),
      taskForce: [handler],
      requirements: '查清事实',
    };
  },
  LOG_CONTACT: (scene) => ({ outcome: scene.draw(3) === 0 ? 'FAILED' : 'HEARD', method: 'PHONE', note: '联系' }),
  HEAR_STATEMENT: (scene) => ({ at: scene.now, statement: '陈述', present: ['民警'] }),
  EXTEND: (scene) => ({ days: 1 + scene.draw(30), reason: '情况复杂', capacity: 'HEAD', method: METHOD }),
  DRAFT_OPINION: (scene) => ({
    opinion: {
      facts: '经查属实',
      legalBasis: '《信访工作条例》第三十二条',
      items: items(scene, one(scene, ['SUPPORT', 'EXPLAIN', 'REJECT'])),
      newGrounds: '补充调取了接警录音',
    },
  }),
  APPROVE_OPINION: () => ({ check: { facts: true, law: true, papers: true }, rootCause: 'RC.RESPONSE_SLOW' }),
  RETURN_DRAFT: () => ({ reasons: '补充证据' }),
  DISPATCH: () => ({ method: METHOD }),
  DELIVER: (scene) => ({ method: METHOD, receivedAt: scene.now, proof: '签名' }),
  CLOSE: (scene) => ({
    reason:
      (
        {
          SETTLED: 'SETTLED',
          WITHDRAWN: 'WITHDRAWN',
          FINAL: 'FINAL',
          REPLIED: 'REPLIED',
        } as Record<string, string>
      )[scene.head.state] ?? 'WINDOW_EXPIRED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '加强接处警管理',
    followUpConsent: scene.draw(2) > 0,
  }),
  SUBMIT_CLOSING_REPORT: () => ({ report: '已办结' }),
  CHECK_CLOSING_REPORT: (scene) => ({ accepted: scene.draw(3) > 0, reason: '审核' }),
  S_SCREEN: () => ({ finding: '属检举控告' }),
  S_FORWARD: () => ({ to: '市纪委监委派驻纪检组', reason: '依权限移送' }),
  S_HOLD: () => ({ plan: '自行核查' }),
  S_SPLIT: () => ({ gist: '请求书面答复', request: '请求书面答复', facts: '事实', reasons: '理由' }),
  S_INFORM: () => ({ method: METHOD, content: '已依法办理' }),
  S_CLOSE: () => ({ result: '办结' }),
  CORRECT_RECORD: () => ({ reason: '补记', incidentNumber: '110-1' }),
  LINK_MATTER: (scene) => {
    const { petitionId, matter: linked } = scene.head;
    if (linked && scene.draw(2) === 0) return { matter: petitionId, reason: '核对后不属同一事项' };
    const matter = cited(scene, ({ petitionId, sealed }) => petitionId !== scene.head.petitionId && !sealed);
    return matter ? { matter, reason: '同一人同一事项' } : undefined;
  },
  FLAG_URGENT: (scene) => ({
    lifeAtStake: scene.draw(2) === 0,
    place: '东湖街',
    reason: '有人受伤',
    measures: ['AMBULANCE'],
  }),
  ACK_URGENT: () => ({}),
  RECORD_URGENT_REPORT: () => ({ to: '市局指挥中心', content: '已报告' }),
  CHANNEL: (scene) => {
    const coSigner = officerId(scene.head.organ === unitId('xiling') ? 'head-ji' : 'head-cao');
    const own = scene.head.category === 'ADMIN.DELAY';
    return {
      route: own ? 'DUTY' : 'CRIM_RECON',
      reason: '属法定程序',
      organ: own
        ? { name: '东湖分局治安大队', address: '东湖路', unit: unitId('donghu-zhian') }
        : { name: '东湖分局', address: '东湖路' },
      knownOn: today(scene),
      toldInWriting: true,
      ...(own ? { caseNumber: '东公(治)受案字〔2026〕1号' } : {}),
      coSigner,
      method: METHOD,
    };
  },
  RECORD_ROUTE_RESULT: (scene) => ({
    outcome: '已决定',
    number: '1号',
    decidedOn: today(scene),
    reversed: scene.draw(2) === 0,
  }),
  DISPUTE: () => ({ with: unitId('xiling'), reason: '事发地在两局交界处' }),
  DECIDE_JURISDICTION: (scene) => ({ to: one(scene, [unitId('donghu'), unitId('xiling')]), reason: '首接单位办理' }),
  ACCEPT_SIMPLE: (scene) => ({
    ...charged(scene),
    requestItems: ['答复'],
    method: METHOD,
  }),
  SWITCH_ORDINARY: () => ({ reason: '需要调查', atPetitionersWish: true }),
  PASS_ON: (scene) => ({ to: one(scene, STATIONS), method: METHOD }),
  NOT_ACCEPT: (scene) => {
    const pendingCase = cited(scene, ({ stage, clocks }) => stage === 'HANDLING' && clocks.length > 0);
    return pendingCase ? { pendingCase, reason: '同一事项正在办理期限内', method: METHOD } : undefined;
  },
  NO_LONGER_ACCEPT: (scene) => {
    const reReviewCase = cited(scene, ({ stage }) => stage === 'REREVIEW');
    return reReviewCase
      ? { reReviewCase, comparison: '事实理由相同', newFacts: '没有新的事实', hasNewFacts: false, method: METHOD }
      : undefined;
  },
  STUDY_SUGGESTION: () => ({ method: METHOD }),
  REPLY: (scene) => ({
    items: items(scene, 'EXPLAIN'),
    legalBasis: '《信访工作条例》第二十九条',
    method: METHOD,
  }),
  EXPORT_OFFICIAL: () => ({ system: 'POLICE', externalNumber: 'G-1' }),
  ESCALATE_UP: () => ({ organ: '云泽市公安局', reason: '超出职权' }),
  WAIVE_CLOCK: (scene) => {
    const clock = scene.head.clocks.find(({ code }) => code === 'FIRST_CONTACT' || code === 'INFORM_15D');
    return clock ? { clock: clock.code, reason: '姓名地址不清' } : undefined;
  },
  RECOMPUTE_CLOCKS: () => ({ why: 'OVERLAY', by: officerId('admin-he') }),
  HAND_ON: (scene) => (scene.head.unit === MERGED_STATION ? { by: officerId('admin-he') } : undefined),
  REQUEST_REVIEW: (scene) => ({
    request: '请求复查',
    reasons: '不服',
    delayReason: scene.draw(2) ? '洪水' : undefined,
  }),
  REQUEST_REREVIEW: (scene) => ({
    request: '请求复核',
    reasons: '不服',
    delayReason: scene.draw(2) ? '洪水' : undefined,
  }),
  ADMIT_LATE: () => ({ reason: '洪水', cause: 'FORCE_MAJEURE' }),
  REJECT_LATE: (scene) => ({
    ground: scene.head.state === 'REQ_RECEIVED' ? 'LATE' : 'INADMISSIBLE',
    reason: '无正当理由',
    method: METHOD,
  }),
  REVIEW_DECIDE: (scene) => ({ opinion: reviewOpinion(scene) }),
  REREVIEW_DECIDE: (scene) => ({ opinion: reviewOpinion(scene) }),
  RETURN_FROM_REVIEW: (scene) => ({
    decision: one(scene, ['UPHOLD', 'CHANGE', 'REVOKE_REMAKE']),
    opinionNumber: '江公信复核〔2026〕1号',
    deliveredOn: today(scene),
  }),
  HOLD_HEARING: (scene) => ({
    from: today(scene),
    to: inDays(scene, scene.draw(5)),
    ground: 'COMPLEX',
    reason: '案情复杂',
    participants: ['信访人', '承办单位'],
    record: '笔录',
  }),
  MEDIATE: (scene) => ({
    petitionerConsents: true,
    otherSideConsents: true,
    parties: '双方',
    outcome: scene.draw(2) ? 'AGREED' : 'FAILED',
    terms: '互谅',
    note: '调解',
  }),
  SETTLE: () => ({
    petitionerConsents: true,
    otherSideConsents: true,
    terms: '和解条款',
    performance: '当场履行',
    legalityCheck: true,
  }),
  APPLY_RECUSAL: (scene) => (scene.head.handler ? { of: scene.head.handler, reason: '有利害关系' } : undefined),
  DECIDE_RECUSAL: (scene) => ({ granted: scene.draw(2) === 0, reason: '经审查', method: METHOD }),
  CONFIRM_SETTLEMENT: () => ({ note: '电话核实,系自愿' }),
  WITHDRAW: () => ({ words: '问题已经解决', free: true }),
  CONFIRM_WITHDRAWAL: () => ({ note: '电话核实,系自愿' }),
  REVOKE_WITHDRAWAL: () => ({ words: '我改变主意' }),
  ORDER_EXECUTION: (scene) => ({ unit: scene.head.unit, what: '书面道歉', dueAt: inDays(scene, 20) }),
  CONFIRM_EXECUTION: () => ({ evidence: '道歉信回执', done: true }),
  FOLLOW_UP: (scene) => ({
    method: 'PHONE',
    result: one(scene, ['RESOLVED', 'PERSISTS', 'NOT_REACHED']),
    note: '回访',
  }),
  RATE: (scene) => ({
    object: one(scene, ['NOTICE', 'OPINION']),
    rating: one(scene, ['SATISFIED', 'MOSTLY_SATISFIED', 'DISSATISFIED']),
  }),
  REOPEN: (scene) => ({ ground: one(scene, ['NEW_FACTS', 'ERROR']), reason: '有新的事实' }),
  ARCHIVE: () => ({ retention: 'YEARS_30' }),
  REPORT_RETALIATION: () => ({ words: '被找去谈话' }),
  REPORT_LEAK: () => ({ words: '对方知道了信件内容' }),
  PROPOSE: () => ({ proposal: '拟请分管领导阅批', to: officerId('leader-shen') }),
  INSTRUCT: (scene) => ({
    instruction: '认真办理',
    ...(scene.draw(3) === 0 ? { leader: officerId('bureau-zhao') } : {}),
    ...(scene.draw(4) === 0 ? { unit: one(scene, STATIONS) } : {}),
  }),
  CIRCULATE: () => ({ to: [officerId('head-ma')], note: '请阅办' }),
  SET_MAJOR: (scene) => ({
    // Who leads it already may go on leading it: then nothing but its reminders changes.
    leader:
      (scene.draw(2) === 0 ? scene.head.leader : undefined) ??
      officerId(scene.head.organ === unitId('xiling') ? 'bureau-luo' : 'bureau-zhao'),
    reason: '影响较大',
  }),
  LOG_LEADER_ACTION: (scene) => ({
    action: one(scene, ['MET_PETITIONER', 'READ_FILE', 'VISITED', 'DECIDED']),
    evidence: scene.draw(3) ? '会见记录' : '',
    note: '活动',
  }),
  DISSOLVE_TASK_FORCE: () => ({ reason: '问题已经化解' }),
  RECORD_FIELD_VISIT: (scene) => ({ consent: true, on: today(scene), result: '当面听取意见' }),
  CHECK_BEFORE_SEND: (scene) => ({ passed: scene.draw(5) > 0, note: '把关' }),
  ASSESS_FAULT: (scene) => ({
    fault: one(scene, ['NONE', 'PARTIAL', 'FULL', 'UNDETERMINED']),
    reasons: '评定',
    ...(scene.head.state === 'CLOSED' ? { rootCause: 'RC.NONE', lesson: '复查后补记' } : {}),
  }),
  ADD_CO_UNIT: (scene) => ({
    unit: scene.head.organ === unitId('donghu') ? unitId('donghu-zhian') : unitId('xiling-zhian'),
    task: '调取记录',
    dueAt: inDays(scene, 5),
  }),
  REPORT_SUBTASK: (scene) => withKey(duty(scene, 'SUBTASK', false), { report: '已调取' }),
  JUDGE_SUBTASK: (scene) => withKey(duty(scene, 'SUBTASK', true), { accepted: scene.draw(4) > 0, reason: '审核' }),
  RAISE_CORRECTION: (scene) => ({ finding: '漏答一项', correct: '补充答复', dueAt: inDays(scene, 5) }),
  ANSWER_CORRECTION: (scene) => withKey(duty(scene, 'CORRECTION', false), { answer: '已补正', corrected: true }),
  SUPERVISE: (scene) => ({
    ground: one(scene, ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7']),
    finding: '进展缓慢',
    guidance: '尽快调取录音',
  }),
  ANSWER_SUPERVISION: (scene) => withKey(duty(scene, 'SUPERVISION', false), { answer: '已整改' }),
  JUDGE_ANSWER: (scene) => withKey(duty(scene, 'SUPERVISION', true), { accepted: scene.draw(4) > 0, reason: '审核' }),
  DISMISS_CANDIDATE: () => ({ candidate: 'HANDLE_60D@2026-05-06', reason: '已当场办结' }),
  RECORD_SAMPLE_AUDIT: (scene) => ({
    audit: 'donghu.20260301T010000',
    passed: scene.draw(4) > 0,
    findings: '卷宗齐全',
  }),
  ORDER_RECTIFICATION: (scene) => ({
    ground: one(scene, ['FAULT', 'OVERTURNED', 'SUPERVISION']),
    unit: scene.head.unit,
    what: '完善接警后回告',
    ...(scene.draw(2) === 0 ? { dueAt: inDays(scene, 10) } : {}),
  }),
  REPORT_RECTIFICATION: (scene) =>
    withKey(duty(scene, 'RECTIFICATION', false), { done: '已修订值班制度', evidence: '制度文本及培训记录' }),
  VERIFY_RECTIFICATION: (scene) =>
    withKey(duty(scene, 'RECTIFICATION', true), { verified: scene.draw(4) > 0, reason: '现场核实' }),
  RAISE_FLAG: () => ({ reason: '久拖不决', clearCondition: '出具处理意见' }),
  CLEAR_FLAG: () => ({ evidence: '处理意见书' }),
  SUGGEST3: (scene) => ({
    suggestion: one(scene, ['IMPROVE', 'POLICY', 'ACCOUNT']),
    to: scene.head.unit,
    text: '完善接处警规范',
  }),
  RECORD_ADOPTION: (scene) =>
    withKey(duty(scene, 'SUGGESTION'), { adoption: one(scene, ['ADOPTED', 'PARTLY', 'NOT']), reason: '采纳情况' }),
  OPEN_ACCOUNTABILITY: (scene) => ({
    cause: one(scene, ['CLOCK_MISSED', 'LEAK', 'AUDIT']),
    reason: '期限届满未办结',
    about: `HANDLE_60D@${scene.draw(5)}`,
  }),
  DECIDE_ACCOUNTABILITY: (scene) =>
    withKey(duty(scene, 'ACCOUNTABILITY'), {
      decision: one(scene, ['NO_ACTION', 'ACC-2']),
      facts: '经查',
      measures: '通报整改',
    }),
  RECORD_MEETING: (scene) => {
    const kind = one(scene, ['JOINT_REVIEW', 'JOINT_MEETING', 'BACKLOG_REVIEW']);
    return {
      kind,
      on: today(scene),
      participants: [officerId('leader-shen')],
      views: '意见',
      conclusion: '结论',
      dissent: scene.draw(2) ? '法制部门持不同意见' : undefined,
      ...(kind === 'BACKLOG_REVIEW' ? { outcome: one(scene, BACKLOG_OUTCOMES) } : {}),
    };
  },
  REFER_AID: (scene) => ({
    aid: one(scene, ['LEGAL_AID', 'MEDIATION', 'ASSISTANCE']),
    to: '东湖区法律援助中心',
    legalBasis: '法律援助法',
    note: '转介',
  }),
  REQUEST_SUPPLEMENT: () => ({ what: '补充报警记录', method: METHOD }),
};

const withKey = (key: string | undefined, body: Record<string, unknown>) => (key ? { key, ...body } : undefined);

/** The command with a body drawn for this scene, where there is an occasion for it. */
export function commandFor(type: CommandType, scene: Scene): Command | undefined {
  const body = BODIES[type](scene);
  return body && ({ type, ...body } as Command);
}

function reviewOpinion(scene: Scene) {
  return {
    decision: one(scene, ['UPHOLD', 'UPHOLD', 'CHANGE', 'REVOKE_REMAKE']),
    facts: '经复查',
    legalBasis: '《信访工作条例》第三十五条',
    items: items(scene, 'EXPLAIN'),
    remakeDue: inDays(scene, 40),
  };
}
