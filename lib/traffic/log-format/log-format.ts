import { apacheParts } from './apache-format.ts'
import { type FormatFault, isFormatFault } from './format-fault.ts'
import type { FormatField, FormatPart } from './format-part.ts'
import { type LinePlan, inTurns, linePlanOf } from './line-plan.ts'
import { isNginxFormat, nginxParts } from './nginx-format.ts'

const COMMON = '%h %l %u %t "%r" %>s %b'
const COMBINED = `${COMMON} "%{Referer}i" "%{User-Agent}i"`
const NGINX = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'

/**
 * Formats that are known by name: those of Apache on Debian and cPanel, the one that is built into nginx, `main` of
 * nginx.org's packages, what LiteSpeed writes, and pure-ftpd's `clf`, whose requests have no protocol.
 */
export const LOG_FORMATS: Readonly<Record<string, string>> = {
  common: COMMON,
  combined: COMBINED,
  vhost_combined: `%v:%p ${COMBINED}`,
  nginx: `${NGINX} "$http_referer" "$http_user_agent"`,
  main: `${NGINX} "$http_referer" "$http_user_agent" "$http_x_forwarded_for"`,
  litespeed: COMBINED,
  'pure-ftpd': COMMON,
}

/** Longest format, in characters. */
const LONGEST = 4096

/**
 * The plan for lines of a format: a name in LOG_FORMATS, an Apache LogFormat or an nginx log_format (which has a
 * variable, such as $status). Or what is wrong with it, and where. %b and %O are the same here: bytes that were sent,
 * the latter with headers.
 */
export function compileFormat(format: string): LinePlan | FormatFault {
  if (format.length > LONGEST) return { fault: `has more than ${LONGEST} characters` }
  const text = Object.hasOwn(LOG_FORMATS, format) ? (LOG_FORMATS[format] ?? '') : format
  const isNginx = isNginxFormat(text)
  const parts = isNginx ? nginxParts(text) : apacheParts(text)
  if (isFormatFault(parts)) return parts
  const counted = firstOfEach(withoutQueries(parts))
  return faultOf(counted, isNginx) ?? linePlanOf(counted)
}

/** The first of several fields of one meaning counts. */
function firstOfEach(parts: readonly FormatPart[]): readonly FormatPart[] {
  const seen = new Set<string>()
  return parts.map((part) => {
    if ('text' in part) return part
    const { meaning, written, at } = part
    if (seen.has(meaning)) return { meaning: 'unused', written, at }
    seen.add(meaning)
    return part
  })
}

/** A query right after its page is read with it, and cut off: it begins with `?`, or is empty. */
function withoutQueries(parts: readonly FormatPart[]): readonly FormatPart[] {
  const kept: FormatPart[] = []
  for (const part of parts) {
    const last = kept.at(-1)
    const isQuery = 'meaning' in part && part.meaning === 'query'
    if (isQuery && last !== undefined && 'meaning' in last && last.meaning === 'page') continue
    kept.push(isQuery ? { ...part, meaning: 'unused' } : part)
  }
  return kept
}

function faultOf(parts: readonly FormatPart[], isNginx: boolean): FormatFault | undefined {
  const { fields } = inTurns(parts)
  const lacks = (meaning: string): boolean => fields.every(({ field }) => field.meaning !== meaning)
  if (fields.length === 0) return { fault: 'is neither a name nor a format: fields begin with % or $' }
  if (lacks('time')) return { fault: `has no time: add ${isNginx ? '[$time_local]' : '%t'}` }
  if (lacks('status_code')) return { fault: `has no status: add ${isNginx ? '$status' : '%>s'}` }
  if (parts.some((part) => 'text' in part && part.text.includes('\n')))
    return { fault: 'has a newline: each request must be one line' }
  return joinedFields(fields) ?? bareRequest(parts)
}

function joinedFields(
  fields: readonly { readonly field: FormatField; readonly after: string }[],
): FormatFault | undefined {
  const index = fields.findIndex(
    ({ field, after }, index) => after === '' && index < fields.length - 1 && !isFixed(field),
  )
  const [one, next] = [fields[index]?.field, fields[index + 1]?.field]
  if (one === undefined || next === undefined) return undefined
  return {
    fault: `has ${one.written} and ${next.written} side by side at character ${one.at}: nothing tells where one ends and the other begins`,
  }
}

function isFixed({ form }: FormatField): boolean {
  return form !== undefined && 'width' in form
}

/** A request has spaces itself. */
function bareRequest(parts: readonly FormatPart[]): FormatFault | undefined {
  const { before, fields } = inTurns(parts)
  const index = fields.findIndex(({ field, after }) => field.meaning === 'request' && after.startsWith(' '))
  const found = fields[index]
  if (found === undefined) return undefined
  const { written, at } = found.field
  const isOpened = (fields[index - 1]?.after ?? before).endsWith('"')
  return {
    fault: `has ${written} at character ${at} ${isOpened ? 'without a closing quote' : 'outside quotes'}: it has spaces itself`,
  }
}
