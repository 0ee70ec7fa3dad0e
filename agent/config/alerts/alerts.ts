import type * as v from 'valibot'
import { commandSettingsOf } from '../../../lib/notify/command/command-section.ts'
import { mailSettingsOf } from '../../../lib/notify/mail/mail-section.ts'
import { webhookSettingsOf } from '../../../lib/notify/webhook/webhook-section.ts'
import { PROGRAM } from '../../program.ts'
import type { SCHEMA } from '../schema.ts'
import type { AlertConfig } from './alert-config.ts'

type Written = v.InferOutput<typeof SCHEMA>['alerts'][number]

/** Without `limit` one message in ten minutes, in milliseconds. */
const USUAL_LIMIT = 600_000

/** An alert as configured in these files, by their absolute paths. */
export function alertOf(written: Written, files: readonly string[]): AlertConfig {
  const { name, mail, webhook, command, every: pace = 'at once', limit = USUAL_LIMIT } = written
  const { events, min_severity: minSeverity, contexts, mailboxes, enabled } = written
  const option = `alerts.${name}`
  const base = { name, option, enabled: enabled === 'true', events, minSeverity, contexts, mailboxes }
  const words = (type: string): { program: string; option: string } => ({
    program: PROGRAM.name,
    option: `${option}.${type}`,
  })
  if (command !== undefined) {
    const settings = commandSettingsOf(command, { option: `${option}.command`, files })
    return { ...base, way: { type: 'command', settings }, rate: command.rate }
  }
  const when = { pace, limit }
  if (mail !== undefined)
    return { ...base, ...when, way: { type: 'mail', settings: mailSettingsOf(mail, words('mail')) } }
  if (webhook === undefined) throw new Error('an alert is mail, webhook or command')
  return { ...base, ...when, way: { type: 'webhook', settings: webhookSettingsOf(webhook, words('webhook')) } }
}
