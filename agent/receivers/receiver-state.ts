import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { whyNotOurs } from '../spool/reports/waiting-report.ts'
import { fieldNames } from './field-names.ts'

const state = v.object({ version: v.literal(1), address: v.string(), fields: v.array(v.string()) })

/** In bytes; many times what is written. */
const LARGEST = 16 * 1024

/** Which receiver a state is of. */
export interface StateOwner {
  /** The root of the spool. */
  readonly root: string
  /** The receiver's name. */
  readonly name: string
  /** Where it is. Another address may be another server, which has asked for nothing. */
  readonly address: string
}

/**
 * The further fields of entries that a receiver has asked for. None if its file is missing, torn, somebody else's, of
 * another version or of another address: the receiver repeats its wish.
 */
export async function wishedFields(owner: StateOwner): Promise<readonly string[]> {
  try {
    const text = await readRegularFile(fileOf(owner), { fault: whyNotOurs, most: LARGEST })
    const { address, fields } = v.parse(v.pipe(foreignJson, state), text)
    return fieldNames(address === owner.address ? fields.join(',') : '')
  } catch {
    return []
  }
}

/** What the agent remembers of a receiver from run to run, in `<root>/receivers/<name>/asked.json`. */
export class ReceiverState {
  readonly #owner: StateOwner
  #fields: readonly string[]
  /** What the file holds. */
  #saved: string
  #saving: Promise<void> = Promise.resolve()

  private constructor(owner: StateOwner, fields: readonly string[]) {
    this.#owner = owner
    this.#fields = fields
    this.#saved = textOf(owner, fields)
  }

  /** The state as the previous process left it. */
  static async read(owner: StateOwner): Promise<ReceiverState> {
    return new ReceiverState(owner, await wishedFields(owner))
  }

  /** The further fields of entries that the receiver has asked for. */
  get fields(): readonly string[] {
    return this.#fields
  }

  /**
   * The receiver asks for the fields in this header and for no others. Resolves when that is on disk. If it cannot be
   * saved, it holds until the process ends, and the next answer with the header tries again.
   */
  async wish(header: string): Promise<void> {
    this.#fields = fieldNames(header)
    this.#saving = this.#saving.then(() => this.#save()).catch(() => undefined)
    await this.#saving
  }

  async #save(): Promise<void> {
    const text = textOf(this.#owner, this.#fields)
    if (text === this.#saved) return
    const file = fileOf(this.#owner)
    await ensurePrivateFolder(dirname(file))
    await writeAtomically(file, text)
    this.#saved = text
  }
}

function fileOf({ root, name }: StateOwner): string {
  return join(root, 'receivers', name, 'asked.json')
}

/** In alphabetical order: the same wish gives the same file. */
function textOf({ address }: StateOwner, fields: readonly string[]): string {
  return `${JSON.stringify({ version: 1, address, fields: fields.toSorted() })}\n`
}
