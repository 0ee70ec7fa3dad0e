import type { CommandSettings } from '../../lib/notify/command/command-settings.ts'
import { relayOf } from '../../lib/notify/mail/mail-settings.ts'
import type { PinnedKey } from '../../lib/pgp/recipient-key.ts'
import { readAuthoritiesFile } from '../../lib/settings/authorities-file.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'
import { attempted } from './attempt.ts'
import type { Finding } from './finding.ts'

/** Faults in the addresses and files that an alert needs; uses no network. */
export async function alertFaults({ way }: AlertConfig): Promise<readonly Finding[]> {
  if (way.type === 'mail') {
    const { keys } = way.settings
    const found = [attempted('alert', () => relayOf(way.settings)), ...(keys === undefined ? [] : [keyFindings(keys)])]
    return (await Promise.all(found)).flat()
  }
  if (way.type === 'command') return commandFindings(way.settings)
  const { secretFile, caFile, option } = way.settings
  const files = [
    attempted('alert', async () => secretFile && (await readSecretFile(secretFile))),
    attempted('alert', async () => caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`))),
  ]
  return (await Promise.all(files)).flat()
}

/** Whether the program may and can be run. */
async function commandFindings(settings: CommandSettings): Promise<readonly Finding[]> {
  const { commandFaults } = await import('../../lib/notify/command/command-faults.ts')
  const faults = commandFaults(settings)
  if (faults.length > 0) return faults.map((text) => ({ check: 'alert', state: 'failed', text }))
  return [{ check: 'alert', state: 'ok', text: `${settings.option}: ${settings.exec[0]} can be run: ok` }]
}

/** What is wrong with the keys of a mail, or soon will be; `check` names what they belong to. */
export async function keyFindings(pinned: readonly PinnedKey[], check = 'alert'): Promise<readonly Finding[]> {
  const { keyRemarks } = await import('../../lib/pgp/key-remarks.ts')
  const { faults, soon } = await keyRemarks(pinned, Date.now())
  return [
    ...faults.map((text): Finding => ({ check, state: 'failed', text })),
    ...soon.map((text): Finding => ({ check, state: 'warning', text })),
  ]
}

/** Whether the server that takes an alert's messages can be reached; nobody is told anything. */
export async function alertConnection(alert: AlertConfig, signal: AbortSignal): Promise<readonly Finding[]> {
  const { openAlertChannel } = await import('../alerts/open-channel.ts')
  const faults = await (await openAlertChannel(alert)).check(signal)
  if (faults.length === 0)
    return [{ check: 'alert', state: 'ok', text: `${alert.name}: the ${alert.way.type} server takes messages: ok` }]
  return faults.map((text) => ({ check: 'alert', state: 'failed', text: `${alert.name}: ${text}` }))
}
