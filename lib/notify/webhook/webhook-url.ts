import { isLoopbackHost } from '../../text/loopback.ts'

/**
 * Why a text is not the URL of a webhook, as the rest of a sentence; undefined if it is one. Never repeats the text,
 * whose path may be a secret.
 */
export function webhookUrlFault(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is not a URL that begins with https://'
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return 'begins with http://, so that anyone on the way can read what is told'
  return url.username === '' && url.password === '' ? undefined : 'holds a user or a password'
}
