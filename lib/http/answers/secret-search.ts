import { withoutBlanks, decodings } from './decoding.ts'

/** A secret leaks with so many of its characters in a row. */
const PART = 8

/** How many characters are searched at most, in all forms of a text together: no honest answer has more. */
const MOST_SEARCHED = 256 * 1024

/**
 * Whether a text holds one of the secrets or a long part of it, in whatever case, behind whatever escapes and
 * encodings; true, too, where it has so many forms that this cannot be told.
 */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  const parts = new Set(secrets.flatMap((secret) => partsOf(key(withoutBlanks(secret)))))
  parts.delete('')
  if (parts.size === 0) return false
  const lengths = new Set([...parts].map((part) => part.length))
  let searched = 0
  for (const form of decodings(text, Math.min(...lengths))) {
    searched += form.length
    if (searched > MOST_SEARCHED || hasPart(key(form), parts, lengths)) return true
  }
  return false
}

/** What of a text is compared: a `+` may stand for a blank. */
function key(text: string): string {
  return text.replaceAll('+', '').replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function partsOf(text: string): readonly string[] {
  if (text.length <= PART) return [text]
  return Array.from({ length: text.length - PART + 1 }, (_, start) => text.slice(start, start + PART))
}

function hasPart(text: string, parts: ReadonlySet<string>, lengths: ReadonlySet<number>): boolean {
  for (const length of lengths) {
    for (let start = 0; start + length <= text.length; start += 1) {
      if (parts.has(text.slice(start, start + length))) return true
    }
  }
  return false
}
