import { hostname } from 'node:os'
import type { Metadata } from '../../lib/event/metadata.ts'
import type { Config } from './config.ts'

/** The name of this host in entries and requests. */
export function hostNameOf({ host }: Pick<Config, 'host'>): string {
  return host.name ?? hostname()
}

/** What reports say about this host. */
export function metadataOf({ host }: Pick<Config, 'host'>): Metadata {
  const { labels } = host
  return { reporter: hostNameOf({ host }), ...(Object.keys(labels).length > 0 && { labels }) }
}
