import { type Answer, isPage, wantsCertificate } from '../../../lib/http/answers/answer.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { type AnswerRow, type Hearing, outcomeBy, rowFor } from '../server/answer-row.ts'

const ADDRESS = 'check OPTION.host and OPTION.endpoints.report'

/**
 * The first row that fits counts. 202 and 409 are those of App::Spoor and its server (0.08). docs/delivery.md says the
 * same.
 */
const ANSWERS: readonly AnswerRow[] = [
  [202, 202, 'accepted', 'The API accepted the report'],
  [
    200,
    299,
    'configuration',
    'The API answered STATUS, not 202: if that means that it has the report, set OPTION.accept: [STATUS]',
  ],
  [409, 409, 'accepted', 'The API has the report already'],
  [400, 400, 'rejected', 'The API finds the report malformed'],
  [413, 413, 'divided', 'The API finds the report too large'],
  [422, 422, 'divided', 'The API cannot take what the report says'],
  [401, 401, 'configuration', 'The API does not accept the credentials: correct OPTION.credentials'],
  [403, 403, 'configuration', 'The API forbids these credentials to report: have OPTION.credentials permitted'],
  [407, 407, 'configuration', 'A proxy that the agent does not know of wants credentials: name it in OPTION.proxy'],
  [300, 399, 'configuration', `The API redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'receiver', 'The API waited too long for the report'],
  [425, 425, 'receiver', 'The API wants the report later'],
  [429, 429, 'receiver', 'The API wants fewer reports for now'],
  [500, 599, 'receiver', 'The API is out of order'],
]

/** An answer that no API would give: never a reason to give a report up. */
const NOT_THE_API: AnswerRow = [0, 999, 'configuration', `What answered does not take reports: ${ADDRESS}`]

/** Portals and proxies answer anything with 200 and a page. */
const A_PAGE: AnswerRow = [
  200,
  299,
  'configuration',
  `A web page answered, as of a portal or a proxy, not the API: ${ADDRESS}`,
]

const WANTS_CERTIFICATE: AnswerRow = [
  400,
  400,
  'configuration',
  'The API wants another certificate of the agent: correct OPTION.cert_file',
]

/** What it takes to understand an answer of the API. */
export interface ApiHearing extends Hearing {
  /** Statuses (2xx) that say that the API has a report, as 202 does. */
  readonly accept: readonly number[]
}

/** What an answer means for a report. */
export function outcomeOfAnswer(answer: Omit<Answer, 'complete'>, hearing: ApiHearing): Outcome {
  return outcomeBy(rowOf(answer, hearing.accept), answer, hearing)
}

function rowOf(answer: Omit<Answer, 'complete'>, accept: readonly number[]): AnswerRow {
  const { status } = answer
  if (status >= 200 && status <= 299 && isPage(answer)) return A_PAGE
  if (wantsCertificate(answer)) return WANTS_CERTIFICATE
  const known = accept.includes(status) ? 202 : status
  return rowFor(known, ANSWERS, NOT_THE_API)
}
