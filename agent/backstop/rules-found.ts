import type { Event } from '../../lib/event/event.ts'
import { statsOf, textOfLink } from '../../lib/system/files/held-folder.ts'
import type { Comparison } from './comparison.ts'
import type { FilterRule } from './filters/rule.ts'
import { filterFound, type Whose } from './found-events.ts'
import { itemsIn } from './items.ts'

/** A file with the rules of a filter. */
export interface FilterFile extends Whose {
  readonly path: string
  /** Names it for good among those that it is compared with. */
  readonly name: string
  /** Whether other files of its owner have the same rules. */
  readonly isShared?: boolean
}

/** What cannot be read, or leads elsewhere, is a filter that may do anything. */
const UNKNOWN: FilterRule = { key: 'unknown', action: undefined, recipients: [], scope: undefined }

/** The bytes of the largest filter that is read: it may be all words, which take a hundred times as much memory. */
const LARGEST_FILTER = 512 * 1024

/**
 * Whether the script that Dovecot runs is among those of its mailbox that are looked at, as a link says it:
 * `sieve/NAME.sieve`, of valid UTF-8.
 */
function isOwnScript(link: string): boolean {
  const [folder, name, ...more] = link.replace(/^\.\//, '').split('/')
  return folder === 'sieve' && more.length === 0 && /^[^\uFFFD]+$/.test(name ?? '') && /.\.sieve$/.test(name ?? '')
}

/** The events for rules that appeared in a filter. */
export function foundRules(
  { path, name, isShared, ...whose }: FilterFile,
  comparison: Comparison,
  rules: (text: string) => readonly FilterRule[],
): readonly Event[] {
  const stats = statsOf(path)
  comparison.saw(name, stats)
  const read = (): readonly FilterRule[] | undefined => {
    // As cPanel leaves that of each domain without filters.
    if (stats?.isFile() === true && stats.size === 0) return []
    if (stats?.isSymbolicLink() !== true) return itemsIn(path, LARGEST_FILTER, rules, UNKNOWN)
    return isOwnScript(textOfLink(path) ?? '') ? [] : [UNKNOWN]
  }
  const { items, time } = comparison.appeared(name, stats, read, isShared)
  return items.flatMap((rule) => filterFound(rule, whose, time))
}

/** The event for a link that appeared in the place of a folder with filters, which Exim and Dovecot follow. */
export function foundLink({ path, name, ...whose }: FilterFile, comparison: Comparison): readonly Event[] {
  const stats = statsOf(path)
  if (stats?.isSymbolicLink() !== true) return []
  comparison.saw(name, stats)
  const { items, time } = comparison.appeared(name, stats, () => [UNKNOWN])
  return items.flatMap((rule) => filterFound(rule, whose, time))
}
