import * as v from 'valibot'
import { type Answer, excerpt, isPage, wantsCertificate } from '../../../lib/http/answers/answer.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { type AnswerRow, type Hearing, outcomeBy, rowFor } from '../server/answer-row.ts'

const ADDRESS = 'check OPTION.host and OPTION.path'

/** What answers to an export say (OTLP 1.x, OTLP/HTTP response); of failures 429 and 502 to 504 may be tried again. */
const ANSWERS: readonly AnswerRow[] = [
  [200, 200, 'accepted', 'The OTLP server has the points'],
  [
    201,
    299,
    'configuration',
    `The OTLP server answered STATUS, not 200, which does not say that it has the points: ${ADDRESS}`,
  ],
  [400, 400, 'rejected', 'The OTLP server refuses points for good'],
  [422, 422, 'rejected', 'The OTLP server refuses points for good'],
  [413, 413, 'divided', 'The OTLP server finds the request too large'],
  [401, 401, 'configuration', 'The OTLP server does not accept the credentials: correct OPTION.headers_file'],
  [403, 403, 'configuration', 'The OTLP server forbids these credentials to write: have OPTION.headers_file permitted'],
  [404, 405, 'configuration', `The OTLP server takes no metrics there: ${ADDRESS}`],
  [407, 407, 'configuration', 'A proxy that the agent does not know of wants credentials: name it in OPTION.proxy'],
  [415, 415, 'configuration', `The OTLP server takes no JSON: have it enabled there, or ${ADDRESS}`],
  [300, 399, 'configuration', `The OTLP server redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'receiver', 'The OTLP server waited too long for the request'],
  [425, 429, 'receiver', 'The OTLP server wants fewer requests for now'],
  [500, 599, 'receiver', 'The OTLP server is out of order'],
]

const NOT_OTLP: AnswerRow = [0, 999, 'configuration', `What answered takes no metrics: ${ADDRESS}`]

const A_PAGE: AnswerRow = [
  0,
  999,
  'configuration',
  `A web page answered, as of a portal or a proxy, not the OTLP server: ${ADDRESS}`,
]

const WANTS_CERTIFICATE: AnswerRow = [
  400,
  400,
  'configuration',
  'The OTLP server wants another certificate of the agent: correct OPTION.cert_file',
]

const count = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.safeInteger(), v.minValue(0))
const partial = v.object({
  partialSuccess: v.object({
    rejectedDataPoints: v.optional(count, 0),
    errorMessage: v.optional(v.string(), ''),
  }),
})

/** What an answer to an export means. Points that a success leaves out are refused for good, as the protocol says. */
export function otlpOutcome(answer: Omit<Answer, 'complete'>, hearing: Hearing): Outcome {
  const row = rowOf(answer)
  const outcome = outcomeBy(row, answer, hearing)
  if (outcome.result !== 'accepted') return outcome
  const told = v.safeParse(v.pipe(foreignJson, partial), answer.text)
  const { rejectedDataPoints: rejected, errorMessage } = told.success
    ? told.output.partialSuccess
    : { rejectedDataPoints: 0, errorMessage: '' }
  if (rejected === 0) return outcome
  const said = [`HTTP ${answer.status}`, excerpt(errorMessage, hearing.secrets)].filter(Boolean).join(': ')
  return {
    result: 'rejected',
    reason: `The OTLP server took the others and refuses ${rejected} points for good (${said}).`,
  }
}

function rowOf(answer: Omit<Answer, 'complete'>): AnswerRow {
  if (wantsCertificate(answer)) return WANTS_CERTIFICATE
  if (answer.status < 400 && isPage(answer)) return A_PAGE
  return rowFor(answer.status, ANSWERS, NOT_OTLP)
}
