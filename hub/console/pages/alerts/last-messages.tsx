import type { JSX } from 'preact'
import type { ShownAlert } from '../../../contract/alert-contract.ts'
import { DayMoment } from '../../parts/moment.tsx'
import { pathTo } from '../../state/place.ts'
import { reasonWord } from './message-words.ts'
import { ReceiptSummary } from './receipts.tsx'

/** Some messages in a line each: when, why, and what became of them. */
export function LastMessages({ alerts }: { readonly alerts: readonly ShownAlert[] }): JSX.Element {
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id} class="last-message">
          <span class="soft">
            <DayMoment time={alert.made} />
          </span>
          <a class="to" href={pathTo('alerts', {}, `alert=${alert.id}`)} title={alert.subject}>
            {reasonWord(alert.reason)}
          </a>
          <ReceiptSummary alert={alert} />
        </li>
      ))}
    </ul>
  )
}
