import type { FieldMeaning, FormatField, FormatPart } from './format-part.ts'
import type { TimeForm } from './time-form.ts'
import { RANGE } from './traffic-line.ts'

/** How a field is read. */
export const READS = { text: 0, quoted: 1, request: 2, page: 3, status: 4, bytes: 5, stamp: 6, number: 7 } as const

/** One field, and the text after it. */
export interface LineStep {
  readonly reads: (typeof READS)[keyof typeof READS]
  /** The range that it fills; -1 for none. */
  readonly range: number
  /** Ends the field, if it is written once: the first byte of `after`; a newline at the end of the format. */
  readonly stop: number
  /** What follows in each line; after the last step it is not looked at, unless it is needed to find the end. */
  readonly after: Uint8Array
  readonly isQuoted: boolean
  readonly form: TimeForm | undefined
}

/** How lines of a format are read: text at their beginning, then fields, to the last one that is counted. */
export interface LinePlan {
  readonly before: Uint8Array
  readonly steps: readonly LineStep[]
}

const NEWLINE = 0x0a

/** The plan of a format whose parts were checked. */
export function linePlanOf(parts: readonly FormatPart[]): LinePlan {
  const { before, fields } = inTurns(parts)
  const last = fields.findLastIndex(({ field }) => field.meaning !== 'unused')
  const steps = fields.slice(0, last + 1).map(({ field, after }, index) => {
    const isQuoted = (fields[index - 1]?.after ?? before).endsWith('"') && after.startsWith('"')
    return stepOf(field, after, isQuoted)
  })
  return { before: Buffer.from(before), steps }
}

/** Fields, each with all the text after it. */
export function inTurns(parts: readonly FormatPart[]): {
  readonly before: string
  readonly fields: readonly { readonly field: FormatField; readonly after: string }[]
} {
  let before = ''
  const fields: { field: FormatField; after: string }[] = []
  for (const part of parts) {
    const last = fields.at(-1)
    if ('meaning' in part) fields.push({ field: part, after: '' })
    else if (last === undefined) before += part.text
    else last.after += part.text
  }
  return { before, fields }
}

const RANGES: Readonly<Partial<Record<FieldMeaning, number>>> = RANGE

const OF_MEANING: Readonly<Partial<Record<FieldMeaning, LineStep['reads']>>> = {
  request: READS.request,
  page: READS.page,
  status_code: READS.status,
  bytes: READS.bytes,
}

function stepOf(field: FormatField, text: string, isQuoted: boolean): LineStep {
  const after = Buffer.from(text)
  return {
    reads: readsOf(field, isQuoted),
    range: RANGES[field.meaning] ?? -1,
    stop: after[0] ?? NEWLINE,
    after,
    isQuoted,
    form: field.form,
  }
}

function readsOf({ meaning, form }: FormatField, isQuoted: boolean): LineStep['reads'] {
  if (form !== undefined) return 'width' in form ? READS.stamp : READS.number
  return OF_MEANING[meaning] ?? (isQuoted ? READS.quoted : READS.text)
}
