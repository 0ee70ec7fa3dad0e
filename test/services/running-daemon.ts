import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { familyOf } from '../bench/cpu-time.ts'
import { type Daemon, type DaemonPlace, NOBODY_ID } from './daemon.ts'

/** Milliseconds that a daemon may take to listen. */
const PATIENCE = 60_000

/** A daemon that was started, with all the processes that it has started. */
export class RunningDaemon {
  readonly name: string
  readonly #process: ChildProcess
  readonly #output: string

  private constructor(name: string, process: ChildProcess, output: string) {
    this.name = name
    this.#process = process
    this.#output = output
  }

  /** Resolves once it listens wherever its checks ask. */
  static async start(daemon: Daemon, place: DaemonPlace): Promise<RunningDaemon> {
    const { argv, isNobody } = await daemon.lay(place)
    const [program = '', ...words] = argv
    const output = join(place.folder, 'output')
    const file = openSync(output, 'w')
    const nobody = isNobody === true ? { uid: NOBODY_ID, gid: NOBODY_ID } : {}
    const child = spawn(program, words, { cwd: '/', stdio: ['ignore', file, file], ...nobody })
    closeSync(file)
    const running = new RunningDaemon(daemon.name, child, output)
    const places = daemon.checks(place.folder).flatMap(({ place: at }) => (at === undefined ? [] : [at]))
    for (const at of places) await running.#untilListening(at)
    return running
  }

  /** What it has said. */
  get said(): string {
    return readFileSync(this.#output, 'latin1')
  }

  /** All its processes stand still: whoever connects is let in by the kernel, and hears nothing. */
  async hang(): Promise<void> {
    for (let still = 0; still < 3;) {
      const moving = this.#family.filter((pid) => !/^[TZ]/.test(stateOf(pid)))
      for (const pid of moving) signal(pid, 'SIGSTOP')
      still = moving.length === 0 ? still + 1 : 0
      await setTimeout(10)
    }
  }

  /** They go on. */
  release(): void {
    for (const pid of this.#family.toReversed()) signal(pid, 'SIGCONT')
  }

  /** All of them end at once. */
  async kill(): Promise<void> {
    const family = this.#family
    const ended =
      this.#process.exitCode === null && this.#process.signalCode === null ? once(this.#process, 'exit') : undefined
    for (const pid of family) signal(pid, 'SIGKILL')
    await ended
    while (family.some((pid) => /^[^ZX]/.test(stateOf(pid)))) await setTimeout(10)
  }

  get #family(): readonly number[] {
    const { pid } = this.#process
    try {
      return pid === undefined ? [] : familyOf(pid)
    } catch {
      // One of them ended meanwhile.
      return pid === undefined ? [] : [pid]
    }
  }

  async #untilListening(place: number | string): Promise<void> {
    const began = performance.now()
    while (!(await doesListen(place))) {
      if (this.#process.exitCode !== null || performance.now() - began > PATIENCE)
        throw new Error(`${this.name} does not listen at ${place}:\n${this.said}`)
      await setTimeout(50)
    }
  }
}

async function doesListen(place: number | string): Promise<boolean> {
  const socket = typeof place === 'number' ? connect(place, '127.0.0.1') : connect(place)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** The letter of its state (proc_pid_stat(5)); empty if it is gone. */
function stateOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2)
  } catch {
    return ''
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone.
  }
}
