import { hostOutput } from './host-output.ts'

/** The lines of the kernel's log of the last day, or why they cannot be read. */
export type KernelLog = { readonly lines: readonly string[] } | { readonly reason: string }

/** The most lines that are read, the newest. */
const MOST = 20_000

/** What the kernel of the host below `root` wrote in the last 24 hours: from the journal, else from its buffer. */
export async function kernelLog(host: {
  readonly root: string
  readonly signal: AbortSignal
  readonly patience: number
}): Promise<KernelLog> {
  const words = ['--dmesg', '--quiet', '--no-pager', '--output=cat', '--since=-24h', `--lines=${MOST}`]
  const journal = await hostOutput(['journalctl', ...words], host)
  const read = 'stdout' in journal && journal.code === 0 && journal.stdout !== ''
  // Whoever may not read the journal gets an empty one.
  const output = read ? journal : await hostOutput(['dmesg'], host)
  if ('reason' in output) return { reason: `dmesg ${output.reason}` }
  if (output.code !== 0) return { reason: 'this user may not read the log of the kernel' }
  return { lines: output.stdout.split('\n').slice(-MOST) }
}
