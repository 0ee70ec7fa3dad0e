import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import { entriesIn, inFolder, statsOf } from '../../lib/system/files/held-folder.ts'
import type { PanelAccount } from './accounts.ts'
import { type Comparison, type Seen, stampOf } from './comparison.ts'
import { eximRules } from './filters/exim-filter.ts'
import { sieveRules } from './filters/sieve.ts'
import { type FilterFile, foundRules } from './rules-found.ts'

/**
 * What appeared in the filters of an account: Exim's in ~/etc/DOMAIN/MAILBOX/filter, and Sieve's in the home of each
 * mailbox, ~/mail/DOMAIN/MAILBOX, and in that of the account. To be called as the account. Undefined where its home is
 * not there; throws the system's error where it cannot be read.
 */
export function foundInAccount(
  root: string,
  { name, home, domains }: PanelAccount,
  comparison: Comparison,
): readonly Event[] | undefined {
  return inFolder(join(root, home), (held) => [
    ...eachMailbox(held, 'etc', domains, comparison, ({ path, name: folder, address }) => {
      const file = { path: `${path}/filter`, name: `${folder}/filter`, context: 'mailbox', address } as const
      return foundRules(file, comparison, (text) => eximRules(text, address))
    }),
    ...eachMailbox(held, 'mail', domains, comparison, (mailbox) => foundInScripts(mailbox, comparison)),
    ...foundInScripts({ path: held, name: '.', context: 'domain', address: name }, comparison),
  ])
}

/**
 * Whether all that was seen in the home of an account is as it was. Only states are asked for, so that this can be done
 * as root: nothing is opened, and nothing but that they are the same follows from them.
 */
export function isAsSeen(root: string, { home, domains }: PanelAccount, seen: Seen): boolean {
  const folder = join(root, home)
  return (
    domains.every((domain) => Object.hasOwn(seen, `etc/${domain}`)) &&
    Object.entries(seen).every(([path, stamp]) => stampOf(statsOf(`${folder}/${path}`)) === stamp) &&
    statsOf(folder)?.isDirectory() === true
  )
}

/** What is found in the folders of all mailboxes of these domains, below a folder of their account's home. */
function eachMailbox(
  home: string,
  base: 'etc' | 'mail',
  domains: readonly string[],
  comparison: Comparison,
  look: (mailbox: FilterFile) => readonly Event[],
): readonly Event[] {
  const found: Event[] = []
  for (const domain of domains) comparison.saw(`${base}/${domain}`, statsOf(`${home}/${base}/${domain}`))
  inFolder(`${home}/${base}`, (all) => {
    for (const domain of domains) {
      inFolder(`${all}/${domain}`, (folder) => {
        for (const entry of comparison.within(entriesIn(folder))) {
          const name = `${base}/${domain}/${entry.name}`
          const visit = (path: string): number =>
            found.push(...look({ path, name, context: 'mailbox', address: `${entry.name}@${domain}` }))
          if (entry.isDirectory()) inFolder(`${folder}/${entry.name}`, visit)
        }
      })
    }
  })
  return found
}

/** The script that Dovecot runs, `.dovecot.sieve`, is one of those in `sieve/`, or by itself. */
function foundInScripts({ path: folder, name, ...whose }: FilterFile, comparison: Comparison): readonly Event[] {
  const look = (path: string, script: string): readonly Event[] =>
    foundRules({ path, name: `${name}/${script}`, ...whose }, comparison, sieveRules)
  const found = [...look(`${folder}/.dovecot.sieve`, '.dovecot.sieve')]
  comparison.saw(`${name}/sieve`, statsOf(`${folder}/sieve`))
  inFolder(`${folder}/sieve`, (held) => {
    for (const entry of comparison.within(entriesIn(held)))
      if (entry.name.endsWith('.sieve')) found.push(...look(`${held}/${entry.name}`, `sieve/${entry.name}`))
  })
  return found
}
