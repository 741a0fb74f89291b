import { Refused, refusal } from '../refusal.ts';
import { personalIn } from '../unit-sheets.ts';
import { lintWording } from '../wording.ts';
import type { DecideContext } from './context.ts';

/**
 * What is written for the wall is read by everybody in the office: it is about the case and its unit. Nothing
 * that tells who the petitioner is, no telephone, no number, no word that labels people.
 * @throws Refused, naming the field
 */
export function forTheWall(words: Readonly<Record<string, string>>, { stored }: DecideContext): void {
  const known = Object.values(stored?.identity ?? {}).filter((part) => part.trim().length > 1);
  for (const [field, text] of Object.entries(words)) {
    const bare = text.replace(/\s/g, '');
    const tells =
      known.some((part) => bare.includes(part.replace(/\s/g, ''))) ||
      personalIn(text).length > 0 ||
      lintWording(text).length > 0;
    if (tells)
      throw new Refused(
        refusal(
          'WALL_NAMES_PEOPLE',
          'A-56',
          '条例30(3)',
          [
            '挂牌、摘牌的文字上墙公开,不得出现信访人身份信息或者给人贴标签的用语',
            'the words of a flag hang on the wall: nothing that tells who the petitioner is, and no label for people',
          ],
          [
            '只写事项和单位:什么没有办,办到什么程度摘牌',
            'write of the case and the unit: what was not done, and when it is',
          ],
          `/${field}`,
        ),
      );
  }
}
