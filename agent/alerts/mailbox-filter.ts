/** The longest address (RFC 5321 §4.5.3.1.3). */
const LONGEST = 254

/** Tells whether a mailbox is one of these: addresses, `*@DOMAIN` or `*.DOMAIN`, in lower case. */
export function mailboxFilter(patterns: readonly string[]): (mailbox: string) => boolean {
  const addresses = new Set(patterns.filter((pattern) => !pattern.startsWith('*')))
  const [domains, parents] = ['*@', '*.'].map(
    (mark) => new Set(patterns.flatMap((pattern) => (pattern.startsWith(mark) ? [pattern.slice(2)] : []))),
  )
  return (mailbox) => {
    const address = mailbox.slice(0, LONGEST + 1).toLowerCase()
    if (address.length > LONGEST) return false
    if (addresses.has(address)) return true
    const [, domain = ''] = /@([^@]*)$/.exec(address) ?? []
    return domains?.has(domain) === true || parentsOf(domain).some((parent) => parents?.has(parent))
  }
}

function parentsOf(domain: string): readonly string[] {
  const labels = domain.split('.')
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))
}
