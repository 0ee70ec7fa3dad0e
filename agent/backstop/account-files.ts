import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import { entriesIn, inFolder } from '../../lib/system/files/held-folder.ts'
import type { Account } from './accounts.ts'
import type { Comparison } from './comparison.ts'
import { eximRules } from './filters/exim-filter.ts'
import { sieveRules } from './filters/sieve.ts'
import type { Whose } from './found-events.ts'
import { foundRules } from './rules-found.ts'

/**
 * What appeared in the filters of an account: Exim's in ~/etc/DOMAIN/MAILBOX/filter, and Sieve's in the home of each
 * mailbox, ~/mail/DOMAIN/MAILBOX, and in that of the account. To be called as the account. Undefined where its home is
 * not there; throws the system's error where it cannot be read.
 */
export function foundInAccount(
  root: string,
  { name, home, domains }: Account,
  comparison: Comparison,
): readonly Event[] | undefined {
  return inFolder(join(root, home), (held) => [
    ...eachMailbox(`${held}/etc`, domains, comparison, (folder, address) => {
      const file = { path: `${folder}/filter`, name: `filter ${address}`, context: 'mailbox', address } as const
      return foundRules(file, comparison, (text) => eximRules(text, address))
    }),
    ...eachMailbox(`${held}/mail`, domains, comparison, (folder, address) =>
      foundInScripts(folder, { context: 'mailbox', address }, comparison),
    ),
    ...foundInScripts(held, { context: 'domain', address: name }, comparison),
  ])
}

/** What is found in the folders of all mailboxes of these domains, below a folder of their account. */
function eachMailbox(
  path: string,
  domains: readonly string[],
  comparison: Comparison,
  look: (folder: string, address: string) => readonly Event[],
): readonly Event[] {
  const found: Event[] = []
  inFolder(path, (all) => {
    for (const domain of domains) {
      inFolder(`${all}/${domain}`, (folder) => {
        for (const entry of comparison.within(entriesIn(folder))) {
          const visit = (held: string): number => found.push(...look(held, `${entry.name}@${domain}`))
          if (entry.isDirectory()) inFolder(`${folder}/${entry.name}`, visit)
        }
      })
    }
  })
  return found
}

/** The script that Dovecot runs, `.dovecot.sieve`, is one of those in `sieve/`, or by itself. */
function foundInScripts(folder: string, whose: Whose, comparison: Comparison): readonly Event[] {
  const look = (path: string, name: string): readonly Event[] =>
    foundRules({ path, name: `sieve ${whose.address} ${name}`, ...whose }, comparison, sieveRules)
  const found = [...look(`${folder}/.dovecot.sieve`, '')]
  inFolder(`${folder}/sieve`, (held) => {
    for (const { name } of comparison.within(entriesIn(held)))
      if (name.endsWith('.sieve')) found.push(...look(`${held}/${name}`, name))
  })
  return found
}
