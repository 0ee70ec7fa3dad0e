import type { AlertConfig } from '../config/alerts/alert-config.ts'
import { type Warning, warning } from './warning.ts'

/** What to do about an OpenPGP key of an alert or of a mail report. */
export const KEY_REMEDIES = {
  unusable: 'Put a key that is valid in its place, or correct its file and fingerprint; what waits is then sent.',
  expiring: 'Ask its owner for the key with a later end, and put it in the place of this one in time.',
} as const

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
      ...faults.map((text) =>
        warning('error', 'alert_key_unusable', `${option}: no mail is sent: ${text}`, KEY_REMEDIES.unusable),
      ),
      ...soon.map((text) => warning('warning', 'alert_key_expiring', `${option}: ${text}`, KEY_REMEDIES.expiring)),
    ]
  })
  return (await Promise.all(found)).flat()
}
