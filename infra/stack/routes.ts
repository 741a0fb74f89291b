import type { HttpService } from '../../shared/api/operation.ts';
import { OPERATIONS } from '../../shared/api/operations.ts';
import type { FunctionName } from './functions.ts';

/** A route of the HTTP API. `PUBLIC` routes serve petitioners, who have no account; all others demand a token. */
export type RouteDefinition =
  | { readonly route: string; readonly function: FunctionName; readonly access: 'OFFICER' }
  | { readonly route: string; readonly function: FunctionName; readonly access: 'PUBLIC'; readonly reason: string };

const FUNCTION_OF: Readonly<Record<HttpService, FunctionName>> = {
  intake: 'IntakeHttp',
  commands: 'CommandsHttp',
  documents: 'DocumentsHttp',
  casework: 'CaseworkHttp',
  reporting: 'ReportingHttp',
  reminders: 'RemindersHttp',
  notify: 'NotifyHttp',
  supervision: 'SupervisionHttp',
  portal: 'PortalHttp',
};

type Operation = (typeof OPERATIONS)[number];
type PublicRoute = Extract<Operation, { readonly public: true }>['route'];

/** Why each open route may be open: a new one does not compile without its reason. */
const OPEN_BECAUSE: Readonly<Record<PublicRoute, string>> = {
  'POST /petitions': 'Anyone may petition; a petitioner has no account (信访工作条例 Art. 17).',
  'POST /petitions/status':
    'Progress is shown for a receipt code, which is itself the secret and is rate-limited in the store.',
  'POST /petitions/{id}/history/query':
    'The petitioner’s own log, for his receipt code, with the same limit on wrong ones (P-22).',
  'POST /petitions/mine/commands':
    'What the petitioner himself may ask for, by receipt code and a second proof; wrong ones of either are limited (P-25).',
  'POST /petitions/mine/code':
    'Who lost his receipt code has no account either: name, telephone and day of receipt; the answer tells nothing, each try counts, and the code leaves on a sealed slip (P-25).',
  'POST /petitions/mine/documents':
    'The papers that went to the petitioner, for his receipt code, with the same limit on wrong ones (P-02, P-25).',
  'POST /petitions/mine/messages':
    'The petitioner begins or changes messages by receipt code and second proof, and ends them by the code; wrong ones are limited (P-25).',
  'POST /deadlines': 'Computes a date from the request alone; reads no stored data.',
  'GET /units/{id}/calendar.ics':
    'Calendar programs send no token of an officer; the address carries a secret of 256 bits and shows case numbers and clocks only.',
  'GET /openapi.json': 'The API description is public.',
  'GET /health': 'Says only that the API answers.',
};

/** Every operation of the API, and the catch-all that answers what is none. */
export const ROUTES: readonly RouteDefinition[] = [
  ...OPERATIONS.map(routeOf),
  {
    route: '$default',
    function: 'PortalHttp',
    access: 'PUBLIC',
    reason: 'Answers unknown addresses and wrong methods with a problem document; the function may touch nothing.',
  },
];

function routeOf(operation: Operation): RouteDefinition {
  const common = { route: operation.route, function: FUNCTION_OF[operation.service] };
  return 'public' in operation
    ? { ...common, access: 'PUBLIC', reason: OPEN_BECAUSE[operation.route] }
    : { ...common, access: 'OFFICER' };
}
