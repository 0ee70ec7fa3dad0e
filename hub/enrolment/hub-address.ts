import { hostname } from 'node:os'
import type { HubConfig } from '../config/load.ts'

/** Where agents reach the hub: its `public_url`, or else what its configuration lets one guess. */
export function addressOf({ public_url: url, tls, listen }: Pick<HubConfig, 'public_url' | 'tls' | 'listen'>): string {
  if (url !== undefined) return url
  const place = listen.find((address) => 'port' in address)
  if (place === undefined) return `https://${hostname()}`
  const name = tls.certificate === undefined ? 'localhost' : hostname()
  return new URL(`${tls.certificate === undefined ? 'http' : 'https'}://${name}:${place.port}`).origin
}
