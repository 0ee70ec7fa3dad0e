// The command line of `npm run torture:hub`.
import { spawnSync } from 'node:child_process'
import { hubCommand } from '../support/hub-process.ts'
import { postgresqlPrograms } from '../support/postgresql.ts'
import { HubStage } from './hub-stage.ts'
import type { HubScenario } from './scenario.ts'
import { durable } from './scenarios/durable.ts'
import { fullDisk } from './scenarios/full-disk.ts'
import { kills } from './scenarios/kills.ts'
import { slowClients } from './scenarios/slow-clients.ts'

const SCENARIOS: readonly HubScenario[] = [...kills, ...durable, ...fullDisk, ...slowClients]

const NEEDS: Readonly<Record<NonNullable<HubScenario['needs']>, () => boolean>> = {
  PostgreSQL: () => postgresqlPrograms() !== undefined,
  root: () => spawnSync('unshare', ['--mount', 'true']).status === 0,
  strace: () => spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0,
}

/**
 * `torture:hub [NAME…]`: runs the hub in every scenario, or in those with these names, and checks that each event that
 * it acknowledged is in its store once. Exit code 1 if not; 2 if a name is wrong.
 */
async function torture(names: readonly string[]): Promise<void> {
  const chosen = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name))
  if (names.some((name) => !SCENARIOS.some((scenario) => scenario.name === name))) {
    say(SCENARIOS.map(({ name, what }) => `${name.padEnd(20)} ${what}`).join('\n'))
    process.exitCode = 2
    return
  }
  say(`The hub: ${hubCommand().join(' ')}`)
  for (const scenario of chosen) {
    const { name, needs } = scenario
    say(
      `${name.padEnd(20)} ${needs !== undefined && !NEEDS[needs]() ? `skipped: it needs ${needs}` : await play(scenario)}`,
    )
  }
}

/** Runs one scenario; returns how it ended. */
async function play({ store, run }: HubScenario): Promise<string> {
  const began = performance.now()
  const stage = await HubStage.make(store)
  try {
    await run(stage)
    await stage.reporters.stop()
    if (!stage.isAccounted) {
      await stage.hub.end('SIGTERM')
      await stage.checkAccount()
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    return `${stage.reporters.acknowledged.size} events acknowledged, all there once, in ${seconds} s`
  } catch (error) {
    process.exitCode = 1
    return `FAILED: ${String(error)}\n${stage.journal}`
  } finally {
    await stage.close()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await torture(process.argv.slice(2))
