import type { ShownIncident, ShownStep, SubjectWord } from '../../contract/incident-contract.ts'
import { pathTo } from '../state/place.ts'

/** A piece of a sentence: plain text, or a value with the page about it. */
export interface SentencePiece {
  readonly text: string
  readonly href?: string
}

/** What an incident is about. */
export type AboutSubject = Pick<ShownIncident, 'subject' | 'subject_type'>

/**
 * A sentence about an incident in pieces: its subject, and the other values that it is known to name, lead to their
 * pages. They are found as they are, whatever they consist of. A sentence that the hub has made can name more than is
 * known: of that only whole words that are nothing but an address are values, so that none is one by half.
 */
export function sentencePieces(sentence: string, about: AboutSubject, named: readonly string[]): SentencePiece[] {
  const hrefs = new Map(named.map((value) => [value.toLowerCase(), hrefOfValue(value)]))
  if (about.subject_type === 'service') {
    const [host = ''] = about.subject.split(':', 1)
    hrefs.set(host, pathTo('host', { name: host }))
  } else hrefs.set(about.subject, subjectHref(about.subject_type, about.subject))
  // The longest first: a value can be a part of another one.
  const values = [...hrefs].toSorted(([a], [b]) => b.length - a.length)
  const found = values.reduce<readonly SentencePiece[]>(
    (pieces, [value, href]) => {
      if (value === '' || href === undefined) return pieces
      return pieces.flatMap((piece) => (piece.href === undefined ? partedBy(piece.text, value, href) : [piece]))
    },
    [{ text: sentence }],
  )
  return joined(found.flatMap((piece) => (piece.href === undefined ? withPlainAddresses(piece.text) : [piece])))
}

/** The fields of a step that are names of somebody, or an address. */
const NAMING = ['actor', 'named_user', 'forward_recipient']

/** The values that a step names: who and what it is about, and whatever of its fields is an address. */
export function namedByStep({
  ip,
  mailbox_address: mailbox,
  fields,
}: Pick<ShownStep, 'ip' | 'mailbox_address' | 'fields'>): readonly string[] {
  const values = [ip, mailbox, ...NAMING.map((name) => fields[name])]
  return values.filter((value) => typeof value === 'string').filter((value) => hrefOfValue(value) !== undefined)
}

/** What before and after a value makes it a part of a longer word; a full stop does so only if the word goes on. */
const [WITHIN, ON] = [/[\p{L}\p{N}@_][.-]?$/u, /^[./-]?[\p{L}\p{N}@_]/u]

/** A text where a value stands in it, in any letters, and is no part of a longer word. */
function partedBy(text: string, value: string, href: string): readonly SentencePiece[] {
  const lower = text.toLowerCase()
  // Of some letters the small ones are longer, which would move all that follows.
  const searched = lower.length === text.length ? lower : text
  const pieces: SentencePiece[] = []
  let done = 0
  for (let at = searched.indexOf(value); at !== -1; at = searched.indexOf(value, at + value.length)) {
    const end = at + value.length
    if (WITHIN.test(text.slice(Math.max(0, at - 3), at)) || ON.test(text.slice(end, end + 3))) continue
    pieces.push({ text: text.slice(done, at) }, { text: text.slice(at, end), href })
    done = end
  }
  return [...pieces, { text: text.slice(done) }]
}

/** A text in which words that are nothing but an address are values. */
function withPlainAddresses(text: string): readonly SentencePiece[] {
  // Word by word, so that the time is linear whatever the sentence quotes.
  return text.split(/(\s+)/).flatMap((word) => {
    const after = /(?<![.,;:])[.,;:]$/.exec(word)?.[0] ?? ''
    const value = word.slice(0, word.length - after.length)
    const href = isAddress(value) || PLAIN_MAILBOX.test(value) ? hrefOfValue(value) : undefined
    return href === undefined ? [{ text: word }] : [{ text: value, href }, { text: after }]
  })
}

/** A mailbox of no other characters than most have. */
const PLAIN_MAILBOX = /^[\w.+-]+@[\w.-]+$/

/** Pieces of text that follow each other as one, and no empty ones. */
function joined(pieces: readonly SentencePiece[]): SentencePiece[] {
  return pieces.reduce<SentencePiece[]>((all, piece) => {
    const last = all.at(-1)
    if (piece.text === '') return all
    if (last === undefined || last.href !== undefined || piece.href !== undefined) all.push(piece)
    else all[all.length - 1] = { text: last.text + piece.text }
    return all
  }, [])
}

/** The page about a value that is an address of either kind. */
function hrefOfValue(value: string): string | undefined {
  if (isAddress(value)) return pathTo('address', { ip: value })
  // Of a mailbox elsewhere, such as where mail is forwarded to, only events can tell.
  if (value.includes('@')) return pathTo('events', {}, new URLSearchParams({ q: value, last: '7d' }).toString())
  return undefined
}

/** Where it is told what an incident is about. */
function subjectHref(type: Exclude<SubjectWord, 'service'>, subject: string): string | undefined {
  if (type === 'mailbox') return pathTo('mailbox', { address: subject })
  if (type === 'address') return pathTo('address', { ip: subject })
  if (type === 'host') return pathTo('host', { name: subject })
  if (type === 'network') return undefined
  // An account is named with its host, as its name means nothing elsewhere.
  const [host = '', account] = subject.split(':', 2)
  const query = account === undefined ? { mailbox: host } : { host, mailbox: account }
  return pathTo('events', {}, new URLSearchParams({ ...query, last: '7d' }).toString())
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$|^(?=.*:.*:)[\da-f:]{2,39}$/i.test(text)
}
