import { failureCode } from '../http/connection/failure-code.ts'
import { failureSentence } from '../http/connection/failure-sentence.ts'
import { plainText } from '../text/plain-text.ts'

/** How a channel calls itself in what it says about its failures. */
export interface ChannelWords {
  /** The program that sends: `spoor-hub`. */
  readonly program: string
  /** The channel's section in the configuration: `alerts.channels.staff`. */
  readonly option: string
}

/** The server wants a certificate, or may want one (RFC 8446 §6.2). */
const WANTS_CERTIFICATE = /^TLS_ALERT_(?:4\d|116)$/

/** Why no answer came, in a sentence that says what to do about it. `address`: the option that names the server. */
export function failureReason(
  error: unknown,
  { program, option }: ChannelWords,
  server: string,
  address: string,
): string {
  const code = failureCode(error) ?? 'no code'
  const { sentence } = failureSentence(code, {
    server,
    client: program,
    address: `${option}.${address}`,
    proxy: `${option}.proxy`,
    timeout: `${option}.timeout`,
    authorities: `${option}.ca_file`,
    certificate: 'a certificate',
    key: 'its key',
    pin: `${option}.pin`,
  })
  const unable = `${server} ended the handshake: it may want a certificate of its clients, which ${program} has not`
  return `${WANTS_CERTIFICATE.test(code) ? unable : sentence} (${plainText(code)}).`
}
