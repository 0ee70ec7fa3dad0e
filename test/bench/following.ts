import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, closeSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type AccessLog, OF_INTEREST } from './access-log.ts'
import { cpuTime, familyOf } from './cpu-time.ts'
import type { Follower } from './followers.ts'
import { memoryOf } from './memory.ts'
import { timed } from './timed.ts'

/** The cost for another follower of reading a log to its end. */
export interface Followed {
  /** Seconds. */
  readonly cpu: number
  /** Seconds. */
  readonly wall: number
  /** MiB; undefined if the program ends by itself. */
  readonly peak?: number
}

/** Runs another program on a log, from its start until the last line of interest has been printed. */
export async function follow({ command, once: ends }: Follower, log: AccessLog): Promise<Followed> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
  const words = command(log.path, folder, OF_INTEREST)
  try {
    if (ends === true) {
      const { cpu, wall, stdout } = await timed(...words)
      if (stdout.length !== log.hitBytes) throw new Error(`${words.join(' ')}: ${stdout.length} bytes`)
      return { cpu, wall }
    }
    return await untilRead(words, join(folder, 'out'), log.hitBytes)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function untilRead([program = '', ...args]: readonly string[], out: string, bytes: number): Promise<Followed> {
  const file = openSync(out, 'a')
  const began = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', file, 'inherit'],
    env: { ...process.env, LC_ALL: 'C' },
    detached: true,
  })
  closeSync(file)
  const ended = once(child, 'close')
  try {
    while (statSync(out).size < bytes) {
      if (child.exitCode !== null) throw new Error(`${program} ended: ${child.exitCode}`)
      await setTimeout(5)
    }
    const wall = (performance.now() - began) / 1000
    const pids = familyOf(child.pid ?? 0)
    return { cpu: cpuTime(pids) / 1000, wall, peak: memoryOf(pids).peak }
  } finally {
    // Kills the whole group: a pipe does not end with its shell.
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await ended
  }
}
