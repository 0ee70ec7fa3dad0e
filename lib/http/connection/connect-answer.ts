import type { Duplex } from 'node:stream'

/** What a proxy may say before the tunnel is open, in bytes: as much as Node lets a server say in its headers. */
const LONGEST = 16 * 1024

/**
 * The status that a proxy answers to CONNECT, which is written to the socket: after 100 and other announcements, which
 * Node takes for the answer itself. What follows its head is left in the socket: of 2xx that is the tunnel, whatever
 * length the head names (RFC 9110 §9.3.6). Rejects with the fault of the socket, or the code that Node's parser has for
 * what is no HTTP.
 */
export async function connectAnswer(socket: Duplex, request: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let received = ''
  const onData = (bytes: Buffer): void => {
    // One character for each byte.
    received += bytes.toString('latin1')
    try {
      const answer = finalAnswer(received)
      if (answer === undefined) {
        if (received.length > LONGEST) throw new Fault('HPE_HEADER_OVERFLOW')
        return
      }
      socket.pause()
      if (answer.rest !== '') socket.unshift(Buffer.from(answer.rest, 'latin1'))
      resolve(answer.status)
    } catch (error) {
      reject(error)
    }
  }
  const onEnd = (): void => reject(new Fault('ECONNRESET'))
  socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', reject)
  socket.write(request)
  try {
    return await promise
  } finally {
    socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', reject)
  }
}

/** The status and what follows its head; undefined where that has not come yet. */
function finalAnswer(received: string): { readonly status: number; readonly rest: string } | undefined {
  if (!'HTTP/1.'.startsWith(received.slice(0, 7))) throw new Fault('HPE_INVALID_CONSTANT')
  const end = /\n\r?\n/.exec(received)
  if (end === null) return undefined
  const [, digits] = /^HTTP\/1\.\d (\d{3})[ \r\n]/.exec(received) ?? []
  if (digits === undefined) throw new Fault('HPE_INVALID_STATUS')
  const [status, rest] = [Number(digits), received.slice(end.index + end[0].length)]
  return status >= 200 || status === 101 ? { status, rest } : finalAnswer(rest)
}

class Fault extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}
