import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import type { Readable } from 'node:stream'
import { elapsed } from '../clock.ts'
import { eitherSignal } from '../either-signal.ts'
import { codeOf, messageOf } from '../errors.ts'
import { onAbort } from '../on-abort.ts'

/**
 * Takes a piece of an output; the program waits meanwhile. Resolves to whether it wants more: if not, or if it rejects,
 * the group is ended.
 */
export type OutputTaker = (piece: Buffer) => Promise<boolean>

/** After SIGTERM a group has so long to end by itself, in milliseconds. */
const GRACE = 2000

/**
 * What left the group may hold the outputs open: after the end so often, at intervals of so many milliseconds, nothing
 * may have come of them. Turns, as a busy machine has less of them in a second.
 */
const [IDLE_TURNS, TURN] = [10, 100]

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
  /** What takes its outputs instead of their being kept. */
  readonly takers?: { readonly stdout?: OutputTaker; readonly stderr?: OutputTaker }
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
 * that it started, except what left the group (setsid(2)). Rejects only as a taker does.
 */
export async function runGroup(run: GroupRun): Promise<GroupResult> {
  const began = elapsed()
  const child = started(run)
  if (typeof child === 'string') return { ...NOTHING, end: { unstarted: child }, elapsed: elapsed() - began }
  const enough = new AbortController()
  const { stdout: takeStdout, stderr: takeStderr } = run.takers ?? {}
  const [keptStdout, keptStderr] = [new KeptOutput(run.bound), new KeptOutput(run.bound)]
  const outputs = [
    new ReadOutput(child.stdout, takeStdout ?? keptStdout.take, enough),
    new ReadOutput(child.stderr, takeStderr ?? keptStderr.take, enough),
  ]
  // It may end without reading.
  child.stdin?.on('error', () => undefined).end(run.stdin)
  const { end, timedOut } = await endOf(child, { ...run, signal: eitherSignal(run.signal, enough.signal) })
  // What is left of the group keeps its number from being given to another.
  killGroup(child, 'SIGKILL')
  await closed(outputs)
  return {
    end,
    timedOut,
    stdout: keptStdout.kept,
    stderr: keptStderr.kept,
    truncated: keptStdout.isCut || keptStderr.isCut,
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

/** Waits until the outputs were read to their ends, or nothing comes of them any more. */
async function closed(outputs: readonly ReadOutput[]): Promise<void> {
  let left = IDLE_TURNS
  const timer = setInterval(() => {
    if (outputs.some(({ isTaking }) => isTaking)) return
    left -= 1
    if (left === 0) outputs.forEach((output) => output.close())
  }, TURN)
  try {
    await Promise.all(outputs.map(async ({ done }) => done))
  } finally {
    clearInterval(timer)
  }
}

/** Reads a stream as fast as it is taken. */
class ReadOutput {
  /** Rejects as the taker does. */
  readonly done: Promise<void>
  isTaking = false
  readonly #stream: Readable | null

  constructor(stream: Readable | null, take: OutputTaker, enough: AbortController) {
    this.#stream = stream
    this.done = this.#read(take, enough)
    // It is waited for once the program has ended.
    this.done.catch(() => undefined)
  }

  close(): void {
    this.#stream?.destroy()
  }

  async #read(take: OutputTaker, enough: AbortController): Promise<void> {
    const pieces: AsyncIterator<Buffer> | undefined = this.#stream?.iterator()
    let wantsMore = true
    try {
      while (wantsMore) {
        // It was closed early.
        const piece = await pieces?.next().catch(() => undefined)
        if (piece === undefined || piece.done === true) return
        this.isTaking = true
        wantsMore = false
        wantsMore = await take(piece.value)
        this.isTaking = false
      }
    } finally {
      if (!wantsMore) enough.abort()
      this.isTaking = false
      this.close()
    }
  }
}

/** Keeps the beginning of an output. */
class KeptOutput {
  readonly #pieces: Buffer[] = []
  #room: number
  isCut = false

  constructor(bound: number) {
    this.#room = bound
  }

  get kept(): Buffer {
    return Buffer.concat(this.#pieces)
  }

  readonly take: OutputTaker = async (piece) => {
    if (piece.length > this.#room) this.isCut = true
    const part = piece.subarray(0, this.#room)
    this.#room -= part.length
    if (part.length > 0) this.#pieces.push(part)
    return true
  }
}
