import { X509Certificate } from 'node:crypto'

/**
 * How long before its end a certificate is told of, in milliseconds. What renews certificates by itself does so 30 days
 * before: two weeks later, that has failed.
 */
const AHEAD = 14 * 86_400_000

/**
 * What is wrong, or soon will be, with the time of a certificate: a sentence without its end, the same from one day to
 * the next. Undefined if nothing is. `cert` is PEM whose first certificate is the server's own; `now` in milliseconds.
 */
export function certificateTimeFault(file: string, cert: string, now: number): string | undefined {
  const { validFromDate: from, validToDate: to } = new X509Certificate(cert)
  const refused = 'agents and browsers refuse this hub'
  if (from.getTime() > now) return `${file} is not valid before ${stamp(from)}, and until then ${refused}`
  if (to.getTime() <= now) return `${file} expired at ${stamp(to)}, and ${refused}; renew it`
  return to.getTime() - now < AHEAD
    ? `${file} expires at ${stamp(to)}, and from then on ${refused}; renew it`
    : undefined
}

function stamp(time: Date): string {
  return time.toISOString().replace('.000', '')
}
