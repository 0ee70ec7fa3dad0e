import { numeral } from '../../words/numbers.ts'
import { bytesInColumn, inBytes, percentInColumn } from '../../words/sizes.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import type { Measure, StatisticsTab } from './statistics-wish.ts'
import type { NumberOf } from './totals-sums.ts'

const { tables: words } = STATISTICS_WORDS

/** A column of numbers. */
export interface TotalsColumn {
  readonly title: string
  /** What exactly is counted, where the title alone does not say it. */
  readonly hint?: string
  /** What is read; undefined if the hub tells no such number. */
  readonly value: (of: NumberOf) => number | undefined
  /** How it is written, beside the other numbers of its row. */
  readonly words: (value: number, of: NumberOf) => string
  /** Of which number it is a share. */
  readonly share?: string
  /** Of what is chosen: beside it stands what was before. */
  readonly measure?: Measure
}

/** How much of a measure is written. */
export function measureWords(measure: Measure): (value: number) => string {
  return measure === 'bytes' || measure === 'total' ? inBytes : numeral
}

function counted(title: string, name: string, measure?: Measure): TotalsColumn {
  return { title, value: (of) => of(name), words: numeral, ...(measure === undefined ? {} : { measure }) }
}

function sized(title: string, name: string, measure?: Measure): TotalsColumn {
  return { title, value: (of) => of(name), words: bytesInColumn, ...(measure === undefined ? {} : { measure }) }
}

/** The answers with a class of status, as their share of the requests. */
function share(title: string, name: string): TotalsColumn {
  const words = (value: number, of: NumberOf): string => percentInColumn(value, of('requests') ?? 0)
  return { title, value: (of) => of(name), words, share: 'requests' }
}

const SERVICES = [
  ['HTTP', 'http'],
  ['IMAP', 'imap'],
  ['POP3', 'pop3'],
  ['SMTP', 'smtp'],
  ['FTP', 'ftp'],
] as const

/** The columns of each page, in their order. */
export const TOTALS_COLUMNS: Readonly<Record<StatisticsTab, readonly TotalsColumn[]>> = {
  traffic: [
    counted(words.requests, 'requests', 'requests'),
    sized(words.sent, 'bytes', 'bytes'),
    { ...share(words.errors4, 'status_4xx'), hint: words.shareHint },
    { ...share(words.errors5, 'status_5xx'), hint: words.shareHint },
  ],
  mail: [
    counted(words.messages, 'messages', 'messages'),
    counted(words.recipients, 'recipients', 'recipients'),
    sized(words.size, 'bytes', 'bytes'),
    { ...counted(words.delivered, 'delivered'), hint: words.deliveredHint },
    { ...counted(words.deferred, 'deferred'), hint: words.deferredHint },
    { ...counted(words.failed, 'failed'), hint: words.failedHint },
  ],
  bandwidth: [
    sized(words.total, 'total', 'total'),
    ...SERVICES.flatMap(([title, name]) => [
      sized(words.in(title), `${name}_in`),
      sized(words.out(title), `${name}_out`),
    ]),
  ],
}

/** The series of a chart of a measure, from below, by the names of the numbers that are in each. */
export function seriesOf(measure: Measure | 'errors' | 'failures'): readonly (readonly string[])[] {
  if (measure === 'errors') return [['status_5xx']]
  if (measure !== 'total') return [[measure]]
  return [['http'], ['imap', 'pop3'], ['ftp'], ['smtp']].map((names) =>
    names.flatMap((name) => [`${name}_in`, `${name}_out`]),
  )
}
