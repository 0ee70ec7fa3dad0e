import type { AddressInText } from './address-in-text.ts'

/** A row as read: the columns that its table names. */
export type TextRow = Readonly<Record<string, string | number | null>>

/** A table in whose texts an address may stand. */
export interface TextTable {
  readonly table: string
  /** The columns of its key, in the order of an index. */
  readonly key: readonly string[]
  readonly texts: readonly string[]
  /** Columns that hold JSON. */
  readonly json: readonly string[]
  /** A column and its value in the rows that can have an address; all if absent. */
  readonly only?: readonly [column: string, value: string]
  /** The column that counts the changes of a row, so that nobody puts back what was there before. */
  readonly revision?: string
  /** Whether a row is all about the address, and goes. */
  readonly goes: (row: TextRow, address: AddressInText) => boolean
}

const STAYS = (): boolean => false

/** Every table with texts that servers, rules or people wrote, but for events and what is an incident's own. */
export const TEXT_TABLES: readonly TextTable[] = [
  {
    table: 'quarantine',
    key: ['id'],
    texts: ['detail', 'entry'],
    json: [],
    goes: ({ detail, entry }, address) => address.isIn(`${detail}`) || address.isInJson(`${entry}`),
  },
  { table: 'incident', key: ['id'], texts: ['sentence', 'reason'], json: [], goes: STAYS },
  {
    table: 'incident_step',
    key: ['incident', 'event_id'],
    texts: ['mailbox'],
    json: ['fields'],
    goes: ({ mailbox }, { address }) => mailbox === address,
  },
  {
    table: 'incident_subject',
    key: ['incident', 'type', 'name'],
    texts: [],
    json: [],
    goes: ({ type, name }, { address }) => type === 'mailbox' && name === address,
  },
  { table: 'incident_change', key: ['id'], texts: ['detail'], json: [], goes: STAYS },
  { table: 'alert', key: ['id'], texts: [], json: ['message'], goes: STAYS },
  { table: 'delivery', key: ['id'], texts: ['recipient', 'answer'], json: [], goes: STAYS },
  {
    table: 'snooze',
    key: ['id'],
    texts: ['which', 'reason'],
    json: [],
    goes: ({ which }, { address }) => which === address,
  },
  {
    table: 'mailbox_place',
    key: ['mailbox', 'agent', 'country', 'provider'],
    texts: [],
    json: [],
    goes: ({ mailbox }, { address }) => mailbox === address,
  },
  { table: 'agent', key: ['id'], texts: [], json: ['status'], goes: STAYS },
  { table: 'preference', key: ['person'], texts: [], json: ['document'], revision: 'revision', goes: STAYS },
  { table: 'judging', key: ['name'], texts: [], json: ['state'], goes: STAYS },
  {
    table: 'totals',
    key: ['kind', 'width', 'agent', 'start'],
    texts: [],
    json: ['sums'],
    only: ['kind', 'senders'],
    goes: STAYS,
  },
  { table: 'audit', key: ['id'], texts: ['target', 'detail'], json: [], goes: STAYS },
]
