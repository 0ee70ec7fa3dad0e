/** Decodes each `%XX` once, as UTF-8; bytes that are none become U+FFFD and a lone `%` stays. Never throws; `+` stays `+`. */
export function percentDecode(text: string): string {
  return text.replaceAll(/(?:%[\dA-Fa-f]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}
