import { runGroup } from '../../lib/system/processes/group-run.ts'
import { said } from '../probes/wire/said.ts'

/** How a program ended, and what it said. */
export interface RestartProgramEnd {
  readonly isGood: boolean
  /** In words, where it is not good. */
  readonly failure: string
  readonly stdout: string
  /** The last lines that it said, escaped and bounded. */
  readonly lastLines: string
}

const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/root' }

/** The most bytes of an output that are kept, the last lines that are shown, and the longest of these. */
const [BOUND, LINES, LONGEST] = [64 * 1024, 3, 80]

/** Runs a program without a shell, for so many milliseconds at most. What it starts in sessions of their own stays. */
export async function runForRestart(
  argv: readonly [string, ...string[]],
  timeout: number,
  signal: AbortSignal,
): Promise<RestartProgramEnd> {
  const run = { argv, cwd: '/', env: ENV, stdin: '', timeout, bound: BOUND, signal }
  const { end, timedOut, stdout, stderr } = await runGroup(run)
  const lines = `${stdout.toString('latin1')}\n${stderr.toString('latin1')}`.split('\n')
  const last = lines.filter((line) => line.trim() !== '').slice(-LINES)
  return {
    isGood: 'code' in end && end.code === 0,
    failure: failureOf(argv[0], end, timedOut, timeout),
    stdout: stdout.toString('latin1'),
    lastLines: last.map((line) => said(Buffer.from(line, 'latin1'), LONGEST)).join(' | '),
  }
}

function failureOf(
  program: string,
  end: Awaited<ReturnType<typeof runGroup>>['end'],
  timedOut: boolean,
  timeout: number,
): string {
  if (timedOut) return `${program} did not end within ${timeout / 1000} s`
  if ('unstarted' in end) return `${program} cannot be started (${end.unstarted})`
  return 'code' in end ? `${program} ended with ${end.code}` : `${program} was ended by ${end.killedBy}`
}
