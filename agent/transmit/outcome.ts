import { plainText } from '../system/plain-text.ts'
import { type Answer, excerpt } from './answer.ts'
import { retryAfter } from './retry-after.ts'

/** Whose fault it is that a report has to wait. */
export type Cause = 'configuration' | 'api' | 'network'

/** A report that waits: why, in one sentence, and before which time (milliseconds since the epoch) the API wants no more. */
export interface Later {
  readonly result: 'later'
  readonly cause: Cause
  readonly reason: string
  readonly notBefore?: number
}

/** What became of one try to deliver a report; `rejected` is for good, and a fact of that report alone. */
export type Outcome = { readonly result: 'accepted' } | { readonly result: 'rejected'; readonly reason: string } | Later

type Verdict = 'accepted' | 'rejected' | Cause

const ADDRESS = 'check transmission.host and transmission.endpoints.report'

/** Statuses from, to, and what they mean. */
type Row = readonly [from: number, to: number, verdict: Verdict, sentence: string]

/** The first row that fits counts. docs/delivery.md tells operators the same. */
const ANSWERS: readonly Row[] = [
  [200, 299, 'accepted', 'The API accepted the report'],
  [409, 409, 'accepted', 'The API has the report already'],
  [400, 400, 'rejected', 'The API finds the report malformed'],
  [413, 413, 'rejected', 'The API finds the report too large'],
  [422, 422, 'rejected', 'The API cannot take what the report says'],
  [401, 401, 'configuration', 'The API does not accept the credentials: correct transmission.credentials'],
  [403, 403, 'configuration', 'The API forbids these credentials to report: have transmission.credentials permitted'],
  [300, 399, 'configuration', `The API redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'api', 'The API waited too long for the report'],
  [425, 425, 'api', 'The API wants the report later'],
  [429, 429, 'api', 'The API wants fewer reports for now'],
  [500, 599, 'api', 'The API is out of order'],
]

/** No report is ever given up for an answer that an API would not give. */
const NOT_THE_API: Row = [0, 999, 'configuration', `What answered does not take reports: ${ADDRESS}`]

type Failure = readonly [code: RegExp, sentence: string]

/** Error codes of Node, OpenSSL and its HTTP parser, and what they mean; the first row that fits counts. */
const FAILURES: readonly Failure[] = [
  [/^ENOTFOUND$/, 'The host of the API has no address: check transmission.host and the DNS of this server'],
  [/^EAI_/, 'The host of the API cannot be looked up: check the resolver of this server (/etc/resolv.conf)'],
  [/^ECONNREFUSED$/, 'The API refused the connection: it is down, or transmission.host names the wrong port'],
  [/^(ECONNRESET|EPIPE)$/, 'The API cut the connection before it answered'],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'There is no route to the API: check the network and the firewall of this server'],
  [/^ETIMEDOUT$/, 'The API did not answer in time: check the firewall, or allow more by transmission.timeout'],
  [/^CERT_HAS_EXPIRED$/, 'The certificate of the API has expired: renew it, or correct the clock of this server'],
  [/^CERT_NOT_YET_VALID$/, 'The certificate of the API is not valid yet: correct the clock of this server'],
  [/ALTNAME/, 'The certificate of the API is for another name: check transmission.host'],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'The certificate of the API is from an authority that is not trusted here: name its CA in transmission.ca_file',
  ],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_)/, 'The API and the agent found no common TLS: check transmission.host and its port'],
  [/^HPE_/, 'What answered does not speak HTTP: check transmission.host and its port'],
]

const OTHER_FAILURE: Failure = [/^/, 'The connection to the API failed']

/** What an HTTP answer means for the report; `now` (milliseconds since the epoch) is what its Retry-After counts from. */
export function outcomeOfAnswer(answer: Pick<Answer, 'status' | 'retryAfter' | 'text'>, now: number): Outcome {
  const { status, text } = answer
  const [, , verdict, sentence] = ANSWERS.find(([from, to]) => status >= from && status <= to) ?? NOT_THE_API
  const reason = `${sentence} (${[`HTTP ${status}`, excerpt(text)].filter(Boolean).join(': ')}).`
  if (verdict === 'accepted') return { result: 'accepted' }
  if (verdict === 'rejected') return { result: 'rejected', reason }
  const notBefore = retryAfter(answer.retryAfter, now)
  return { result: 'later', cause: verdict, reason, ...(notBefore !== undefined && { notBefore }) }
}

/** What it means for the report that no answer came: the code of the error says why, in one sentence with what to do. */
export function outcomeOfFailure(code = 'no code'): Later {
  const [, sentence] = FAILURES.find(([pattern]) => pattern.test(code)) ?? OTHER_FAILURE
  return { result: 'later', cause: 'network', reason: `${sentence} (${plainText(code)}).` }
}
