import type { Channel } from '../../lib/notify/channel.ts'
import { mailSettingsOf } from '../../lib/notify/mail/mail-section.ts'
import { webhookSettingsOf } from '../../lib/notify/webhook/webhook-section.ts'
import type { HubConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'

/** A channel as configured. */
export type ChannelSettings = HubConfig['alerts']['channels'][string]

/** Opens a channel; what it sends with is loaded only then. */
export async function openChannel(name: string, { mail, webhook }: ChannelSettings): Promise<Channel> {
  const wordsOf = (kind: string): { program: string; option: string } => ({
    program: PROGRAM.name,
    option: `alerts.channels.${name}.${kind}`,
  })
  if (mail !== undefined) {
    const { mailChannel } = await import('../../lib/notify/mail/mail-channel.ts')
    return mailChannel(mailSettingsOf(mail, wordsOf('mail')))
  }
  if (webhook === undefined) throw new Error('a channel is mail or webhook')
  const { webhookChannel } = await import('../../lib/notify/webhook/webhook-channel.ts')
  return webhookChannel(webhookSettingsOf(webhook, wordsOf('webhook')))
}
