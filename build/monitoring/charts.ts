import type { Chart, GrafanaUnit, Query } from './dashboard.ts'

type Words = Pick<Chart, 'title' | 'help'>

/** Half of a line of lines over time. */
export function lines(words: Words, unit: GrafanaUnit, ...queries: readonly (readonly [string, string])[]): Chart {
  return { ...words, kind: 'lines', unit, queries: queries.map(queryOf), width: 12 }
}

/** A number, a sixth of a line wide; red from `alarm` on. */
export function number(words: Words, unit: GrafanaUnit, expr: string, alarm?: number): Chart {
  const chart = { ...words, kind: 'number', unit, queries: [{ expr, legend: '' }], width: 4 } as const
  return alarm === undefined ? chart : { ...chart, alarm }
}

/** A table of what is now, half a line wide. */
export function table(words: Words, unit: GrafanaUnit, expr: string): Chart {
  return { ...words, kind: 'table', unit, queries: [{ expr, legend: '' }], width: 12 }
}

function queryOf([expr, legend]: readonly [string, string]): Query {
  return { expr, legend }
}
