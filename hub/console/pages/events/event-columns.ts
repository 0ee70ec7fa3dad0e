import type { ShownEvent } from '../../../contract/event-contract.ts'
import { kindLabel, serviceLabel, SEVERITY_LABELS } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import type { FilterName } from './event-filters.ts'
import type { TableRow } from './folds.ts'

/** A column of the table whose values can be filtered. */
export interface EventColumn {
  readonly name: FilterName
  readonly title: string
  /** What is filtered by; undefined if the event has none. */
  readonly value: (event: ShownEvent) => string | undefined
  readonly words: (event: ShownEvent) => string
}

const { names, mailboxOrAccount } = PAGE_WORDS.events

/** All of them, in their order, after the time. */
export const EVENT_COLUMNS: readonly EventColumn[] = [
  {
    name: 'severity',
    title: names.severity,
    value: ({ severity }) => severity,
    words: ({ severity }) => SEVERITY_LABELS[severity],
  },
  { name: 'kind', title: names.kind, value: ({ type }) => type, words: ({ type }) => kindLabel(type) },
  {
    name: 'mailbox',
    title: mailboxOrAccount,
    value: ({ mailbox_address: mailbox }) => mailbox ?? undefined,
    words: ({ mailbox_address: mailbox, context }) =>
      mailbox === null ? '' : context === 'domain' ? `${mailbox} (account)` : mailbox,
  },
  { name: 'ip', title: names.ip, value: ({ ip }) => ip ?? undefined, words: ({ ip }) => ip ?? '' },
  {
    name: 'service',
    title: names.service,
    value: serviceOf,
    words: (event) => serviceLabel(serviceOf(event) ?? ''),
  },
  { name: 'host', title: names.host, value: ({ host }) => host, words: ({ host }) => host },
]

function serviceOf({ fields: { service } }: ShownEvent): string | undefined {
  return typeof service === 'string' ? service : undefined
}

/** What a row is filtered by; undefined if it has no value, or the events of a fold have several. */
export function valueOfRow(row: TableRow, column: EventColumn): string | undefined {
  return countOfRow(row, column) > 1 ? undefined : column.value(row.event)
}

/** How many values the events of a row have. */
export function countOfRow({ events }: TableRow, { value }: EventColumn): number {
  return events.length === 1 ? 1 : new Set(events.map(value)).size
}
