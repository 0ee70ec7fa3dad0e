import { isLoopbackHost } from '../text/loopback.ts'

/**
 * Why a text is not the origin of an API (`https://host[:port]`), as the rest of a sentence; undefined if it is one.
 * Plain http is for this machine alone: anyone on the way could read the credentials. Never repeats the text, which
 * could hold a password.
 */
export function originFault(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is not a URL that begins with https://'
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'begins with http://, so that anyone on the way can read the credentials'
  }
  if (url.username !== '' || url.password !== '') return 'holds a user or a password'
  return url.href === `${url.origin}/` ? undefined : 'holds more than https://, a host and a port'
}
