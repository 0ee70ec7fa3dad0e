import type { ByteText } from '../byte-text.ts'

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const MEANINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ESCAPES).map(([character, escape]) => [escape, character]),
)

/** Bytes without an end of line, so that no name forges a line, nor with a TAB, so that none forges a column. */
export function escaped(bytes: ByteText): ByteText {
  return bytes.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? '')
}

/** As `sha256sum` writes names after a backslash at the begin of the line: a TAB stays. */
export function escapedName(bytes: ByteText): ByteText {
  return bytes.replace(/[\\\n\r]/g, (character) => ESCAPES[character] ?? '')
}

/** What was escaped; undefined if that is no escape of ours or of `sha256sum`. */
export function unescaped(text: ByteText): ByteText | undefined {
  if (!text.includes('\\')) return text
  const isWrong = /\\/.test(text.replaceAll(/\\[\\nrt]/g, ''))
  return isWrong ? undefined : text.replaceAll(/\\[\\nrt]/g, (escape) => MEANINGS[escape] ?? '')
}
