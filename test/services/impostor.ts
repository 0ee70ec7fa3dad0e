import { randomBytes } from 'node:crypto'
import { createSocket, type Socket as Datagrams } from 'node:dgram'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'

/** How something behaves that is not the service. */
export type Manner = 'noise' | 'http' | 'echo' | 'nothing' | 'drip'

/** All of these. */
export const MANNERS: readonly Manner[] = ['noise', 'http', 'echo', 'nothing', 'drip']

const NOISE = randomBytes(200_000)

const PAGE = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** Milliseconds between two bytes of what drips. */
const DRIP = 100

const TALKS: Readonly<Record<Manner, (socket: Socket) => void>> = {
  noise: (socket) => void socket.resume().write(NOISE),
  // Who waits for a greeting gets no answer to a question: this one comes by itself.
  http: (socket) => void socket.resume().end(PAGE),
  echo: (socket) => void socket.pipe(socket),
  nothing: (socket) => void socket.destroy(),
  drip: (socket) => {
    const timer = setInterval(() => socket.write('2'), DRIP)
    socket.resume().on('close', () => clearInterval(timer))
  },
}

const DATAGRAMS: Readonly<Record<Manner, (asked: Buffer) => Uint8Array | undefined>> = {
  noise: () => NOISE.subarray(0, 500),
  http: () => Buffer.from(PAGE),
  echo: (asked) => asked,
  nothing: () => undefined,
  drip: () => Buffer.from('2'),
}

/** Something else that answers at ports and sockets of services, in a manner that can be changed. */
export class Impostor {
  manner: Manner = 'noise'
  readonly #servers: (Server | Datagrams)[] = []
  readonly #sockets = new Set<Socket>()

  /** Listens at ports of loopback, for datagrams at the port of DNS, and at sockets of this machine. */
  async listen(places: readonly (number | string)[]): Promise<void> {
    for (const place of places) {
      const server = createServer((socket) => {
        this.#sockets.add(socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket)))
        TALKS[this.manner](socket)
      })
      this.#servers.push(server)
      if (typeof place === 'string') rmSync(place, { force: true })
      await once(typeof place === 'string' ? server.listen(place) : server.listen(place, '127.0.0.1'), 'listening')
    }
    const datagrams = createSocket('udp4')
    datagrams.on('message', (asked, { port, address }) => {
      const answer = DATAGRAMS[this.manner](asked)
      if (answer !== undefined) datagrams.send(answer, port, address)
    })
    this.#servers.push(datagrams.bind(53, '127.0.0.1'))
    await once(datagrams, 'listening')
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
