import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../agent/spool/recovery.ts'
import { type Report, formatReport, makeReport } from '../../agent/spool/reports/report-file.ts'
import { Sealer } from '../../agent/spool/sealer.ts'
import type { SpoolFolders } from '../../agent/spool/spool-folders.ts'
import { Spool } from '../../agent/spool/spool.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { checkpointAt, entryOf, roomIn } from '../support/spool-scene.ts'

/** So many lines are read at once. */
const BATCH = 3

/** After the loss of all positions, so many of the newest reports are asked. */
export const MOST_ASKED = 2

/** For each log its lines, oldest first: the id of the event that a line says, or nothing of interest. */
export type Logs = Readonly<Record<string, (string | undefined)[]>>

function pathOf(source: string): string {
  return `/logs/${source}_log`
}

/** The ways in which a collector can end without being asked, each at another point of its work. */
export type Death = 'idle' | 'half a report' | 'before the position' | 'half the positions' | 'between the renames'

/** One run of a collector over logs in memory: all of its end of the spool is real, and its clock stands still. */
export class SpoolCollector {
  readonly #folders: SpoolFolders
  readonly #logs: Logs
  readonly #checkpoints: CheckpointStore
  readonly #spool: Spool
  readonly #sealer: Sealer
  /** The logs that had lines already, and of which nothing was known. */
  readonly begunAnew: string[] = []
  readonly #offsets = new Map<string, number>()
  /** Logs whose report is not sealed yet. */
  readonly #waiting = new Set<string>()
  /** Ends the sleep of a sealer that is held. */
  #wake: (() => void) | undefined

  private constructor(folders: SpoolFolders, logs: Logs, checkpoints: CheckpointStore, spool: Spool, tell: Tell) {
    this.#folders = folders
    this.#logs = logs
    this.#checkpoints = checkpoints
    this.#spool = spool
    const sleep = (): Promise<void> => new Promise((resolve) => (this.#wake = resolve))
    const { signal } = new AbortController()
    this.#sealer = new Sealer({
      spool,
      checkpoints,
      clock: { now: () => 0, sleep },
      tell,
      onHold: () => undefined,
      signal,
    })
  }

  /** Starts as the real one does; every log that it does not know is read from its end. */
  static async start(folders: SpoolFolders, logs: Logs, maxSize: number, tell: Tell): Promise<SpoolCollector> {
    const recovered = await recover(folders, tell, { most: MOST_ASKED })
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const spool = new Spool(folders, recovered.sequence, roomIn(folders, { maxSize }))
    const collector = new SpoolCollector(folders, logs, checkpoints, spool, tell)
    for (const source of Object.keys(logs)) await collector.#find(source)
    return collector
  }

  /** Reads some lines of a log, unless those before them cannot be sealed; true where lines are left. */
  async read(source: string): Promise<boolean> {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
    await this.#untilStill()
    if (this.#waiting.has(source)) return true
    const { to, report, isLast } = this.#batch(source)
    if (report === undefined) {
      this.#checkpoints.advance(source, pathOf(source), checkpointAt(to))
      this.#offsets.set(source, to)
      return !isLast
    }
    this.#waiting.add(source)
    void this.#seal(source, report, to)
    await this.#untilStill()
    return !isLast || this.#waiting.has(source)
  }

  save(): Promise<void> {
    return this.#checkpoints.save()
  }

  /** Ends as it was told to. */
  close(): Promise<void> {
    return this.#checkpoints.close()
  }

  /** Leaves the spool as it is at that point; the object is not to be used any more. */
  async die(death: Death): Promise<void> {
    const current = join(this.#folders.root, 'checkpoints.json')
    const report = this.#waiting.size > 0 ? undefined : this.#batch('login').report
    if (death === 'half a report' && report !== undefined) {
      const text = formatReport(report)
      await writeFile(join(this.#folders.root, 'sealing.tmp'), text.slice(0, text.length / 2))
    }
    // Full, and so not sealed: then it dies a little earlier.
    if (death === 'before the position' && report !== undefined) await this.#spool.seal(report).catch(() => 0)
    if (death === 'half the positions') await writeFile(`${current}.tmp`, '{"version":1,"sequence":1,"sour')
    if (death === 'between the renames') {
      const before = await readFile(current, 'utf8').catch(() => undefined)
      await this.save()
      const after = await readFile(current, 'utf8').catch(() => undefined)
      if (after !== before) await rename(current, `${current}.tmp`)
    }
  }

  /** As the real one does, with `start: end`, for a log of which it knows nothing. */
  async #find(source: string): Promise<void> {
    const { files: [known] = [] } = this.#checkpoints.of(source, pathOf(source)) ?? {}
    const offset = known?.offset ?? this.#logs[source]?.length ?? 0
    this.#offsets.set(source, offset)
    if (known !== undefined) return
    if (offset > 0) this.begunAnew.push(source)
    this.#checkpoints.advance(source, pathOf(source), checkpointAt(offset))
    await this.save()
  }

  #batch(source: string): { to: number; report: Report | undefined; isLast: boolean } {
    const log = this.#logs[source] ?? []
    const from = this.#offsets.get(source) ?? 0
    const to = Math.min(from + BATCH, log.length)
    const entries = log
      .slice(from, to)
      .filter((id) => id !== undefined)
      .map(entryOf)
    const range = { generation: 'g', from, to }
    const parts = { entries, steps: [{ source, path: pathOf(source), range, next: checkpointAt(to) }] }
    return { to, report: entries.length === 0 ? undefined : makeReport(parts), isLast: to === log.length }
  }

  async #seal(source: string, report: Report, to: number): Promise<void> {
    await this.#sealer.seal(report)
    this.#waiting.delete(source)
    this.#offsets.set(source, to)
  }

  /** Until all is sealed, or the sealer sleeps as it is held. */
  async #untilStill(): Promise<void> {
    while (this.#waiting.size > 0 && this.#wake === undefined) await setImmediate()
  }
}
