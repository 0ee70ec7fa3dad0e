import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import type { Readable } from 'node:stream'
import { elapsed } from '../clock.ts'
import { codeOf, messageOf } from '../errors.ts'
import { onAbort } from '../on-abort.ts'

/** After SIGTERM a group has so long to end by itself, in milliseconds. */
const GRACE = 2000

/** What left the group may hold the outputs open: they are read for so long after the end, in milliseconds. */
const DRAINING = 1000

/** A program to run in a process group of its own. */
export interface GroupRun extends Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> {
  /** The program, and its arguments; no shell reads them. */
  readonly argv: readonly [string, ...string[]]
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  /** What it gets on standard input. */
  readonly stdin: string
  /** Milliseconds that it may take. */
  readonly timeout: number
  /** The most bytes that are kept of each of its outputs; what is beyond is read and forgotten, so it never waits. */
  readonly bound: number
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** How a program ended: by itself, by a signal, or it could not be started, for this reason. */
export type GroupEnd = { readonly code: number } | { readonly killedBy: string } | { readonly unstarted: string }

/** What came of a run. */
export interface GroupResult {
  readonly end: GroupEnd
  /** It took longer than it may. */
  readonly timedOut: boolean
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** Something of the outputs was not kept. */
  readonly truncated: boolean
  /** Milliseconds that it took, on a clock that never steps. */
  readonly elapsed: number
}

/**
 * Runs a program in a process group of its own. When it ends, by itself, after too long or by the signal, so does all
 * that it started, except what left the group (setsid(2)). Never rejects.
 */
export async function runGroup(run: GroupRun): Promise<GroupResult> {
  const began = elapsed()
  const child = started(run)
  if (typeof child === 'string') return { ...NOTHING, end: { unstarted: child }, elapsed: elapsed() - began }
  const [stdout, stderr] = [new Output(child.stdout, run.bound), new Output(child.stderr, run.bound)]
  // It may end without reading.
  child.stdin?.on('error', () => undefined).end(run.stdin)
  const { end, timedOut } = await endOf(child, run)
  // What is left of the group keeps its number from being given to another.
  killGroup(child, 'SIGKILL')
  await atMost(DRAINING, Promise.all([stdout.closed, stderr.closed]))
  for (const stream of [child.stdout, child.stderr]) stream?.destroy()
  return {
    end,
    timedOut,
    stdout: stdout.kept,
    stderr: stderr.kept,
    truncated: stdout.isCut || stderr.isCut,
    elapsed: elapsed() - began,
  }
}

const NOTHING = { timedOut: false, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), truncated: false }

/** The process; in words why there is none, where Node throws that instead of telling it later. */
function started({ argv: [program, ...words], cwd, env, uid, gid }: GroupRun): ChildProcess | string {
  try {
    return spawn(program, words, { cwd, env, uid, gid, detached: true, stdio: 'pipe' })
  } catch (error) {
    return reasonOf(error)
  }
}

/** Waits until it ends, and sees to it that it does. */
async function endOf(
  child: ChildProcess,
  { timeout, signal }: GroupRun,
): Promise<Pick<GroupResult, 'end' | 'timedOut'>> {
  let timedOut = false
  let kill: NodeJS.Timeout | undefined
  const stop = (): void => {
    killGroup(child, 'SIGTERM')
    kill ??= setTimeout(() => killGroup(child, 'SIGKILL'), GRACE)
  }
  const timer = setTimeout(() => {
    timedOut = true
    stop()
  }, timeout)
  const forget = onAbort(signal, stop)
  if (signal.aborted) stop()
  const end = await new Promise<GroupEnd>((resolve) => {
    child.once('error', (error) => resolve({ unstarted: reasonOf(error) }))
    child.once('exit', (code, killer) => resolve(code === null ? { killedBy: killer ?? 'a signal' } : { code }))
  })
  forget()
  clearTimeout(timer)
  clearTimeout(kill)
  return { end, timedOut }
}

function reasonOf(error: unknown): string {
  return codeOf(error) ?? messageOf(error)
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // None of it is left.
  }
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([work, promise])
  clearTimeout(timer)
}

/** Reads all of a stream, and keeps its beginning. */
class Output {
  readonly closed: Promise<void>
  readonly #pieces: Buffer[] = []
  #room: number
  isCut = false

  constructor(stream: Readable | null, bound: number) {
    this.#room = bound
    stream?.on('data', (piece: Buffer) => this.#take(piece)).on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      if (stream === null) resolve()
      else stream.once('close', resolve)
    })
  }

  get kept(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  #take(piece: Buffer): void {
    if (piece.length > this.#room) this.isCut = true
    if (this.#room === 0) return
    const part = piece.subarray(0, this.#room)
    this.#pieces.push(part)
    this.#room -= part.length
  }
}
