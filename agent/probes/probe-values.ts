import * as v from 'valibot'
import { path, text } from '../../lib/settings/value.ts'

// As in lib/settings/value.ts, a message completes a sentence about the option and never repeats the value.

/** The name or the address of a host. */
export const host = v.pipe(text, v.regex(/^[\w:][\w.:-]{0,252}$/, 'is neither the name nor the address of a host'))

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** A whole number between two others; `sentence` is about one that is not. */
export function wholeNumber(least: number, most: number, sentence = `is not a whole number from ${least} to ${most}`) {
  return v.pipe(
    text,
    v.regex(/^(?:0|[1-9]\d{0,8})$/, sentence),
    v.transform(Number),
    v.minValue(least, sentence),
    v.maxValue(most, sentence),
  )
}

/** A port. */
export const port = wholeNumber(1, 65_535, 'is not a port')

/** The absolute path of a socket of this machine; the system takes 107 bytes (unix(7)). */
const socketPath = v.pipe(
  path,
  v.check((written) => Buffer.byteLength(written) <= 107, 'is longer than 107 bytes'),
)

/** The option `host` of probes that look at this machine unless told otherwise. */
export const ownHost = v.pipe(
  v.optional(host, '127.0.0.1'),
  v.description('The host of the service, by name or address.'),
  v.metadata({ example: 'mail.example.com' }),
)

/** The option `socket`. */
export const ownSocket = v.pipe(
  v.optional(socketPath),
  v.description('The path of the socket where the service listens, instead of host and port.'),
  v.metadata({ example: '/run/clamav/clamd.ctl' }),
)
