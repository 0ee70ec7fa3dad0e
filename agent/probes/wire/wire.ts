import type { Socket } from 'node:net'
import { onAbort } from '../../../lib/system/on-abort.ts'
import type { Gauge, ProbeTools, ShownCertificate } from '../probe.ts'
import { openPlace, secured } from './opened.ts'
import { placeInWords, type ServicePlace } from './place.ts'
import { connectionFault, ProbeFault } from './probe-fault.ts'
import { said } from './said.ts'
import { shownCertificate } from './shown-certificate.ts'

/** The most bytes of one answer. */
const LONGEST = 64 * 1024

/** Milliseconds that the other side has to take leave. */
const LEAVE = 200

/**
 * A conversation with a service. Whatever goes wrong in it is a `ProbeFault`: an end too early, silence until the
 * signal aborts, more than 64 KiB in one answer.
 */
export class Wire {
  readonly words: string
  #certificate: ShownCertificate | undefined
  #gauges: readonly Gauge[]
  #socket: Socket
  readonly #tools: ProbeTools
  #received: Buffer = Buffer.alloc(0)
  /** What one answer may still have. */
  #room = LONGEST
  #error: unknown
  #hasEnded = false
  #wake: () => void = () => undefined
  readonly #forget: () => void

  private constructor(words: string, socket: Socket, gauges: readonly Gauge[], tools: ProbeTools) {
    this.words = words
    this.#socket = socket
    this.#gauges = gauges
    this.#tools = tools
    this.#forget = onAbort(tools.signal, () => this.#wake())
    this.#listen()
  }

  /** Connects to a service. */
  static async open(place: ServicePlace, tools: ProbeTools): Promise<Wire> {
    const { socket, gauges } = await openPlace(place, tools)
    return new Wire(placeInWords(place), socket, gauges, tools)
  }

  /** The certificate that the service showed, once it speaks TLS. */
  get certificate(): ShownCertificate | undefined {
    return this.#certificate
  }

  /** How long it took to connect, and to agree on TLS. */
  get gauges(): readonly Gauge[] {
    return this.#gauges
  }

  /** Speaks TLS from here on, whatever the certificate; `name` as for `secured`. */
  async secure(name: string | undefined): Promise<void> {
    if (this.#received.length > 0 || this.#socket.readableLength > 0)
      throw new ProbeFault(`${this.words} said more in clear where TLS was to begin`)
    const began = this.#tools.elapsed()
    this.#socket.removeAllListeners('readable').removeAllListeners('end').removeAllListeners('close')
    const over = await secured(this.#socket, name, this.words, this.#tools)
    this.#socket = over
    this.#certificate = shownCertificate(over)
    this.#gauges = [...this.#gauges, { name: 'tls_seconds', value: (this.#tools.elapsed() - began) / 1000 }]
    this.#listen()
  }

  /** Says something; an answer begins anew. `shown` stands for it where it is secret. */
  send(bytes: Buffer, shown?: string): void {
    this.#tools.step?.({ sign: '>', text: shown ?? said(bytes, 300) })
    this.#room = LONGEST
    this.#socket.write(bytes)
  }

  /** The next line of an answer, without its end. `what` ends a sentence: `220`. */
  async line(what: string): Promise<Buffer> {
    let from = 0
    for (;;) {
      const end = this.#received.indexOf(10, from)
      if (end >= 0) {
        const line = this.#take(end + 1).subarray(0, end)
        return line.at(-1) === 13 ? line.subarray(0, -1) : line
      }
      from = this.#received.length
      await this.#more(what)
    }
  }

  /** The next bytes of an answer: so many. */
  async bytes(count: number, what: string): Promise<Buffer> {
    while (this.#received.length < count) await this.#more(what)
    return this.#take(count)
  }

  /** Takes leave: what is sent arrives, and the other side may end first. */
  async close(): Promise<void> {
    if (!this.#socket.destroyed && !this.#hasEnded && !this.#tools.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, LEAVE)
      this.#wake = resolve
      let left = LONGEST
      this.#socket.removeAllListeners('readable').on('data', (piece: Buffer) => {
        left -= piece.length
        if (left < 0) resolve()
      })
      this.#socket.end()
      await promise
      clearTimeout(timer)
    }
    this.destroy()
  }

  /** Ends at once. */
  destroy(): void {
    this.#forget()
    this.#socket.destroy()
  }

  #listen(): void {
    this.#socket
      .on('error', (error) => {
        this.#error = error
        this.#wake()
      })
      .on('readable', () => this.#wake())
      .on('end', () => this.#end())
      .on('close', () => this.#end())
  }

  #end(): void {
    this.#hasEnded = true
    this.#wake()
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count)
    this.#received = this.#received.subarray(count)
    this.#tools.step?.({ sign: '<', text: said(taken, 300) })
    return taken
  }

  /** Waits for more of an answer. */
  async #more(what: string): Promise<void> {
    const { signal } = this.#tools
    for (;;) {
      const piece: unknown = this.#socket.read()
      if (Buffer.isBuffer(piece)) {
        this.#room -= piece.length
        if (this.#room < 0) throw new ProbeFault(`${this.words} said more than 64 KiB instead of ${what}`)
        this.#received = Buffer.concat([this.#received, piece])
        return
      }
      const heard = this.#received.length === 0 ? '' : ` after ${said(this.#received, 60)}`
      if (signal.aborted) throw new ProbeFault(`${this.words} did not say ${what} in time${heard}`)
      if (this.#error !== undefined) throw connectionFault(this.#error, this.words)
      if (this.#hasEnded) throw new ProbeFault(`${this.words} ended the connection instead of saying ${what}${heard}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
