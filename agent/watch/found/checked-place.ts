import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import type { CheckConfig } from '../../config/checks/check-config.ts'
import { KNOWN_SERVICES } from '../../probes/tcp/services.ts'

/** The ports of types that have one of their own. */
const USUAL: Readonly<Record<string, string>> = { dns: '53', mysql: '3306', postgres: '5432', fastcgi: '9000' }

/**
 * What a check looks at on this host, in words that are the same for two checks of the same; undefined if that is
 * elsewhere, or cannot be said of its type.
 */
export function checkedPlace({ type, settings }: Pick<CheckConfig, 'type' | 'settings'>): string | undefined {
  if (type === 'disk' || type === 'host') return type
  if (type === 'process') return textOf(settings, 'process', 'process ')
  if (type === 'http') return placeOfUrl(settings)
  return type === 'tcp' || USUAL[type] !== undefined ? placeOfService(settings, USUAL[type]) : undefined
}

function placeOfService(settings: CheckConfig['settings'], usual: string | undefined): string | undefined {
  const { host = '127.0.0.1', service, port = usualPort(service) ?? usual, socket } = settings
  if (typeof socket === 'string') return `socket ${socket}`
  return typeof host === 'string' && typeof port === 'string' && isLoopbackHost(host) ? `port ${port}` : undefined
}

function usualPort(service: unknown): string | undefined {
  const known =
    typeof service === 'string' && Object.hasOwn(KNOWN_SERVICES, service) ? KNOWN_SERVICES[service] : undefined
  return known && String(known.port)
}

function placeOfUrl({ url, address }: CheckConfig['settings']): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  const { protocol, hostname, port } = new URL(url)
  if (!isLoopbackHost(typeof address === 'string' ? address : hostname)) return undefined
  return `port ${port || (protocol === 'http:' ? '80' : '443')}`
}

function textOf(settings: CheckConfig['settings'], key: string, before: string): string | undefined {
  const { [key]: value } = settings
  return typeof value === 'string' ? `${before}${value}` : undefined
}
