/** A part of a pattern. `ahead`: the following text must begin like this. */
export type Part =
  | { readonly kind: 'character'; readonly characters: ReadonlySet<string> }
  | { readonly kind: 'anchor'; readonly isStart: boolean }
  | { readonly kind: 'ahead'; readonly body: Part }
  | { readonly kind: 'loop'; readonly body: Part; readonly least: number; readonly most: number }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Part[] }

/** Sample characters: Latin letters, blanks, controls and others outside. */
const SAMPLES: readonly string[] = [
  ...Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)),
  ...'\u0434\u4e00\u061c\u1680\u2003\u200b\u2028\u202e\u2066\ud800\ufeff\ufffd'.split(''),
]

/** Parses a pattern; undefined if it contains back references. */
export function parsePattern({ source, flags }: RegExp): Part | undefined {
  const tokens = source.match(TOKEN) ?? []
  if (tokens.some((token) => /^\\[1-9k]/.test(token))) return undefined
  return new Reader(tokens, flags.replaceAll(/[gy]/g, '')).choice()
}

const TOKEN =
  /\(\?(?:[:=!]|<[=!]|<\w+>)|\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)|(?:[*+?]|\{\d+(?:,\d*)?\})\??|./gsu

class Reader {
  readonly #tokens: readonly string[]
  readonly #flags: string
  #at = 0

  constructor(tokens: readonly string[], flags: string) {
    this.#tokens = tokens
    this.#flags = flags
  }

  choice(): Part {
    const parts = [this.#sequence()]
    while (this.#tokens[this.#at] === '|') {
      this.#at += 1
      parts.push(this.#sequence())
    }
    return { kind: 'choice', parts }
  }

  #sequence(): Part {
    const parts: Part[] = []
    for (;;) {
      const token = this.#tokens[this.#at]
      if (token === undefined || token === '|' || token === ')') return { kind: 'sequence', parts }
      this.#at += 1
      parts.push(this.#repeated(this.#atom(token)))
    }
  }

  #repeated(body: Part): Part {
    const [, sign, least = '', comma, most = ''] =
      /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??$/.exec(this.#tokens[this.#at] ?? '') ?? []
    if (sign === undefined && least === '') return body
    this.#at += 1
    if (sign !== undefined)
      return { kind: 'loop', body, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
    const end = comma === undefined ? Number(least) : Number(most || Infinity)
    return { kind: 'loop', body, least: Number(least), most: end }
  }

  #atom(token: string): Part {
    if (token.startsWith('(')) return this.#group(token)
    if (token === '^') return { kind: 'anchor', isStart: true }
    if (token === '$' || token === '\\b' || token === '\\B') return { kind: 'anchor', isStart: false }
    const one = new RegExp(`^(?:${token})$`, this.#flags)
    return { kind: 'character', characters: new Set(SAMPLES.filter((sample) => one.test(sample))) }
  }

  #group(opening: string): Part {
    const body = this.choice()
    this.#at += 1
    if (opening === '(?=') return { kind: 'ahead', body }
    // Negative lookaheads and lookbehinds consume no character.
    return /^\(\?(?:!|<[=!])/.test(opening) ? { kind: 'anchor', isStart: false } : body
  }
}

/** The regular expression literals in formatted code, outside comments and strings: each follows a sign or a blank. */
export function patternsIn(code: string): readonly RegExp[] {
  const withoutComments = code.replaceAll(/^\s*(?:\/\*\*|\*|\/\/).*$| \/\/ .*$/gm, '')
  return [...withoutComments.matchAll(LITERAL)].flatMap(([, source, flags]) =>
    source === undefined ? [] : [new RegExp(source, flags)],
  )
}

const LITERAL =
  /'(?:\\.|[^'\\\n])*'|(?<=[(,=:[!&|?] ?|return |^\s*)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=[.,;)\]\s])/gm
