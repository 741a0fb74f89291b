import { readFileSync } from 'node:fs';
import { categoryOf } from '../../../shared/domain/taxonomy.ts';
import { postPetitions } from '../submit/post-petitions.ts';
import { openProgressFile } from '../submit/progress-file.ts';
import { readMessages } from '../submit/read-messages.ts';
import { Server } from '../submit/server.ts';
import type { CaseView, Proposal, Story } from './story.ts';

const FILE = new URL('./petitions.jsonl', import.meta.url);
/** Titles of the file whose proposals are shown in full. */
const SHOWN = ['柳桥派出所出警太慢', '不给立案', '拖欠工资', '救命', '感谢望江派出所', '俺屋的事'];

interface Submitted {
  readonly id: string;
  readonly title: string;
}

/** Some sixty invented messages come in; routing proposes, people decide. */
export async function tellIntake(story: Story): Promise<void> {
  const { paper } = story;
  paper.heading('群众来信', 'Petitions arrive');
  const submitted = await submitAll(story);
  const proposals = await Promise.all(
    submitted.map(async ({ id, title }) => ({ ...(await story.read(id, 'po-zhou')), title })),
  );
  story.expect(
    proposals.every(({ proposal }) => proposal !== null),
    `${proposals.length} 件均已提出分流建议;建议不是决定,由信访干部甄别`,
    'every one has a proposal; a person decides',
  );
  for (const title of SHOWN) {
    const found = proposals.find((candidate) => candidate.title === title);
    if (found?.proposal) tellProposal(story, title, found.proposal);
  }
  const urgent = proposals.filter(({ proposal }) => proposal?.urgent);
  story.expect(urgent.length > 0, `${urgent.length} 件提示紧急(条例25)`, 'marked urgent');
  await screenOut(story, proposals);
  await tellConflict(story);
}

async function submitAll(story: Story): Promise<Submitted[]> {
  const file = readMessages(readFileSync(FILE));
  const say = (line: string) => story.paper.say(line);
  const server = new Server({ url: story.cloud.url, patienceMs: 20_000, say });
  const began = performance.now();
  const outcome = await postPetitions(file.messages, {
    server,
    fileHash: file.hash,
    progress: openProgressFile(`${story.cloud.dataFolder}/submit`, server.url, file.hash),
    inFlight: 8,
    startedAt: story.cloud.now(),
    onChange: () => undefined,
  });
  await story.settle();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  story.paper.say(
    `${outcome.registered} 件网上信访,${seconds} 秒内全部登记、分流建议、计入统计`,
    'registered, routed and counted',
  );
  story.expect(
    outcome.registered === file.messages.length && outcome.refused.length === 0,
    '件件登记,一件不漏',
    'every message was registered',
  );
  return file.messages.map(({ line, title = '' }) => ({ id: outcome.ids.get(line) ?? '', title }));
}

function tellProposal(story: Story, title: string, proposal: Proposal): void {
  const { paper } = story;
  const where =
    proposal.action === 'REDIRECT'
      ? `告知向有权机关提出:${proposal.competentOrgan?.name ?? ''}`
      : proposal.unit
        ? story.short(proposal.unit)
        : '由人判断';
  const urgent = proposal.urgent ? ' ⚑紧急' : '';
  paper.say(
    `「${title}」 ${categoryOf(proposal.category)?.zh ?? proposal.category} → ${where}${urgent}`,
    proposal.category,
  );
  for (const { zh, words = [], article } of proposal.reasons)
    paper.quote(
      `${zh}${words.length > 0 ? `[${words.slice(0, 4).join('、')}]` : ''}${article ? ` (条例${article})` : ''}`,
    );
}

/** The registrar and the petition officer take up what is no police matter, as proposed. */
async function screenOut(story: Story, cases: readonly (CaseView & Submitted)[]): Promise<void> {
  const others = cases.filter(({ proposal }) => proposal?.action === 'REDIRECT' && proposal.competentOrgan);
  for (const { id, proposal } of others) {
    if (!proposal?.competentOrgan) continue;
    const { category, purpose, competentOrgan } = proposal;
    await story.command(id, 'reg-qian', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await story.command(id, 'po-zhou', { type: 'CLASSIFY', purpose, category });
    const { name, address, phone } = competentOrgan;
    await story.command(id, 'po-zhou', {
      type: 'REDIRECT',
      organ: { name, address, phone },
      reason: '不属于公安机关职权范围,告知向有权机关提出',
      method: 'POST',
    });
  }
  story.expect(
    others.length > 0,
    `市局信访处甄别 ${others.length} 件非公安事项,书面告知有权机关,告知期限随之停止`,
    'not police matters: told in writing whom to ask, the 15-day clock stops',
  );
}

/** What complains of a unit never goes to that unit (条例30(3)). */
async function tellConflict(story: Story): Promise<void> {
  const { paper } = story;
  paper.heading('不得转给被反映的单位', 'Never to the unit complained about');
  const { id } = await story.must<{ id: string }>('POST', '/petitions', {
    body: {
      channel: 'ONLINE',
      organ: 'donghu',
      place: '望江路',
      petitioner: { name: '苗青禾', address: '云泽市听雨巷7号' },
      title: '望江派出所不出警',
      request: '请查明当晚不出警的原因',
      facts: '在望江路被人追打,报警后一个多小时没有民警到场',
      reasons: '接警后应当及时出警',
      accused: { units: ['donghu-wangjiang'] },
    },
  });
  await story.settle();
  const { proposal } = await story.read(id, 'po-li');
  if (proposal) tellProposal(story, '望江派出所不出警', proposal);
  story.expect(
    proposal?.unit !== undefined && proposal.unit !== 'donghu-wangjiang',
    '地点属望江派出所辖区,但它是被反映单位,建议另送',
    'its place belongs to that station, which is the accused: it goes elsewhere',
  );
  const hidden = await story.send('GET', `/petitions/${id}`, { as: 'head-ma' });
  story.expect(hidden.status === 404, '望江派出所所长查无此件(404)', 'its head does not even learn that it exists');
}
