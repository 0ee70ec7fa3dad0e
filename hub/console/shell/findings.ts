import type { FacetsAnswer } from '../../contract/event-contract.ts'
import type { HostsAnswer } from '../../contract/host-contract.ts'
import type { KeyGroup } from '../state/keys.ts'
import { pathTo } from '../state/place.ts'
import { WORDS } from '../words/words.ts'

/** Something that the palette found. */
export interface Finding {
  readonly group: string
  readonly words: string
  readonly more?: string
  readonly keys?: string
  /** Where it leads, or what it does. */
  readonly target: string | (() => void)
}

/** What the palette looks through. */
export interface Findable {
  readonly hosts: HostsAnswer | undefined
  readonly facets: FacetsAnswer | undefined
  readonly keys: readonly KeyGroup[]
  readonly places: readonly Finding[]
}

/** How many of each kind are shown. */
const MOST = 6

/** What is found for a text: what it can name itself, then what begins so, then what has it in its name. */
export function findingsFor(text: string, { hosts, facets, keys, places }: Findable): readonly Finding[] {
  const word = text.trim()
  const has = (name: string): boolean => name.toLowerCase().includes(word.toLowerCase())
  const known = (facets?.facets.mailbox ?? []).filter(({ value }) => word !== '' && has(value))
  const hostsNamed = (hosts?.hosts ?? []).filter(({ host, label }) => word !== '' && (has(host) || has(label)))
  const seen = (facets?.facets.ip ?? []).filter(({ value }) => word !== '' && value !== word && has(value))
  const { find } = WORDS
  const named = places.filter(({ group, words, more = '' }) =>
    word === '' ? group === find.go && more === '' : has(`${more} ${words}`),
  )
  const commands = keys
    .flatMap(({ commands: of }) => of)
    .filter((command) => word !== '' && has(command.words) && command.keys !== '/')
    .slice(0, MOST)
    .map(({ words, keys: pressed, run }) => ({ group: find.commands, words, keys: pressed, target: run }))
  const called = [...named, ...commands]
  const begin = called.filter(({ words }) => word !== '' && words.toLowerCase().startsWith(word.toLowerCase()))
  return [
    ...directFindings(word),
    ...begin,
    ...known.slice(0, MOST).map(({ value, count }) => {
      const target = pathTo('mailbox', { address: value })
      return { group: find.mailboxes, words: value, more: find.seen(count), target }
    }),
    ...seen.slice(0, MOST).map(({ value, count }) => {
      return { group: find.addresses, words: value, more: find.seen(count), target: pathTo('address', { ip: value }) }
    }),
    ...hostsNamed.slice(0, MOST).map(({ host, label }) => {
      return { group: find.hosts, words: host, more: label, target: pathTo('host', { name: host }) }
    }),
    ...(word.length < 2 ? [] : [eventsWith(word)]),
    ...called.filter((finding) => !begin.includes(finding)),
  ]
}

function eventsWith(word: string): Finding {
  const query = new URLSearchParams({ q: word, last: '7d' }).toString()
  return { group: WORDS.find.inEvents, words: WORDS.find.eventsWith(word), target: pathTo('events', {}, query) }
}

function directFindings(word: string): readonly Finding[] {
  const { open, mailbox, address, incident } = WORDS.find
  const [, id] = /^(?:incident\s+|#)?([1-9]\d{0,14})$/i.exec(word) ?? []
  if (id !== undefined) return [{ group: open, words: incident(id), target: pathTo('incident', { id }) }]
  if (/^\S+@\S+\.\S+$/.test(word))
    return [{ group: open, words: mailbox(word), target: pathTo('mailbox', { address: word }) }]
  if (/^(?:\d{1,3}\.){3}\d{1,3}$|^[\da-f]*:[\da-f:.]+$/i.test(word))
    return [{ group: open, words: address(word), target: pathTo('address', { ip: word }) }]
  return []
}
