import type { ProbeTools } from '../probe.ts'
import { firstLineOf, programOutcome } from '../programs/program-run.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { MOST_UPDATES, type PackageUpdate } from './update.ts'

/** Twice two thousand lines of 250 bytes. */
const BOUND = 1024 * 1024

/** `Inst liblzma5 [5.4.1-1] (5.4.1-1+deb12u1 Debian-Security:12/oldstable-security [amd64])`: origin and suite. */
const INST = /^Inst ([a-z\d][a-z\d.+:-]{0,200}) (?:\[[^\]]*\] )?\(([\w.+:~-]{1,200}) ([^)]*)\)/

/**
 * What apt-get would install: a rehearsal, which takes no lock, changes nothing and uses no network. What is kept back
 * or phased is not among it. Throws a `ProbeFault`.
 */
export async function aptUpdates(program: string, tools: ProbeTools): Promise<readonly PackageUpdate[]> {
  const words = ['-n', '19', program, '-s', '-q', '-o', 'Debug::NoLocking=true', 'upgrade'] as const
  const { code, stdout, stderr } = await programOutcome(['/usr/bin/nice', ...words], tools, { bound: BOUND })
  if (code !== 0)
    throw new ProbeFault(
      `apt-get did not say what is new: ${firstLineOf(stderr) || `it ended with ${code}`}`,
      'unknown',
    )
  const found = new Map<string, PackageUpdate>()
  for (const line of stdout.toString('latin1').split('\n')) {
    const [, name, version, origins] = INST.exec(line) ?? []
    if (name === undefined || version === undefined || origins === undefined || found.size === MOST_UPDATES) continue
    found.set(name, { name, version, isSecurity: /-security\b/i.test(origins), advisories: [] })
  }
  return [...found.values()]
}
