import { runGroup } from '../../lib/system/processes/group-run.ts'

/** How a program ended, and what it said. */
export interface RestartProgramEnd {
  readonly isGood: boolean
  /** In words, where it is not good. */
  readonly failure: string
  /** What it said, each byte as a character: nothing of it is escaped. */
  readonly stdout: string
  readonly stderr: string
}

const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/root' }

/** The most bytes of an output that are kept. */
const BOUND = 64 * 1024

/** Runs a program without a shell, for so many milliseconds at most. What it starts in sessions of their own stays. */
export async function runForRestart(
  argv: readonly [string, ...string[]],
  timeout: number,
  signal: AbortSignal,
): Promise<RestartProgramEnd> {
  const run = { argv, cwd: '/', env: ENV, stdin: '', timeout, bound: BOUND, signal }
  const { end, timedOut, stdout, stderr } = await runGroup(run)
  return {
    isGood: 'code' in end && end.code === 0,
    failure: failureOf(argv[0], end, timedOut, timeout),
    stdout: stdout.toString('latin1'),
    stderr: stderr.toString('latin1'),
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
