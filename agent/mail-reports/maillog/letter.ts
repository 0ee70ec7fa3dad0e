import { keyFault } from './configured.ts'
import { keysFor } from './recipients.ts'
import type { Remarks } from './remarks.ts'
import { shellWords } from './shell-words.ts'
import type { Statement } from './statement.ts'
import type { YamlValue } from './yaml-value.ts'

/** What a setting becomes: keys of a report or of its mail; undefined if it was left out. */
export type Setting = { readonly part: SettingPart; readonly keys: Readonly<Record<string, YamlValue>> } | undefined

/** Where keys stand; a section has those of the mail itself. */
type SettingPart = 'report' | 'mail' | 'section'

/** The settings that a whole report and a section know. */
const LETTER: Readonly<Record<string, (statement: Statement, values: readonly string[], remarks: Remarks) => Setting>> =
  {
    to: (statement, values, remarks) => {
      const addresses = values.flatMap((value) => value.split(',')).map(bare)
      return accepted('mail', { to: addresses.length === 1 ? (addresses[0] ?? '') : addresses }, statement, remarks)
    },
    from: (statement, values, remarks) => accepted('mail', { from: bare(values.join(' ')) }, statement, remarks),
    subject: (statement, values, remarks) => accepted('report', { subject: values.join(' ') }, statement, remarks),
    pgp: (statement, values, remarks) => {
      const [only = '', ...further] = values
      const { keys, fault } = keysFor(further.length > 0 ? values : (shellWords(only) ?? values))
      if (fault !== undefined) remarks.leaveOut(statement, fault)
      return { part: 'mail', keys: { keys } }
    },
  }

/** What `set to …`, or `to …` in a section, becomes; `unknown` if it is no setting of a letter. */
export function letterSetting(statement: Statement, remarks: Remarks): Setting | 'unknown' {
  const [key = '', values] = namedValues(statement)
  const read = Object.hasOwn(LETTER, key) ? LETTER[key] : undefined
  return read === undefined ? 'unknown' : read(statement, values, remarks)
}

/** The key and the values of a statement, with `set` before them or without. */
export function namedValues({ name, args }: Statement): readonly [key: string | undefined, values: readonly string[]] {
  return name === 'set' ? [args[0], args.slice(1)] : [name, args]
}

/** The keys if the configuration takes them; otherwise the statement is left out. */
export function accepted(
  part: SettingPart,
  keys: Readonly<Record<string, YamlValue>>,
  statement: Statement,
  remarks: Remarks,
): Setting {
  for (const [key, value] of Object.entries(keys)) {
    const fault = keyFault(part, key, value)
    if (fault === undefined) continue
    remarks.leaveOut(statement, fault)
    return undefined
  }
  return { part, keys }
}

/** The address in `Anna <anna@example.com>`. */
function bare(written: string): string {
  return (/<([^<>]*)>\s*$/.exec(written)?.[1] ?? written).trim()
}
