import type { Database } from '../../store/database.ts';
import { type IssueCall, type IssuedPapers, issuePapers } from '../issue-papers.ts';
import { composeFor } from './compose-for.ts';

/** Issues the papers of a decision from their templates. */
export const issueComposed = (call: IssueCall, database: Database): Promise<IssuedPapers> =>
  issuePapers(call, composeFor, database);
