/**
 * Why a text is not the URL of a proxy (`http://[user:password@]host[:port]`, or https), as the rest of a sentence;
 * undefined if it is one. Never repeats the text, which could hold a password.
 */
export function proxyFault(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is no URL that begins with http:// or https://'
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'holds more than a user, a host and a port'
  return isDecodable(url.username + url.password) ? undefined : 'holds a % that is not written as %25'
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined
  } catch {
    return false
  }
}
