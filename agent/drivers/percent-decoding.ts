/**
 * Decodes each `%XX` once, as UTF-8; bytes that are none become U+FFFD and a lone `%` stays. Never throws; `+` stays
 * `+`.
 */
export function percentDecode(text: string): string {
  // Most texts have none, and looking for one costs a tenth.
  if (!text.includes('%')) return text
  return text.replaceAll(/(?:%[\dA-Fa-f]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}
