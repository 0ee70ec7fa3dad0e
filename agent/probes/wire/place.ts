import { type HostPort } from '../../../lib/http/connection/dial.ts'
import { isLoopbackHost } from '../../../lib/text/loopback.ts'

/** Where a service listens: at a port, or at a socket of this machine. */
export type ServicePlace = HostPort | { readonly socket: string }

/** `mail.example.com:25`, `[2001:db8::1]:25` or the path of the socket. */
export function placeInWords(place: ServicePlace): string {
  if ('socket' in place) return place.socket
  return place.host.includes(':') ? `[${place.host}]:${place.port}` : `${place.host}:${place.port}`
}

/** The place in words if it is on another machine, as far as its name tells. */
export function placeElsewhere(place: ServicePlace): string | undefined {
  return 'host' in place && !isLoopbackHost(place.host) ? placeInWords(place) : undefined
}
