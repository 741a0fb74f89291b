import { REPORTING_OPERATIONS } from '../../shared/api/reporting-operations.ts';
import { isReportId, REPORTS } from '../../shared/domain/reports.ts';
import { SAMPLE_REPORT } from '../../shared/domain/sample-report.ts';
import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { type Handlers, httpEntry } from '../../shared/lambda/http.ts';
import { authorise, type ClaimNames, claimNamesFrom, principalFrom } from '../../shared/lambda/principal.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { readRecurring } from './read-recurring.ts';
import { readWarnings } from './read-warnings.ts';
import { reportOn } from './report-on.ts';
import { reportOnSamples } from './report-on-samples.ts';

interface ReportingDeps {
  readonly database: Database;
  readonly bureau: BureauSource;
  readonly claims: ClaimNames;
}

// Called by AWS
export const handler = httpEntry<ReportingDeps>(REPORTING_OPERATIONS, handlers(), async () => {
  // Cold start only
  const database = databaseFrom(process.env);
  return { database, bureau: bureauSource(database), claims: claimNamesFrom(process.env) };
});

// Every request
export function handlers(): Handlers<ReportingDeps> {
  return {
    'GET /reports': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      authorise(principal, { kind: 'READ_UNITS' }, tree);
      return {
        status: 200,
        body: {
          reports: [...Object.values(REPORTS).map(({ figures: _figures, ...definition }) => definition), SAMPLE_REPORT],
        },
      };
    },

    'GET /warnings': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      return { status: 200, body: await readWarnings(principal, request.now, tree, deps.database) };
    },

    'GET /warnings/recurring': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      return { status: 200, body: await readRecurring(principal, request.now, tree, deps.database) };
    },

    'GET /reports/{id}': async (request, deps) => {
      const tree = await deps.bureau.tree();
      const principal = principalFrom(request, deps.claims, tree);
      const id = request.path.id ?? '';
      const ofSamples = id === SAMPLE_REPORT.id;
      if (!ofSamples && !isReportId(id))
        throw problem(404, 'NO_SUCH_REPORT', [
          '没有这张报表,目录见 GET /reports',
          'there is no such report; see GET /reports',
        ]);
      authorise(principal, { kind: 'READ_REPORT', unit: request.query.unit }, tree);
      const { query, now } = request;
      return {
        status: 200,
        body: ofSamples
          ? await reportOnSamples(query, principal, now, tree, deps.database)
          : await reportOn(id, query, principal, now, tree, deps.database),
      };
    },
  };
}
