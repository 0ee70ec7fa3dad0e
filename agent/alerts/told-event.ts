import { isKind } from '../../lib/event/catalogue.ts'
import { type Entry, keysOf, project } from '../../lib/event/entry.ts'
import type { Field } from '../../lib/event/field.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { type EventSeverity, severityOf } from '../../lib/event/severity.ts'
import { wordsOf } from '../../lib/event/words.ts'
import { quoted } from '../../lib/notify/shown-text.ts'

/** An event as a message tells it; every text is short and harmless. */
export interface ToldEvent {
  readonly id: string
  readonly type: string
  /** In seconds since the epoch. */
  readonly time: number
  readonly severity: EventSeverity
  readonly words: string
  readonly mailbox?: string
  readonly ip?: string
  /** Where its line is, if it was read from a log: the log and the byte. */
  readonly log?: string
  readonly offset?: number
}

/** The fields that hold what somebody wrote. */
const CONTENT: ReadonlySet<string> = new Set(
  Object.entries<Field>(FIELDS).flatMap(([name, { privacy }]) => (privacy === 'content' ? [name] : [])),
)

/** The longest name, as of a log. */
const LONGEST_NAME = 200

/** What a message says of an entry: what a receiver that asks for every field would get, and nothing else. */
export function toldEvent(entry: Entry): ToldEvent {
  const shown = tellable(entry)
  const { time, offset } = shown
  const names = { mailbox: shown['mailbox_address'], ip: shown['ip'], log: shown['log'] }
  return {
    id: quoted(entry.id, 64),
    type: quoted(String(entry['type']), 64),
    time: typeof time === 'number' ? time : 0,
    severity: severityOf(entry),
    words: quoted(wordsOf(shown)),
    ...textsIn(names),
    ...(typeof offset === 'number' && { offset }),
  }
}

/** Without what somebody wrote, which leaves this host for nobody. */
function tellable(entry: Entry): Entry {
  const type = entry['type']
  const further = typeof type === 'string' && isKind(type) ? keysOf(type).onRequest : ['log', 'offset']
  const { id, ...fields } = project(entry, further)
  const told = Object.entries(fields).filter(([name]) => !CONTENT.has(name))
  return { id, ...Object.fromEntries(told) }
}

function textsIn(values: Readonly<Record<string, string | number | null | undefined>>): Record<string, string> {
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, quoted(value, LONGEST_NAME)] as const] : [],
  )
  return Object.fromEntries(texts)
}
