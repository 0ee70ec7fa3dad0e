import { type Answer, isPage, wantsCertificate } from '../../../lib/http/answers/answer.ts'
import type { InfluxdbConfig } from '../../config/config.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { type AnswerRow, type Hearing, outcomeBy, rowFor } from '../server/answer-row.ts'

const ADDRESS = 'check OPTION.host'

/**
 * What answers to a write say. A 400 is final: lines that the server cannot parse, fields of another type, points older
 * than it keeps. It has the good lines of them all the same ("partial write").
 */
const ANSWERS: readonly AnswerRow[] = [
  [204, 204, 'accepted', 'The InfluxDB server has the points'],
  [
    200,
    299,
    'configuration',
    `The InfluxDB server answered STATUS, not 204, which does not say that it has the points: ${ADDRESS}`,
  ],
  [400, 400, 'rejected', 'The InfluxDB server refuses points for good, and may have taken others of the same request'],
  [422, 422, 'rejected', 'The InfluxDB server refuses points for good, and may have taken others of the same request'],
  [413, 413, 'divided', 'The InfluxDB server finds the request too large'],
  [407, 407, 'configuration', 'A proxy that the agent does not know of wants credentials: name it in OPTION.proxy'],
  [300, 399, 'configuration', `The InfluxDB server redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'receiver', 'The InfluxDB server waited too long for the request'],
  [425, 429, 'receiver', 'The InfluxDB server wants fewer requests for now'],
  [500, 599, 'receiver', 'The InfluxDB server is out of order'],
]

const BY_VERSION: Readonly<Record<1 | 2, readonly AnswerRow[]>> = {
  1: [
    [401, 401, 'configuration', 'The InfluxDB server does not accept OPTION.user and password_file: correct them'],
    [
      403,
      403,
      'configuration',
      'The InfluxDB server does not let this user write: grant WRITE on OPTION.database to it',
    ],
    [404, 404, 'configuration', 'The InfluxDB server has no such database: create it, or correct OPTION.database'],
  ],
  2: [
    [401, 401, 'configuration', 'The InfluxDB server does not accept the token: correct OPTION.token_file'],
    [403, 403, 'configuration', 'The InfluxDB server does not let this token write: give it the bucket OPTION.bucket'],
    [
      404,
      404,
      'configuration',
      'The InfluxDB server has no such bucket or organization: correct OPTION.bucket and org',
    ],
  ],
}

/** What 1.x says of a path that it does not know. */
const TOO_OLD: AnswerRow = [
  404,
  404,
  'configuration',
  'The InfluxDB server does not know /api/v2/write, as it is of version 1: write version: 1, and database for org, bucket and token_file, in OPTION',
]

const NOT_INFLUXDB: AnswerRow = [0, 999, 'configuration', `What answered takes no points: ${ADDRESS}`]

const A_PAGE: AnswerRow = [
  0,
  999,
  'configuration',
  `A web page answered, as of a portal or a proxy, not the InfluxDB server: ${ADDRESS}`,
]

const WANTS_CERTIFICATE: AnswerRow = [
  400,
  400,
  'configuration',
  'The InfluxDB server wants another certificate of the agent: correct OPTION.cert_file',
]

/** What an answer to a write means. */
export function influxdbOutcome(
  answer: Omit<Answer, 'complete'>,
  hearing: Hearing,
  { target }: Pick<InfluxdbConfig, 'target'>,
): Outcome {
  return outcomeBy(rowOf(answer, target.version), answer, hearing)
}

function rowOf(answer: Omit<Answer, 'complete'>, version: 1 | 2): AnswerRow {
  const { status, text } = answer
  if (wantsCertificate(answer)) return WANTS_CERTIFICATE
  if (status < 500 && status !== 413 && isPage(answer)) return A_PAGE
  if (version === 2 && status === 404 && /^404 page not found\s*$/.test(text)) return TOO_OLD
  return rowFor(status, [...BY_VERSION[version], ...ANSWERS], NOT_INFLUXDB)
}
