/** A word that labels people (N-11, P-05), where it stands, and how the fact itself can be said. */
export interface WordingWarning {
  readonly word: string;
  /** Position in the text, from 0. */
  readonly at: number;
  readonly zh: string;
  readonly en: string;
}

interface Label {
  readonly words: readonly string[];
  readonly zh: string;
  readonly en: string;
}

/**
 * Words of old reports that judge the person who petitions instead of the matter, or call a right a disturbance. They
 * are warned of and never refused: a petition may quote them, and an officer may have to.
 */
const LABELS: readonly Label[] = [
  {
    words: ['刁民', '刁蛮', '缠访', '闹访', '缠访闹访', '无理缠访', '无理取闹', '无理纠缠', '恶意纠缠', '恶意上访'],
    zh: '不要给信访人贴标签;写明其提出的请求、次数和具体言行',
    en: 'do not label the petitioner; say what was asked, how often, and what was said or done',
  },
  {
    words: ['无理上访', '无理信访', '非正常上访', '非访', '违规上访'],
    zh: '信访是群众的权利;写明请求有无事实和法律依据',
    en: 'petitioning is a right; say whether the request has a basis in fact and law',
  },
  {
    words: ['上访专业户', '上访老户', '信访老户', '老上访户', '信访中心户', '职业上访'],
    zh: '写明就同一事项提出的次数',
    en: 'say how often the same matter was raised',
  },
  {
    words: ['重点人员', '重点对象', '重点人', '稳控', '管控', '盯防', '劝返', '截访', '拦访'],
    zh: '本系统不对人分类、不对人采取措施;写明需要解决的问题和承办责任',
    en: 'people are not classified or watched here; say what has to be solved and by whom',
  },
  {
    words: ['息访', '息诉', '罢访', '息诉罢访', '停访', '息诉停访'],
    zh: '不以承诺不再信访为条件(N-07);写明答复、和解或者送达的情况',
    en: 'nobody promises to stop (N-07); say what was answered, settled or delivered',
  },
  {
    words: ['别有用心', '扬言', '情绪极端', '偏执', '精神不正常'],
    zh: '不推测动机和性格;写明本人原话',
    en: 'do not guess at motives or character; quote what was said',
  },
];

/** Longer words first, so that one that holds another is named once. */
const WORDS = LABELS.flatMap((label) => label.words.map((word) => ({ word, ...label }))).sort(
  (a, b) => b.word.length - a.word.length,
);

/** Spaces and signs that cannot be seen do not hide a word. */
const PATTERN = new RegExp(WORDS.map(({ word }) => [...word].join('[\\s\\p{Cf}]*')).join('|'), 'gu');

/** Warns of such words, in the order in which they stand; an empty list means that there are none. */
export function lintWording(text: string): WordingWarning[] {
  return [...text.matchAll(PATTERN)].flatMap((match) => {
    const found = match[0].replace(/[\s\p{Cf}]/gu, '');
    const label = WORDS.find(({ word }) => word === found);
    return label ? [{ word: found, at: match.index, zh: label.zh, en: label.en }] : [];
  });
}

/** A warning with the field of the command that holds the word, as a JSON pointer. */
export interface FieldWarning extends WordingWarning {
  readonly field: string;
}

/** What the petitioner himself said is written down as he said it, whatever the words. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  CORRECT_RECORD: ['request', 'facts', 'reasons', 'petitioner'],
  HEAR_STATEMENT: ['statement'],
  WITHDRAW: ['words'],
  REVOKE_WITHDRAWAL: ['words'],
  RATE: ['words'],
  REPORT_RETALIATION: ['words'],
  REPORT_LEAK: ['words'],
  REQUEST_REVIEW: ['request', 'reasons', 'delayReason'],
  REQUEST_REREVIEW: ['request', 'reasons', 'delayReason'],
};

/** Warns of such words in any free text of a command. */
export function lintCommand(command: { readonly type: string }): FieldWarning[] {
  const own = OWN_WORDS[command.type] ?? [];
  return Object.entries(command).flatMap(([name, value]) => (own.includes(name) ? [] : lintValue(value, `/${name}`)));
}

function lintValue(value: unknown, field: string): FieldWarning[] {
  if (typeof value === 'string') return lintWording(value).map((warning) => ({ field, ...warning }));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => lintValue(member, `${field}/${name}`));
}
