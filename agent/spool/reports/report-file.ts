import * as v from 'valibot'
import { digest } from '../../../lib/event/digest.ts'
import { wholeEntries } from '../../../lib/event/entries.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { type Totals, totals } from '../../../lib/totals/totals.ts'
import { type Checkpoint, type Position, checkpoint, position } from '../../follow/checkpoint.ts'
import type { Range } from '../../follow/range.ts'

/** How far a report takes one log: what was read, and where reading resumes after it. */
export interface Step {
  readonly source: string
  /** The path that is followed. */
  readonly path: string
  readonly range: Range
  /**
   * After a crash the sealed reports tell by this how far the collector got. Absent where `replay` read the past: that
   * is no step of the collector's.
   */
  readonly next?: Checkpoint
  /** Where reading of the range ended, if `next` leaves that file out, as it was read to its end. */
  readonly left?: Position
}

/** What is sealed in the spool as one: some events, and everything that counts as done once they are safe. */
export interface Report {
  /** The format of the file. */
  readonly version: 2
  /** Follows from the ids of the entries and totals: the same ones give the same id. */
  readonly id: string
  /** What receivers are told of the host, as it was when the report was sealed; absent in some of App::Spoor's. */
  readonly metadata?: Metadata
  /** None only where there are totals. */
  readonly entries: readonly Entry[]
  /** What was counted, for receivers that want totals. */
  readonly totals?: readonly Totals[]
  /**
   * Also over lines that the rules alone heard since the report before; empty if all events came by an inbox. Of two
   * steps about the same path the later one counts.
   */
  readonly steps: readonly Step[]
  /** Inbox files that this report settles, as `<writer>/<name>`. */
  readonly taken?: readonly string[]
  /**
   * Up to when rules had heard, in seconds since 1970-01-01T00:00:00Z: after a kill they hear again after it what came
   * late.
   */
  readonly heard?: number
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const id = v.pipe(text, v.regex(/^[\w-]+$/))

const value = v.union([v.string(), v.number(), v.null()])
const values = v.record(v.string(), value)
const entry = v.custom<Entry>((input) => v.is(values, input) && typeof input['id'] === 'string' && input['id'] !== '')

const place = { source: text, path: v.string() }
const range = v.object({ generation: v.string(), from: v.number(), to: v.number() })
const step = v.object({
  ...place,
  range,
  next: v.exactOptional(checkpoint),
  left: v.exactOptional(position),
})
const content = {
  id,
  metadata: v.exactOptional(v.object({ reporter: text, labels: v.exactOptional(v.record(v.string(), v.string())) })),
  entries: v.array(entry),
}
const counted = v.exactOptional(v.pipe(v.array(totals), v.minLength(1)))

const taken = v.exactOptional(v.array(text))
const heard = v.exactOptional(v.number())

/** Version 1 had one step for each report, and its fields beside the others. */
const versionOne = v.object({ version: v.literal(1), ...content, ...step.entries })
const versionTwo = v.object({
  version: v.literal(2),
  ...content,
  totals: counted,
  steps: v.array(step),
  taken,
  heard,
})
const report: v.GenericSchema<unknown, Report> = v.pipe(
  v.variant('version', [versionOne, versionTwo]),
  v.check((read) => read.entries.length > 0 || 'totals' in read, 'entries: there are none'),
  v.transform((read): Report => {
    if (read.version === 2) return { ...read, entries: wholeEntries(read.entries) }
    const { source, path, range, next, left: _, ...rest } = read
    return { ...rest, version: 2, steps: [{ source, path, range, ...(next && { next }) }] }
  }),
)

/** The report of some entries, or totals. */
export function makeReport({ metadata, entries, totals, steps, ...further }: Omit<Report, 'version' | 'id'>): Report {
  const id = reportId(entries, totals)
  const content = { ...(metadata && { metadata }), entries, ...(totals && { totals }) }
  return { version: 2, id, ...content, steps, ...furtherOf(further) }
}

function furtherOf({ taken, heard }: Pick<Report, 'taken' | 'heard'>): Pick<Report, 'taken' | 'heard'> {
  return { ...(taken && { taken }), ...(heard !== undefined && { heard }) }
}

/** The id of a report, or of a part of one, with these entries and totals. */
export function reportId(entries: readonly Entry[], totals: readonly Totals[] = []): string {
  return digest(...[...entries, ...totals].map(({ id }) => id))
}

/**
 * How far a report takes its logs and inboxes, and the ids of its entries: all that is left of one that was dropped.
 */
export interface Cover {
  readonly steps: readonly (Omit<Step, 'range'> & Partial<Pick<Step, 'range'>>)[]
  readonly ids?: readonly string[]
  readonly taken?: readonly string[]
  readonly heard?: number
}

const coveredStep = v.object({ ...step.entries, range: v.exactOptional(range) })
const ids = v.exactOptional(v.array(v.string()))
// A report that somebody has changed is no cover either.
const cover: v.GenericSchema<unknown, Cover> = v.pipe(
  v.variant('version', [
    v.strictObject({ version: v.literal(1), ...coveredStep.entries, ids }),
    v.strictObject({ version: v.literal(2), steps: v.array(coveredStep), ids, taken, heard }),
  ]),
  v.transform((read): Cover => {
    if (read.version === 2) {
      const { version: _, ...rest } = read
      return rest
    }
    const { ids, version: _, ...step } = read
    return { steps: [step], ...(ids && { ids }) }
  }),
)

/** What stays of a report file's text when the report is dropped: of its entries no more than their ids. */
export function coverText(content: string): string {
  const report = parseReport(content)
  const cover = typeof report === 'string' ? (parseCover(content) ?? { steps: [] }) : coverOf(report)
  return `${JSON.stringify({ version: 2, ...cover })}\n`
}

/** What a report covers. */
export function coverOf({ steps, entries, totals = [], ...further }: Report): Cover {
  return { steps, ids: [...entries, ...totals].map(({ id }) => id), ...furtherOf(further) }
}

/** What is left of a dropped report; undefined for any other text. */
export function parseCover(text: string): Cover | undefined {
  const parsed = v.safeParse(v.pipe(foreignJson, cover), text)
  return parsed.success ? parsed.output : undefined
}

/** Reads a report file's text, of any version; a sentence that says what is wrong if it is not one. */
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
