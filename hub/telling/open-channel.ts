import type { Channel } from '../../lib/notify/channel.ts'
import type { HubConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'

/** A channel as configured. */
export type ChannelSettings = HubConfig['alerts']['channels'][string]

/** Opens a channel; what it sends with is loaded only then. */
export async function openChannel(name: string, { mail, webhook }: ChannelSettings): Promise<Channel> {
  const option = `alerts.channels.${name}`
  const words = { program: PROGRAM.name }
  if (mail !== undefined) {
    const { from, to, host, port, tls, user, password_file: passwordFile, ca_file: caFile, timeout } = mail
    const { mailChannel } = await import('../../lib/notify/mail/mail-channel.ts')
    const login = { user, passwordFile, caFile }
    return mailChannel({ ...words, option: `${option}.mail`, from, to, host, port, tls, ...login, timeout })
  }
  if (webhook === undefined) throw new Error('a channel is mail or webhook')
  const { url, secret_file: secretFile, ca_file: caFile, pin: pins, proxy, allow = [], timeout } = webhook
  const { webhookChannel } = await import('../../lib/notify/webhook/webhook-channel.ts')
  const files = { secretFile, caFile }
  const way = proxy === undefined || proxy === 'none' ? undefined : new URL(proxy)
  return webhookChannel({ ...words, option: `${option}.webhook`, url, ...files, pins, proxy: way, allow, timeout })
}
