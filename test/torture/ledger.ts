import { readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { type LineForm, type NumberedLine, numberedLine } from './numbered-line.ts'

/** What became of the lines of one scenario. */
export interface Count {
  readonly lines: number
  /** Lines without an event that could have been read. */
  readonly lost: number
  /** Events beyond the first of their line. */
  readonly doubled: number
  /** Those of them whose id differs from the first one's. */
  readonly doubledAnew: number
  /** Events that no line accounts for. */
  readonly damaged: number
}

/** After how long without a new event missing lines count as lost, in milliseconds; an unfinished line takes 10 s. */
const PATIENCE = 20_000

/** What was written to the logs, and what of it is in the spool. */
export class Ledger {
  readonly #folders: readonly string[]
  readonly #lines: NumberedLine[] = []
  readonly #excused = new Set<number>()
  readonly #reports = new Set<string>()
  /** The ids of the events of each line. */
  readonly #ids = new Map<number, string[]>()
  #damaged = 0
  /** Lines that are no longer waited for. */
  readonly #givenUp = new Set<number>()

  /** Reads the reports in these folders; they may move from one to the next. */
  constructor(folders: readonly string[]) {
    this.#folders = folders
  }

  /** The text of the next lines; the caller writes it. `excused`: no program could read them for certain. */
  next(count: number, form: LineForm = {}, excused = false): string {
    const first = this.#lines.length
    const lines = Array.from({ length: count }, (_, index) => numberedLine(first + index, form))
    this.#lines.push(...lines)
    if (excused) for (const { number } of lines) this.#excused.add(number)
    return lines.map(({ text }) => text).join('')
  }

  /** Resolves when every line is in the spool, or nothing new has come for a long time. */
  async settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const giveUp = (): void => {
      for (const number of this.#missing()) this.#givenUp.add(number)
      resolve()
    }
    let timer = setTimeout(giveUp, PATIENCE)
    const look = (): void => {
      if (!this.#look()) return
      clearTimeout(timer)
      if (this.#missing().length === 0) resolve()
      else timer = setTimeout(giveUp, PATIENCE)
    }
    const watchers = this.#folders.map((folder) => watch(folder, look))
    this.#look()
    if (this.#missing().length === 0) resolve()
    await promise
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }

  count(): Count {
    this.#look()
    const extra = [...this.#ids.values()].map(([first, ...others]) => ({ first, others }))
    return {
      lines: this.#lines.length,
      lost: this.#lines.filter(({ number }) => !this.#ids.has(number) && !this.#excused.has(number)).length,
      doubled: extra.reduce((sum, { others }) => sum + others.length, 0),
      doubledAnew: extra.reduce((sum, { first, others }) => sum + others.filter((id) => id !== first).length, 0),
      damaged: this.#damaged,
    }
  }

  #missing(): number[] {
    return this.#lines
      .map(({ number }) => number)
      .filter((number) => !this.#ids.has(number) && !this.#excused.has(number) && !this.#givenUp.has(number))
  }

  /** Reads the new reports; true if there are any. */
  #look(): boolean {
    const known = this.#reports.size
    for (const folder of this.#folders) {
      const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !this.#reports.has(name))
      for (const name of names) this.#read(folder, name)
    }
    return this.#reports.size > known
  }

  #read(folder: string, name: string): void {
    let text: string
    try {
      text = readFileSync(join(folder, name), 'utf8')
    } catch {
      // It is being moved right now, and will be found in the next folder.
      return
    }
    this.#reports.add(name)
    const report = parseReport(text)
    if (typeof report === 'string') this.#damaged += 1
    else for (const entry of report.entries) if (!isFromInbox(entry)) this.#enter(entry)
  }

  #enter(entry: Entry): void {
    const { mailbox_address: mailbox, ip, time } = entry
    const number = Number(/(\d{6})@example\.com$/.exec(String(mailbox))?.[1])
    const line = this.#lines[number]
    if (line !== undefined && line.mailbox === mailbox && line.ip === ip && line.time === time) {
      this.#ids.set(number, [...(this.#ids.get(number) ?? []), entry.id])
    } else {
      this.#damaged += 1
    }
  }
}

/** It has no place in a log, and neither has what a rule concludes. */
function isFromInbox({ type, log }: Entry): boolean {
  return log === null && type !== 'forward_added'
}
