import type { AlertChannel } from '../../alerts/alert-channel.ts'
import type { AlertRule } from '../../alerts/alert-rule.ts'
import type { HubConfig } from '../load.ts'

/** The alert rules of a configuration; those of its default if it has channels alone. */
export function alertRulesOf({ alerts: { rules, channels } }: Pick<HubConfig, 'alerts'>): readonly AlertRule[] {
  const to = Object.keys(channels)
  if (rules.length > 0) return rules.map(({ recovery, ...rule }) => ({ ...rule, recovery: recovery === 'true' }))
  if (to.length === 0) return []
  const usual = { to, wait: 60, every: 1800, recovery: true }
  return [
    {
      name: 'default',
      severity: 'high',
      kinds: ['compromise', 'attack', 'misuse', 'overload', 'outage', 'expiry'],
      ...usual,
    },
    { name: 'blind-spots', severity: 'info', kinds: ['blind_spot'], ...usual },
  ]
}

/** The channels of a configuration, as the outbox knows them. */
export function alertChannelsOf({ alerts: { channels } }: Pick<HubConfig, 'alerts'>): readonly AlertChannel[] {
  return Object.entries(channels).map(([name, { mail, webhook, per_hour: perHour }]) => ({
    name,
    recipients: mail?.to ?? [URL.parse(webhook?.url ?? '')?.origin ?? ''],
    perHour,
  }))
}
