import type { ProbeTools } from '../probe.ts'
import { firstLineOf, programOutcome } from '../programs/program-run.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { MOST_UPDATES, type PackageUpdate } from './update.ts'

const BOUND = 1024 * 1024

/** There are updates; 0 says that there are none (dnf(8), check-update). */
const UPDATES = 100

/**
 * What dnf would install, from the metadata that are here: nothing is fetched. Each user has metadata of his own, so
 * only root, whose timer fetches them, gets an answer worth having. Throws a `ProbeFault`.
 */
export async function dnfUpdates(program: string, tools: ProbeTools): Promise<readonly PackageUpdate[]> {
  const ask = async (codes: readonly number[], ...words: readonly string[]): Promise<readonly string[]> => {
    const argv = ['/usr/bin/nice', '-n', '19', program, '-C', '-q', ...words] as const
    const { code, stdout, stderr } = await programOutcome(argv, tools, { bound: BOUND })
    if (codes.includes(code)) return stdout.toString('latin1').split('\n')
    throw new ProbeFault(`dnf did not say what is new: ${firstLineOf(stderr) || `it ended with ${code}`}`, 'unknown')
  }
  const all = namesIn(await ask([0, UPDATES], 'check-update'))
  if (all.length === 0) return []
  const security = new Set(securityIn(await ask([0], 'updateinfo', 'list', '--security')))
  return all.map((name) => ({ name, isSecurity: security.has(name) }))
}

/** Lines `openssl.x86_64  1:3.0.7-27.el9  baseos`, up to those of packages that others replace. */
function namesIn(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => line.startsWith('Obsoleting '))
  const names = (end < 0 ? lines : lines.slice(0, end)).flatMap((line) => {
    const [packed = '', , repository, more] = line.trim().split(/ +/)
    const name = packed.slice(0, Math.max(0, packed.lastIndexOf('.')))
    return repository !== undefined && more === undefined && /^[\w.+-]+$/.test(name) ? [name] : []
  })
  return [...new Set(names)].slice(0, MOST_UPDATES)
}

/** Lines `RHSA-2024:1234 Important/Sec. openssl-1:3.0.7-27.el9.x86_64`: a name, a version, a release. */
function securityIn(lines: readonly string[]): readonly string[] {
  return lines.slice(0, MOST_UPDATES).flatMap((line) => {
    const word = line
      .split(' ')
      .find((each) => each.split('-').length > 2 && /\.(?:x86_64|i686|aarch64|noarch)$/.test(each))
    return word === undefined ? [] : [word.split('-').slice(0, -2).join('-')]
  })
}
