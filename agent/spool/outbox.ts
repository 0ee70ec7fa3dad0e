import type { Stats } from 'node:fs'
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../event.ts'
import { type Tell, notices } from '../notice.ts'
import { syncFolder, writeAtomically } from '../system/atomic-file.ts'
import { codeOf, messageOf } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import { readRegularFile } from '../system/regular-file.ts'
import { legacyOrder, parseLegacy } from './legacy-file.ts'
import { digest, parseReport, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** Whether a file of that name may be a report, of this program or of App::Spoor. */
export function isReportName(name: string): boolean {
  return sequenceOf(name) !== undefined || legacyOrder(name) !== undefined
}

/** A report as the transmitter sees it. */
export interface WaitingReport {
  readonly name: string
  readonly id: string
  readonly entries: readonly Entry[]
}

/** The transmitter's end of the spool: what waits, oldest first. */
export class Outbox {
  readonly #folders: SpoolFolders
  readonly #host: string
  readonly #tell: Tell
  readonly #notOurs = new Set<string>()
  #names: string[] = []

  /** `host` is this host's name, for the entries that App::Spoor left. */
  constructor(folders: SpoolFolders, host: string, tell: Tell) {
    this.#folders = folders
    this.#host = host
    this.#tell = tell
  }

  /**
   * The oldest report that waits; the same again until it is settled. What is broken goes to the failed ones on the way, with
   * the reason beside it, and holds nothing up; what is not ours stays where it is, unread.
   */
  async next(): Promise<WaitingReport | undefined> {
    if (this.#names.length === 0) this.#names = await this.#list()
    for (let name = this.#names[0]; name !== undefined; name = this.#names[0]) {
      const content = await this.#read(name)
      const report = content === undefined ? undefined : await this.#parse(name, content)
      if (report !== undefined) return report
      this.#settled(name)
    }
    return undefined
  }

  /** The API has it. */
  async accepted({ name }: WaitingReport): Promise<void> {
    await this.#move(name, this.#folders.transmitted)
  }

  /** The API, or its own content, refuses it for good. */
  async rejected({ name }: Pick<WaitingReport, 'name'>, reason: string): Promise<void> {
    const { failed } = this.#folders
    await writeAtomically(join(failed, `${name}.reason`), `${plainText(reason)}\n`)
    await this.#move(name, failed)
  }

  /** It waits on, behind the others that are known to wait. */
  postpone({ name }: Pick<WaitingReport, 'name'>): void {
    this.#settled(name)
    this.#names.push(name)
  }

  /** Synced, or a power cut would bring back, and send again, all that was moved in the last seconds. */
  async #move(name: string, folder: string): Promise<void> {
    await rename(join(this.#folders.parsed, name), join(folder, name))
    this.#settled(name)
    await syncFolder(folder)
  }

  #settled(name: string): void {
    this.#names = this.#names.filter((each) => each !== name)
  }

  /** What App::Spoor left is older than any report. */
  async #list(): Promise<string[]> {
    const names = await readdir(this.#folders.parsed)
    const legacy: { name: string; order: readonly [number, number] }[] = []
    const reports: string[] = []
    for (const name of names) {
      const order = legacyOrder(name)
      if (order !== undefined) legacy.push({ name, order })
      else if (sequenceOf(name) !== undefined) reports.push(name)
      else this.#leave(name, 'it is no report by its name')
    }
    legacy.sort(({ order: a }, { order: b }) => a[0] - b[0] || a[1] - b[1])
    return [...legacy.map(({ name }) => name), ...reports.sort()]
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readRegularFile(join(this.#folders.parsed, name), othersMay)
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ENOENT') this.#leave(name, code === undefined ? messageOf(error) : `it cannot be read (${code})`)
    }
    return undefined
  }

  async #parse(name: string, content: string): Promise<WaitingReport | undefined> {
    if (sequenceOf(name) !== undefined) {
      const report = parseReport(content)
      if (typeof report !== 'string') return { name, id: report.id, entries: report.entries }
      return this.#refuse(name, report)
    }
    const entry = parseLegacy(name, content, this.#host)
    if (typeof entry !== 'string') return { name, id: digest(entry.id), entries: [entry] }
    return this.#refuse(name, entry)
  }

  async #refuse(name: string, reason: string): Promise<undefined> {
    await this.rejected({ name }, reason)
    this.#tell(notices.fileBroken(join(this.#folders.parsed, name), reason))
  }

  #leave(name: string, reason: string): void {
    if (this.#notOurs.has(name)) return
    this.#notOurs.add(name)
    this.#tell(notices.fileNotOurs(join(this.#folders.parsed, name), reason))
  }
}

/** Why a file cannot be one that the collector, or App::Spoor, put there. */
function othersMay({ uid, mode }: Stats): string | undefined {
  if (uid !== process.geteuid?.()) return `belongs to user ${uid}`
  return (mode & 0o077) === 0 ? undefined : 'can be read or changed by others'
}
