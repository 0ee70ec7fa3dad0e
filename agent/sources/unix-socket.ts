import { type Server, type Socket, createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { systemClock } from '../../lib/system/clock.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import { SocketFile } from '../../lib/system/socket-file.ts'
import type { Batch } from '../follow/follow.ts'
import { LONGEST_LINE } from '../follow/scan/longest-line.ts'
import { LineBuffer } from './line-buffer.ts'
import type { LineOptions, LineSource } from './line-source.ts'
import { streamNotices } from './notices.ts'
import { streamOf } from './stream.ts'

/**
 * How many may be connected at once. Of each at most a line and what Node reads ahead (64 KiB) are in memory: 20 MiB in
 * all.
 */
const MOST_CONNECTIONS = 64

/** Milliseconds between two looks whether the socket is still at its path, and between two attempts to listen. */
const REST = { look: 15_000, attempt: 1000 }

/** Turns of the event loop: one to accept a connection, one to read from it, one to spare. */
const QUIET_TURNS = 3

type Place = Pick<LineOptions<unknown>, 'source' | 'path' | 'tell'>

/**
 * Lines that other programs write to a UNIX stream socket. Lines of several connections do not mix; what a connection
 * has after its last newline when it ends is a line as well. While nothing can be stored nothing is read, so writers
 * wait. A stop takes what was written before.
 */
export const unixSocket: LineSource = async function* unixSocket<T>(
  options: LineOptions<T>,
): AsyncGenerator<Batch<T>, void, void> {
  const listener = new Listener(options)
  const lines = streamOf(
    (signal) => listener.pieces(signal),
    () => listener.held,
  )
  try {
    yield* lines(options)
  } finally {
    listener.close()
  }
}

/** Listens, and reads from all who are connected by turns, only when asked. */
class Listener {
  readonly #place: Place
  readonly #lines = new Map<Socket, LineBuffer>()
  /** Those who may have something to read. */
  readonly #ready = new Set<Socket>()
  /** Last lines, without a newline of their own, of connections that have ended. */
  readonly #last: Buffer[] = []
  #server: Server | undefined
  #file: SocketFile | undefined
  /** Bytes that were read. */
  #taken = 0
  #isFull = false
  #isClosed = false
  #bug: { readonly bug: unknown } | undefined
  #wake = (): void => undefined

  constructor(place: Place) {
    this.#place = place
  }

  /** How many bytes were taken and not passed on. */
  get held(): number {
    const halves = [...this.#lines].map(([socket, lines]) => lines.length + socket.readableLength)
    return [...halves, ...this.#last.map(({ length }) => length)].reduce((sum, bytes) => sum + bytes, 0)
  }

  /** Whole lines as they come, until the signal is aborted; then those that were written by then. */
  async *pieces(signal: AbortSignal): AsyncGenerator<Buffer> {
    const listening = this.#keepListening(signal).catch((bug: unknown) => {
      this.#bug = { bug }
      this.#wake()
    })
    while (!signal.aborted) {
      yield* this.#take()
      await this.#news(signal)
      if (this.#bug !== undefined) throw this.#bug.bug
    }
    await listening
    this.#file?.remove()
    // What was written before shows within a few turns of the event loop; whoever goes on writing is not waited for.
    const end = this.#taken + MOST_CONNECTIONS * LONGEST_LINE
    for (let quiet = 0; quiet < QUIET_TURNS && this.#taken < end;) {
      await setImmediate()
      const before = this.#taken
      yield* this.#take()
      quiet = this.#taken === before ? quiet + 1 : 0
    }
  }

  /** Ends all connections, and removes the socket. */
  close(): void {
    this.#isClosed = true
    this.#stopListening()
    for (const socket of this.#lines.keys()) socket.destroy()
  }

  *#take(): Generator<Buffer> {
    for (const socket of Array.from(this.#ready)) {
      this.#ready.delete(socket)
      const piece: Buffer | null = socket.read()
      if (piece === null) continue
      this.#taken += piece.length
      const lines = this.#lines.get(socket)?.add(piece)
      if (lines !== undefined && lines.length > 0) yield lines
    }
    for (let line = this.#last.shift(); line !== undefined; line = this.#last.shift()) yield line
  }

  async #news(signal: AbortSignal): Promise<void> {
    if (this.#ready.size + this.#last.length > 0 || this.#bug !== undefined || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const cancel = onAbort(signal, resolve)
    await promise
    cancel()
  }

  async #keepListening(signal: AbortSignal): Promise<void> {
    const { source, path, tell } = this.#place
    let told: string | undefined
    while (!signal.aborted) {
      const fault = this.#file?.isThere === true ? undefined : await this.#listen()
      if (fault !== undefined && fault !== told) tell(streamNotices.notListening(source, path, fault))
      if (fault === undefined && told !== undefined) tell(streamNotices.listeningAgain(source, path))
      told = fault
      await systemClock.sleep(fault === undefined ? REST.look : REST.attempt, signal)
    }
  }

  async #listen(): Promise<string | undefined> {
    this.#stopListening()
    const { source, path, tell } = this.#place
    const server = createServer((socket) => this.#welcome(socket))
    server.maxConnections = MOST_CONNECTIONS
    server.on('drop', () => {
      if (!this.#isFull) tell(streamNotices.socketFull(source, path, MOST_CONNECTIONS))
      this.#isFull = true
    })
    const file = await SocketFile.listen(server, path)
    if (!(file instanceof SocketFile)) return file
    this.#server = server
    this.#file = file
    if (this.#isClosed) this.#stopListening()
    else tell(streamNotices.socketListening(source, path))
    return undefined
  }

  #stopListening(): void {
    this.#file?.remove()
    this.#server?.close()
    this.#file = undefined
    this.#server = undefined
  }

  #welcome(socket: Socket): void {
    const lines = new LineBuffer(LONGEST_LINE)
    this.#lines.set(socket, lines)
    socket.on('readable', () => {
      this.#ready.add(socket)
      this.#wake()
    })
    // What a writer did wrong shows in what it wrote; the end of the connection follows.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isFull = false
      this.#lines.delete(socket)
      this.#ready.delete(socket)
      if (lines.length > 0) this.#last.push(lines.end())
      this.#wake()
    })
  }
}
