import { existsSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { agentCommand } from '../support/agent-process.ts'
import { quantile } from './distribution.ts'
import type { Measure, Row } from './measure.ts'
import { latency } from './measures/latency.ts'

const measures: readonly Measure[] = [latency]

/** Each measure is taken so often. */
const RUNS = 5

/** `bench [NAME…]`: what the built agent costs here, the median and the spread of several runs; 2 where there is nothing to run. */
async function bench(names: readonly string[]): Promise<void> {
  const chosen = names.length === 0 ? measures : measures.filter(({ name }) => names.includes(name))
  const [executable = ''] = agentCommand()
  if (chosen.length === 0 || !existsSync(executable)) {
    const list = measures.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join('\n')
    say(chosen.length === 0 ? `Measures:\n${list}` : `${executable}: npm run build`)
    process.exitCode = 2
    return
  }
  say(`${new Date().toISOString().slice(0, 10)}, Linux ${release()}, Node ${process.version}`)
  say(`${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, ${Math.round(totalmem() / 1024 ** 3)} GiB`)
  for (const measure of chosen) await show(measure)
}

async function show({ name, what, columns, run }: Measure): Promise<void> {
  say(`\n${name}: ${what}`)
  const runs: (readonly Row[])[] = []
  for (let count = 0; count < RUNS; count += 1) runs.push(await run())
  const subjects = runs[0]?.map(({ subject }) => subject) ?? []
  say(
    table(
      [`median (least - most) of ${RUNS} runs`, ...columns],
      subjects.map((subject) => summary(subject, runs)),
    ),
  )
}

function summary(subject: string, runs: readonly (readonly Row[])[]): string[] {
  const rows = runs.flatMap((rows) => rows.filter((row) => row.subject === subject))
  const cells = rows[0]?.values.map((_, column) => {
    const values = rows.map((row) => row.values[column]).filter((value) => value !== undefined)
    return values.length === 0
      ? '-'
      : `${number(quantile(values, 0.5))} (${number(Math.min(...values))} - ${number(Math.max(...values))})`
  })
  return [subject, ...(cells ?? [])]
}

function number(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map(([first = '', ...cells]) =>
      [first.padEnd(widths[0] ?? 0), ...cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))].join('   '),
    )
    .join('\n')
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await bench(process.argv.slice(2))
