import type { Followed } from './chapter-referral.ts';
import { type ClockView, type Story, shanghai } from './story.ts';

interface Reminder {
  readonly caseId: string;
  readonly clock: string;
  readonly threshold: string;
  readonly at: string;
  readonly text: string;
  readonly proposes: string | null;
}

/** Time passes: reminders come before a date, escalation after it, and an extension is granted in time. */
export async function tellTime(story: Story, { id, forgotten }: Followed): Promise<void> {
  const { paper } = story;
  paper.heading('期限与提醒', 'Time passes, reminders arrive');
  await story.goTo('2026-03-11T09:30+08:00');
  const handler = await inbox(story, 'handler-zhu', id);
  show(story, 'handler-zhu', handler);
  story.expect(
    handler.some(({ clock }) => clock === 'FIRST_CONTACT'),
    '承办民警收到首次联系提醒',
    'the handler is reminded to call the petitioner',
  );
  await story.command(
    id,
    'handler-zhu',
    { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '电话听取陈述,本人对接警记录无异议' },
    { zh: '电话听取陈述', en: 'the petitioner is heard' },
  );
  const extended = await story.command(
    id,
    'bureau-zhao',
    { type: 'EXTEND', days: 20, reason: '关键证人在外地,需要取证', capacity: 'HEAD', method: 'POST' },
    { zh: '批准延期20日,书面告知', en: '20 more days, told in writing' },
  );
  const limit = extended.clocks.find(({ clock }) => clock === 'EXT_30D');
  story.expect(
    limit?.nominalDue === '2026-05-25',
    `延期从原名义期满日起算,到 ${limit?.due ?? '?'}`,
    'counted from the nominal day, never from today',
  );

  paper.heading('被遗忘的一件', 'One that is forgotten');
  await story.goTo('2026-03-24T09:30+08:00');
  const registrar = await inbox(story, 'reg-zhang', forgotten.id);
  const chief = await inbox(story, 'chief-wang', forgotten.id);
  show(story, 'reg-zhang', registrar);
  show(story, 'chief-wang', chief);
  const proposes = chief.map((reminder) => reminder.proposes);
  story.expect(
    registrar.some(({ threshold }) => threshold === 'D+0') &&
      proposes.includes('SUPERVISION') &&
      proposes.includes('RED_FLAG'),
    '超期后逐级上报:列入督办,建议挂牌督办',
    'overdue: candidate for supervision, then for a red flag',
  );
  const keys = [...registrar, ...chief].map(({ clock, threshold }) => `${clock} ${threshold}`);
  const once = (reminders: readonly Reminder[]) =>
    new Set(reminders.map(({ clock, threshold }) => `${clock} ${threshold}`)).size === reminders.length;
  story.expect(
    once(registrar) && once(chief) && keys.length > 4,
    '每个节点只提醒一次',
    'each threshold once per mailbox',
  );
  const status = await story.must<{ clocks: readonly ClockView[] }>('POST', '/petitions/status', {
    body: { receiptCode: forgotten.receiptCode },
  });
  const late = status.clocks.find(({ overdue }) => overdue)?.overdue;
  story.expect(
    late !== undefined,
    `信访人凭查询码同样看到“${late?.text ?? ''}”和督办电话 ${late?.supervisionPhone ?? ''}`,
    'the petitioner sees it too, and whom to call',
  );
}

/** What lies in an officer's inbox about one petition, oldest first. */
async function inbox(story: Story, officer: string, id: string): Promise<Reminder[]> {
  const found: Reminder[] = [];
  let before = '';
  do {
    const page = await story.must<{ reminders: readonly Reminder[]; next: string | null }>(
      'GET',
      `/inbox?limit=100${before ? `&before=${encodeURIComponent(before)}` : ''}`,
      { as: officer },
    );
    found.push(...page.reminders.filter(({ caseId }) => caseId === id));
    before = page.next ?? '';
  } while (before);
  return found.reverse();
}

function show(story: Story, officer: string, reminders: readonly Reminder[]): void {
  story.paper.say(`${story.name(officer)} 的收件箱:`, 'inbox');
  for (const { at, threshold, text } of reminders) story.paper.quote(`${shanghai(at)}  ${threshold.padEnd(4)} ${text}`);
}
