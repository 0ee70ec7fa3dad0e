import { counted } from '../../lib/terminal/count.ts'
import { oneLine, plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { KeptSnooze } from '../store/alert-tables.ts'
import type { OutboxState } from '../store/ask/outbox-state.ts'

/** How long a message may wait before something is wrong, in seconds. */
const LATE = 900

/** What is wrong with the messages that wait, as sentences; `now` in seconds. */
export function alertWarnings(alerts: OutboxState | null, now: number): readonly string[] {
  if (alerts === null || alerts.oldest === null || now - alerts.oldest < LATE) return []
  const wait = `${counted(alerts.waiting, 'message')} could not be sent, the oldest since ${utc(alerts.oldest * 1000)}`
  const said = alerts.failure === '' ? '' : ` ${oneLine(alerts.failure)}`
  return [plainText(`${wait}; see: spoor-hub alerts list --state waiting.${said}`)]
}

/** The messages that wait or are collected, and what is snoozed, as rows of `status`. */
export function alertRows(alerts: OutboxState | null, snoozes: readonly KeptSnooze[]): string[][] {
  if (alerts === null) return []
  const { waiting, collected, comes } = alerts
  const parts = [
    ...(waiting === 0 ? [] : [`${counted(waiting, 'message')} wait to be sent`]),
    ...(comes === null
      ? []
      : [`${counted(collected, 'message')} held back, to come with others at ${utc(comes * 1000)}`]),
  ]
  const snoozed =
    snoozes.length === 0 ? [] : [['Snoozed', `${counted(snoozes.length, 'thing')}; see: spoor-hub alerts snoozes`]]
  return [['Alerts', parts.length === 0 ? 'all sent' : parts.join(', ')], ...snoozed]
}

/** What nobody is told of on all hosts, as sentences: who snoozes a host in repair wants that, and is not warned. */
export function snoozeWarnings(snoozes: readonly KeptSnooze[]): readonly string[] {
  return snoozes
    .filter(({ what }) => what === 'kind' || what === 'rule')
    .map(({ id, what, which, who, until, reason }) => {
      const why = reason === '' ? '' : ` (${reason})`
      const sentence = `The ${what} ${which} is snoozed by ${who} until ${utc(until * 1000)}${why}`
      return plainText(`${sentence}, so nobody is told; to end that: spoor-hub alerts unsnooze ${id}`)
    })
}
