import type { Channel } from '../../lib/notify/channel.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'

/** Opens the way that an alert tells; what it sends with is loaded only then. */
export async function openAlertChannel({ way }: Pick<AlertConfig, 'way'>): Promise<Channel> {
  if (way.type === 'mail') return (await import('./mail-process.ts')).mailByProcess(way.settings)
  if (way.type === 'command')
    return (await import('../../lib/notify/command/command-channel.ts')).commandChannel(way.settings)
  return (await import('../../lib/notify/webhook/webhook-channel.ts')).webhookChannel(way.settings)
}
