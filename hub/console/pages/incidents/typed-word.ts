import type { Facets } from '../../../contract/event-contract.ts'
import type { ShownHost } from '../../../contract/host-contract.ts'
import type { Outcome } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'

/** What a typed word means: filters, one incident, names that fit as well as each other, or what cannot be said. */
export type WordMeaning =
  | { readonly filter: Readonly<Record<string, string>> }
  | { readonly incident: string }
  | { readonly names: readonly string[] }
  | { readonly problem: Problem }

/** Asks the hub what it knows by name. */
export interface NamesAsked {
  readonly hosts: () => Promise<
    Outcome<{ readonly hosts: readonly Pick<ShownHost, 'host' | 'label' | 'former_names'>[] }>
  >
  /** Of the events of a query. */
  readonly mailboxes: (query: URLSearchParams) => Promise<Outcome<{ readonly facets: Pick<Facets, 'mailbox'> }>>
}

/** Something that the hub knows, and the filter for it. */
interface Named {
  readonly name: string
  readonly called: readonly string[]
  readonly parameter: 'host' | 'mailbox'
}

/** How far back events are looked through for mailboxes, in seconds. */
const BACK = 30 * 86_400

const WHOLE: readonly (readonly [parameter: string, form: RegExp])[] = [
  ['mailbox', /^\S+@\S+\.\S+$/],
  ['address', /^(?:\d{1,3}\.){3}\d{1,3}$|^[\da-f]*:[\da-f:.]+$/i],
  ['subject', /^[\d.]+\/\d{1,2}$|^[\da-f]*:[\da-f:.]*\/\d{1,3}$/i],
]

/** What a word means by its form alone; undefined if that takes asking. */
function meaningByForm(word: string): WordMeaning | undefined {
  const [, incident] = /^#?([1-9]\d{0,14})$/.exec(word) ?? []
  if (incident !== undefined) return { incident }
  const whole = WHOLE.find(([, form]) => form.test(word))
  return whole === undefined ? undefined : { filter: { [whole[0]]: word } }
}

/** What a word means: a host, mailbox or account can be named by a part of its name. `now`: in seconds. */
export async function meaningOf(word: string, asked: NamesAsked, now: number): Promise<WordMeaning> {
  const known = meaningByForm(word)
  if (known !== undefined) return known
  const query = new URLSearchParams({ q: word, from: String(now - BACK) })
  const [hosts, facets] = await Promise.all([
    asked.hosts(),
    // The hub looks for no single letter.
    word.length < 2 ? undefined : asked.mailboxes(query),
  ])
  if ('problem' in hosts) return hosts
  if (facets !== undefined && 'problem' in facets) return facets
  const all: readonly Named[] = [
    ...hosts.value.hosts.map(({ host, label, former_names: former }) => {
      return { name: host, called: [host, label, ...former], parameter: 'host' as const }
    }),
    ...(facets?.value.facets.mailbox ?? []).map(({ value }) => {
      return { name: value, called: [value], parameter: 'mailbox' as const }
    }),
  ]
  const fitting = bestOf(all, word.toLowerCase())
  const [first] = fitting
  if (first !== undefined && fitting.length === 1) return { filter: { [first.parameter]: first.name } }
  return { names: fitting.map(({ name }) => name) }
}

/** Those that are called so; if none is, those that begin so; if none does, those that have it in a name. */
function bestOf(all: readonly Named[], word: string): readonly Named[] {
  const fits = (test: (name: string) => boolean): readonly Named[] =>
    all.filter(({ called }) => called.some((name) => test(name.toLowerCase())))
  const ways = [
    fits((name) => name === word),
    fits((name) => name.startsWith(`${word}.`) || name.startsWith(`${word}@`)),
    fits((name) => name.startsWith(word)),
    fits((name) => name.includes(word)),
  ]
  return ways.find(({ length }) => length > 0) ?? []
}
