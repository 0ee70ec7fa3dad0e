import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

// What the process of a section is told on its standard input, as JSON.

const text = v.string()

const order = v.object({
  /** The file of the configuration. */
  config: text,
  /** The name of the report. */
  report: text,
  /** The section's `id`. */
  section: text,
  /** As in `SectionParts`. */
  state: text,
  next: v.exactOptional(text),
  host: text,
  now: v.number(),
})

/** Which section to write, and with what. */
export type SectionOrder = v.InferOutput<typeof order>

/** The order in a text; undefined if it holds none. */
export function sectionOrderIn(written: string): SectionOrder | undefined {
  const read = v.safeParse(v.pipe(foreignJson, order), written)
  return read.success ? read.output : undefined
}
