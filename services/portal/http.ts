import { OPERATIONS } from '../../shared/api/operations.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import { openApiDocument } from './openapi.ts';

// Called by AWS; also catches every path and method that no route has, and answers it as a problem
export const handler = httpEntry<undefined>(OPERATIONS, handlers(), async () => undefined);

// Every request
function handlers(): Handlers<undefined> {
  return {
    'POST /deadlines': async ({ body }) => {
      const { clock, trigger, extensionDays, hearing } = body;
      if (CLOCKS[clock].n === null)
        throw invalidFields([
          {
            pointer: '/clock',
            zh: '法律没有规定固定天数,由作出机关在文书中确定',
            en: 'has no fixed length: the date is set in the document itself',
          },
        ]);
      const deadline = computeDeadline(
        {
          clock,
          trigger,
          ...(extensionDays === undefined ? {} : { extensionDays }),
          ...(hearing === undefined ? {} : { hearing }),
        },
        CALENDAR,
      );
      const { zh, en, class: kind, cite, verified } = CLOCKS[clock];
      return { status: 200, body: { ...deadline, name: { zh, en }, class: kind, cite, verified } };
    },
    'GET /openapi.json': async () => ({ status: 200, body: openApiDocument() }),
    'GET /health': async ({ now }) => ({ status: 200, body: { status: 'ok', now } }),
  };
}
