import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionNeeded, codeOf, messageOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeAtomically, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { type ReportPlaces, sectionFiles } from '../places.ts'
import { type SealedRun, sealedRunIn } from './sealed-run.ts'

const ORDER = 'run.json'

const LONGEST_ORDER = 1024 * 1024

/** A run in the outbox. */
export interface OutboxRun {
  readonly name: string
  readonly run: SealedRun
}

/**
 * The mails of a report on their way, a folder for each run. A run appears there by one rename, with its mails and the
 * names of the sections whose positions it moves: so what a mail tells counts as told exactly if the mail is there.
 */
export class MailOutbox {
  readonly #places: ReportPlaces

  constructor(places: ReportPlaces) {
    this.#places = places
  }

  /** Makes the folder for the mails of a new run, and forgets one that was never sealed. */
  async begin(): Promise<string> {
    const draft = join(this.#places.outbox, '.new')
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { mode: 0o700 })
    return draft
  }

  /** Seals the run whose mails were written, and synced, to the folder that `begin` made; then its positions move. */
  async seal(run: SealedRun): Promise<void> {
    const { outbox } = this.#places
    const draft = join(outbox, '.new')
    await writeSynced(join(draft, ORDER), JSON.stringify(run))
    await syncFolder(draft)
    const last = Number((await this.#names()).at(-1) ?? 0)
    await rename(draft, join(outbox, String(last + 1).padStart(6, '0')))
    await syncFolder(outbox)
    await this.settle()
  }

  /** Moves the positions of every run that is sealed: at the start, too, as a crash may have come between. */
  async settle(): Promise<void> {
    for (const { name, run } of await this.runs()) {
      for (const { section, file } of run.saved) {
        const { folder, state } = sectionFiles(this.#places, section)
        await rename(join(folder, file), state).catch((error: unknown) => {
          // A folder there is the doing of the section's user, who harms only that section.
          if (!['ENOENT', 'EISDIR'].includes(codeOf(error) ?? '')) throw error
        })
        await syncFolder(folder)
      }
      if (run.saved.length > 0) await this.keep({ name, run: { ...run, saved: [] } })
      else if (run.letters.length === 0) await this.#remove(name)
    }
  }

  /** All runs whose mails are not with everybody yet, the oldest first. */
  async runs(): Promise<readonly OutboxRun[]> {
    const runs: OutboxRun[] = []
    for (const name of await this.#names()) {
      runs.push({ name, run: await this.#run(join(this.#places.outbox, name)) })
    }
    return runs
  }

  async #run(folder: string): Promise<SealedRun> {
    const remedy = `its mails are beside it; remove ${folder} to go on without them`
    const text = await readRegularFile(join(folder, ORDER), { most: LONGEST_ORDER }).catch((error: unknown) => {
      if (codeOf(error) === 'EACCES') throw error
      throw new ActionNeeded(`${join(folder, ORDER)}: it cannot be read (${messageOf(error)}); ${remedy}.`)
    })
    const run = sealedRunIn(text)
    if (run === undefined) throw new ActionNeeded(`${join(folder, ORDER)}: it is damaged; ${remedy}.`)
    return run
  }

  /** The path of a mail. */
  pathOf({ name }: Pick<OutboxRun, 'name'>, file: string): string {
    return join(this.#places.outbox, name, file)
  }

  /** Notes how the mails of a run stand, and removes one that nobody waits for any more. */
  async keep({ name, run }: OutboxRun): Promise<void> {
    const letters = run.letters.filter(({ waiting, refused }) => waiting.length + refused.length > 0)
    if (letters.length === 0 && run.saved.length === 0) return this.#remove(name)
    await writeAtomically(join(this.#places.outbox, name, ORDER), JSON.stringify({ ...run, letters }))
  }

  async #remove(name: string): Promise<void> {
    // First out of sight: a crash in between leaves nothing that could be sent again.
    const gone = join(this.#places.outbox, '.gone')
    await rm(gone, { recursive: true, force: true })
    await rename(join(this.#places.outbox, name), gone)
    await syncFolder(this.#places.outbox)
    await rm(gone, { recursive: true, force: true })
  }

  async #names(): Promise<readonly string[]> {
    const names: string[] = []
    for await (const entries of entriesOf(this.#places.outbox)) names.push(...entries.map(({ name }) => name))
    return names.filter((name) => /^\d+$/.test(name)).toSorted((a, b) => Number(a) - Number(b))
  }
}
