import { counted } from '../../lib/terminal/count.ts'
import { oneLine, plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
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

/** The messages that wait, as a row of `status`. */
export function alertRows(alerts: OutboxState | null): string[][] {
  if (alerts === null) return []
  return [['Alerts', alerts.waiting === 0 ? 'all sent' : `${counted(alerts.waiting, 'message')} wait to be sent`]]
}
