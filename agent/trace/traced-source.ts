import type { Config, Follower, Journal, Stream } from '../config/config.ts'
import { countedLogs } from '../counters/counted-logs.ts'
import type { Driver } from '../drivers/driver.ts'
import { asInstalled, readerOf } from '../sources/sources.ts'

/** A log or a journal of the configuration that can be traced. */
export interface TracedSource {
  readonly source: string
  readonly path: string
  readonly driver: Driver
  readonly from: { readonly follower: Follower } | { readonly journal: Journal }
}

/** What to trace of a configuration; undefined for everything. */
export interface Choice {
  readonly source: string | undefined
  /** The name of a driver. */
  readonly driver: string | undefined
}

/** What is traced, and what cannot be, each with a sentence that says why. */
export interface Traced {
  readonly sources: readonly TracedSource[]
  readonly others: readonly string[]
}

/** The sources of a choice. A journal is read by a journalctl of its own, which takes nothing away from others. */
export function tracedOf(config: Config, { source, driver }: Choice): Traced {
  const isChosen = (each: { readonly source: string; readonly driver?: Driver }): boolean =>
    (source === undefined || each.source === source) && (driver === undefined || readerOf(each).name === driver)
  const streams = config.streams.filter(isChosen)
  const counted = source === undefined && driver === undefined ? countedLogs(config) : []
  return {
    sources: [
      ...config.followers.filter(isChosen).map((log) => {
        const { source: name, path } = log
        // Who names a log wants to hear that it is not there.
        const follower = {
          ...asInstalled(log),
          ...(source !== undefined && { optional: false }),
          start: 'end',
        } as const
        return { source: name, path, driver: readerOf(log), from: { follower } }
      }),
      ...streams.filter(isJournal).map((journal) => {
        const { source: name, path } = journal
        return { source: name, path, driver: readerOf(journal), from: { journal } }
      }),
    ],
    others: [
      ...streams
        .filter((each) => !isJournal(each))
        .map(({ source: name, path }) => `${name}: ${path} cannot be traced: its lines can be read only once.`),
      ...(counted.length === 0
        ? []
        : [
            `Logs that are only counted are not traced (${counted.length}); see: spoor-agent traffic, spoor-agent mail`,
          ]),
    ],
  }
}

/** The names that can be chosen. */
export function choicesOf({ followers, streams }: Config): {
  readonly sources: readonly string[]
  readonly drivers: readonly string[]
} {
  const all = [...followers, ...streams]
  return {
    sources: [...new Set(all.map(({ source }) => source))],
    drivers: [...new Set(all.map((each) => readerOf(each).name))],
  }
}

function isJournal(stream: Stream | Journal): stream is Journal {
  return stream.kind === 'journal'
}
