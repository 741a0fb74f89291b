import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Heads and records as stored: JSON, deflated against a fixed dictionary of what they all say. A head of 2 KB takes
 * some 500 bytes, and a write is paid by the kilobyte.
 *
 * The dictionary belongs to the stored form: it never changes. A better one gets a new version byte.
 */
const VERSION = 1;

const DICTIONARY = Buffer.from(
  '"kind":"PETITIONER"},"command":"SUBMIT","previous":"0000000000000000000000000000000000000000000000000000000000000000",' +
    '"kind":"RULE","rule":"","switchedOnBy":"' +
    '"texts":{},"actor":{"kind":"OFFICER","id":"","unit":"","standing":"OFFICE+CHIEF+UNIT_HEAD+HANDLER+BUREAU_HEAD+LEADER"},' +
    '"commandKey":"","hash":"","events":[{"type":"opened.v1","head":{' +
    '{"type":"registered.v1","readBack":{"how":"WRITTEN_BY_PETITIONER"},{"type":"classified.v1",{"type":"accepted.v1","holding":{' +
    '{"type":"handler-assigned.v1","handler":"{"type":"plan-set.v1","leader":"{"type":"contact-logged.v1","outcome":"HEARD",' +
    '{"type":"opinion-drafted.v1","opinion":{{"type":"opinion-approved.v1","step":"UNIT"{"type":"opinion-dispatched.v1"},' +
    '{"type":"delivered.v1","method":"POST","receivedAt":"{"type":"closed.v1","reason":"WINDOW_EXPIRED","rootCause":"RC.' +
    '{"type":"referred.v1","childId":"","to":"{"type":"signed-for.v1","by":"{"type":"objected.v1"{"type":"objection-ruled.v1","upheld":true' +
    '{"type":"document-issued.v1","kind":"DOC-TRANSFER-NOTICE","kind":"DOC-ACCEPT","kind":"DOC-INTERVIEW","kind":"DOC-OPINION","kind":"DOC-DELIVERY",' +
    '{"type":"clock-stopped.v1","code":"INFORM_15D","outcome":"MET","outcome":"WAIVED","outcome":"SUPERSEDED","why":"受理告知书发出"},' +
    '{"type":"clock-started.v1","clock":{"code":"HANDLE_60D"}},{"type":"state-changed.v1","to":"INVESTIGATING"}]' +
    '"state":"RECEIVED","state":"REGISTERED","state":"ACCEPTED","state":"OPINION_DRAFT","state":"OPINION_APPROVAL","state":"OPINION_ISSUED","state":"DELIVERED","state":"CLOSED",' +
    '"parentId":"","childId":"","referral":{"kind":"TRANSFER","from":"","at":"","signedForAt":"","firstContactOfficer":"","externalNumber":"","incidentNumber":"",' +
    '"acceptedAt":"","handler":"","leader":"","planDue":"","concludedAt":"","closedAt":"","closeReason":"",' +
    '"opinion":{"drafter":"","draftedAt":"","answered":[1],"outcomes":["SUPPORT"],"hasFacts":true,"hasLegalBasis":true,"reviewOrgan":"","issuedAt":"","dispatchedAt":""},' +
    '"documents":[{"kind":"DOC-ACCEPT","at":"","method":"POST"},{"kind":"DOC-OPINION","at":"","method":"ELECTRONIC"}],' +
    '"stopped":[{"code":"INFORM_15D","trigger":"","nominalDue":"","due":"","dueInstant":"T16:00:00.000Z","calendarVersion":"CN-2026.1","at":"","outcome":"MET"}],' +
    '"clocks":[{"code":"REVIEW_APPLY_30D","trigger":"202","nominalDue":"202","due":"202","dueInstant":"202-T16:00:00.000Z","calendarVersion":"CN-2026.1"},' +
    '{"code":"FIRST_CONTACT","provisional":true,"extensionDays":,"startedAt":"' +
    '{"id":"","petitionId":"","stage":"HANDLING","state":"","sealed":false,"screened":true,"organ":"","office":"","unit":"","receivedBy":"",' +
    '"channel":"ONLINE","channel":"LETTER","channel":"VISIT","petitionDate":"202","receivedAt":"202","registeredAt":"202","purpose":"APPEAL","category":"RESPONSE.SLOW","article":"31(6)",' +
    '"accused":{"units":[],"officers":[]},"namesAccused":false,"headcount":1,"isGroup":false,"representatives":0,' +
    '"texts":["title","request","facts","reasons","narrative"],"canBeInformed":true,"requestItems":1,"hops":1,"heard":0,"failedContacts":0,"version":1,"updatedAt":"202',
);

/** The stored form of a JSON text. */
export const packJson = (json: string): Uint8Array =>
  Buffer.concat([Buffer.of(VERSION), deflateRawSync(Buffer.from(json), { dictionary: DICTIONARY })]);

/** @throws for a form that a newer version wrote */
export function unpackJson(packed: Uint8Array): string {
  if (packed[0] !== VERSION) throw new Error(`stored JSON of version ${packed[0]} is newer than this program`);
  return inflateRawSync(packed.subarray(1), { dictionary: DICTIONARY }).toString('utf8');
}
