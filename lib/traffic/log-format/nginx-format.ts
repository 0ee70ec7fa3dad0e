import type { FormatFault } from './format-fault.ts'
import type { FieldMeaning, FormatField, FormatPart } from './format-part.ts'
import { COMMON_TIME, ISO_TIME, type TimeForm } from './time-form.ts'

/** The variables that are counted; any other one is there, too, as modules and `map` make more. */
const MEANINGS: Readonly<Record<string, FieldMeaning>> = {
  remote_addr: 'ip',
  remote_user: 'remote_user',
  host: 'vhost',
  http_host: 'vhost',
  server_name: 'vhost',
  request: 'request',
  request_method: 'action',
  request_uri: 'page',
  uri: 'page',
  document_uri: 'page',
  args: 'query',
  query_string: 'query',
  is_args: 'query',
  server_protocol: 'protocol',
  status: 'status_code',
  bytes_sent: 'bytes',
  body_bytes_sent: 'bytes',
  time_local: 'time',
  time_iso8601: 'time',
  msec: 'time',
}

const FORMS: Readonly<Record<string, TimeForm>> = {
  time_local: COMMON_TIME,
  time_iso8601: ISO_TIME,
  // In seconds, with a fraction.
  msec: { perSecond: 1 },
}

/** Whether a format is one of nginx: it has a variable. */
export function isNginxFormat(format: string): boolean {
  return /\$[a-z_{]/.test(format)
}

/** The parts of an nginx log_format. */
export function nginxParts(format: string): readonly FormatPart[] | FormatFault {
  const parts: FormatPart[] = []
  for (let at = 0; at < format.length;) {
    if (format.charAt(at) !== '$') {
      parts.push({ text: format.charAt(at) })
      at += 1
      continue
    }
    const field = variableAt(format, at)
    if (field === undefined) return { fault: `has a $ at character ${at + 1} without the name of a variable` }
    parts.push(field)
    at += field.written.length
  }
  return parts
}

function variableAt(format: string, start: number): FormatField | undefined {
  const [written = '', inBraces, bare] = /^\$(?:\{(\w+)\}|(\w+))/.exec(format.slice(start)) ?? []
  const name = inBraces ?? bare
  if (name === undefined) return undefined
  const meaning = (Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined) ?? 'unused'
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
  return { meaning, written, at: start + 1, ...(form && { form }) }
}
