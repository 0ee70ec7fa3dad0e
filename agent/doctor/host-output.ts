import { join } from 'node:path'
import { type GroupRun, runGroup } from '../../lib/system/processes/group-run.ts'

/** What a program of the host printed, and how it ended; or why there is nothing, in words that follow its name. */
export type HostOutput =
  | { readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly reason: string }

/** The most bytes of an output that are kept. */
const BOUND = 4 * 1024 * 1024

/** In no language but the one that is read here. */
const ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', HOME: '/' }

/** Where programs are, in the order in which they are looked for. */
const FOLDERS = ['usr/bin', 'usr/sbin', 'bin', 'sbin']

/**
 * Runs a program of the host whose files are below `root`, without a shell and for at most `patience` milliseconds.
 * What it prints is bounded. Never rejects.
 */
export async function hostOutput(
  argv: readonly [name: string, ...words: string[]],
  { root, signal, patience }: { readonly root: string; readonly signal: AbortSignal; readonly patience: number },
): Promise<HostOutput> {
  const [name, ...words] = argv
  for (const folder of FOLDERS) {
    const output = await outputOf([join(root, folder, name), ...words], { cwd: '/', env: ENV, signal, patience })
    if (!('reason' in output) || output.reason !== MISSING) return output
  }
  return { reason: MISSING }
}

const MISSING = 'is not installed'

/** Runs this program, or one by its path, in the same way. */
export async function outputOf(
  argv: readonly [string, ...string[]],
  bounds: Pick<GroupRun, 'cwd' | 'env' | 'signal'> & { readonly patience: number },
): Promise<HostOutput> {
  const { patience, signal, ...surroundings } = bounds
  const run: GroupRun = { argv, ...surroundings, stdin: '', timeout: patience, bound: BOUND, signal }
  const { end, timedOut, stdout, stderr } = await runGroup(run)
  if (timedOut || signal.aborted) return { reason: 'did not end in time' }
  if ('unstarted' in end)
    return { reason: /^(?:ENOENT|ENOTDIR)$/.test(end.unstarted) ? MISSING : `cannot be started (${end.unstarted})` }
  if ('killedBy' in end) return { reason: `was ended by ${end.killedBy}` }
  return { code: end.code, stdout: stdout.toString(), stderr: stderr.toString() }
}
