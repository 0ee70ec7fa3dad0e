import type { Duplex } from 'node:stream'

/** The most bytes that a proxy may send before the tunnel is open: Node's own limit for headers. */
const LONGEST = 16 * 1024

/**
 * Writes a CONNECT request to a socket and returns the status of the answer. Skips 100 and other interim answers, which
 * Node takes for the answer itself. Leaves what follows the head in the socket: after 2xx that is the tunnel, whatever
 * length the head names (RFC 9110 §9.3.6). Rejects with the error of the socket, or with the code of Node's parser for
 * what is not HTTP.
 */
export async function connectAnswer(socket: Duplex, request: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let received = ''
  const onData = (bytes: Buffer): void => {
    // Latin-1 makes one character of each byte.
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

/** The status of the final answer, and what follows its head; undefined as long as the head is incomplete. */
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
