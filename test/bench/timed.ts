import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The cost of a command from start to end. */
export interface Timed {
  /** Processor time of the command and its children, in seconds. */
  readonly cpu: number
  /** Elapsed time, in seconds. */
  readonly wall: number
  readonly stdout: string
}

/**
 * Runs a command to its end. Node does not report a child's usage; bash does, by getrusage(RUSAGE_CHILDREN), to the
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
