import { failureCode } from '../../lib/http/connection/failure-code.ts'
import { failureSentence } from '../../lib/http/connection/failure-sentence.ts'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { PROGRAM } from '../program.ts'

/** Why nothing goes to a target, for a person. */
export function forwardFailure(name: string, error: unknown): string {
  if (error instanceof ActionNeeded) return plainText(error.message)
  const code = failureCode(error)
  if (code === undefined) return plainText(messageOf(error))
  const option = `forward.${name}`
  const { sentence } = failureSentence(code, {
    server: `the server of ${option}`,
    client: PROGRAM.name,
    address: `${option}.to`,
    // It has none of these.
    proxy: '',
    timeout: '',
    pin: '',
    authorities: `${option}.ca_file`,
    certificate: `${option}.certificate`,
    key: `${option}.key`,
  })
  return `${sentence} (${plainText(code)}).`
}
