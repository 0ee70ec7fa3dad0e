import { join } from 'node:path'
import { digest } from '../../lib/event/digest.ts'
import type { Event } from '../../lib/event/event.ts'
import { entriesIn, inFolder, statsOf } from '../../lib/system/files/held-folder.ts'
import { type Alias, aliasesIn } from './aliases.ts'
import { type Comparison, LARGEST } from './comparison.ts'
import { eximRules } from './filters/exim-filter.ts'
import { forwardFound } from './found-events.ts'
import { itemsIn } from './items.ts'
import { foundRules } from './rules-found.ts'

/** A file of a domain; it belongs to the domain's account, the folder to root. */
interface DomainFile {
  readonly path: string
  readonly domain: string
  readonly account: string
  readonly comparison: Comparison
}

/** The folders of /etc that have a file for each domain. */
const FOLDERS: Readonly<Record<string, (file: DomainFile) => readonly Event[]>> = {
  valiases: (file) => foundAliases(file, false),
  vdomainaliases: (file) => foundAliases(file, true),
  // cPanel writes a filter of an account for each of its domains.
  vfilters: ({ path, domain, account, comparison }) => {
    const file = { path, name: `vfilters ${domain}`, isShared: true, context: 'domain', address: account } as const
    return foundRules(file, comparison, eximRules)
  },
}

/** Their names. A file stands in each as long as its domain is there. */
export const FOLDERS_OF_DOMAINS: readonly string[] = Object.keys(FOLDERS)

/**
 * What appeared in /etc/valiases, /etc/vdomainaliases and /etc/vfilters of the host whose files are below `root`.
 * `owners` has the account of each domain, `comparisons` what the files of each account are compared with.
 */
export function foundInHost(
  root: string,
  owners: ReadonlyMap<string, string>,
  comparisons: ReadonlyMap<string, Comparison>,
): readonly Event[] {
  const found: Event[] = []
  for (const [folder, look] of Object.entries(FOLDERS)) {
    inFolder(join(root, 'etc', folder), (held) => {
      for (const { name: domain } of entriesIn(held)) {
        const account = owners.get(domain) ?? ''
        const comparison = comparisons.get(account)
        if (comparison !== undefined) found.push(...look({ path: `${held}/${domain}`, domain, account, comparison }))
      }
    })
  }
  return found
}

function foundAliases({ path, domain, account, comparison }: DomainFile, isDomain: boolean): readonly Event[] {
  const stats = statsOf(path)
  const name = `${isDomain ? 'vdomainaliases' : 'valiases'} ${domain}`
  const read = (text: string): readonly (Alias & { readonly key: string })[] => aliasesIn(text).map(withKey)
  // What cannot be read as aliases leads somewhere unknown.
  const unknown = { key: 'unknown', address: isDomain ? domain : '*', destination: '?' }
  const { items, time } = comparison.appeared(name, stats, () => itemsIn(path, LARGEST, read, unknown))
  return items
    .map((alias) => forwardFound({ ...alias, domain, account, isDomain, time }))
    .filter((event) => event !== undefined)
}

function withKey(alias: Alias): Alias & { readonly key: string } {
  return { ...alias, key: digest(alias.address, alias.destination) }
}
