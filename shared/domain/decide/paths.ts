import type { PathCommand } from '../commands-paths.ts';
import type { Decide } from './context.ts';
import { handOn } from './hand-on.ts';
import { channel, recordRouteResult } from './paths-channel.ts';
import { decideJurisdiction, dispute } from './paths-dispute.ts';
import { linkMatter, noLongerAccept, notAccept } from './paths-matter.ts';
import { reply, studySuggestion } from './paths-reply.ts';
import { acceptSimple, passOn, switchOrdinary } from './paths-simple.ts';
import { split } from './paths-split.ts';
import { acknowledgeUrgent, escalateUp, exportOfficial, flagUrgent, recordUrgentReport } from './paths-urgent.ts';
import { waiveClock } from './paths-waive.ts';
import { recomputeClocks } from './recompute.ts';

/** How a case leaves or takes the ordinary path. */
export const PATH_DECISIONS: { readonly [Type in PathCommand['type']]: Decide<Type> } = {
  LINK_MATTER: linkMatter,
  FLAG_URGENT: flagUrgent,
  ACK_URGENT: acknowledgeUrgent,
  RECORD_URGENT_REPORT: recordUrgentReport,
  CHANNEL: channel,
  RECORD_ROUTE_RESULT: recordRouteResult,
  DISPUTE: dispute,
  DECIDE_JURISDICTION: decideJurisdiction,
  ACCEPT_SIMPLE: acceptSimple,
  SWITCH_ORDINARY: switchOrdinary,
  PASS_ON: passOn,
  NOT_ACCEPT: notAccept,
  NO_LONGER_ACCEPT: noLongerAccept,
  STUDY_SUGGESTION: studySuggestion,
  REPLY: reply,
  EXPORT_OFFICIAL: exportOfficial,
  ESCALATE_UP: escalateUp,
  WAIVE_CLOCK: waiveClock,
  RECOMPUTE_CLOCKS: recomputeClocks,
  HAND_ON: handOn,
  S_SPLIT: split,
};
