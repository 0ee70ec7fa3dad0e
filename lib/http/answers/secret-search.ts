import { withoutBlanks, decodings } from './decoding.ts'

/** This many characters of a secret in a row count as the secret. */
const PART = 8

/** The most characters to search, in all forms of a text together: no honest answer has more. */
const MOST_SEARCHED = 256 * 1024

/**
 * Whether a text holds one of the secrets or a long part of one, in any case and behind any chain of escapes and
 * encodings. True as well if the text has too many forms to search.
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

/** The form in which texts are compared: without case, and without `+`, which may stand for a blank. */
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
