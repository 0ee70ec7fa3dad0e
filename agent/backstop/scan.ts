import type { Event } from '../../lib/event/event.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { foundInAccount } from './account-files.ts'
import type { Account } from './accounts.ts'
import { asUser, withoutGroups } from './as-user.ts'
import { Comparison, type Files } from './comparison.ts'
import { foundInHost } from './host-files.ts'
import { backstopNotices } from './notices.ts'

/** What a scan works with. */
export interface ScanParts {
  /** The host's files are below it. */
  readonly root: string
  readonly accounts: readonly Account[]
  /** What is known; undefined before the first scan. */
  readonly before: Groups | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly tell: Tell
}

/** What is known of the files of each account: those in /etc under its name, those in its home under `NAME/home`. */
export type Groups = Readonly<Record<string, Files>>

/** What a scan found. */
export interface Scanned {
  readonly groups: Groups
  /** Nothing where nothing was known before. */
  readonly events: readonly Event[]
}

/** Compares the forwards and filters of a host with what is known of them. Synchronous, as it changes its user. */
export function scan({ root, accounts, before, now, tell }: ScanParts): Scanned {
  const groups = new Map<string, Files>()
  const beforeOf = (group: string): Files | undefined => before && (before[group] ?? {})
  const keep = (group: string, account: string, comparison: Comparison): void => {
    if (comparison.isCut) tell(backstopNotices.cut(account))
    if (Object.keys(comparison.after).length > 0) groups.set(group, comparison.after)
  }
  const owners = new Map(accounts.flatMap(({ name, domains }) => domains.map((domain) => [domain, name])))
  const inEtc = new Map(accounts.map(({ name }) => [name, new Comparison(beforeOf(name), now)]))
  const events = [...foundInHost(root, owners, inEtc)]
  for (const [name, comparison] of inEtc) keep(name, name, comparison)
  withoutGroups(() => {
    for (const account of accounts) {
      const group = `${account.name}/home`
      const comparison = new Comparison(beforeOf(group), now)
      const found = foundAs(account, { root, comparison, tell })
      if (found !== undefined) keep(group, account.name, comparison)
      else if (before?.[group] !== undefined) groups.set(group, before[group])
      events.push(...(found ?? []))
    }
  })
  return { groups: Object.fromEntries(groups), events }
}

/** Undefined where the home is not there, as on a disk that is not mounted, or cannot be read. */
function foundAs(
  account: Account,
  { root, comparison, tell }: Pick<ScanParts, 'root' | 'tell'> & { readonly comparison: Comparison },
): readonly Event[] | undefined {
  try {
    return asUser(account.uid, () => foundInAccount(root, account, comparison))
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    tell(backstopNotices.accountUnreadable(account.name, code))
    return undefined
  }
}
