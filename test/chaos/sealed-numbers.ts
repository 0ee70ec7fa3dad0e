import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseReport } from '../../agent/spool/reports/report-file.ts'
import { REPORT_FOLDERS } from '../torture/sealed.ts'
import type { WrittenLines } from './written-lines.ts'

/** The lines whose events are in a spool in use; each report is read once. */
export class SealedNumbers {
  readonly #folders: readonly string[]
  readonly #lines: WrittenLines
  readonly #read = new Set<string>()
  readonly #numbers = new Set<number>()
  readonly #mailboxes = new Set<string>()

  constructor(spool: string, lines: WrittenLines) {
    this.#folders = REPORT_FOLDERS.map((name) => join(spool, name))
    this.#lines = lines
  }

  /** The lines sealed so far; the set only grows. */
  look(): ReadonlySet<number> {
    for (const folder of this.#folders) {
      const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !this.#read.has(name))
      for (const name of names) this.#add(folder, name)
    }
    return this.#numbers
  }

  /** Whether events of all these mailboxes were sealed by the last look. */
  has(mailboxes: ReadonlySet<string>): boolean {
    return mailboxes.isSubsetOf(this.#mailboxes)
  }

  #add(folder: string, name: string): void {
    let text: string
    try {
      text = readFileSync(join(folder, name), 'utf8')
    } catch {
      // It is just being moved, and will be found at its new place.
      return
    }
    this.#read.add(name)
    const report = parseReport(text)
    const entries = typeof report === 'string' ? [] : report.entries
    for (const { mailbox_address: mailbox } of entries) this.#mailboxes.add(String(mailbox))
    for (const number of entries.map((entry) => this.#lines.numberOf(entry))) {
      if (number !== undefined) this.#numbers.add(number)
    }
  }
}
