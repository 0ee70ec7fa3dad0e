import type { Writable } from 'node:stream'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { rightAligned } from '../../../lib/terminal/right-aligned.ts'
import { table } from '../../../lib/terminal/table.ts'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'
import { csvLine } from '../../../lib/text/csv.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import type { NumbersForm } from './mail-request.ts'

/** One row: what it is about, and its numbers. */
export interface NumbersRow {
  readonly keys: readonly string[]
  readonly numbers: readonly number[]
}

/** Numbers of a kind. */
export interface Numbers {
  /** Names of the keys and of the numbers, for programs. */
  readonly keys: readonly string[]
  readonly names: readonly string[]
  /** In the order in which they are shown. */
  readonly rows: readonly NumbersRow[]
  /** The columns of the table for people. */
  readonly head: readonly string[]
  /** A row for people. */
  readonly cells: (row: NumbersRow) => readonly string[]
  /** The sum of all, if there is one. */
  readonly total: NumbersRow | undefined
  /** Whether the last rows are shown where there are too many, as of times; else the first. */
  readonly isLastShown: boolean
}

/** Rows that are shown to people unless they say how many. */
const MOST_SHOWN = 20

/** The first of the rows, or the last of times. */
export function topOf(numbers: Numbers, top: number): Numbers {
  const { rows, isLastShown } = numbers
  return { ...numbers, rows: isLastShown ? rows.slice(-top) : rows.slice(0, top) }
}

/** The lines of a form: for programs all rows with exact numbers, for people so many of the most important. */
export function* numbersLines(
  numbers: Numbers,
  form: NumbersForm,
  stdout: Writable,
  most = MOST_SHOWN,
): Generator<string> {
  if (form === 'table') yield* shown(topOf(numbers, most), stdout)
  else {
    if (form === 'csv') yield csvLine([...numbers.keys, ...numbers.names])
    for (const row of numbers.rows) yield form === 'csv' ? csvOf(row) : jsonOf(numbers, row)
  }
}

/** How many rows a table leaves out. */
export function leftOutOf({ rows }: Numbers): number {
  return Math.max(0, rows.length - MOST_SHOWN)
}

function csvOf({ keys, numbers }: NumbersRow): string {
  return csvLine([...keys, ...numbers.map(String)])
}

function jsonOf({ keys: names, names: numberNames }: Numbers, { keys, numbers }: NumbersRow): string {
  const ofKeys = names.map((name, index) => [name, keys[index] ?? ''] as const)
  const ofNumbers = numberNames.map((name, index) => [name, numbers[index] ?? 0] as const)
  return plainJson(Object.fromEntries([...ofKeys, ...ofNumbers]))
}

function* shown({ rows, head, cells, total }: Numbers, stdout: Writable): Generator<string> {
  if (rows.length === 0 && total === undefined) return
  const all = [...rows, ...(total === undefined ? [] : [total])].map((row) => cells(row).map(plainCell))
  const aligned = rightAligned([head, ...all])
  const width = isTerminal(stdout) ? widthOf(stdout) : Infinity
  for (const line of table(aligned, width)) yield `${line}\n`
}
