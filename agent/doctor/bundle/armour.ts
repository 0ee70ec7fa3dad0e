const [BEGIN, END, DASHES] = ['-----BEGIN ', '-----END ', '-----']

/** A text in which each block of PEM or OpenPGP's armour is replaced as a whole; one without an end up to the end. */
export function withoutArmour(text: string, standIn: (block: string) => string): string {
  const parts: string[] = []
  let at = 0
  for (let begin = text.indexOf(BEGIN); begin !== -1; begin = text.indexOf(BEGIN, at)) {
    const last = text.indexOf(END, begin)
    const close = last === -1 ? -1 : text.indexOf(DASHES, last + END.length)
    const end = close === -1 ? text.length : close + DASHES.length
    parts.push(text.slice(at, begin), standIn(text.slice(begin, end)))
    at = end
  }
  return parts.join('') + text.slice(at)
}
