import type { AlertConfig } from '../config/alerts/alert-config.ts'
import { type Warning, warning } from './warning.ts'

/**
 * What is to be said of the OpenPGP keys of alerts at `now`, in milliseconds since the epoch. Only `status` asks: what
 * reads keys is loaded for it, and stays out of the services.
 */
export async function keyWarnings(alerts: readonly AlertConfig[], now: number): Promise<readonly Warning[]> {
  const found = alerts.map(async ({ enabled, way, option }) => {
    const { keys } = way.type === 'mail' ? way.settings : {}
    if (!enabled || keys === undefined) return []
    const { keyRemarks } = await import('../../lib/pgp/key-remarks.ts')
    const { faults, soon } = await keyRemarks(keys, now)
    return [
      ...faults.map((text) => warning('error', 'alert_key_unusable', `${option}: no mail is sent: ${text}`)),
      ...soon.map((text) => warning('warning', 'alert_key_expiring', `${option}: ${text}`)),
    ]
  })
  return (await Promise.all(found)).flat()
}
