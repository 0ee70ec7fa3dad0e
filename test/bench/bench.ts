import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../build/executable/bundle.ts'
import { parseSize } from '../../lib/settings/quantity.ts'
import { agentCommand } from '../support/agent-process.ts'
import { putSections } from './document.ts'
import type { Measure, Row } from './measure.ts'
import { backstop } from './measures/backstop.ts'
import { catchUp } from './measures/catch-up.ts'
import { checks } from './measures/checks.ts'
import { consoleSpeed } from './measures/console.ts'
import { counters } from './measures/counters.ts'
import { dense } from './measures/dense.ts'
import { drainOfBacklog } from './measures/drain.ts'
import { fairness } from './measures/fairness.ts'
import { files } from './measures/files.ts'
import { hook } from './measures/hook.ts'
import { hubReaders } from './measures/hub-readers.ts'
import { hubStore } from './measures/hub-store.ts'
import { hub } from './measures/hub.ts'
import { latency } from './measures/latency.ts'
import { linearBytes, linearLogs, linearReports } from './measures/linear.ts'
import { mailStatistics } from './measures/mail-statistics.ts'
import { mail } from './measures/mail.ts'
import { ownDriver } from './measures/own-driver.ts'
import { pgp } from './measures/pgp.ts'
import { places } from './measures/places.ts'
import { rest } from './measures/rest.ts'
import { rules } from './measures/rules.ts'
import { scan } from './measures/scan.ts'
import { start } from './measures/start.ts'
import { linearTraffic, traffic } from './measures/traffic.ts'
import { unusual } from './measures/unusual.ts'
import { asMarkdown, asText, circumstances } from './report.ts'
import { type Result, isReached } from './result.ts'
import { type Workbench, openWorkbench } from './workbench.ts'

const measures: readonly Measure[] = [
  catchUp,
  scan,
  rest,
  start,
  hook,
  dense,
  mail,
  mailStatistics,
  rules,
  places,
  drainOfBacklog,
  latency,
  fairness,
  linearBytes,
  linearLogs,
  linearReports,
  backstop,
  unusual,
  ownDriver,
  traffic,
  linearTraffic,
  counters,
  files,
  checks,
  pgp,
  hubStore,
  hub,
  hubReaders,
  consoleSpeed,
]

/** Number of runs of each measure. */
const RUNS = 5

const OPTIONS = {
  size: { type: 'string', default: '1GiB' },
  all: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
} as const

/**
 * `bench [--size SIZE] [--all] [--check] [--write] [NAME…]`: measures what the built agent costs here, beside programs
 * to compare with. `--check`: exit code 1 if a target is missed; `--write`: also writes docs/benchmarks.md. Exit code 2
 * if there is nothing to run. What is measured at the moment stands on stderr.
 */
async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
  const size = parseSize(values.size)
  const chosen = choose(positionals)
  const [executable = ''] = agentCommand()
  if (size === undefined || chosen.length === 0 || !existsSync(executable)) {
    say(existsSync(executable) ? usage() : `${executable}: npm run build`)
    process.exitCode = 2
    return
  }
  const where = circumstances(values.size)
  say(where)
  const workbench = await openWorkbench({ scale: size / 1024 ** 3, all: values.all, begins })
  try {
    for (const measure of chosen) {
      const result = await take(measure, workbench)
      say(`\n${measure.name}: ${measure.what}\n${asText(result)}`)
      if (values.check && measure.targets?.some((target) => isReached(result, target) === false)) process.exitCode = 1
      const command = [
        'npm run bench --',
        ...args.filter((arg) => /^(?:--size|--all|\d)/.test(arg)),
        measure.name,
      ].join(' ')
      if (values.write) putSections(join(ROOT, 'docs/benchmarks.md'), [asMarkdown(result, where, command)])
    }
  } finally {
    await workbench.close()
  }
}

async function take(measure: Measure, workbench: Workbench): Promise<Result> {
  const runs: (readonly Row[])[] = []
  for (let count = 0; count < RUNS; count += 1) {
    begins(`${measure.name}, run ${count + 1} of ${RUNS}`)
    runs.push(await measure.run(workbench, count === 0))
  }
  return { measure, runs }
}

/** Empty if a name is wrong. */
function choose(names: readonly string[]): readonly Measure[] {
  const chosen = measures.filter(({ name }) => names.length === 0 || names.includes(name))
  return names.every((name) => chosen.some((measure) => measure.name === name)) ? chosen : []
}

function usage(): string {
  const list = measures.map(({ name, what }) => `  ${name.padEnd(14)} ${what}`)
  return ['bench [--size 256MiB] [--all] [--check] [--write] [NAME...]', ...list].join('\n')
}

function begins(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await bench(process.argv.slice(2))
