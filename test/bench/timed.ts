import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a command took from its start to its end. */
export interface Timed {
  /** Seconds of processor time, of it and of all it started. */
  readonly cpu: number
  /** Seconds. */
  readonly wall: number
  readonly stdout: string
}

/**
 * Runs a command to its end. Node tells nothing of what a child took; bash does, by getrusage(RUSAGE_CHILDREN), to the
 * millisecond.
 */
export async function timed(...command: readonly string[]): Promise<Timed> {
  const shell = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...command], {
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = await once(shell, 'close')
  const [wall, user, system] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number)
  if (code !== 0 || wall === undefined || user === undefined || system === undefined) {
    throw new Error(`${command.join(' ')}: exit code ${String(code)}: ${stderr}`)
  }
  return { cpu: user + system, wall, stdout }
}
