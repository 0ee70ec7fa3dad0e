import type { PROBLEMS } from '../http/errors.ts'

const SIGN_IN = 'Open the console and sign in; a program needs an API token, which the console makes under Settings.'
const ASK_AN_ADMIN = 'Ask an admin for another role (Settings, People), or make a token with a wider scope.'
const LOOK_AGAIN = 'Open the list again: what was in it may have been removed since.'
const RETENTION =
  'What is older than the retention is removed; Settings, Retention and privacy says how long things are kept.'
const UPDATE_AGENT =
  'If spoor-agent sent it, update the package on that host. A program of your own: see the API’s document.'
const READ_API = 'Compare what you send with the API’s document, /api/v1/openapi.json.'
const NEW_TOKEN = 'Make a new token (Settings, Enrolment tokens, or spoor-hub token create) and enrol the host with it.'
const ENROL_AGAIN =
  'On the hub, spoor-hub agents list shows the host. If it is yours, enrol it again, with a token made for it.'
const WAIT =
  'Try again after the time that the header Retry-After says. The console and the agents do so by themselves.'
const SAFE = 'Hosts keep what they have not delivered, so nothing is lost.'

/** What to do about each error, in a sentence or two, for a person who follows its link. */
export const ERROR_ADVICE: Readonly<Record<keyof typeof PROBLEMS, string>> = {
  malformed: 'Look whether the address was cut off or mistyped. A program must encode its path and query.',
  noJson: READ_API,
  noReport: UPDATE_AGENT,
  noEnrolment: UPDATE_AGENT,
  noStatus: UPDATE_AGENT,
  noTotals: UPDATE_AGENT,
  wrongParameter: `The answer itself says which one, and why. ${READ_API}`,
  noAssessment: READ_API,
  wrongBody: `The answer itself says what is wrong with it. ${READ_API}`,
  wrongNewCode: 'Scan the picture again, set the time of the phone to automatic, and type the next code.',
  reasonMissing: 'Write in a few words why it is dismissed, and dismiss it again.',
  assessmentMissing: 'Choose what it was, and dismiss it again.',
  viewerAssigned: 'Assign it to somebody else, or ask an admin to change the role of that person.',
  noLogin: 'Fill in name and password, and the code if you use one.',
  noSetup: 'Choose a password of 12 to 256 characters. The setup code comes from spoor-hub people setup.',
  noCredentials: 'An agent gets its credentials when it enrols: spoor-agent enrol.',
  wrongCredentials: ENROL_AGAIN,
  noToken: NEW_TOKEN,
  wrongToken: NEW_TOKEN,
  noPerson: SIGN_IN,
  wrongApiToken: 'Make a new token under Settings, API tokens. A disabled person must be enabled by an admin before.',
  sessionEnded: 'Open the console and sign in again.',
  wrongLogin:
    'Try again, and see that the clock of your phone is right. An admin can set a new password; root can on the hub: spoor-hub people.',
  codeNeeded: 'Type the six digits that your app shows, or one of your recovery codes.',
  wrongSetup: 'On the hub, as root, run spoor-hub people setup. Its code works once, within an hour.',
  tokenExpired: NEW_TOKEN,
  tokenUsedUp: NEW_TOKEN,
  tokenOfOther: 'Make a token for this very host, or one that is for no host in particular.',
  noRight: ASK_AN_ADMIN,
  otherSite:
    'Do it in the console itself. If this was the console, public_url or the proxy’s Host names another address.',
  inClear: 'Open the console over HTTPS. Behind a proxy that ends TLS, name the proxy in trusted_proxies.',
  noMetrics: 'Add the address of your Prometheus to metrics_from in hub.yml, and reload the hub.',
  otherHost: 'Ask with an API token of a person, or for the agent’s own host.',
  agentJudges: 'Make an API token under Settings, API tokens, and send that.',
  sessionOnly: 'Open the console, sign in, and do it there.',
  wrongPresent: 'Type your present password again, and a fresh code.',
  unknownPath: 'Look whether the address was cut off or mistyped. /api/v1/openapi.json lists all that the API has.',
  noConsole: 'Run npm run build:console in the source folder, and start the hub again.',
  unknownHost: 'Look for the name under Hosts; a host that was renamed has its new name only.',
  unknownEvent: RETENTION,
  revokedHost: ENROL_AGAIN,
  forgottenHost:
    'Events has what it told. To enrol it again: spoor-hub token create, and spoor-agent enrol on the host.',
  unknownIncident: RETENTION,
  unknownPerson: 'Settings, People has all names; an admin can enable a person again.',
  unknownSecret: LOOK_AGAIN,
  unknownAlert: RETENTION,
  unknownChannel: 'Channels are in hub.yml; spoor-hub check reads it, and systemctl reload spoor-hub applies it.',
  unknownSnooze: LOOK_AGAIN,
  otherMethod: READ_API,
  nameTaken: 'If it is the same server, make a token for its name. If it is another one, enrol it by another name.',
  personThere: 'Choose another name. A disabled person keeps the name, and can be enabled again.',
  adminThere: 'Sign in, or ask the admin to add you under Settings, People.',
  hostNameTaken: 'Choose a name that no host had before: events of both would be taken for one.',
  hostRevoked: ENROL_AGAIN,
  hostMayReport: 'On its page, under Hosts, Revoke ends its credentials; spoor-hub agents revoke does, too.',
  otherOpen: 'Open the later incident, and go on there.',
  nothingToCare: 'Snooze it instead if it tells nothing new.',
  lastAdmin: 'Make another person an admin under Settings, People, and try again.',
  changedMeanwhile: 'Load the page again, look at what was changed, and decide anew.',
  tooLarge: 'Send less at once. An agent divides its reports by itself.',
  tooManyTotals: 'Send fewer at once. An agent divides what it sends by itself.',
  tooManyEntries: 'Send fewer entries at once. An agent divides its reports by itself.',
  unknownEncoding: 'Send the body as it is, or with Content-Encoding: gzip.',
  encodedWrongly: 'Send the body as it is, or compress it anew.',
  tooMuchWaits: `${WAIT} ${SAFE}`,
  tooManyFailures:
    'Wait up to a quarter of an hour. If it was not you, somebody guesses passwords: an admin sees it under Settings, Audit log.',
  tooOften: WAIT,
  tooManyStreams: `Close tabs of the console that nobody needs. ${WAIT}`,
  tooManyLogins: 'Try again in a few seconds.',
  bug: 'See journalctl -u spoor-hub -p warning, and report what it shows. Trying again may work.',
  storeGone: `Mount the disk of the store again, or put its files back; the hub goes on by itself. ${SAFE}`,
  storeFull: `Make room on the disk of the store, or shorten the retention; spoor-hub status says how full it is. ${SAFE}`,
  storeBusy: `${WAIT} If it lasts, see spoor-hub status. ${SAFE}`,
  storeAway: `See whether PostgreSQL runs and is reached: spoor-hub status, spoor-hub check. ${SAFE}`,
  noSecretKey: 'Put secret.key back from the backup of the hub. Until then a recovery code signs you in.',
  clockDoubted: `See timedatectl on the hub, and set its clock right. ${SAFE}`,
}
