import { type FailureWords, failureSentence } from '../../../lib/http/connection/failure-sentence.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { Later } from '../delivery/outcome.ts'

const WORDS: FailureWords = {
  server: 'the API',
  client: 'the agent',
  address: 'transmission.host',
  proxy: 'transmission.proxy',
  timeout: 'transmission.timeout',
  authorities: 'transmission.ca_file',
  certificate: 'transmission.cert_file',
  key: 'key_file',
  pin: 'transmission.pin',
}

/** Cut off or not answered. An API whose process dies of one report does this, too. */
const MAY_BE_ITS_OWN = /^(?:ECONNRESET|EPIPE|ETIMEDOUT|HPE_)/

/**
 * What it means for a report that no answer came, by the code of the failure. The reason is one sentence with what to
 * do.
 */
export function outcomeOfFailure(code = 'no code'): Later {
  const { sentence, needsHand } = failureSentence(code, WORDS)
  return {
    result: 'later',
    cause: needsHand ? 'configuration' : 'network',
    reason: `${sentence} (${plainText(code)}).`,
    ...(MAY_BE_ITS_OWN.test(code) && { mayBeItsOwn: true }),
  }
}
