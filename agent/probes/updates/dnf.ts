import type { ProbeTools } from '../probe.ts'
import { firstLineOf, programOutcome } from '../programs/program-run.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { MOST_ADVISORIES, MOST_UPDATES, type PackageUpdate } from './update.ts'

const BOUND = 1024 * 1024

/** There are updates; 0 says that there are none (dnf(8), check-update). */
const UPDATES = 100

/** A name of a package, an architecture or an advisory, or a version. */
const WORD = /^[\w.+:~^-]{1,200}$/

/** An update mends several things, each a line. */
const MOST_LINES = 4 * MOST_UPDATES

/**
 * What dnf would install, from the metadata that are here: nothing is fetched. Each user has metadata of his own, so
 * only root, whose timer fetches them, gets an answer worth having. It keeps its log in `log`, or as usual. Throws a
 * `ProbeFault`.
 */
export async function dnfUpdates(program: string, tools: ProbeTools, log?: string): Promise<readonly PackageUpdate[]> {
  const logging = log === undefined ? [] : [`--setopt=logdir=${log}`, '--setopt=log_size=100k', '--setopt=log_rotate=1']
  const ask = async (codes: readonly number[], ...words: readonly string[]): Promise<readonly string[]> => {
    const argv = ['/usr/bin/nice', '-n', '19', program, '-C', '-q', ...logging, ...words] as const
    const { code, stdout, stderr } = await programOutcome(argv, tools, { bound: BOUND })
    if (codes.includes(code)) return stdout.toString('latin1').split('\n')
    throw new ProbeFault(`dnf did not say what is new: ${firstLineOf(stderr) || `it ended with ${code}`}`, 'unknown')
  }
  const versions = versionsIn(await ask([0, UPDATES], 'check-update'))
  if (versions.size === 0) return []
  const lists = [
    await ask([0], 'updateinfo', 'list', '--security'),
    // What an older dnf does not know is left out.
    await ask([0, 1, 2], 'updateinfo', 'list', '--security', '--with-cve'),
  ]
  const advisories = advisoriesIn(lists.flat())
  return [...versions].map(([name, version]) => {
    const told = advisories.get(name)
    return { name, version, isSecurity: told !== undefined, advisories: [...(told ?? [])].slice(0, MOST_ADVISORIES) }
  })
}

/** Lines `openssl.x86_64  1:3.0.7-27.el9  baseos`, up to those of packages that others replace. */
function versionsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const end = lines.findIndex((line) => line.startsWith('Obsoleting '))
  const found = (end < 0 ? lines : lines.slice(0, end)).flatMap((line) => {
    const [packed = '', version, repository, more] = line.trim().split(/ +/)
    const name = packed.slice(0, Math.max(0, packed.lastIndexOf('.')))
    return repository !== undefined && more === undefined && WORD.test(name) && WORD.test(version ?? '')
      ? [[name, version ?? ''] as const]
      : []
  })
  return new Map(found.slice(0, MOST_UPDATES))
}

/**
 * By the names of packages, from lines `RHSA-2024:1234 Important/Sec. openssl-1:3.0.7-27.el9.x86_64`: a name, a version
 * and a release; and from the same with CVE-2024-1234 in front.
 */
function advisoriesIn(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const line of lines.slice(0, MOST_LINES)) {
    const [id = '', kind = '', packed = ''] = line.trim().split(/ +/)
    const parts = packed.split('-')
    if (parts.length < 3 || !WORD.test(id) || !/\.(?:x86_64|i686|aarch64|noarch)$/.test(packed)) continue
    const name = parts.slice(0, -2).join('-')
    const severity = id.startsWith('CVE-') ? '' : (/^(\w{1,20})\/Sec/.exec(kind)?.[1] ?? '')
    const told = found.get(name) ?? new Set()
    found.set(name, told.add(`${id} ${severity}`.trim()))
  }
  return found
}
