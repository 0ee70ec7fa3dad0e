import { type Stats, lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { realPath } from '../../lib/system/files/real-path.ts'
import { userNamed } from '../../lib/system/users/passwd.ts'
import { shellWord } from '../../lib/text/shell-word.ts'
import { type Warning, wholeText } from './warning.ts'

/** A folder that users other than root can write to, and the sources whose logs they control by that. */
export interface ExposedFolder {
  readonly folder: string
  readonly sources: readonly string[]
}

/**
 * The folders of logs, of their archives, and those above them, that users other than root and `own` can write to. The
 * group `syslog`, which may write to Ubuntu's /var/log, is that of rsyslog: it writes those logs anyway. Only owner and
 * mode are looked at, no ACLs; what cannot be looked at is left out.
 */
export function exposedFolders(
  logs: readonly { readonly source: string; readonly path: string }[],
  own: number | undefined = process.geteuid?.(),
  syslog: number | undefined = userNamed('syslog')?.gid,
): readonly ExposedFolder[] {
  const exposed = new Map<string, Set<string>>()
  for (const { source, path } of logs) {
    const homes = homesOf(path)
    for (const folder of new Set(homes.flatMap(wayTo).map(realPath).flatMap(wayTo))) {
      const stats = statsOf(folder)
      if (stats === undefined || !isInOtherHands(stats, homes.includes(folder), { own, syslog })) continue
      exposed.set(folder, (exposed.get(folder) ?? new Set()).add(source))
    }
  }
  return [...exposed].map(([folder, sources]) => ({ folder, sources: [...sources] }))
}

/** What that means, and what to do. */
export function exposureText(exposed: ExposedFolder): string {
  return wholeText(exposureOf(exposed))
}

/** The same, apart. */
export function exposureOf({ folder, sources }: ExposedFolder): Pick<Warning, 'text' | 'remedy'> {
  const path = shellWord(folder)
  return {
    text: `Users other than root can write to ${folder}, and decide what is read there as ${sources.join(', ')}.`,
    remedy: `Keep the log elsewhere, or take that right away; type: chown root: ${path} && chmod go-w ${path}`,
  }
}

/**
 * The folders in which a log, what a link at its path leads to, and the copies of both may stand, and where they really
 * are.
 */
function homesOf(path: string): string[] {
  const folders = [path, realPath(path)].flatMap((each) => [dirname(each), join(dirname(each), 'archive')])
  return [...folders, ...folders.map(realPath)]
}

/** A folder and all those above it. */
function wayTo(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...wayTo(above)]
}

/** Undefined for a link: where it leads is on the way, too. */
function statsOf(folder: string): Stats | undefined {
  try {
    const stats = lstatSync(folder)
    return stats.isDirectory() ? stats : undefined
  } catch {
    return undefined
  }
}

/** Whose hands do not count: a user, and a group. */
interface Trusted {
  readonly own: number | undefined
  readonly syslog: number | undefined
}

/** In a sticky folder, such as /tmp, others make names, but put nothing in the place of what is root's. */
function isInOtherHands({ uid, gid, mode }: Stats, isHome: boolean, { own, syslog }: Trusted): boolean {
  const isWritable = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0 && gid !== syslog)
  const isSticky = (mode & 0o1000) !== 0
  return (uid !== 0 && uid !== own) || (isWritable && (isHome || !isSticky))
}
