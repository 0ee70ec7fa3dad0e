import { isIPv4, isIPv6 } from 'node:net'
import type { Option } from '../../../lib/settings/option.ts'
import { OPTIONS } from '../../config/options.ts'
import { type Replaced, STAND_IN } from './stand-ins.ts'
import { isTokenLike } from './token-like.ts'

/** Ends of names of files and units, which no domain has. */
const FILES = new Set(
  'automount cert conf crt csv deb device gz html json key lock log mount pem pid previous prom rpm scope service slice socket sqlite target timer tmp txt unreadable xz yaml yml zst'.split(
    ' ',
  ),
)

/** Names of options in messages, such as `spool.path`, are no domains. */
const SECTIONS = new Set(OPTIONS.below?.map(({ key }) => key))
const KEYS = keysBelow(OPTIONS)

function keysBelow({ below = [], item, each }: Option): ReadonlySet<string> {
  const further = [...below, ...(item === undefined ? [] : [item]), ...(each === undefined ? [] : [each])]
  const keys = further.map(({ key }) => key)
  for (const option of further) keys.push(...keysBelow(option))
  return new Set(keys)
}

/** Addresses that every host has. */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1?|localhost)$/

const IPV4 = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g

/** What stands for a value of this kind. */
type StandIn = (kind: Replaced, value: string) => string

/**
 * Replaces what a single word tells of people and hosts: mailboxes, addresses, domains, known names of this host (in
 * small letters), and what looks like a token.
 */
export function wordRedaction(
  names: ReadonlyMap<string, Replaced>,
  standIn: StandIn,
  textOf: (text: string) => string,
): (word: string) => string {
  const redacted = (written: string): string => {
    const decoded = decodedOf(written)
    if (decoded !== written) {
      // What was one word may be several: a query with names and values.
      const result = textOf(decoded)
      return result === decoded ? written : result
    }
    const word = written.replace(/cpsess\w*/gi, (token) => standIn('secret', token))
    const [, scheme = '', rest = word] = /^([a-z][a-z\d+.-]{0,20}:\/\/)(.*)$/i.exec(word) ?? []
    if (scheme !== '') return scheme + redacted(withoutUser(rest, standIn))
    if (isTokenLike(word)) return standIn('secret', word)
    return word
      .split('/')
      .map((segment) => segmentOf(segment, names, standIn))
      .join('/')
  }
  return redacted
}

/** A word as it was before it was made part of a URL, however broken that is. */
function decodedOf(word: string): string {
  return word.replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
}

/** What follows the scheme of a URL; user and password are one secret. */
function withoutUser(rest: string, standIn: StandIn): string {
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  const at = authority.lastIndexOf('@')
  if (at === -1) return rest
  return `${standIn('secret', authority.slice(0, at))}@${rest.slice(at + 1)}`
}

/** A part of a path, or a whole word without a slash. */
function segmentOf(segment: string, names: ReadonlyMap<string, Replaced>, standIn: StandIn): string {
  const at = segment.lastIndexOf('@')
  if (at > 0) return mailboxOf(segment, at, names, standIn)
  const end = endWithout(segment, '.:,!%')
  const [inner, after] = [segment.slice(0, end), segment.slice(end)]
  for (const [address, rest] of [
    [inner, after],
    [segment, ''],
  ] as const)
    if (isIPv6(address.split('%')[0] ?? '')) return addressOf(address, standIn) + rest
  const leaves = inner.split(':').map((piece) => leafOf(piece, names, standIn))
  return leaves.join(':') + after
}

function mailboxOf(segment: string, at: number, names: ReadonlyMap<string, Replaced>, standIn: StandIn): string {
  const colon = segment.lastIndexOf(':', at) + 1
  const [before, local, domain] = [segment.slice(0, colon), segment.slice(colon, at), segment.slice(at + 1)]
  const place = segmentOf(domain, names, standIn)
  // An instance of a template (systemd.unit(5)), and what stands for the user of a URL.
  const isNobody = STAND_IN.test(local) || FILES.has(domain.split('.').at(-1) ?? '')
  if (isNobody || local === '') return `${before}${leafOf(local, names, standIn)}@${place}`
  const name = (domain.split(':')[0] ?? '').slice(0, endWithout(domain.split(':')[0] ?? '', '.,!%'))
  return `${segmentOf(before, names, standIn)}${standIn('mailbox', `${local}@${name}`)}@${place}`
}

/** Where a text ends without these characters. */
function endWithout(text: string, characters: string): number {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return end
}

function addressOf(address: string, standIn: StandIn): string {
  return LOOPBACK.test(address) ? address : standIn('ip', address)
}

/** A piece without slashes, colons and at signs. */
function leafOf(piece: string, names: ReadonlyMap<string, Replaced>, standIn: StandIn): string {
  if (piece === '' || STAND_IN.test(piece)) return piece
  const known = names.get(piece.toLowerCase())
  if (known !== undefined) return standIn(known, piece)
  if (isTokenLike(piece)) return standIn('secret', piece)
  const without = piece.replace(IPV4, (address) => (isIPv4(address) ? addressOf(address, standIn) : address))
  if (without !== piece) return without
  return domainOf(piece, names, standIn) ?? namesIn(piece, names, standIn)
}

/** A name with dots whose last label could be a top-level domain, also before the ending of a file. */
function domainOf(piece: string, names: ReadonlyMap<string, Replaced>, standIn: StandIn): string | undefined {
  const labels = piece.replace(/\.$/, '').split('.')
  const last = labels.at(-1) ?? ''
  if (labels.length < 2 || last === 'invalid') return undefined
  if (FILES.has(last.toLowerCase())) {
    const name = labels.slice(0, -1).join('.')
    return `${leafOf(name, names, standIn)}.${last}`
  }
  const isName = labels.every((label) => /^[\p{L}\p{N}_-]{1,100}$/u.test(label))
  if (SECTIONS.has(labels[0] ?? '') && labels.every((label) => KEYS.has(label) || /^\d+$/.test(label))) return piece
  if (!isName || !(last.startsWith('xn--') || /^\p{L}{2,63}$/u.test(last.split(/[-_]/)[0] ?? ''))) return undefined
  return standIn('domain', piece.replace(/\.$/, ''))
}

/** Known names that are a part of a longer one, as accounts are of databases. */
function namesIn(piece: string, names: ReadonlyMap<string, Replaced>, standIn: StandIn): string {
  return piece.replace(/[\p{L}\p{N}]+/gu, (part) => {
    const kind = names.get(part.toLowerCase())
    return kind === undefined ? part : standIn(kind, part)
  })
}
