import type { TimeForm } from './time-form.ts'

/** What a field of a format tells; `query` is the part of a page after its path, `unused` all that is not counted. */
export type FieldMeaning =
  | 'ip'
  | 'local_user'
  | 'remote_user'
  | 'vhost'
  | 'request'
  | 'action'
  | 'page'
  | 'query'
  | 'protocol'
  | 'status_code'
  | 'bytes'
  | 'time'
  | 'unused'

/** A field of a format. */
export interface FormatField {
  readonly meaning: FieldMeaning
  /** As it stands in the format, and at which character, counted from 1. */
  readonly written: string
  readonly at: number
  /** How a time is written; only of times. */
  readonly form?: TimeForm
}

/** A part of a format: text that stands in each line, or a field. */
export type FormatPart = { readonly text: string } | FormatField
