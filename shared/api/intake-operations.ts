import { IDEMPOTENCY, type Operation } from './operation.ts';
import { LostCode, OwnMessages, PublicPetition, Registration, StatusQuery } from './petitions.ts';

/** Handing a petition in, and what its petitioner does with his receipt code. */
export const INTAKE_OPERATIONS = [
  {
    route: 'POST /petitions',
    service: 'intake',
    public: true,
    zh: '提交信访事项(无需账户)',
    en: 'Submit a petition, without an account',
    body: PublicPetition,
    headers: [IDEMPOTENCY],
    answers: {
      201: 'Registered: id, receipt code (shown once), the 15-day date with its explanation, whether messages are on',
      422: 'The key was used with another body',
    },
  },
  {
    route: 'POST /petitions/status',
    service: 'intake',
    public: true,
    zh: '凭查询码查询办理情况',
    en: 'What a petitioner may see, by receipt code',
    body: StatusQuery,
    answers: {
      200: 'State, unit, office phone, clocks, documents; messages: whether they are on, what was sent and when',
      404: 'No petition has this code',
      429: 'Too many wrong codes',
    },
  },
  {
    route: 'POST /petitions/mine/messages',
    service: 'intake',
    public: true,
    zh: '开通、更改或者停止进度消息(凭查询码;开通和更改另需核对身份)',
    en: 'Messages at every step: begin or change them by receipt code and second proof, end them by the code alone',
    body: OwnMessages,
    answers: {
      200: 'How messages go from now on',
      403: 'The name or telephone is not the one registered, or was not given',
      404: 'No petition has this code',
      409: 'No telephone is registered, or the matter is handled under seal',
      429: 'Too many wrong codes or proofs',
    },
  },
  {
    route: 'POST /petitions/mine/code',
    service: 'intake',
    public: true,
    zh: '补办遗失的查询码(无需账户)',
    en: 'Replace a lost receipt code, by name, telephone and day of receipt; the new one is printed under seal',
    body: LostCode,
    answers: {
      202: 'The same answer whether anything was found: how the new code reaches him',
      429: 'Too many tries',
    },
  },
  {
    route: 'POST /petitions/{id}/history/query',
    service: 'intake',
    public: true,
    zh: '凭查询码查询谁打开过我的材料、办理到哪一步',
    en: 'Who opened the petitioner’s file, and the steps taken, by receipt code',
    body: StatusQuery,
    answers: {
      200: 'Openings of the file, and steps in plain words, oldest first',
      404: 'No petition has this code, or it belongs to another one',
      429: 'Too many wrong codes',
    },
  },
  {
    route: 'POST /registrations',
    service: 'intake',
    zh: '工作人员登记来信、来访、来电',
    en: 'A clerk registers a letter, visit or call',
    body: Registration,
    headers: [IDEMPOTENCY],
    answers: { 201: 'Registered; the receipt code goes to the print station as a sealed slip, never into this answer' },
  },
] as const satisfies readonly Operation[];
