import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onAbort } from '../../system/on-abort.ts'
import type { HostPort } from './dial.ts'

/** Opens a connection. Gives up when the signal is aborted, and rejects with its reason. */
export type Dial = (place: HostPort, signal: AbortSignal) => Promise<Socket>

type Callback = (error: Error | null, socket: Duplex) => void

/** An agent for http:// URLs that opens connections with a `Dial`. */
export class DialingAgent extends http.Agent {
  readonly #dialing: Dialing

  /** `timeout`: milliseconds that opening a connection may take. */
  constructor(options: http.AgentOptions, dial: Dial, timeout: number) {
    super(options)
    this.#dialing = new Dialing(dial, timeout)
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Callback): undefined {
    void this.#dialing.begin(options, 80, (socket) => socket, callback)
  }

  override destroy(): void {
    this.#dialing.close()
    super.destroy()
  }
}

/** An agent for https:// URLs that opens connections with a `Dial`. */
export class DialingTlsAgent extends https.Agent {
  readonly #dialing: Dialing

  constructor(options: https.AgentOptions, dial: Dial, timeout: number) {
    super(options)
    this.#dialing = new Dialing(dial, timeout)
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): undefined {
    const secured = (socket: Socket): Duplex => super.createConnection(Object.assign({}, options, { socket })) ?? socket
    void this.#dialing.begin(options, 443, secured, callback)
  }

  override destroy(): void {
    this.#dialing.close()
    super.destroy()
  }
}

/** The connections that an agent is opening: each ends after the timeout, and with the agent. */
class Dialing {
  readonly #dial: Dial
  readonly #timeout: number
  readonly #closed = new AbortController()

  constructor(dial: Dial, timeout: number) {
    this.#dial = dial
    this.#timeout = timeout
  }

  /** Calls back with a connection, as Node's agent wants it, or with the error. */
  async begin(
    { host, port }: http.ClientRequestArgs,
    usual: number,
    finish: (socket: Socket) => Duplex,
    callback: Callback = ignore,
  ): Promise<void> {
    const opening = new AbortController()
    const forget = onAbort(this.#closed.signal, () => opening.abort())
    const timer = setTimeout(() => opening.abort(new TimedOut()), this.#timeout)
    let socket: Duplex
    try {
      socket = finish(await this.#dial({ host: host ?? 'localhost', port: Number(port ?? usual) }, opening.signal))
    } catch (error) {
      // Node's type wants a socket beside an error.
      Reflect.apply(callback, undefined, [error])
      return
    } finally {
      forget()
      clearTimeout(timer)
    }
    callback(null, socket)
  }

  close(): void {
    this.#closed.abort()
  }
}

/** Something took longer than it may. */
export class TimedOut extends Error {
  readonly code = 'ETIMEDOUT'
}

function ignore(): void {
  return undefined
}
