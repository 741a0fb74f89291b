import type { CommandType } from '../../domain/commands.ts';
import { printable } from '../../domain/documents/printable.ts';
import type { TextField } from '../../domain/petition.ts';
import type { Setting } from './setting.ts';

/** What the case does not hold is said plainly, never made up. */
export const UNRECORDED = '未登记';

/** A text as a paper can show it; nothing where nothing of it can be seen. */
export function clean(text: string | undefined): string | undefined {
  const shown = printable(text ?? '');
  return shown === '' ? undefined : shown;
}

/** The text, or what is said in its place. */
export const said = (text: string | undefined, otherwise: string = UNRECORDED): string => clean(text) ?? otherwise;

/** Inside a sentence of ours: without the full stop that its writer may have put. */
export const inSentence = (text: string): string => text.replace(/[。；;，,、.\s]+$/u, '') || text;

/** Longest quotation of what the petitioner wrote: his own paper lies in the file as a whole. */
const QUOTED = 3000;
const GIST = 200;

const cut = (text: string, length: number, more: string): string => {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length).join('')}${more}` : text;
};

/** The beginning of a long text, saying that the whole of it is on file. */
export const quoted = (text: string): string => cut(text, QUOTED, '……（以下略，全文存卷）');

/** A text of an earlier command, the latest of those that the named commands wrote. */
export function recall({ past }: Setting, name: string, ...commands: readonly CommandType[]): string | undefined {
  const step = past.findLast(({ command, texts }) => commands.some((one) => one === command) && clean(texts[name]));
  return clean(step?.texts[name]);
}

const firstOf = ({ petition }: Pick<Setting, 'petition'>, ...fields: readonly TextField[]): string | undefined =>
  fields.map((field) => clean(petition[field])).find((text) => text !== undefined);

/** What a petition is about, in a line. */
export const excerptOf = (petition: Setting['petition']): string =>
  cut(said(firstOf({ petition }, 'gist', 'title', 'request', 'narrative')), GIST, '……');

export const gistOf = (setting: Setting): string => excerptOf(setting.petition);

/** What the petitioner asks for, as he wrote it. */
export const requestOf = (setting: Setting): string =>
  quoted(said(firstOf(setting, 'request', 'gist', 'title', 'narrative')));

export const factsOf = (setting: Setting): string => quoted(said(firstOf(setting, 'facts', 'narrative')));
export const reasonsOf = (setting: Setting): string => quoted(said(firstOf(setting, 'reasons')));

/** Request items (诉求项) as accepted; before that the request as a whole. */
export function requestItemsOf(setting: Setting): readonly [string, ...string[]] {
  const { head, command } = setting;
  if (command.type === 'ACCEPT' || command.type === 'ACCEPT_SIMPLE') return items(command.requestItems, setting);
  const accepted = Array.from({ length: Math.max(1, head.requestItems) }, (_, at) =>
    recall(setting, `requestItem${at + 1}`, 'ACCEPT', 'ACCEPT_SIMPLE'),
  );
  return items(accepted, setting);
}

function items(list: readonly (string | undefined)[], setting: Setting): readonly [string, ...string[]] {
  const [first, ...rest] = list;
  return [said(first, requestOf(setting)), ...rest.map((item) => said(item))];
}
