import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

/** File in the root of the spool that notes which waiting reports, or parts of them, the API refused as a whole. */
export const DIVISIONS = 'divisions.json'

const divisions = v.object({ version: v.literal(1), refused: v.record(v.string(), v.array(v.string())) })

/**
 * Parses saved divisions: for each report id, the ids of the parts that were refused, which may include the report
 * itself. Throws if the text is not of this version.
 */
export function parseDivisions(text: string): Map<string, Set<string>> {
  const { refused } = v.parse(v.pipe(foreignJson, divisions), text)
  return new Map(Object.entries(refused).map(([report, parts]) => [report, new Set(parts)]))
}

/**
 * Reports, and parts of reports, that the API refused as a whole and that go out in smaller parts from then on. Kept
 * across runs: if the API's limit grew, sending one whole would store its entries under a second key.
 */
export class Divisions {
  readonly #path: string
  #refused: Promise<Map<string, Set<string>>> | undefined
  #saved: Promise<void> = Promise.resolve()

  constructor(root: string) {
    this.#path = join(root, DIVISIONS)
  }

  /** The ids of the refused parts of a report, and its own if it was refused as a whole. */
  async of(report: string): Promise<ReadonlySet<string>> {
    return (await this.#all()).get(report) ?? new Set()
  }

  /** Adds a refused part; durable when this resolves. */
  async note(report: string, part: string): Promise<void> {
    const all = await this.#all()
    all.set(report, (all.get(report) ?? new Set()).add(part))
    await this.#save(all)
  }

  /** Drops a report that is no longer sent. Failing to save that does no harm. */
  async forget(report: string): Promise<void> {
    const all = await this.#all()
    if (all.delete(report)) await this.#save(all).catch(() => undefined)
  }

  /** Empty if the file is missing, damaged or of another version; the next `note` writes a new one. */
  #all(): Promise<Map<string, Set<string>>> {
    this.#refused ??= readRegularFile(this.#path)
      .then(parseDivisions)
      .catch(() => new Map())
    return this.#refused
  }

  #save(all: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const write = (): Promise<void> => {
      const refused = Object.fromEntries([...all].map(([report, parts]) => [report, [...parts]]))
      return writeAtomically(this.#path, `${JSON.stringify({ version: 1, refused })}\n`)
    }
    this.#saved = this.#saved.then(write, write)
    return this.#saved
  }
}
