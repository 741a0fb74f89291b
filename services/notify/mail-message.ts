/** A mail of plain text; there is nothing else to say. */
export interface PlainMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
}

/** Longest line of a header (RFC 2047): 45 bytes of text in base64 stay within it. */
const WORD_BYTES = 45;
/** Longest line of a body in base64 (RFC 2045). */
const LINE = 76;

/** Headers are one line each, whatever they are made of: nothing in them begins a header of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim();

/** Writes a mail of UTF-8 text (RFC 5322, 2045, 2047). */
export function writeMail({ from, to, subject, text, messageId, date }: PlainMail): string {
  const body = Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8').toString('base64');
  return [
    `From: <${oneLine(from)}>`,
    `To: <${oneLine(to)}>`,
    `Subject: ${encodedWords(oneLine(subject))}`,
    `Message-ID: <${oneLine(messageId)}>`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(body.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []),
    '',
  ].join('\r\n');
}

/** Text of a header in base64, word by word; no character is cut in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let current = '';
  for (const sign of text) {
    if (Buffer.byteLength(current + sign) > WORD_BYTES) {
      words.push(current);
      current = '';
    }
    current += sign;
  }
  return [...words, current].map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join('\r\n ');
}
