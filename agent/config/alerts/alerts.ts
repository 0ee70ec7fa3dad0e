import type * as v from 'valibot'
import { mailSettingsOf } from '../../../lib/notify/mail/mail-section.ts'
import { webhookSettingsOf } from '../../../lib/notify/webhook/webhook-section.ts'
import { PROGRAM } from '../../program.ts'
import type { SCHEMA } from '../schema.ts'
import type { AlertConfig, AlertWay } from './alert-config.ts'

type Written = v.InferOutput<typeof SCHEMA>['alerts'][number]

/** An alert as configured. */
export function alertOf({ name, mail, webhook, every: pace, limit, ...written }: Written): AlertConfig {
  const { events, min_severity: minSeverity, contexts, mailboxes, enabled } = written
  const option = `alerts.${name}`
  const filter = { events, minSeverity, contexts, mailboxes }
  return { name, option, enabled: enabled === 'true', ...filter, pace, limit, way: wayOf(option, { mail, webhook }) }
}

function wayOf(option: string, { mail, webhook }: Pick<Written, 'mail' | 'webhook'>): AlertWay {
  const words = (type: string): { program: string; option: string } => ({
    program: PROGRAM.name,
    option: `${option}.${type}`,
  })
  if (mail !== undefined) return { type: 'mail', settings: mailSettingsOf(mail, words('mail')) }
  if (webhook === undefined) throw new Error('an alert is mail or webhook')
  return { type: 'webhook', settings: webhookSettingsOf(webhook, words('webhook')) }
}
