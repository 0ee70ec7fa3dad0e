import { counted } from '../../lib/terminal/count.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { AlertConfig } from '../config/alerts/alert-config.ts'

/** So many mailboxes of a filter are named. */
const MOST_NAMED = 5

/** Which events an alert tells of: `all from severity high on, of *@example.com`. */
export function alertFilterWords({
  events,
  minSeverity,
  contexts,
  mailboxes,
}: Pick<AlertConfig, 'events' | 'minSeverity' | 'contexts' | 'mailboxes'>): string {
  const severity = minSeverity === undefined ? '' : ` from severity ${minSeverity} on`
  const context = contexts === undefined ? '' : `, of context ${contexts.join(' or ')}`
  return `${[events].flat().join(', ')}${severity}${context}${mailboxes === undefined ? '' : `, of ${some(mailboxes)}`}`
}

/** How often an alert tells: `at once, at most every 10 min`. */
export function paceWords(alert: AlertConfig): string {
  if ('rate' in alert) return `for each event, at most ${counted(alert.rate, 'run')} a minute`
  const { pace, limit } = alert
  const two = (number: number): string => String(number).padStart(2, '0')
  const when = typeof pace === 'string' ? pace : `daily at ${two(pace.hour)}:${two(pace.minute)}`
  return `${when}, at most every ${inWords(limit)}`
}

function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
