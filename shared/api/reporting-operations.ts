import type { Operation } from './operation.ts';
import { ReportQuery } from './queries.ts';

/** Reports and warnings. */
export const REPORTING_OPERATIONS = [
  {
    route: 'GET /reports',
    service: 'reporting',
    zh: '报表目录',
    en: 'Reports with their definitions',
    answers: { 200: 'Definitions' },
  },
  {
    route: 'GET /warnings',
    service: 'reporting',
    zh: '事项预警(只看事项,不看人)',
    en: 'Causes that rose beyond their usual level in a unit or an organ, with the statistic and their cases, counted as the reader may know of them; for the petition office',
    answers: { 200: 'Warnings with their cases', 403: 'Not in a petition office' },
  },
  {
    route: 'GET /warnings/recurring',
    service: 'reporting',
    zh: '倾向性问题(同一单位同一根源)',
    en: 'Root causes that recur in a unit: at least three matters concluded within 90 days, with their list; for petition office, supervisor and auditor',
    answers: { 200: 'Findings with their cases', 403: 'Not for this role' },
  },
  {
    route: 'GET /reports/{id}',
    service: 'reporting',
    zh: '报表',
    en: 'A report over a unit subtree and a period, with definition and case list; petitions that complain of the reader are in none of its figures, save the rate of a sample audit (R-22), which is the same for everybody',
    query: ReportQuery,
    answers: { 200: 'Figures' },
  },
] as const satisfies readonly Operation[];
