import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import { entriesIn, inFolder, statsOf } from '../../lib/system/files/held-folder.ts'
import type { PanelAccount } from './accounts.ts'
import { type Comparison, type Seen, stampOf } from './comparison.ts'
import { eximRules } from './filters/exim-filter.ts'
import { sieveRules } from './filters/sieve.ts'
import { type FilterFile, foundLink, foundRules } from './rules-found.ts'

/**
 * What appeared in the filters of an account: Exim's in ~/etc/DOMAIN/MAILBOX/filter, and Sieve's in the home of each
 * mailbox, ~/mail/DOMAIN/MAILBOX, and in that of the account. To be called as the account. Undefined where its home is
 * not there; throws the system's error where it cannot be read.
 */
export function foundInAccount(
  root: string,
  account: PanelAccount,
  comparison: Comparison,
): readonly Event[] | undefined {
  return inFolder(homeOf(root, account), (held) => [
    ...eachMailbox(held, 'etc', account, comparison, (mailbox) =>
      whereAny(['filter'], mailbox, comparison, ({ path, name: folder, address }) => {
        const file = { path: `${path}/filter`, name: `${folder}/filter`, context: 'mailbox', address } as const
        return foundRules(file, comparison, (text) => eximRules(text, address))
      }),
    ),
    ...eachMailbox(held, 'mail', account, comparison, (mailbox) =>
      whereAny(['.dovecot.sieve', 'sieve'], mailbox, comparison, (found) => foundInScripts(found, comparison)),
    ),
    ...foundInScripts({ path: held, name: '.', context: 'domain', address: account.name }, comparison),
  ])
}

/**
 * Whether all that was seen in the home of an account is as it was. Only states are asked for, so that this can be done
 * as root: nothing is opened, and nothing but that they are the same follows from them.
 */
export function isAsSeen(root: string, account: PanelAccount, seen: Seen): boolean {
  const folder = homeOf(root, account)
  return (
    account.domains.every((domain) => Object.hasOwn(seen, `etc/${domain}`)) &&
    Object.entries(seen).every(([path, stamp]) => stampOf(statsOf(`${folder}/${path}`)) === stamp) &&
    statsOf(folder)?.isDirectory() === true
  )
}

/** Administrators move homes to other disks and leave a link; nobody else can, as its folder is root's. */
function homeOf(root: string, { home }: PanelAccount): string {
  return `${join(root, home)}/.`
}

/** What is found in the folders of all mailboxes of these domains, below a folder of their account's home. */
function eachMailbox(
  home: string,
  base: 'etc' | 'mail',
  { name: account, domains }: PanelAccount,
  comparison: Comparison,
  look: (mailbox: FilterFile) => readonly Event[],
): readonly Event[] {
  const whose = { context: 'domain', address: account } as const
  for (const domain of domains) comparison.saw(`${base}/${domain}`, statsOf(`${home}/${base}/${domain}`))
  return inside({ path: `${home}/${base}`, name: base, ...whose }, comparison, (all) =>
    domains.flatMap((domain) =>
      inside({ path: `${all}/${domain}`, name: `${base}/${domain}`, ...whose }, comparison, (folder) => {
        const found: Event[] = []
        for (const entry of comparison.within(entriesIn(folder))) {
          const [path, name] = [`${folder}/${entry.name}`, `${base}/${domain}/${entry.name}`]
          const mailbox = { path, name, context: 'mailbox', address: `${entry.name}@${domain}` } as const
          if (entry.isDirectory()) found.push(...look(mailbox))
          else if (entry.isSymbolicLink()) found.push(...foundLink(mailbox, comparison))
        }
        return found
      }),
    ),
  )
}

/** What is found in a folder, which is held open; a link in its place leads to rules that are not looked at. */
function inside(
  folder: FilterFile,
  comparison: Comparison,
  look: (held: string) => readonly Event[],
): readonly Event[] {
  return inFolder(folder.path, look) ?? foundLink(folder, comparison)
}

/**
 * Looks into the folder of a mailbox, held, where one of these is in it; most have none. What is in one that is closed
 * to the account counts as not there, which root sees otherwise at the next look.
 */
function whereAny(
  names: readonly string[],
  mailbox: FilterFile,
  comparison: Comparison,
  look: (mailbox: FilterFile) => readonly Event[],
): readonly Event[] {
  const isThere = names.some((name) => statsOf(`${mailbox.path}/${name}`) !== undefined)
  const found = isThere ? inFolder(mailbox.path, (path) => look({ ...mailbox, path })) : undefined
  if (found === undefined) for (const name of names) comparison.saw(`${mailbox.name}/${name}`, undefined)
  return found ?? []
}

/** The script that Dovecot runs, `.dovecot.sieve`, is one of those in `sieve/`, or by itself. */
function foundInScripts({ path: folder, name, ...whose }: FilterFile, comparison: Comparison): readonly Event[] {
  const look = (path: string, script: string): readonly Event[] =>
    foundRules({ path, name: `${name}/${script}`, ...whose }, comparison, sieveRules)
  const found = look(`${folder}/.dovecot.sieve`, '.dovecot.sieve')
  const sieve = { path: `${folder}/sieve`, name: `${name}/sieve`, ...whose }
  const stats = statsOf(sieve.path)
  comparison.saw(sieve.name, stats)
  if (stats === undefined) return found
  const scripts = inside(sieve, comparison, (held) => {
    const names = [...comparison.within(entriesIn(held))].map((entry) => entry.name)
    return names.filter((each) => each.endsWith('.sieve')).flatMap((each) => look(`${held}/${each}`, `sieve/${each}`))
  })
  return [...found, ...scripts]
}
