import { CommandBody } from './commands.ts';
import { JointMatterBody } from './commands-paths.ts';
import { OwnCommand } from './commands-review.ts';
import { IDEMPOTENCY, IF_MATCH, type Operation } from './operation.ts';

/** Commands on a case. */
export const COMMAND_OPERATIONS = [
  {
    route: 'POST /petitions/mine/commands',
    service: 'commands',
    public: true,
    zh: '信访人自己的申请(凭查询码和第二项身份核对)',
    en: 'What the petitioner does himself: review, withdrawal, recusal, rating, a report of retaliation',
    body: OwnCommand,
    headers: [IDEMPOTENCY],
    answers: {
      200: 'Applied: the state of the case',
      403: 'The name or telephone is not the one registered',
      404: 'No petition has this code',
      409: 'Refused, with guard and article',
      422: 'The key was used with another body',
      429: 'Too many wrong codes or proofs',
    },
  },
  {
    route: 'POST /petitions/{id}/commands',
    service: 'commands',
    zh: '办理命令',
    en: 'A command on a case',
    body: CommandBody,
    headers: [IF_MATCH, IDEMPOTENCY],
    answers: {
      200: 'Applied: the new version',
      409: 'Refused, with guard and article',
      412: 'Somebody was first; what changed',
      422: 'The key was used with another body',
      428: 'If-Match is missing',
    },
  },
  {
    route: 'POST /petitions/{id}/joint-matter',
    service: 'commands',
    zh: '确认联名信、集体访:一次关联多件',
    en: 'A person confirms a joint letter or group visit: several submissions become one matter at once',
    body: JointMatterBody,
    answers: {
      200: 'Each case: LINKED, LINKED_BEFORE, or REFUSED as in a problem document; one holds up no other. Safe to send again',
      403: 'Another office links matters',
      409: 'The case itself is not screened',
      404: 'No such petition, or none for you',
    },
  },
] as const satisfies readonly Operation[];
