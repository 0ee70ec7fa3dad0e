import type { OutgoingHttpHeaders } from 'node:http'
import type { Unavailability } from '../store/store.ts'

/** An error as answered: the status, and a number of its own that begins with it. */
export interface HttpProblem {
  readonly code: number
  /** One sentence: what is wrong, and what to do. */
  readonly error: string
}

/** Every error that the hub answers with. Numbers never change their meaning. */
export const PROBLEMS = {
  malformed: { code: 40001, error: 'The request cannot be understood.' },
  noJson: { code: 40002, error: 'The body is no JSON.' },
  noReport: { code: 40003, error: 'The body is no report: it must be {"report":{"entries":[...]}}.' },
  noEnrolment: { code: 40004, error: 'The body is no enrolment: send host, version and secret_digest.' },
  noStatus: { code: 40005, error: 'The body is no status of an agent.' },
  wrongParameter: { code: 40020, error: 'A parameter cannot be taken.' },
  noAssessment: {
    code: 40021,
    error:
      'The body is no assessment: it must be {"mailbox_event":{"assessment":"confirmed_benign"}}, or another value.',
  },
  wrongBody: { code: 40022, error: 'The body cannot be taken.' },
  wrongNewCode: {
    code: 40026,
    error:
      'This code does not fit the new secret: type the one shown now, and see that the clock of the phone is right.',
  },
  reasonMissing: { code: 40023, error: 'Who dismisses an incident says why: send reason.' },
  assessmentMissing: { code: 40024, error: 'Who dismisses an incident says what it was: send assessment.' },
  viewerAssigned: {
    code: 40025,
    error: 'A viewer cannot take care of an incident: assign it to an analyst or an admin.',
  },
  noLogin: {
    code: 40006,
    error: 'Signing in takes a name, a password of at most 256 characters and, if you use one, a code.',
  },
  noTotals: { code: 40008, error: 'The body holds no totals: it must be {"totals":[...]}.' },
  noSetup: { code: 40007, error: 'Setup takes the code, a name, and a password of 12 to 256 characters.' },
  noCredentials: { code: 40101, error: 'Credentials are missing: send them as Basic authorization.' },
  wrongCredentials: { code: 40102, error: 'The hub does not know these credentials, or they were revoked.' },
  noToken: { code: 40103, error: 'A token is missing: send it as Bearer authorization.' },
  wrongToken: { code: 40104, error: 'The hub does not know this token, or it was revoked.' },
  noPerson: { code: 40105, error: 'Nobody is signed in: sign in, or send an API token as Bearer authorization.' },
  wrongApiToken: {
    code: 40106,
    error: 'The hub does not know this API token, or the token has ended, or its person was disabled.',
  },
  sessionEnded: { code: 40107, error: 'The session has ended: sign in again.' },
  // One sentence for whatever is wrong: it must not tell which names there are.
  wrongLogin: { code: 40108, error: 'The name, the password or the code is wrong.' },
  codeNeeded: { code: 40109, error: 'A one-time code is needed, too.' },
  wrongSetup: { code: 40110, error: 'This setup code is wrong or has ended; for another: spoor-hub people setup.' },
  tokenExpired: { code: 40301, error: 'This token has expired.' },
  tokenUsedUp: { code: 40302, error: 'This token was used as often as it may be.' },
  tokenOfOther: { code: 40303, error: 'This token is for a host of another name.' },
  noRight: { code: 40304, error: 'Your role, or the scope of your token, does not allow this.' },
  otherSite: { code: 40305, error: 'The request was made by the page of another site.' },
  inClear: {
    code: 40306,
    error: 'Passwords are taken over HTTPS only, or on the very machine: see trusted_proxies and public_url.',
  },
  noMetrics: { code: 40307, error: 'Metrics are only for the addresses that metrics_from names.' },
  otherHost: { code: 40310, error: 'The credentials of an agent show what its own host told, and no other.' },
  agentJudges: { code: 40311, error: 'An agent may not assess events: use an API token of a person.' },
  sessionOnly: { code: 40320, error: 'Only who has signed in may do this, not a program with a token.' },
  wrongPresent: { code: 40321, error: 'This is not your present password, or the code is wrong.' },
  unknownPath: { code: 40401, error: 'There is nothing at this path.' },
  noConsole: {
    code: 40402,
    error: 'The console is not there: when the hub runs from its sources, npm run build:console.',
  },
  unknownHost: { code: 40420, error: 'The hub knows no host of this name.' },
  unknownEvent: { code: 40421, error: 'The hub has no such event, or has it no longer.' },
  revokedHost: { code: 40422, error: 'The credentials of this host have ended: it may not report.' },
  forgottenHost: {
    code: 40423,
    error: 'This host was forgotten: what it told is there as long as other events, and a token enrols it again.',
  },
  unknownIncident: { code: 40430, error: 'The hub has no such incident, or has it no longer.' },
  unknownPerson: { code: 40431, error: 'There is no person of this name, or the person is disabled.' },
  unknownSecret: { code: 40432, error: 'There is no token of this id.' },
  unknownAlert: { code: 40440, error: 'The hub has no such alert, or has it no longer.' },
  unknownChannel: { code: 40441, error: 'The configuration has no channel of this name.' },
  unknownSnooze: { code: 40442, error: 'There is no snooze of this number, or it has ended.' },
  otherMethod: { code: 40501, error: 'This path does not take this method; the header Allow says which.' },
  nameTaken: { code: 40901, error: 'A host of this name is enrolled: only a token made for it enrols it again.' },
  personThere: { code: 40902, error: 'There is a person of this name: choose another.' },
  adminThere: { code: 40903, error: 'There is an admin already, who adds people.' },
  hostNameTaken: { code: 40905, error: 'This is, or was, the name of another host.' },
  hostRevoked: { code: 40906, error: 'The credentials of this host have ended: enrol it again, with a token for it.' },
  hostMayReport: { code: 40907, error: 'This host may still report: end its credentials first.' },
  otherOpen: {
    code: 40910,
    error: 'A later incident of the same subject is open: what happens now belongs to that one.',
  },
  nothingToCare: { code: 40912, error: 'This alert is about no incident: there is nothing to take care of.' },
  lastAdmin: { code: 40911, error: 'This is the only admin who can sign in: make another person one before.' },
  changedMeanwhile: { code: 41201, error: 'It has changed since it was read: read it again.' },
  tooLarge: { code: 41301, error: 'The body is too large: send less at once.' },
  tooManyEntries: { code: 41302, error: 'The report has too many entries: send fewer at once.' },
  tooManyTotals: { code: 41303, error: 'There are too many totals: send fewer at once.' },
  unknownEncoding: { code: 41501, error: 'Only gzip, or no encoding, is understood.' },
  // Not 400, after which agents give a report up: after 415 they send it without an encoding.
  encodedWrongly: { code: 41502, error: 'The body is not what its Content-Encoding says; send it without.' },
  tooMuchWaits: { code: 42901, error: 'Too much waits to be stored: try again later.' },
  tooManyFailures: {
    code: 42902,
    error: 'Too many tries from this address, or with this name, failed: try again later.',
  },
  tooOften: { code: 42903, error: 'This comes too often: try again later.' },
  tooManyStreams: { code: 42910, error: 'As many exports or streams are open as may be: try again later.' },
  tooManyLogins: { code: 42904, error: 'Too many people sign in at once: try again later.' },
  bug: { code: 50001, error: 'The hub has a bug, which its journal shows.' },
  storeFull: { code: 50301, error: 'The disk of the store is full: nothing is taken until it has room.' },
  storeBusy: { code: 50302, error: 'The store has too much to do: try again later.' },
  storeAway: { code: 50303, error: 'The store cannot be reached: try again later.' },
  storeGone: { code: 50306, error: 'The files of the store are gone: nothing is taken until they are back.' },
  noSecretKey: {
    code: 50305,
    error:
      'The hub lacks the key of one-time codes: use a recovery code, or let an admin of the machine bring back secret.key.',
  },
  clockDoubted: {
    code: 50304,
    error: 'The clock of the hub seems wrong, and by it this is too old to keep: send it again later.',
  },
} as const satisfies Readonly<Record<string, HttpProblem>>

/** The error of a store that cannot answer now, by the reason. */
export const PROBLEM_OF_STORE: Readonly<Record<Unavailability, HttpProblem>> = {
  full: PROBLEMS.storeFull,
  busy: PROBLEMS.storeBusy,
  away: PROBLEMS.storeAway,
  gone: PROBLEMS.storeGone,
}

interface MoreOfError {
  /** A further sentence. */
  readonly detail?: string
  /** What says more to a person than the problem's own sentence. */
  readonly instead?: string
  readonly headers?: OutgoingHttpHeaders
}

/** Ends a request with an error. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly problem: HttpProblem
  readonly headers: OutgoingHttpHeaders

  /** No sentence repeats what was sent. */
  constructor(problem: HttpProblem, { detail, instead, headers = {} }: MoreOfError = {}) {
    super(instead ?? (detail === undefined ? problem.error : `${problem.error} ${detail}`))
    this.problem = problem
    this.headers = headers
  }

  /** The status of the answer: the first three digits of the number. */
  get status(): number {
    return Math.floor(this.problem.code / 100)
  }
}
