import { MAX_TEXT } from '../api/fields.ts';
import { problem } from './problem.ts';

/** @throws HttpProblem 413 naming the longest field when all texts together are too long */
export function textsWithinLimit(texts: Readonly<Record<string, string | undefined>>): void {
  const lengths = Object.entries(texts).flatMap(([field, text]) =>
    text === undefined ? [] : [{ field, length: [...text].length }],
  );
  const total = lengths.reduce((sum, { length }) => sum + length, 0);
  const longest = lengths.sort((a, b) => b.length - a.length)[0];
  if (!longest || total <= MAX_TEXT) return;
  const zh = `内容共 ${total} 字,不得超过 ${MAX_TEXT} 字;最长的一项为 ${longest.field}(${longest.length} 字)`;
  const en = `the texts have ${total} characters together, at most ${MAX_TEXT} are possible; the longest is ${longest.field} (${longest.length})`;
  throw problem(413, 'TEXT_TOO_LONG', [zh, en], { errors: [{ pointer: `/${longest.field}`, zh, en }] });
}
