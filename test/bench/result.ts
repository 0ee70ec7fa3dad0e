import { quantile } from './distribution.ts'
import type { Measure, Row, Target } from './measure.ts'

/** The results of all runs of a measure. */
export interface Result {
  readonly measure: Measure
  readonly runs: readonly (readonly Row[])[]
}

/** The numbers as rows of a table: the median of each, with minimum and maximum, and ours as a share of theirs. */
export function tableOf({ measure, runs }: Result): string[][] {
  const [ours = '', ...others] = runs[0]?.map(({ subject }) => subject) ?? []
  const [first = ''] = measure.columns
  const head = [`median (least - most) of ${runs.length}`, ...measure.columns]
  const numbersOf = (subject: string): string[] =>
    [subject].concat(measure.columns.map((column) => spread(valuesOf({ measure, runs }, subject, column))))
  if (measure.compares !== true) return [head, ...[ours, ...others].map(numbersOf)]
  const share = (subject: string): string => spread(ratios({ measure, runs }, ours, subject, first))
  return [
    [...head, `ours to it, ${first}`],
    numbersOf(ours).concat(''),
    ...others.map((subject) => numbersOf(subject).concat(share(subject))),
  ]
}

/** Whether a target is reached, by the median of all runs; undefined if something is missing on this machine. */
export function isReached(result: Result, target: Target): boolean | undefined {
  const found = aimedAt(result, target)
  if (found.length === 0) return undefined
  const [median, goal] = [quantile(found, 0.5), 'value' in target ? target.value : target.ratio]
  return target.bound === 'at most' ? median <= goal : median >= goal
}

/** A target and whether it was reached, in one sentence. */
export function sentenceOf(result: Result, target: Target): string {
  const { subject, column, bound } = target
  const reached = isReached(result, target)
  const outcome = reached === undefined ? 'not measured' : reached ? 'reached' : 'MISSED'
  const goal = 'value' in target ? String(target.value) : `${target.ratio} times that of ${target.of}`
  return `${outcome}: ${column} of ${subject} ${bound} ${goal}; is ${spread(aimedAt(result, target))}`
}

/** What a target bounds, in each run. */
function aimedAt(result: Result, target: Target): readonly number[] {
  const { subject, column } = target
  return 'value' in target ? valuesOf(result, subject, column) : ratios(result, subject, target.of, column)
}

/** The ratio in each run: only numbers from the same minute are compared. */
function ratios({ measure, runs }: Result, subject: string, of: string, column: string): number[] {
  return runs.flatMap((run) => {
    const one = { measure, runs: [run] }
    const [value] = valuesOf(one, subject, column)
    const [other] = valuesOf(one, of, column)
    return value === undefined || other === undefined ? [] : [value / other]
  })
}

function valuesOf({ measure, runs }: Result, subject: string, column: string): number[] {
  const index = measure.columns.indexOf(column)
  const rows = runs.flatMap((rows) => rows.filter((row) => row.subject === subject))
  return rows.map(({ values }) => values[index]).filter((value) => value !== undefined)
}

function spread(values: readonly number[]): string {
  const [value] = values
  if (value === undefined) return '-'
  if (values.length === 1) return number(value)
  return `${number(quantile(values, 0.5))} (${number(Math.min(...values))} - ${number(Math.max(...values))})`
}

function number(value: number): string {
  const digits = Math.abs(value) < 0.1 ? 3 : Math.abs(value) < 100 ? 2 : 0
  return value.toFixed(digits)
}
