import { type FormatFault, isFormatFault } from './format-fault.ts'
import type { FieldMeaning, FormatField, FormatPart } from './format-part.ts'
import { COMMON_TIME, timeForm } from './time-form.ts'

const UNUSED = 'A C D e f F I i k K L n N o p P R S T X c x ^FB ^ti ^to'

/** Every directive of mod_log_config, mod_logio and mod_ssl. */
const MEANINGS: Readonly<Record<string, FieldMeaning>> = {
  a: 'ip',
  h: 'ip',
  l: 'local_user',
  u: 'remote_user',
  v: 'vhost',
  V: 'vhost',
  r: 'request',
  m: 'action',
  U: 'page',
  q: 'query',
  H: 'protocol',
  s: 'status_code',
  b: 'bytes',
  B: 'bytes',
  O: 'bytes',
  t: 'time',
  ...Object.fromEntries(UNUSED.split(' ').map((name) => [name, 'unused'] as const)),
}

/** Inside a string of Apache's configuration. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' }

/** The parts of an Apache LogFormat, with `\"` as in its configuration, or without. */
export function apacheParts(format: string): readonly FormatPart[] | FormatFault {
  const parts: FormatPart[] = []
  for (let at = 0; at < format.length;) {
    const letter = format.charAt(at)
    if (letter === '\\') {
      const escaped = format.charAt(at + 1)
      parts.push({ text: ESCAPES[escaped] ?? escaped })
      at += 2
    } else if (letter !== '%') {
      parts.push({ text: letter })
      at += 1
    } else if (format.startsWith('%%', at)) {
      parts.push({ text: '%' })
      at += 2
    } else {
      const field = directiveAt(format, at)
      if (isFormatFault(field)) return field
      parts.push(...expanded(field))
      at += field.written.length
    }
  }
  return parts
}

/** %t brings its brackets. */
function expanded(field: FormatField): readonly FormatPart[] {
  return field.meaning === 'time' && !field.written.includes('{') ? [{ text: '[' }, field, { text: ']' }] : [field]
}

/** `%`, then modifiers, then what is in braces, then the name. */
function directiveAt(format: string, start: number): FormatField | FormatFault {
  let at = start + 1
  while (at < format.length && '<>!,0123456789'.includes(format.charAt(at))) at += 1
  let inBraces: string | undefined
  if (format.charAt(at) === '{') {
    const close = format.indexOf('}', at)
    if (close === -1) return { fault: `has a brace at character ${at + 1} that is never closed` }
    inBraces = format.slice(at + 1, close)
    at = close + 1
  }
  const name = format.slice(at, at + (format.charAt(at) === '^' ? 3 : 1))
  const meaning = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined
  const [written, place] = [format.slice(start, at + name.length), start + 1]
  if (meaning === undefined) return { fault: `has ${written} at character ${place}, which is no field of Apache` }
  if (meaning !== 'time') return { meaning, written, at: place }
  return timeAt(inBraces, written, place)
}

function timeAt(named: string | undefined, written: string, at: number): FormatField | FormatFault {
  if (named === undefined) return { meaning: 'time', written, at, form: COMMON_TIME }
  if (named.endsWith('_frac')) return { meaning: 'unused', written, at }
  const form = timeForm(named)
  if (isFormatFault(form)) return { fault: `has ${written} at character ${at}, which ${form.fault}` }
  return { meaning: 'time', written, at, form }
}
