import { spawn } from 'node:child_process'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { createTestHost } from '../../support/test-host.ts'
import { startCollector } from '../collector.ts'
import { cpuTime, sleeps } from '../cpu-time.ts'
import { manyLogs } from '../laid-logs.ts'
import type { Measure } from '../measure.ts'
import { memoryOf } from '../memory.ts'
import { startService } from '../service.ts'

/** Time until everything is idle, and length of the measurement, in milliseconds. */
const [SETTLING, WINDOW] = [20_000, 30_000]

const MANY = 1000

/** An idle process. */
interface Resting {
  readonly subject: string
  readonly pid: number
  readonly end: () => Promise<void> | void
}

/** The cost of waiting. */
export const rest: Measure = {
  name: 'rest',
  what: `${WINDOW / 1000} s in which nothing happens, all of them side by side, ${SETTLING / 1000} s after their starts`,
  columns: ['CPU ms/s', 'wake-ups/s', 'anonymous MiB', 'resident MiB', 'descriptors'],
  targets: [
    { subject: 'collector, 1,000 logs', column: 'CPU ms/s', of: 'collector, 3 logs', bound: 'at most', ratio: 2 },
    { subject: 'collector, 1,000 logs', column: 'descriptors', of: 'collector, 3 logs', bound: 'at most', ratio: 2.5 },
    { subject: 'collector, 3 logs', column: 'anonymous MiB', of: 'Node alone', bound: 'at most', ratio: 1.75 },
    {
      subject: 'collector, all drivers and rules',
      column: 'anonymous MiB',
      of: 'Node alone',
      bound: 'at most',
      ratio: 2,
    },
    { subject: 'transmitter', column: 'anonymous MiB', of: 'Node alone', bound: 'at most', ratio: 2.25 },
  ],
  run: async () => {
    const thousand = await startCollector(manyLogs(MANY))
    await thousand.sealedUpTo(1)
    const resting = [
      await fewLogs(),
      await everything(),
      { subject: 'collector, 1,000 logs', pid: thousand.agent.pid, end: thousand.end },
      await transmitter(),
      program('Node alone', process.execPath, '-e', 'setInterval(() => undefined, 1e9)'),
      program('tail -F of 1,000 logs', 'sh', '-c', 'exec tail -n 0 -F "$1"/sites/*.log', 'sh', thousand.host.folder),
    ]
    try {
      await setTimeout(SETTLING)
      const before = resting.map(({ pid }) => ({ cpu: cpuTime([pid]), wakeUps: sleeps([pid]) }))
      await setTimeout(WINDOW)
      return resting.map(({ subject, pid }, index) => {
        const { cpu = 0, wakeUps = 0 } = before[index] ?? {}
        const { anonymous, resident } = memoryOf([pid])
        const perSecond = [cpuTime([pid]) - cpu, sleeps([pid]) - wakeUps].map((value) => (value / WINDOW) * 1000)
        return { subject, values: [...perSecond, anonymous, resident, readdirSync(`/proc/${pid}/fd`).length] }
      })
    } finally {
      for (const { end } of resting) await end()
    }
  },
}

async function fewLogs(): Promise<Resting> {
  const collector = await startCollector()
  await collector.ready()
  return { subject: 'collector, 3 logs', pid: collector.agent.pid, end: collector.end }
}

/** As the packaged configuration has it: each driver has a log, and the rules of a takeover run. */
async function everything(): Promise<Resting> {
  const drivers = DRIVERS.filter(({ name }) => !FOLLOWED.has(name))
  const collector = await startCollector(({ folder, config }) => {
    const logs = drivers.map(({ name }) => {
      const path = join(folder, `${name}.log`)
      writeFileSync(path, '')
      return `{ driver: ${name}, path: ${path} }`
    })
    appendFileSync(config, `logs: [${logs.join(', ')}]\nevents: takeover\n`)
  })
  await collector.ready()
  return { subject: 'collector, all drivers and rules', pid: collector.agent.pid, end: collector.end }
}

/** Drivers of the logs that a configuration has in any case. */
const FOLLOWED: ReadonlySet<string> = new Set(['cpanel-access', 'cpanel-error', 'cpanel-login'])

async function transmitter(): Promise<Resting> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  const agent = startService('transmit', host.config)
  await agent.untilLine(/transmitter_started/)
  const end = async (): Promise<void> => {
    agent.kill('SIGKILL')
    await agent.exited
    await host.remove()
  }
  return { subject: 'transmitter', pid: agent.pid, end }
}

function program(subject: string, command: string, ...args: readonly string[]): Resting {
  const child = spawn(command, args, { stdio: 'ignore' })
  return { subject, pid: child.pid ?? 0, end: () => void child.kill('SIGKILL') }
}
