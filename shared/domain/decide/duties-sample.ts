import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { isComplainedAbout, workedOn } from '../who-rules.ts';
import type { DecideContext, Decision, Standpoint } from './context.ts';
import { unitOfActor } from './duties-guards.ts';

/** 登记抽查结果: what somebody else found in a closed case that was drawn. */
export function recordSampleAudit(
  head: Head,
  command: CommandOf<'RECORD_SAMPLE_AUDIT'>,
  context: DecideContext,
): Decision {
  mayExamine(head, context);
  return {
    events: [{ type: 'sample-audited.v1', audit: command.audit, passed: command.passed }],
    texts: { findings: command.findings },
  };
}

/** An officer of another unit, who had no part in the case. */
export function mayExamine(head: Head, context: Standpoint): void {
  const { officer, tree } = context;
  const unit = unitOfActor(context);
  const concerned =
    officer === undefined ||
    unit === undefined ||
    unit === head.unit ||
    workedOn(head).includes(officer) ||
    isComplainedAbout({ id: officer, unit }, head, tree);
  if (concerned)
    throw new Refused(
      refusal(
        'SAMPLE_OF_ONESELF',
        'A-60',
        '条例28(3)',
        [
          '抽查由其他单位未参与办理的人员进行',
          'a sampled case is examined by an officer of another unit who had no part in it',
        ],
        ['由其他单位的人员抽查', 'let somebody of another unit examine it'],
      ),
    );
}
