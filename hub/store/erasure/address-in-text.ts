import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

/** What stands in place of an address that was erased. */
export const ERASED = '[erased]'

/**
 * Takes one address out of texts, in any letters and as URLs write it, and leaves longer ones that only end or begin
 * like it.
 */
export class AddressInText {
  readonly address: string
  readonly #pattern: RegExp

  /** `address` in small letters. */
  constructor(address: string) {
    this.address = address
    const literal = address.replaceAll(/[^a-z\d]/gu, alsoInUrls)
    this.#pattern = new RegExp(String.raw`(?<![\p{L}\p{N}._+-])${literal}(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`, 'giu')
  }

  /** The text without the address. */
  out(text: string): string {
    return text.replaceAll(this.#pattern, ERASED)
  }

  /** Whether the text names the address. */
  isIn(text: string): boolean {
    return this.out(text) !== text
  }

  /** Whether JSON, which may be cut, names the address: what is escaped there is no part of a longer one. */
  isInJson(text: string): boolean {
    return this.isIn(text.replaceAll(/\\u([\da-f]{4})|\\(.)/gi, unescaped))
  }

  /** JSON without the address, in names, too; a text that is none is taken as a text. */
  outOfJson(text: string): string {
    const { success, output } = v.safeParse(foreignJson, text)
    if (!success) return this.out(text)
    const changed = JSON.stringify(this.#outOfValue(output))
    return changed.includes(ERASED) ? changed : text
  }

  /**
   * The pattern of LIKE that finds it in JSON; what is not ASCII has other small letters in the stores than here, and
   * any one character stands for it.
   */
  get likeInJson(): string {
    const escaped = JSON.stringify(this.address).slice(1, -1)
    return `%${escaped.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll(/\P{ASCII}/gu, '_')}%`
  }

  #outOfValue(value: unknown): unknown {
    if (typeof value === 'string') return this.out(value)
    if (Array.isArray(value)) return value.map((item) => this.#outOfValue(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.out(name), this.#outOfValue(item)]))
  }
}

/** The character that an escape in JSON stands for; one of `\\n` and the like is a space. */
function unescaped(_: string, code: string | undefined, sign: string | undefined): string {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
  return sign !== undefined && '"\\/'.includes(sign) ? sign : ' '
}

/** A sign in a pattern: as it is, or as URLs and the queries of saved views write it. */
function alsoInUrls(sign: string): string {
  const encoded = Array.from(Buffer.from(sign), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return `(?:${sign.replace(/[$()*+./?[\\\]^{|}]/, String.raw`\$&`)}|${encoded})`
}
