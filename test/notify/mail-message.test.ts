import { expect, test } from 'vitest';
import { writeMail } from '../../services/notify/mail-message.ts';

test('nothing that a mail is made of begins a header of its own', () => {
  const split = 'a@bureau.invalid>\r\nBcc: <b@elsewhere.invalid';
  const mail = {
    from: 'xinfang@bureau.invalid',
    to: 'a@bureau.invalid',
    subject: '催办提醒',
    text: '请查看',
    messageId: '1@bureau.invalid',
    date: new Date('2026-03-02T01:00:00Z'),
  };
  const namesOf = (text: string) => [...(text.split('\r\n\r\n')[0] ?? '').matchAll(/^[\w-]+(?=:)/gm)].map(String);
  const names = namesOf(writeMail(mail));
  expect(names).toContain('To');
  for (const field of ['from', 'to', 'subject', 'messageId'] as const)
    expect(namesOf(writeMail({ ...mail, [field]: split })), field).toEqual(names);
});
