import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { HostPort } from '../../../lib/http/connection/dial.ts'
import type { ProbeTools } from '../probe.ts'
import { untilAborted } from '../wire/opened.ts'
import { placeInWords } from '../wire/place.ts'
import { connectionFault, ProbeFault } from '../wire/probe-fault.ts'

/** Datagrams get lost: a question is asked again after so many milliseconds. */
const AGAIN = 1000

/**
 * Sends a datagram, again and again, until one comes from there that is an answer. Throws a `ProbeFault`. The kernel
 * passes on datagrams of that address and port alone (udp(7), connect).
 */
export async function exchangeDatagram(
  place: HostPort,
  question: Buffer,
  isAnswer: (datagram: Buffer) => boolean,
  tools: ProbeTools,
): Promise<Buffer> {
  const [words, { promise, resolve, reject }] = [placeInWords(place), Promise.withResolvers<Buffer>()]
  let close = (): void => undefined
  let timer: NodeJS.Timeout | undefined
  try {
    const { address, family } = await untilAborted(lookup(place.host), tools.signal)
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    close = () => void socket.close()
    socket.on('error', reject).on('message', (datagram) => {
      if (isAnswer(datagram)) resolve(datagram)
    })
    socket.connect(place.port, address)
    await once(socket, 'connect', { signal: tools.signal })
    socket.send(question)
    timer = setInterval(() => socket.send(question), AGAIN)
    return await untilAborted(promise, tools.signal)
  } catch (error) {
    if (tools.signal.aborted) throw new ProbeFault(`${words} did not answer over UDP in time`)
    throw connectionFault(error, words)
  } finally {
    clearInterval(timer)
    close()
  }
}
