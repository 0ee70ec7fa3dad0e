/** Decodes each `%XX` once, as UTF-8; other bytes become U+FFFD, and a lone `%` and every `+` stay. Never throws. */
export function percentDecode(text: string): string {
  // Most texts have none, and this check costs a tenth of the replacement.
  if (!text.includes('%')) return text
  return text.replaceAll(/(?:%[\dA-Fa-f]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}
