import * as v from 'valibot'
import { digest } from '../../../lib/event/digest.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type Checkpoint, checkpoint } from '../../follow/checkpoint.ts'
import type { Range } from '../../follow/follow.ts'

/** What is sealed in the spool and sent as one: the events of one stretch of one log. */
export interface Report {
  /** The format of the file. */
  readonly version: 1
  /** Names the report to the API, which may get it twice; the same events give the same id. */
  readonly id: string
  readonly source: string
  /** The path that is followed for this source. */
  readonly path: string
  readonly range: Range
  /** As it is sent, and as it was when the report was sealed; absent in reports of older versions. */
  readonly metadata?: Metadata
  /** With the very keys and values that are sent. */
  readonly entries: readonly Entry[]
  /**
   * Where reading of the source goes on after this report: after a crash the spool itself tells how far it got. Absent
   * where the past was read again: that is no step of the collector's.
   */
  readonly next?: Checkpoint
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

const value = v.union([v.string(), v.number(), v.null()])
const values = v.record(v.string(), value)
const entry = v.custom<Entry>((input) => v.is(values, input) && typeof input['id'] === 'string' && input['id'] !== '')

const report: v.GenericSchema<unknown, Report> = v.object({
  version: v.literal(1),
  id: v.pipe(text, v.regex(/^[\w-]+$/)),
  source: text,
  path: v.string(),
  range: v.object({ generation: v.string(), from: v.number(), to: v.number() }),
  metadata: v.exactOptional(v.object({ reporter: text, labels: v.exactOptional(v.record(v.string(), v.string())) })),
  entries: v.pipe(v.array(entry), v.minLength(1)),
  next: v.exactOptional(checkpoint),
})

/** The report of some entries; its id follows from theirs. */
export function makeReport(parts: Omit<Report, 'version' | 'id'>): Report {
  const { source, path, range, metadata, entries, next } = parts
  const id = reportId(entries)
  return { version: 1, id, source, path, range, ...(metadata && { metadata }), entries, ...(next && { next }) }
}

/** The id of a report, or of a part of one, with these entries. */
export function reportId(entries: readonly Entry[]): string {
  return digest(...entries.map(({ id }) => id))
}

/**
 * What a report covers: where reading of its source goes on after it, if it says so; and of a dropped one which entries
 * it had.
 */
export interface Cover extends Pick<Report, 'version' | 'source' | 'path' | 'next'> {
  readonly ids?: readonly string[]
}

const cover: v.GenericSchema<unknown, Cover> = v.object({
  version: v.literal(1),
  source: text,
  path: v.string(),
  next: v.exactOptional(checkpoint),
  ids: v.exactOptional(v.array(v.string())),
})

/** What is to stay of a report file's text where the report is dropped: all of its entries but their ids goes. */
export function coverText(content: string): string {
  const report = parseReport(content)
  const ids = typeof report === 'string' ? {} : { ids: report.entries.map(({ id }) => id) }
  const covered = parseCover(content)
  return `${JSON.stringify(covered === undefined ? {} : { ...covered, ...ids })}\n`
}

/**
 * What the text of a report file covers, also where nothing is left of it but that; undefined where it does not tell.
 */
export function parseCover(text: string): Cover | undefined {
  const parsed = v.safeParse(v.pipe(foreignJson, cover), text)
  return parsed.success ? parsed.output : undefined
}

/** Reads a report file's text; a sentence that says what is wrong where it is none. */
export function parseReport(text: string): Report | string {
  const parsed = v.safeParse(v.pipe(foreignJson, report), text)
  if (parsed.success)
    return isSealed(text) ? parsed.output : 'it is not as it was sealed: somebody, or the disk, has changed it'
  const [issue] = parsed.issues
  return `it is no report of this version: ${v.getDotPath(issue) ?? 'the text'}: ${issue.message.slice(0, 100)}`
}

/** The text of a report file: one line of JSON, whose last field is the digest of the report without it. */
export function formatReport(report: Report): string {
  const text = JSON.stringify(report)
  return `${text.slice(0, -1)}${sealOf(text)}`
}

/** A text that is longer or shorter by a byte is none that was sealed. */
function isSealed(text: string): boolean {
  const without = `${text.slice(0, -sealOf('').length)}}`
  return text.endsWith(sealOf(without))
}

function sealOf(text: string): string {
  return `,"seal":"${digest(text)}"}\n`
}

/** Reports are numbered in the order in which they were sealed, whatever the clock does. */
export function reportName(sequence: number): string {
  return `report.${String(sequence).padStart(12, '0')}.json`
}

/**
 * The number in a report's name; undefined for any other name, that of a part too: its report covers what it covers.
 */
export function sequenceOf(name: string): number | undefined {
  const digits = /^report\.(\d{12})\.json$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * The name of a part of a report, by the report's name (or another part's) and the number of its first entry there,
 * from 0.
 */
export function partName(name: string, first: number): string {
  const [, digits = '', part = '1'] = FILE.exec(name) ?? []
  return `report.${digits}.part-${Number(part) + first}.json`
}

/** Whether a file of that name holds a report, or a part of one. */
export function isReportFile(name: string): boolean {
  return FILE.test(name)
}

const FILE = /^report\.(\d{12})(?:\.part-([1-9]\d{0,5}))?\.json$/
