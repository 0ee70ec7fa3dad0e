import { TLSSocket } from 'node:tls'
import * as v from 'valibot'
import { type Answer, excerpt, isPage, readAnswer } from '../../lib/http/answers/answer.ts'
import { retryAfter } from '../../lib/http/answers/retry-after.ts'
import { createAgents } from '../../lib/http/connection/agents.ts'
import { TimedOut } from '../../lib/http/connection/dialing-agent.ts'
import { failureCode } from '../../lib/http/connection/failure-code.ts'
import { failureSentence } from '../../lib/http/connection/failure-sentence.ts'
import { pinOf } from '../../lib/http/connection/pin.ts'
import { ANSWER_LIMIT, type HttpRequest, responseOf, startRequest } from '../../lib/http/request.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** A hub, and how it is reached. */
export interface HubPlace {
  /** `https://hub.example.com`. */
  readonly host: string
  /** Authorities trusted besides the system's, in PEM. */
  readonly caPem: string | undefined
  readonly proxy: URL | undefined
}

/** A host that wants credentials. */
export interface Applicant {
  readonly host: string
  readonly version: string
  readonly token: string
  /** The digest of the secret that it made. */
  readonly digest: string
}

/** The credentials that a hub gave. */
export interface Given {
  readonly identifier: string
  /** The pin of the hub's certificate; undefined without TLS. */
  readonly pin: string | undefined
  /** What the hub's clock showed, as a header. */
  readonly date: string | undefined
}

/** Milliseconds that a request may take; a person waits. */
const TIMEOUT = 30_000

/** How often a hub is asked that has no time, and the longest wait in between, in milliseconds. */
const TRIES = 10
const LONGEST_WAIT = 60_000

/**
 * Asks a hub for credentials; waits while it says that it has no time. The same request has the same answer, so it can
 * be repeated. Throws `ActionNeeded` with one sentence if it gives none.
 */
export async function askForCredentials(
  place: HubPlace,
  { token, host, version, digest }: Applicant,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Given> {
  const request = {
    url: new URL('/api/enrolments', place.host),
    headers: {
      accept: 'application/json',
      'user-agent': `spoor-agent/${version}`,
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: Buffer.from(JSON.stringify({ host, version, secret_digest: digest })),
  }
  for (let tries = 1; ; tries += 1) {
    const { answer, pin } = await answerTo(place, request, signal)
    const { status, headers } = answer
    if ((status !== 429 && status !== 503) || tries === TRIES || signal.aborted) {
      const identifier = status === 201 ? identifierIn(answer) : undefined
      if (identifier === undefined) throw new ActionNeeded(refusalOf(answer, place, { token, host }))
      return { identifier, pin, date: headers.date }
    }
    const wait = (retryAfter(headers, clock.now()) ?? clock.now() + 5000) - clock.now()
    await clock.sleep(Math.min(wait, LONGEST_WAIT), signal)
  }
}

async function answerTo(
  { host, caPem, proxy }: HubPlace,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer; readonly pin: string | undefined }> {
  const agents = await createAgents({ timeout: TIMEOUT, connections: 1, caPem, proxy })
  const started = startRequest(request, { agents, timeout: TIMEOUT, signal })
  const timer = setTimeout(() => started.destroy(new TimedOut()), TIMEOUT)
  try {
    const response = await responseOf(started)
    const { socket } = response
    const pin = socket instanceof TLSSocket ? pinOf(socket.getPeerCertificate().raw) : undefined
    return { answer: await readAnswer(response, ANSWER_LIMIT), pin }
  } catch (error) {
    const code = failureCode(error) ?? 'no code'
    throw new ActionNeeded(`${failureSentence(code, WORDS).sentence} (${plainText(code)}).`, undefined, {
      cause: `${host}: ${code}`,
    })
  } finally {
    clearTimeout(timer)
    agents.http.destroy()
    agents.https.destroy()
  }
}

const WORDS = {
  server: 'the hub',
  client: 'the agent',
  address: 'the address',
  proxy: '--proxy or HTTPS_PROXY',
  timeout: 'another try',
  authorities: '--ca-file',
  certificate: 'what the hub wants',
  key: 'its key',
  pin: 'pin',
}

const given = v.pipe(foreignJson, v.object({ identifier: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)) }))

function identifierIn({ text }: Answer): string | undefined {
  const { success, output } = v.safeParse(given, text)
  return success ? output.identifier : undefined
}

const problem = v.pipe(foreignJson, v.object({ code: v.number() }))

const AGAIN = 'have another one made on the hub: spoor-hub token create'

/** What the numbers of the hub's errors mean for who enrols. */
function sentenceOf(code: number, host: string): string | undefined {
  switch (code) {
    case 40_103:
    case 40_104:
      return `The hub does not know this token, or it was revoked: check it, or ${AGAIN}`
    case 40_301:
      return `This token has expired: ${AGAIN}. If it is new, compare the clock of the hub with the time`
    case 40_302:
      return `This token was used as often as it may be: ${AGAIN}`
    case 40_303:
      return `This token is for a host of another name than ${host}: set host.name, or ${AGAIN}`
    case 40_901:
      return `The hub knows a host of the name ${host} already. If it is this one, type there: spoor-hub token create --host ${host}, and use that token; otherwise set host.name in the configuration`
    case 42_902:
      return 'Too many tries from this address failed: wait a minute'
    default:
      return undefined
  }
}

function refusalOf(
  answer: Answer,
  { host: url }: HubPlace,
  { token, host }: Pick<Applicant, 'token' | 'host'>,
): string {
  const { status, text } = answer
  const { success, output } = v.safeParse(problem, text)
  const known = success ? sentenceOf(output.code, host) : undefined
  if (known !== undefined) return `${known}.`
  if (isPage(answer) || status === 404 || status === 405 || (status >= 200 && status < 400))
    return `What answers at ${url} is no spoor-hub (HTTP ${status}): check the address.`
  return `The hub did not enrol this host (${[`HTTP ${status}`, excerpt(text, [token])].filter(Boolean).join(': ')}).`
}
