import { join } from 'node:path'
import { type Entry, project } from '../../lib/event/entry.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { severityOf } from '../../lib/event/severity.ts'
import { everyReport, type Wanted } from '../spool/reports/every-report.ts'
import { FOLDER_OF, type SpoolPlace } from '../spool/reports/stored-report.ts'

/** Which events to read, and who hears of reports that cannot be read. */
export interface Reading extends Wanted {
  readonly isWanted: (entry: Entry) => boolean
  /** Hears of a damaged report, which is passed over: its path and what is wrong, in words that follow a colon. */
  readonly onDamaged: (path: string, problem: string) => void
}

/** The events in a spool, as they were sealed, in that order. */
export class StoredEvents {
  readonly #place: SpoolPlace
  readonly #reading: Reading
  /** How many reports and events were looked at, and how many of these events were wanted. */
  readonly counts = { reports: 0, events: 0, wanted: 0, damaged: 0, dropped: 0 }

  constructor(place: SpoolPlace, reading: Reading) {
    this.#place = place
    this.#reading = reading
  }

  /** The wanted entries of each report that has some; each entry names its report. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Entry[], void, void> {
    const { isWanted, onDamaged } = this.#reading
    const { counts } = this
    for await (const { state, name, report, problem = '' } of everyReport(this.#place, this.#reading)) {
      if (report === undefined) {
        // All that is left of a dropped report are the ids of its events.
        if (state === 'dropped') counts.dropped += 1
        else {
          counts.damaged += 1
          onDamaged(join(this.#place.folders[FOLDER_OF[state]], name), problem)
        }
        continue
      }
      counts.reports += 1
      counts.events += report.entries.length
      const wanted = report.entries.filter(isWanted)
      counts.wanted += wanted.length
      if (wanted.length > 0) yield wanted.map((entry) => found(entry, name))
    }
  }
}

const ALL = Object.keys(FIELDS)

/** Whatever the file has left out, entries of a kind have the same keys in the same order. */
function found(entry: Entry, report: string): Entry {
  return { ...project(entry, ALL), severity: severityOf(entry), report }
}
