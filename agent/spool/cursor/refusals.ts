import { join } from 'node:path'
import * as v from 'valibot'
import { isOutside } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** How many refusals are kept; the oldest go first. */
const MOST = 1000

const refusal = v.object({
  report: v.string(),
  /** For a part: the index of its first entry in the report, from 0, and its number of entries. */
  first: v.exactOptional(v.number()),
  count: v.exactOptional(v.number()),
  reason: v.string(),
})
const refusals = v.object({ version: v.literal(1), refused: v.array(refusal) })

/** A report, or a part of one, that a receiver refused for good. */
export type Refusal = v.InferOutput<typeof refusal>

/** File name of the refusals in a receiver's folder. */
const REFUSALS = 'refused.json'

/** What a receiver refused, and why; the reports themselves stay in the sequence. */
export class Refusals {
  readonly #file: string
  #noted: Promise<void> = Promise.resolve()

  constructor(folder: string) {
    this.#file = join(folder, REFUSALS)
  }

  /** Oldest first; none if the file is damaged. Throws the system's error if the file cannot be read. */
  async list(): Promise<readonly Refusal[]> {
    const text = await readRegularFile(this.#file).catch((error: unknown) => {
      if (!isOutside(error)) throw error
      return ''
    })
    const read = v.safeParse(v.pipe(foreignJson, refusals), text)
    return read.success ? read.output.refused : []
  }

  /** Notes how a report was refused, in place of what was noted of it before; durable when this resolves. */
  note(report: string, refusals: readonly Omit<Refusal, 'report'>[]): Promise<void> {
    return this.#replace(
      new Set([report]),
      refusals.map((each) => ({ report, ...each })),
    )
  }

  /** Notes that some reports were refused together, or with an empty reason that they are not any more; as `note`. */
  noteAll(reports: readonly string[], reason: string): Promise<void> {
    const refused = reason === '' ? [] : reports.slice(-MOST).map((report) => ({ report, reason }))
    return this.#replace(new Set(reports), refused)
  }

  #replace(reports: ReadonlySet<string>, refusals: readonly Refusal[]): Promise<void> {
    const write = async (): Promise<void> => {
      const others = (await this.list()).filter(({ report }) => !reports.has(report))
      const told = refusals.map((each) => ({ ...each, reason: plainText(each.reason) }))
      const refused = [...others, ...told].slice(-MOST)
      await writeAtomically(this.#file, `${JSON.stringify({ version: 1, refused })}\n`)
    }
    this.#noted = this.#noted.then(write, write)
    return this.#noted
  }
}
