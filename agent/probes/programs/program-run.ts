import { runGroup } from '../../../lib/system/processes/group-run.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import type { ProbeTools } from '../probe.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'

/** What a program said, and how it ended. */
export interface ProgramOutcome {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

/** What a program may. */
interface ProgramBounds {
  /** What it means that it does not end in time. */
  readonly late?: 'failed' | 'unknown'
  /** The most bytes of each output that are kept. */
  readonly bound?: number
  /** As whom it runs, without further groups; undefined for the user of this process. */
  readonly user?: User | undefined
}

/** The most bytes of an output that are kept, if nobody asks for more. */
const BOUND = 64 * 1024

/** The signal ends it; the longest time that a timer of Node can wait. */
const FOREVER = 2 ** 31 - 1

/** In no language but the one that is read here. */
const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/' }

/** Why a program could not be started, in words that follow its name. */
const UNSTARTED: Readonly<Record<string, string>> = {
  ENOENT: 'is not installed',
  EACCES: 'may not be started by the user of this process',
  EPERM: 'may not be started with the rights of this process',
}

/**
 * Runs a program without a shell, in a group of its own; what it says is bounded. Throws a `ProbeFault` if it cannot be
 * started, which says nothing about what it looks at, or is ended: by a signal, or at the abort, by the verdict `late`.
 */
export async function programOutcome(
  argv: readonly [string, ...string[]],
  tools: ProbeTools,
  { late = 'unknown', bound = BOUND, user }: ProgramBounds = {},
): Promise<ProgramOutcome> {
  const [program] = argv
  hears(tools, '*', Buffer.from(argv.join(' ')))
  const shown = said(Buffer.from(program), 100)
  const { signal } = tools
  if (signal.aborted) throw new ProbeFault(`${shown} was not started in time`, 'unknown')
  const { end, stdout, stderr } = await runGroup({
    argv,
    cwd: '/',
    env: ENV,
    stdin: '',
    timeout: FOREVER,
    bound,
    signal,
    ...(user && { uid: user.uid, gid: user.gid }),
  })
  hears(tools, '<', stdout)
  hears(tools, '<', stderr)
  if ('unstarted' in end) {
    const reason = UNSTARTED[end.unstarted] ?? 'cannot be started'
    throw new ProbeFault(`${shown} ${reason} (${end.unstarted})`, 'unknown')
  }
  if (signal.aborted) throw new ProbeFault(`${shown} did not end in time`, late)
  if ('killedBy' in end) throw new ProbeFault(`${shown} was ended by ${end.killedBy}`, 'unknown')
  return { code: end.code, stdout, stderr }
}

/** Tells a step, unless it said nothing. */
function hears({ step }: ProbeTools, sign: '*' | '<', bytes: Buffer): void {
  if (step === undefined || bytes.length === 0) return
  const text = said(bytes, 300)
  step({ sign, text: sign === '*' ? `runs ${text}` : text })
}

/** The first line of what a program said that is not empty. */
export function firstLineOf(output: Buffer): string {
  const lines = output.toString('latin1').split('\n')
  return said(Buffer.from(lines.find((line) => line.trim() !== '') ?? '', 'latin1'))
}
