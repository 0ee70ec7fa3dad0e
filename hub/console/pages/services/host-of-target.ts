/** The host in what a check checks elsewhere: `smtp.example.com:25`, `[2001:db8::1]:25`, `https://example.com/`. */
export function hostOfTarget(target: string): string {
  const [, inAddress] = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(target) ?? []
  const name = inAddress ?? target.replace(/:\d{1,5}$/, '')
  return name.replace(/^\[|\]$/g, '').toLowerCase()
}
