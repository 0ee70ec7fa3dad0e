/** One destination of one address, as an alias file has it. */
export interface Alias {
  /** What stands before the colon: `anna@example.com`, or `*`. */
  readonly address: string
  /** One destination, quotes included. */
  readonly destination: string
}

/** The rest of the line is text for the sender, with commas of its own. */
const TEXT = /^:(?:defer|fail|unknown):/i

/**
 * The aliases in a file of /etc/valiases or /etc/vdomainaliases, which Exim reads as lsearch does ("Single-key lookup
 * types"): `#` begins a comment, a line that begins with a blank goes on with the one before. Never throws.
 */
export function aliasesIn(text: string): readonly Alias[] {
  return entriesOf(text).flatMap((entry) => {
    const end = keyEnd(entry)
    const address = entry.slice(0, end).replaceAll('"', '').toLowerCase()
    const destinations = entry.slice(end).replace(/^[\s:]/, '')
    return destinationsIn(destinations).map((destination) => ({ address, destination }))
  })
}

function entriesOf(text: string): readonly string[] {
  const entries: string[][] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue
    if (/^\s/.test(line)) entries.at(-1)?.push(line.trim())
    else entries.push([line.trim()])
  }
  return entries.map((parts) => parts.join(' '))
}

/** A key ends at a colon or a blank outside of quotes. */
function keyEnd(entry: string): number {
  let isQuoted = false
  for (let at = 0; at < entry.length; at += 1) {
    if (entry[at] === '"') isQuoted = !isQuoted
    else if (!isQuoted && /[\s:]/.test(entry[at] ?? '')) return at
  }
  return entry.length
}

/** Separated by commas outside of quotes. */
function destinationsIn(text: string): readonly string[] {
  const found: string[] = []
  let [begin, isQuoted] = [0, false]
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') isQuoted = !isQuoted
    if (at < text.length && (isQuoted || text[at] !== ',')) continue
    const destination = text.slice(begin, at).trim()
    begin = at + 1
    if (destination !== '') found.push(destination)
    if (TEXT.test(destination)) break
  }
  return found
}
