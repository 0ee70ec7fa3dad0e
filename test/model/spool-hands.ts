import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isReportFile, reportName } from '../../agent/spool/reports/report-name.ts'
import { FOLDER_OF, type SpoolPlace, readStored } from '../../agent/spool/reports/stored-report.ts'
import type { SpoolFolders } from '../../agent/spool/spool-folders.ts'
import { type Hand, dropReport, retryReports } from '../../agent/spool/upkeep/by-hand.ts'

const LEGACY = {
  type: 'login',
  event: 'login',
  log_time: 1_537_372_956,
  ip: '192.0.2.10',
  credential: 'info@example.com',
  context: 'mailbox',
}

/** What others than the agent do to its folders. */
export class Hands {
  readonly #folders: SpoolFolders
  readonly #place: SpoolPlace
  readonly #hand: Hand
  /** What looks like reports and is none. */
  readonly strangers = new Set<string>()
  /** The files that App::Spoor left. */
  readonly legacy: string[] = []
  /** The events of the reports that were dropped. */
  readonly dropped = new Set<string>()

  constructor(folders: SpoolFolders) {
    this.#folders = folders
    this.#place = { folders, host: 'server.example.net' }
    this.#hand = { folders, user: 0, tell: () => undefined }
  }

  /** Whether a name is that of a report of the agent, or of a part of one. */
  isReport(name: string): boolean {
    return isReportFile(name) && !this.strangers.has(name)
  }

  /** What is no report of the agent, under names that it might use one day and under others. */
  async intrude(): Promise<void> {
    const { parsed, root } = this.#folders
    // Far above what was sealed by then: the collector does not look whether a number is free.
    const next = (): string => {
      const name = reportName(1000 * (1 + this.strangers.size))
      this.strangers.add(name)
      return join(parsed, name)
    }
    await writeFile(join(parsed, 'notes.txt'), '')
    await mkdir(next())
    execFileSync('mkfifo', ['-m', '600', next()])
    await symlink(join(root, 'checkpoints.json'), next())
    await writeFile(next(), '{"version":1,"id":"', { mode: 0o644 })
  }

  /** Two files of App::Spoor, one of them broken. */
  async leaveLegacy(): Promise<void> {
    const number = this.legacy.length
    const names = [`login.${number}.1.json`, `access.${number}.2.json`]
    this.legacy.push(...names)
    const [whole = '', broken = ''] = names.map((name) => join(this.#folders.parsed, name))
    await writeFile(whole, JSON.stringify({ ...LEGACY, log_time: number }), { mode: 0o600 })
    await writeFile(broken, '{', { mode: 0o600 })
  }

  /** Changes the mode of all reports that wait. */
  async changeMode(mode: number): Promise<void> {
    const { parsed } = this.#folders
    for (const name of await readdir(parsed)) if (this.isReport(name)) await chmod(join(parsed, name), mode)
  }

  /** Has what was refused tried again. */
  async moveBack(): Promise<void> {
    for (const name of await readdir(this.#folders.failed)) {
      const stored = this.isReport(name) ? readStored(this.#place, 'failed', name) : undefined
      if (stored !== undefined) await retryReports(this.#hand, [stored])
    }
  }

  /** Drops the newest report of a state, whatever the processes are doing with it. */
  async drop(state: 'waiting' | 'failed'): Promise<void> {
    const names = (await readdir(this.#folders[FOLDER_OF[state]])).filter((name) => this.isReport(name)).sort()
    const stored = readStored(this.#place, state, names.at(-1) ?? '')
    if (stored?.report === undefined) return
    for (const { id } of stored.report.entries) this.dropped.add(id)
    await dropReport(this.#hand, stored)
  }
}

/** A torn write: the second half is not there. */
export async function tear(file: string): Promise<void> {
  const text = await readFile(file).catch(() => Buffer.alloc(0))
  await truncate(file, Math.floor(text.length / 2))
}
