import { existsSync } from 'node:fs'
import { agentCommand } from '../support/agent-process.ts'
import { whyNot } from './needs.ts'
import { type Outcome, type Scenario, runScenario } from './scenario.ts'
import { archives } from './scenarios/archives.ts'
import { clock } from './scenarios/clock.ts'
import { content } from './scenarios/content.ts'
import { copytruncate } from './scenarios/copytruncate.ts'
import { crashes } from './scenarios/crashes.ts'
import { disk } from './scenarios/disk.ts'
import { down } from './scenarios/down.ts'
import { hook } from './scenarios/hook.ts'
import { hostile } from './scenarios/hostile.ts'
import { inbox } from './scenarios/inbox.ts'
import { kills } from './scenarios/kills.ts'
import { powerCut } from './scenarios/power-cut.ts'
import { reloads } from './scenarios/reloads.ts'
import { renames } from './scenarios/renames.ts'
import { replaced } from './scenarios/replaced.ts'
import { rules } from './scenarios/rules.ts'
import { spool } from './scenarios/spool.ts'
import { stateFiles } from './scenarios/state-files.ts'
import { steady } from './scenarios/steady.ts'
import { watcher } from './scenarios/watcher.ts'
import { watching } from './scenarios/watching.ts'

const groups: Readonly<Record<string, readonly Scenario[]>> = {
  steady,
  content,
  renames,
  copytruncate,
  archives,
  down,
  crashes,
  replaced,
  reloads,
  kills,
  hook,
  inbox,
  powerCut,
  stateFiles,
  disk,
  spool,
  rules,
  watching,
  watcher,
  clock,
  hostile,
}

const scenarios = Object.values(groups).flat()

/** Scenarios wait more than they work. */
const AT_ONCE = 4

const COLUMNS = [22, 7, 6, 8, 8, 8]

/**
 * `torture [--all | NAME…]`: runs the built agent in every scenario, or in those with these names or in these groups,
 * and checks the numbered lines. Exit code 1 if a line was lost, duplicated or damaged; 2 if there is nothing to run.
 */
async function torture(args: readonly string[]): Promise<void> {
  const chosen = choose(args)
  const [executable = ''] = agentCommand()
  if (chosen.length === 0 || !existsSync(executable)) {
    say(
      chosen.length === 0
        ? `Scenarios, by group:\n${Object.entries(groups).map(describe).join('\n')}`
        : `${executable}: npm run build`,
    )
    process.exitCode = 2
    return
  }
  say(row('scenario', 'lines', 'lost', 'doubled', 'damaged', 'seconds'))
  const waiting = [...chosen]
  const runner = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const obstacle = whyNot(next.needs ?? [])
      if (obstacle === undefined) show(next, await runScenario(next))
      else say(row(next.name, `skipped: ${obstacle}`))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runner))
}

/** Undefined if a name is wrong. */
function choose(args: readonly string[]): readonly Scenario[] {
  if (args.length === 0) return scenarios.filter(({ slow }) => slow !== true)
  if (args.includes('--all')) return scenarios
  const meant = args.map((arg) => {
    const one = scenarios.filter(({ name }) => name === arg)
    const group = Object.hasOwn(groups, arg) ? (groups[arg] ?? []) : []
    return one.length === 0 ? group.filter(({ slow }) => slow !== true) : one
  })
  return meant.every((each) => each.length > 0) ? [...new Set(meant.flat())] : []
}

function show({ name, what }: Scenario, outcome: Outcome): void {
  const { lines, lost, doubled, damaged, seconds, clean, problem, said } = outcome
  say(row(name, ...[lines, lost, doubled, damaged].map(String), seconds.toFixed(1)))
  if (clean) return
  process.exitCode = 1
  const journal = said.trimEnd().split('\n').slice(-20)
  say([what, ...(problem === undefined ? [] : [problem]), ...journal].map((line) => `    ${line}`).join('\n'))
}

function row(...cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(COLUMNS[0] ?? 0) : cell.padStart(COLUMNS[index] ?? 0)))
    .join(' ')
}

function describe([group, all]: [string, readonly Scenario[]]): string {
  return [`${group}:`, ...all.map(({ name, what }) => `  ${name.padEnd(COLUMNS[0] ?? 0)} ${what}`)].join('\n')
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await torture(process.argv.slice(2))
