import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { whyNotOurs } from '../spool/reports/waiting-report.ts'
import { fieldNames } from './field-names.ts'

const state = v.object({ version: v.literal(1), fields: v.array(v.string()) })

/** Bytes. What is written has a fifth of it. */
const LARGEST = 4096

/**
 * The further fields of entries that a receiver has asked for. None where `<root>/receivers/<name>.json` is missing,
 * torn, somebody else's or of another version: the receiver repeats its wish.
 */
export async function wishedFields(root: string, name: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readRegularFile(fileOf(root, name), { fault: whyNotOurs, most: LARGEST })
    return fieldNames(v.parse(v.pipe(foreignJson, state), text).fields.join(','))
  } catch {
    return new Set()
  }
}

/** What is remembered about a receiver from one run to the next, in `<root>/receivers/<name>.json`. */
export class ReceiverState {
  readonly #root: string
  readonly #name: string
  #fields: ReadonlySet<string>
  /** What the file holds. */
  #saved: string
  #saving: Promise<void> = Promise.resolve()

  private constructor(root: string, name: string, fields: ReadonlySet<string>) {
    this.#root = root
    this.#name = name
    this.#fields = fields
    this.#saved = textOf(fields)
  }

  /** The state of the receiver of this name, in the spool with this root. */
  static async read(root: string, name: string): Promise<ReceiverState> {
    return new ReceiverState(root, name, await wishedFields(root, name))
  }

  /** The further fields of entries that the receiver has asked for. */
  get fields(): ReadonlySet<string> {
    return this.#fields
  }

  /**
   * The receiver asks for the fields in this header, and for no others. Resolves when that is on the disk; where it
   * cannot be, it holds until the process ends, and the next answer with the header tries again.
   */
  async wish(header: string): Promise<void> {
    this.#fields = fieldNames(header)
    this.#saving = this.#saving.then(() => this.#save()).catch(() => undefined)
    await this.#saving
  }

  async #save(): Promise<void> {
    const text = textOf(this.#fields)
    if (text === this.#saved) return
    await ensurePrivateFolder(join(this.#root, 'receivers'))
    await writeAtomically(fileOf(this.#root, this.#name), text)
    this.#saved = text
  }
}

function fileOf(root: string, name: string): string {
  return join(root, 'receivers', `${name}.json`)
}

/** In alphabetical order: the same wish gives the same file. */
function textOf(fields: ReadonlySet<string>): string {
  return `${JSON.stringify({ version: 1, fields: [...fields].sort() })}\n`
}
