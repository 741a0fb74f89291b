import { INBOX_OPERATIONS } from '../../shared/api/inbox-operations.ts';
import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { type RemindersDeps, remindersDeps } from './deps.ts';
import { inboxOf } from './read-inbox.ts';

// Called by AWS
export const handler = httpEntry<RemindersDeps>(INBOX_OPERATIONS, handlers(), () => remindersDeps(process.env));

/** Every request, by route. */
export function handlers(): Handlers<RemindersDeps> {
  return {
    'GET /inbox': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      authorise(principal, { kind: 'READ_INBOX' }, tree);
      return { status: 200, body: await inboxOf(principal, request.query, tree, deps.database) };
    },
  };
}
