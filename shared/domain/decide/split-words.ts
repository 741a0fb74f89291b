import { accusedNamed } from '../accused-named.ts';
import type { Identity } from '../commands.ts';
import { namesIn } from '../names-in-words.ts';
import type { Head, TextField } from '../petition.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';
import { lettersOf, normaliseText } from '../text-normalise.ts';
import type { DecideContext } from './context.ts';

/** Something that tells who the petitioner is, by the letters and digits that give it away. */
interface Trait {
  readonly zh: string;
  readonly en: string;
  readonly letters: string;
}

/**
 * What becomes ordinary is read by those whom the accusation may be about, and by all who work with them: it holds nothing
 * that tells who wrote, and names nobody whom he accuses, be he in the tables of the bureau or in words alone (§2.5,
 * 条例30(3), P-03). Compared as the rules compare any text: full-width, spaced, hyphenated or traditional is the same.
 * @throws Refused, naming the field and what to leave out of it, never what stands there
 */
export function leavesOutPeople(
  texts: Partial<Record<TextField, string>>,
  head: Head,
  { stored, tree }: Pick<DecideContext, 'stored' | 'tree'>,
): void {
  const traits = stored ? traitsOf(stored) : [];
  const accused = namesIn(stored?.extra.accusedText ?? '');
  for (const [field, text] of Object.entries(texts)) {
    const letters = lettersOf(normaliseText(text));
    const told = traits.find((trait) => letters.includes(trait.letters));
    if (told) throw new Refused(tellsPetitioner(field, told));
    const { units, officers } = accusedNamed(text, tree);
    if (
      officers.some((officer) => head.accused.officers.includes(officer)) ||
      units.some((unit) => tree.conflictsWith(unit, head.accused)) ||
      accused.some((name) => letters.includes(name))
    )
      throw new Refused(namesAccused(field));
  }
}

const NUMBER_MARKS = '[\\s-]?';
/** A mobile number or an identity number, however it is grouped, and a mail address. */
const MOBILE = new RegExp(`(?<!\\d)1[3-9](?:${NUMBER_MARKS}\\d){9}(?!\\d)`, 'gu');
const ID_NUMBER = new RegExp(`(?<!\\d)\\d(?:${NUMBER_MARKS}\\d){16}${NUMBER_MARKS}[\\dx](?!\\d)`, 'gu');
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gu;

const NAME = { zh: '信访人(代表)的姓名', en: 'the name of the petitioner or of a representative' };
const PHONE = { zh: '信访人的电话', en: 'the telephone of the petitioner' };
const ID = { zh: '信访人的身份证件号码', en: 'the identity number of the petitioner' };
const ADDRESS = { zh: '信访人的住址', en: 'the address of the petitioner' };
const E_MAIL = { zh: '信访人的电子邮箱', en: 'the mail address of the petitioner' };

/** What is registered of him, and the numbers and mail addresses that he wrote into the letter himself. */
function traitsOf({ identity, texts, extra }: NonNullable<DecideContext['stored']>): Trait[] {
  const written = Object.values(texts).join('\n').normalize('NFKC').toLowerCase();
  const inLetter = (pattern: RegExp) => [...written.matchAll(pattern)].map(([found]) => found);
  const representatives: string[] = extra.representatives ? JSON.parse(extra.representatives) : [];
  const traits = (what: Omit<Trait, 'letters'>, values: readonly (string | undefined)[], least: number) =>
    values
      .map((value) => ({ ...what, letters: lettersOf(normaliseText(value ?? '')) }))
      .filter(({ letters }) => letters.length >= least);
  return [
    ...traits(NAME, [identity.name, ...representatives], 2),
    ...traits(PHONE, [identity.phone?.replace(/^(?:\+|00)86/u, ''), ...inLetter(MOBILE)], 7),
    ...traits(ID, [identity.idNumber, ...inLetter(ID_NUMBER)], 6),
    ...traits(ADDRESS, addressesOf(identity), 4),
    ...traits(E_MAIL, inLetter(MAIL), 6),
  ];
}

/** The address whole, and from its road on where it has a number of a house: nobody writes the city before it. */
function addressesOf({ address = '' }: Identity): string[] {
  const [road = ''] = /[^省市区县镇乡]+$/u.exec(normaliseText(address)) ?? [];
  return [address, ...(/[\d一二三四五六七八九十]/u.test(road) ? [road] : [])];
}

const tellsPetitioner = (field: string, { zh, en }: Trait): Refusal =>
  refusal(
    'SPLIT_TELLS_PETITIONER',
    'P-03',
    '条例30(3)',
    [`拆分出的内容写有${zh}`, `what is split off holds ${en}`],
    [`删去${zh},只写诉求本身`, `leave out ${en}; write of the request alone`],
    `/${field}`,
  );

const namesAccused = (field: string): Refusal =>
  refusal(
    'SPLIT_NAMES_ACCUSED',
    'P-03',
    '条例30(3)',
    ['拆分出的内容不得出现被检举控告的单位或人员', 'what is split off names nobody whom he accuses'],
    ['删去被检举控告的单位、人员名称后再拆分', 'leave out the units and people accused'],
    `/${field}`,
  );
