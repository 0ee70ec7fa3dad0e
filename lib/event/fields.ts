import type { Field, Fields } from './field.ts'
import { AGENT_FIELDS } from './fields/agent.ts'
import { CHANGE_FIELDS } from './fields/changes.ts'
import { CONCLUSION_FIELDS } from './fields/conclusions.ts'
import { ENTRY_FIELDS } from './fields/entries.ts'
import { FILE_FIELDS } from './fields/files.ts'
import { GAP_FIELDS } from './fields/gaps.ts'
import { LINE_FIELDS } from './fields/lines.ts'
import { LOGIN_FIELDS } from './fields/logins.ts'
import { MAIL_FIELDS } from './fields/mail.ts'
import { SERVICE_FIELDS } from './fields/services.ts'
import { TRAFFIC_FIELDS } from './fields/traffic.ts'

/** Every field that an event or an entry can have. A field means the same in every kind of event. */
export const FIELDS = {
  ...ENTRY_FIELDS,
  ...LOGIN_FIELDS,
  ...CHANGE_FIELDS,
  ...MAIL_FIELDS,
  ...CONCLUSION_FIELDS,
  ...GAP_FIELDS,
  ...FILE_FIELDS,
  ...TRAFFIC_FIELDS,
  ...LINE_FIELDS,
  ...SERVICE_FIELDS,
  ...AGENT_FIELDS,
} as const satisfies Fields

/** The name of a field. */
export type FieldName = keyof typeof FIELDS

/** The values of a field, without null. */
export type ValueOf<F extends FieldName> = (typeof FIELDS)[F] extends { readonly values: infer Values }
  ? keyof Values & string
  : (typeof FIELDS)[F] extends { readonly type: 'integer' }
    ? number
    : string

const BY_NAME: ReadonlyMap<string, Field> = new Map(Object.entries<Field>(FIELDS))

/** The field of that name; undefined if there is none. */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name)
}
