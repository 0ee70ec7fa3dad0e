import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

/** Where it is noted what of the reports that wait the API refuses to have as one, in the root of the spool. */
export const DIVISIONS = 'divisions.json'

const divisions = v.object({ version: v.literal(1), refused: v.record(v.string(), v.array(v.string())) })

/**
 * By the ids of reports the ids of their parts, and of the reports themselves, that were refused; throws where the text
 * is none of this version.
 */
export function parseDivisions(text: string): Map<string, Set<string>> {
  const { refused } = v.parse(v.pipe(foreignJson, divisions), text)
  return new Map(Object.entries(refused).map(([report, parts]) => [report, new Set(parts)]))
}

/**
 * What the API refused to have as one, and has to be sent in parts from then on, also by the next run: an API that
 * takes more by then would have the same entries under two keys.
 */
export class Divisions {
  readonly #path: string
  #refused: Promise<Map<string, Set<string>>> | undefined
  #saved: Promise<void> = Promise.resolve()

  constructor(root: string) {
    this.#path = join(root, DIVISIONS)
  }

  /** The ids of what was refused of a report. */
  async of(report: string): Promise<ReadonlySet<string>> {
    return (await this.#all()).get(report) ?? new Set()
  }

  /** One more was refused; on the disk when this resolves. */
  async note(report: string, part: string): Promise<void> {
    const all = await this.#all()
    all.set(report, (all.get(report) ?? new Set()).add(part))
    await this.#save(all)
  }

  /** A report is not sent any more. Where that cannot be saved it is no harm. */
  async forget(report: string): Promise<void> {
    const all = await this.#all()
    if (all.delete(report)) await this.#save(all).catch(() => undefined)
  }

  /** Without a whole file of this version there are none; the next note writes one. */
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
