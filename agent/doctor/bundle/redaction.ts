import { withoutArmour } from './armour.ts'
import type { KnownNames } from './known-names.ts'
import { type Replaced, StandIns } from './stand-ins.ts'
import { isRestSecret, isSecretKey, isSubjectKey } from './telling-key.ts'
import { wordRedaction } from './word-redaction.ts'

/** Words, and what is between them. A colon is part of a word: addresses have some. */
const PIECES = /[^\s"'<>()[\]{},;|`\\=&?]+|[\s"'<>()[\]{},;|`\\=&?]+/g

/** A shorter secret is replaced where it is written, and not looked for elsewhere. */
const SHORTEST = 4

/** The words of stand-ins: a placeholder such as `secret` is none that could be looked for. */
const OWN_WORDS = 'account domain host identifier invalid mailbox secret value'

/** What follows decides how the next words are read. */
type Ahead = 'as they are' | 'a secret' | 'a secret up to the quote' | 'a secret up to the end of the line'

/** Replaces secrets and personal data in texts, the same by the same stand-in. */
export class Redaction {
  readonly #standIns = new StandIns()
  readonly #word: (word: string) => string
  /** Each way to write a known secret, the longest first, and what stands for it. */
  readonly #forms: readonly (readonly [form: string, standIn: string])[]

  constructor({ secrets, identifiers, hosts, accounts }: KnownNames) {
    const kinds = [
      ['secret', secrets],
      ['identifier', identifiers],
    ] as const
    this.#forms = kinds
      .flatMap(([kind, values]) =>
        values
          .filter((value) => value.length >= SHORTEST && !OWN_WORDS.includes(value.toLowerCase()))
          .flatMap((value) => formsOf(value).map((form) => [form, this.standIn(kind, value)] as const)),
      )
      .toSorted(([a], [b]) => b.length - a.length)
    const names = new Map<string, Replaced>([
      ...accounts.map((name) => [name.toLowerCase(), 'account'] as const),
      ...hosts.map((name) => [name.toLowerCase(), 'host'] as const),
    ])
    this.#word = wordRedaction(
      names,
      (kind, value) => this.standIn(kind, value),
      (text) => this.#words(text),
    )
  }

  /** What stands for a value. */
  standIn(kind: Replaced, value: string): string {
    return this.#standIns.of(kind, value)
  }

  /** What stands for what, without secrets and identifiers. */
  map(): Readonly<Record<string, string>> {
    return this.#standIns.map()
  }

  /** A text with any number of lines. */
  text(text: string): string {
    let known = withoutArmour(text, (block) => this.standIn('secret', block))
    for (const [form, standIn] of this.#forms) known = known.replaceAll(form, standIn)
    return this.#words(known)
  }

  #words(known: string): string {
    let ahead: Ahead = 'as they are'
    let last = ''
    return known.replace(PIECES, (piece) => {
      if (isGap(piece)) {
        ahead = aheadAfter(piece, last, ahead)
        return piece
      }
      // `"key":` and `"key":12` end with a word that begins with the colon.
      if (ahead === 'as they are' && /^:(?!:)/.test(piece)) {
        if (piece === ':') {
          last += ':'
          return piece
        }
        const isSecret = isSecretKey(last)
        last = ''
        if (isSecret) return `:${this.standIn('secret', piece.slice(1))}`
      }
      const read = ahead
      last = piece
      if (ahead === 'a secret') ahead = 'as they are'
      return read === 'as they are' ? this.#plain(piece, (next) => (ahead = next)) : this.standIn('secret', piece)
    })
  }

  /** A value of JSON: its texts, and its keys. */
  json(value: unknown, key = ''): unknown {
    if (typeof value === 'string')
      return isSecretKey(key) || isSubjectKey(key) ? this.standIn('secret', value) : this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.json(item, key))
    if (typeof value === 'number') return this.#number(value)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [this.text(name), this.json(inner, name)]))
  }

  /** Whether a text still holds a known secret or identifier, in any form. */
  leaksIn(text: string): boolean {
    return this.#forms.some(([form]) => text.includes(form))
  }

  /** A number that holds a secret becomes a text. */
  #number(value: number): number | string {
    const text = this.text(String(value))
    return text === String(value) ? value : text
  }

  #plain(word: string, expect: (next: Ahead) => void): string {
    if (/^(?:basic|bearer|digest)$/i.test(word)) expect('a secret')
    const [, key = '', value = ''] = /^([\w-]{1,60}):(.*)$/.exec(word) ?? []
    if (isSecretKey(key) && value !== '') return `${key}:${this.standIn('secret', value)}`
    return this.#word(word)
  }
}

function isGap(piece: string): boolean {
  return /^[\s"'<>()[\]{},;|`\\=&?]/.test(piece)
}

/** How the words after a gap are read. */
function aheadAfter(gap: string, word: string, ahead: Ahead): Ahead {
  const hasQuote = /["']/.test(gap)
  switch (ahead) {
    case 'a secret up to the quote':
      return hasQuote ? 'as they are' : ahead
    case 'a secret up to the end of the line':
      return gap.includes('\n') ? 'as they are' : ahead
    case 'a secret':
      return hasQuote ? 'a secret up to the quote' : ahead
    case 'as they are':
      return isAssignment(gap, word) ? aheadOf(word.replace(/:$/, ''), opensQuote(gap)) : ahead
  }
}

/** `key=`, `key: ` and `"key":`, on one line. */
function isAssignment(gap: string, word: string): boolean {
  return !gap.includes('\n') && (gap.includes('=') || word.endsWith(':') || /["']\s*:/.test(gap))
}

/** Whether a quote that a value stands in is the last sign of a gap. */
function opensQuote(gap: string): boolean {
  return /["']$/.test(gap)
}

function aheadOf(key: string, isQuoted: boolean): Ahead {
  const isSecret = isSecretKey(key)
  if (!isSecret && !isSubjectKey(key) && !isRestSecret(key)) return 'as they are'
  if (isQuoted) return 'a secret up to the quote'
  return isSecret ? 'a secret' : 'a secret up to the end of the line'
}

/** As it is, and as headers, URLs and dumps have it. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64').replace(/={1,2}$/, '')
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      base64,
      bytes.toString('base64url'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
    ]),
  ]
}
