import { cpus, release, totalmem } from 'node:os'
import { wrap } from '../../lib/terminal/wrap.ts'
import { type Result, sentenceOf, tableOf } from './result.ts'

/** Columns of prose in documents. */
const WIDTH = 120

/** The day and the machine. */
export function circumstances(size: string): string {
  const day = new Date().toISOString().slice(0, 10)
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${day}, ${cpus()[0]?.model ?? 'unknown processor'} x ${cpus().length}, ${memory} GiB, Linux ${release()}, data of ${size}`
}

/** A result for the terminal. */
export function asText(result: Result): string {
  const table = tableOf(result)
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  )
  return [...lines, ...sentences(result)].join('\n')
}

/** A result for the document. */
export function asMarkdown(result: Result, where: string, command: string): string {
  const { name, what } = result.measure
  const [head = [], ...rows] = tableOf(result)
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const table = [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)]
  const targets = sentences(result).map((sentence) => wrap(`- ${sentence}`, WIDTH, { first: 0, rest: 2 }))
  return [
    `## ${name}`,
    '',
    wrap(`${what[0]?.toUpperCase()}${what.slice(1)}.`, WIDTH, { first: 0, rest: 0 }),
    '',
    `${where}: \`${command}\``,
    '',
    ...table,
    ...(targets.length > 0 ? ['', ...targets] : []),
    '',
  ].join('\n')
}

function sentences(result: Result): string[] {
  return (result.measure.targets ?? []).map((target) => sentenceOf(result, target))
}
