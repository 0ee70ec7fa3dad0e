import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { HubRequest } from '../../http/route.ts'

/** Throws `HttpError` if a password could have been read on its way: without TLS, from another machine. */
export function refuseInClear({ origin }: Pick<HubRequest, 'origin'>): void {
  const { protocol, hostname } = URL.parse(origin) ?? { protocol: '', hostname: '' }
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) throw new HttpError(PROBLEMS.inClear)
}
