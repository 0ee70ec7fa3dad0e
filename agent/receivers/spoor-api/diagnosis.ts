import { type Socket, isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { type Answer, readAnswer } from '../../../lib/http/answers/answer.ts'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { TimedOut } from '../../../lib/http/connection/dialing-agent.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { withoutBrackets } from '../../../lib/http/connection/proxy.ts'
import { ANSWER_LIMIT, type HttpRequest, startRequest, responseOf } from '../../../lib/http/request.ts'
import { outcomeOfFailure } from '../server/failure-outcome.ts'
import type { ServerAccess } from '../server/server-access.ts'
import { type ApiAccess, headersFor } from './api-access.ts'
import type { DiagnosisStep } from './diagnosis-step.ts'
import { clockStep, verdictOf } from './diagnosis-verdict.ts'

/** In milliseconds; a person waits. */
const LONGEST = 30_000

/**
 * Gets a path from the API once, with the connections and credentials of reports, and says how far the request came:
 * every step up to the first that failed. Changes nothing at the API. Takes at most
 * `transmission.timeout`, or 30 s.
 */
export async function diagnose(
  access: ApiAccess,
  path: string,
  signal: AbortSignal,
): Promise<readonly DiagnosisStep[]> {
  const { option } = access
  const request = { url: new URL(path, access.host), headers: headersFor(access) }
  return diagnoseRequest({ access, request, words: 'the API', verdict: (answer) => verdictOf(answer, option) }, signal)
}

/** A harmless request, and who is asked. */
export interface Diagnosed {
  readonly access: ServerAccess
  readonly request: HttpRequest
  /** What sentences call the server: `the API`. */
  readonly words: string
  /** What an answer says. */
  readonly verdict: (answer: Answer) => DiagnosisStep
}

/** Sends a request once, and says how far it came, in the same way. */
export async function diagnoseRequest(asked: Diagnosed, signal: AbortSignal): Promise<readonly DiagnosisStep[]> {
  const { access, request: sent } = asked
  const timeout = Math.min(access.timeout, LONGEST)
  const agents = await createAgents({ ...access, timeout, connections: 1 })
  const options = { agents, timeout, signal }
  const progress = new Progress(asked)
  const request = startRequest(sent, options).on('socket', (socket) => progress.watch(socket))
  const timer = setTimeout(() => request.destroy(new TimedOut()), timeout)
  try {
    const answer = await readAnswer(await responseOf(request), ANSWER_LIMIT)
    progress.answered(answer)
  } catch (error) {
    progress.failed(failureCode(error))
  } finally {
    clearTimeout(timer)
    agents.http.destroy()
    agents.https.destroy()
  }
  return progress.steps
}

/** Codes of a failed handshake, also if the API refuses after the end of one, as TLS 1.3 allows. */
const OF_TLS =
  /^(?:TLS_ALERT_|CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|PIN_MISMATCH$|HOSTNAME_)/

/** How far a request came. */
class Progress {
  readonly steps: DiagnosisStep[] = []
  readonly #ahead: DiagnosisStep['step'][]
  readonly #isTls: boolean
  readonly #asked: Omit<Diagnosed, 'request'>

  constructor({ request, ...asked }: Diagnosed) {
    this.#asked = asked
    const { protocol, hostname } = request.url
    const { proxy } = asked.access
    const isName = isIP(withoutBrackets(hostname)) === 0
    const reaching: DiagnosisStep['step'][] =
      proxy === undefined ? [...(isName ? (['dns'] as const) : []), 'tcp'] : ['proxy']
    this.#isTls = protocol === 'https:'
    this.#ahead = [...reaching, ...(this.#isTls ? (['tls'] as const) : []), 'credentials']
  }

  /** Node gives a request its socket once that is connected, through a proxy or to one of the addresses of the host. */
  watch(socket: Socket): void {
    const { words } = this.#asked
    this.#pass('proxy', `connects to ${words}`)
    this.#pass('dns', 'the name has an address')
    this.#pass('tcp', `connected to ${socket.remoteAddress ?? words}`)
    if (!(socket instanceof TLSSocket)) return
    const onSecure = (): void => {
      const { valid_to: end } = socket.getPeerCertificate()
      this.#pass('tls', `${socket.getProtocol()}, with a certificate that is trusted and valid until ${end}`)
    }
    if (socket.authorized) onSecure()
    else socket.on('secureConnect', onSecure)
  }

  answered(answer: Answer): void {
    const { words, verdict } = this.#asked
    this.steps.push(clockStep(answer.headers.date, Date.now(), words))
    this.#end(verdict(answer))
  }

  failed(code: string | undefined): void {
    const { words, access } = this.#asked
    const { option } = access
    if (!/^(?:ENOTFOUND$|EAI_)/.test(code ?? '')) this.#pass('dns', 'the name has an address')
    if (OF_TLS.test(code ?? '')) this.#pass('tcp', `connected to ${words}`)
    const text = outcomeOfFailure(option, code, words).reason.replace(/\.$/, '')
    // A refused certificate often shows as a reset alone.
    const isCut = this.#isTls && /^(?:ECONNRESET|EPIPE)$/.test(code ?? '')
    const perhaps = isCut ? `; perhaps it wants another certificate of the agent (${option}.cert_file)` : ''
    this.#end({ step: this.#stepOf(code ?? ''), state: 'failed', text: `${text}${perhaps}` })
  }

  #stepOf(code: string): DiagnosisStep['step'] {
    if (code.startsWith('PROXY_')) return 'proxy'
    return OF_TLS.test(code) ? 'tls' : (this.#ahead[0] ?? 'credentials')
  }

  #pass(step: DiagnosisStep['step'], text: string): void {
    if (this.#ahead[0] !== step) return
    this.#ahead.shift()
    this.steps.push({ step, state: 'ok', text })
  }

  /**
   * Adds the last step. Where it passed before, it takes its place and that of the steps after it: with TLS 1.3 the API
   * may refuse a certificate after the handshake.
   */
  #end(last: DiagnosisStep): void {
    const known = this.steps.findIndex(({ step }) => step === last.step)
    if (known !== -1) this.steps.splice(known)
    this.steps.push(last)
  }
}
