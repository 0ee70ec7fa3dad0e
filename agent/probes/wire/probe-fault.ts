import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { failureSentence } from '../../../lib/http/connection/failure-sentence.ts'
import type { ProbeResult, Verdict } from '../probe.ts'

/** Why a probe goes no further; the message is a sentence without a full stop, safe to show. */
export class ProbeFault extends Error {
  readonly verdict: Verdict

  constructor(message: string, verdict: Verdict = 'failed') {
    super(message)
    this.verdict = verdict
  }
}

/** What a fault means for the check; throws whatever is no `ProbeFault`, which is a bug. */
export function resultOfFault(error: unknown): ProbeResult {
  if (!(error instanceof ProbeFault)) throw error
  return { verdict: error.verdict, text: error.message }
}

/** This machine, not the other side, is why nothing can be said (errno(3), getaddrinfo(3)). */
const OWN = /^(?:EMFILE|ENFILE|ENOBUFS|ENOMEM|EACCES|EPERM|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EAI_AGAIN)$/

/** Where there is a socket and nobody listens, or not even a socket. */
const NO_SOCKET: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nobody listens at this socket any more',
  ENOENT: 'is not there: the service does not run, or its socket is elsewhere',
  ENOTSOCK: 'is no socket',
  EACCES: 'is closed to the user of this process',
}

/** The fault of a connection to `place` that failed with an error of the system, of Node or of OpenSSL. */
export function connectionFault(error: unknown, place: string): ProbeFault {
  const code = failureCode(error) ?? 'no code'
  const verdict = OWN.test(code) ? 'unknown' : 'failed'
  const ofSocket = place.startsWith('/') ? NO_SOCKET[code] : undefined
  if (ofSocket !== undefined) return new ProbeFault(`${place} ${ofSocket} (${code})`, verdict)
  const words = { address: 'its address', timeout: 'the timeout', authorities: 'the authorities', pin: 'the pin' }
  const { sentence } = failureSentence(code, {
    server: place,
    client: 'the agent',
    proxy: 'the proxy',
    certificate: 'a certificate',
    key: 'its key',
    ...words,
  })
  return new ProbeFault(`${sentence} (${code})`, verdict)
}
