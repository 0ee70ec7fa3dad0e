import { type FailureWords, failureSentence } from '../../../lib/http/connection/failure-sentence.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Later } from '../delivery/outcome.ts'

function wordsFor(option: string, server: string): FailureWords {
  return {
    server,
    client: 'the agent',
    address: `${option}.host`,
    proxy: `${option}.proxy`,
    timeout: `${option}.timeout`,
    authorities: `${option}.ca_file`,
    certificate: `${option}.cert_file`,
    key: 'key_file',
    pin: `${option}.pin`,
  }
}

/** Cut off or not answered. An API whose process dies of one report does this, too. */
const MAY_BE_ITS_OWN = /^(?:ECONNRESET|EPIPE|ETIMEDOUT|HPE_)/

/**
 * What a failure without an answer means for a report, by its code. The reason is one sentence that says what to do
 * about the receiver in section `option` of the configuration, which it calls `server`.
 */
export function outcomeOfFailure(option: string, code = 'no code', server = 'the API'): Later {
  const { sentence, needsHand } = failureSentence(code, wordsFor(option, server))
  return {
    result: 'later',
    cause: needsHand ? 'configuration' : 'network',
    reason: `${sentence} (${plainText(code)}).`,
    ...(MAY_BE_ITS_OWN.test(code) && { mayBeItsOwn: true }),
  }
}
