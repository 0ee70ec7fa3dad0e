import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { foundInAccount, isAsSeen } from './account-files.ts'
import type { PanelAccount } from './accounts.ts'
import { asUser, withoutGroups } from './as-user.ts'
import { type CommonBounds, commonBounds, Comparison, type Files, type Seen } from './comparison.ts'
import { foundInHost } from './host-files.ts'
import { backstopNotices } from './notices.ts'

/** What a scan works with. */
export interface ScanParts {
  /** The host's files are below it. */
  readonly root: string
  readonly accounts: readonly PanelAccount[]
  /** What is known; undefined before the first scan. */
  readonly before: KnownHost | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly tell: Tell
}

/** What is known of a host. */
export interface KnownHost {
  /** The files of each account: those in /etc under its name, those in its home under `NAME/home`. */
  readonly groups: Readonly<Record<string, Files>>
  /** What was seen in the home of each account. */
  readonly seen: Readonly<Record<string, Seen>>
}

/** What a scan found. */
export interface ScannedHost extends KnownHost {
  /** Nothing where nothing was known before. */
  readonly events: readonly Event[]
  /** Accounts whose filters could not be read, and those of which not all was looked at, or told. */
  readonly unreadable: number
  readonly cut: number
}

/** Characters of all paths that are kept in mind; homes for which no room is left are gone through at each look. */
const MOST_SEEN = 20_000_000

/** Compares the forwards and filters of a host with what is known of them. Synchronous, as it changes its user. */
export function scan(parts: ScanParts): ScannedHost {
  const { root, accounts, before, now, tell } = parts
  const [unreadable, cut] = [new Set<string>(), new Set<string>()]
  const [groups, seen] = [new Map<string, Files>(), new Map<string, Seen>()]
  const common = commonBounds(Object.values(before?.groups ?? {}))
  const owners = new Map(accounts.flatMap(({ name, domains }) => domains.map((domain) => [domain, name])))
  const inEtc = new Map(accounts.map(({ name }) => [name, new Comparison(filesOf(before, name), now, common)]))
  const events = [...foundInHost(root, owners, inEtc)]
  for (const [name, comparison] of inEtc) {
    if (comparison.isCut) cut.add(name)
    groups.set(name, comparison.after)
  }
  let left = MOST_SEEN
  withoutGroups(() => {
    for (const account of accounts) {
      const home = scanHome(account, parts, common)
      groups.set(`${account.name}/home`, home.files)
      if (home.seen !== undefined && (left -= charactersIn(home.seen)) >= 0) seen.set(account.name, home.seen)
      events.push(...home.events)
      if (home.isCut === true) cut.add(account.name)
      if (home.isUnreadable === true) unreadable.add(account.name)
    }
  })
  for (const name of cut) tell(backstopNotices.cut(name))
  for (const [group, files] of groups) if (Object.keys(files).length === 0) groups.delete(group)
  return {
    groups: Object.fromEntries(groups),
    seen: Object.fromEntries(seen),
    events,
    unreadable: unreadable.size,
    cut: cut.size,
  }
}

/** Before the first scan nothing is known, after it there is nothing of what is not mentioned. */
function filesOf(before: KnownHost | undefined, group: string): Files | undefined {
  return before && (before.groups[group] ?? {})
}

function charactersIn(seen: Seen): number {
  return Object.keys(seen).reduce((sum, path) => sum + path.length, 0)
}

/** What a look into a home came to. */
interface Home {
  readonly files: Files
  readonly seen: Seen | undefined
  readonly events: readonly Event[]
  readonly isCut?: boolean
  readonly isUnreadable?: boolean
}

/** A home that is not there, as on a disk that is not mounted, or cannot be read, leaves what is known as it is. */
function scanHome(account: PanelAccount, { root, before, now, tell }: ScanParts, common: CommonBounds): Home {
  const known = filesOf(before, `${account.name}/home`)
  const seen = before?.seen[account.name]
  const unchanged = { files: known ?? {}, seen, events: [] }
  if (seen !== undefined && isAsSeen(root, account, seen)) return unchanged
  const comparison = new Comparison(known, now, common)
  try {
    const events = asUser(account.uid, () => foundInAccount(root, account, comparison))
    if (events === undefined) return unchanged
    return { files: comparison.after, seen: comparison.seen, events, isCut: comparison.isCut }
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    tell(backstopNotices.accountUnreadable(account.name, code))
    return { ...unchanged, isUnreadable: true }
  }
}
