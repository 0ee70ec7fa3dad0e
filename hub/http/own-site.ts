import type { HubRequest } from './route.ts'

/** What says where a request was made. */
type Asked = Pick<HubRequest, 'headers' | 'origin'>

/**
 * Whether the page of another site made this request: then a browser adds its cookies although nobody meant it.
 * Browsers say so in Sec-Fetch-Site, older ones and those without TLS in Origin; other programs say nothing.
 */
export function isOfOtherSite({ headers, origin }: Asked): boolean {
  const { 'sec-fetch-site': site, origin: from } = headers
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return from !== undefined && from !== origin
}

/** Whether a page of this hub made it, by what the browser says. */
export function isOfOwnSite(asked: Asked): boolean {
  const { 'sec-fetch-site': site, origin: from } = asked.headers
  return (site !== undefined || from !== undefined) && !isOfOtherSite(asked)
}
