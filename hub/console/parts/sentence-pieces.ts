import type { ShownIncident } from '../../contract/incident-contract.ts'
import { pathTo } from '../state/place.ts'

/** A piece of a sentence: plain text, or a value with the page about it. */
export interface SentencePiece {
  readonly text: string
  readonly href?: string
}

/** What can stand around a value in a sentence, and is no part of it. */
const BEFORE = /^["'([]+/
const AFTER = /(?<!["')\].,;:])["')\].,;:]+$/

/** The sentence of an incident in pieces: mailboxes, addresses, and what it is about, lead to their pages. */
export function sentencePieces(
  incident: Pick<ShownIncident, 'sentence' | 'subject' | 'subject_type'>,
): SentencePiece[] {
  // Word by word, so that the time is linear whatever the sentence quotes.
  return incident.sentence.split(/(\s+)/).reduce<SentencePiece[]>((pieces, word) => {
    const before = BEFORE.exec(word)?.[0] ?? ''
    const rest = word.slice(before.length)
    const after = AFTER.exec(rest)?.[0] ?? ''
    const value = rest.slice(0, rest.length - after.length)
    const href = value === '' ? undefined : hrefOf(value, incident)
    return href === undefined
      ? withText(pieces, word)
      : withText([...withText(pieces, before), { text: value, href }], after)
  }, [])
}

/** Adds text to plain text at the end, or as a piece of its own. */
function withText(pieces: SentencePiece[], text: string): SentencePiece[] {
  const last = pieces.at(-1)
  if (text === '') return pieces
  if (last === undefined || last.href !== undefined) pieces.push({ text })
  else pieces[pieces.length - 1] = { text: last.text + text }
  return pieces
}

function hrefOf(
  value: string,
  { subject, subject_type: type }: Pick<ShownIncident, 'subject' | 'subject_type'>,
): string | undefined {
  if (value.toLowerCase() === subject) return subjectHref(type, value)
  if (isAddress(value)) return pathTo('address', { ip: value })
  // Of a mailbox elsewhere, such as where mail is forwarded to, only events can tell.
  if (/^[^@]+@[^@]+$/.test(value)) return pathTo('events', {}, new URLSearchParams({ q: value, last: '7d' }).toString())
  return undefined
}

/** Where it is told what an incident is about. */
function subjectHref(type: ShownIncident['subject_type'], subject: string): string | undefined {
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
