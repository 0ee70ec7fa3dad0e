import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { agentCommand } from '../support/agent-process.ts'
import { whyNot } from '../torture/needs.ts'
import { type Outcome, World } from './world.ts'

const COLUMNS = [
  'lines',
  'rotations',
  'kills',
  'outages',
  'fills',
  'hooks',
  'splits',
  'accepted',
  'doubled',
  'lost',
] as const

/**
 * `chaos [--seconds 180] [--seed S]`: runs the built agent as two processes while everything around them fails at
 * random, then checks every numbered line. The same seed makes the same choices; their timing depends on the machine.
 * Exit code 1 if a line was lost or duplicated, or anything else is wrong; 2 if there is nothing to run.
 */
async function chaos(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '180' }, seed: { type: 'string' } } })
  const { seconds, seed = `${Math.floor(Math.random() * 1e6)}` } = values
  const milliseconds = Number(seconds) * 1000
  const [executable = ''] = agentCommand()
  if (!existsSync(executable) || !(milliseconds > 0)) {
    say(milliseconds > 0 ? `${executable}: npm run build` : '--seconds: a number')
    process.exitCode = 2
    return
  }
  say(`seed ${seed}`)
  const obstacle = whyNot(['mounts'])
  if (obstacle !== undefined) say(`The disk is never full: ${obstacle}`)
  const began = performance.now()
  const world = await World.create(seed, obstacle === undefined ? sizeFor(Number(seconds)) : undefined)
  let isClean = false
  try {
    const outcome = await world.run(milliseconds)
    isClean = outcome.lost + outcome.doubled + outcome.faults.length === 0
    show(outcome, (performance.now() - began) / 1000)
  } finally {
    if (!isClean) say(`To be looked at, then unmounted and removed: ${world.host.folder}`)
    await world.close(!isClean)
  }
  if (!isClean) process.exitCode = 1
}

/** Size of the spool's disk, in MiB: room for all reports, and the rest to be filled. */
function sizeFor(seconds: number): number {
  return 32 + Math.ceil(seconds / 4)
}

function show(outcome: Outcome, seconds: number): void {
  const cells = [...COLUMNS.map((name) => [name, outcome[name]] as const), ['seconds', Math.round(seconds)] as const]
  say(cells.map(([name]) => name.padStart(10)).join(''))
  say(cells.map(([, number]) => `${number}`.padStart(10)).join(''))
  for (const fault of outcome.faults) say(`    ${fault}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await chaos()
