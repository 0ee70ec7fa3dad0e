import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { createTestHost } from '../../support/test-host.ts'
import { type CheckTargets, openCheckTargets } from '../check-targets.ts'
import { cpuTime } from '../cpu-time.ts'
import type { Measure } from '../measure.ts'
import { memoryOf } from '../memory.ts'
import { startService } from '../service.ts'

/** Every check runs once within the first minute; then a minute, in which each runs once, is measured. */
const [SETTLING, WINDOW] = [65_000, 60_000]

const [SOME, MANY] = [20, 500]

/** The cost of checking services. */
export const checks: Measure = {
  name: 'checks',
  what: `one minute of a watcher whose checks run every minute, a third each of them SMTP with STARTTLS, HTTPS and a port that says a line, all of them side by side, ${SETTLING / 1000} s after their starts`,
  columns: ['CPU ms/s', 'anonymous MiB', 'resident MiB'],
  targets: [
    { subject: `watcher, ${SOME} checks`, column: 'CPU ms/s', bound: 'at most', value: 5 },
    { subject: `watcher, ${SOME} checks`, column: 'anonymous MiB', bound: 'at most', value: 20 },
    { subject: `watcher, ${MANY} checks`, column: 'CPU ms/s', bound: 'at most', value: 50 },
  ],
  run: async () => {
    const targets = await openCheckTargets()
    const subjects = [await watcher(targets, SOME), await watcher(targets, MANY), connecting(targets), alone()]
    try {
      await setTimeout(SETTLING)
      const before = subjects.map(({ pid }) => cpuTime([pid]))
      await setTimeout(WINDOW)
      return subjects.map(({ subject, pid }, index) => {
        const { anonymous, resident } = memoryOf([pid])
        const cpu = ((cpuTime([pid]) - (before[index] ?? 0)) / WINDOW) * 1000
        return { subject, values: [cpu, anonymous, resident] }
      })
    } finally {
      for (const { end } of subjects) await end()
      targets.close()
    }
  },
}

interface Subject {
  readonly subject: string
  readonly pid: number
  readonly end: () => Promise<void> | void
}

async function watcher(targets: CheckTargets, count: number): Promise<Subject> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  const kinds = [targets.smtp, targets.https, targets.port]
  const lines = Array.from(
    { length: count },
    (_, number) => `  - { name: c${number}, ${kinds[number % kinds.length]} }\n`,
  )
  appendFileSync(host.config, `checks:\n${lines.join('')}`)
  const agent = startService('watch', host.config)
  await agent.untilLine(/watcher_started/)
  const end = async (): Promise<void> => {
    agent.kill('SIGKILL')
    await agent.exited
    await host.remove()
  }
  return { subject: `watcher, ${count} checks`, pid: agent.pid, end }
}

/** The least that could be done: as many TLS connections a minute, evenly, and nothing else. */
function connecting({ https }: CheckTargets): Subject {
  const [, port = ''] = /:(\d+)\//.exec(https) ?? []
  const script = `setInterval(() => {
    const socket = require('node:tls').connect({ host: '127.0.0.1', port: ${port}, rejectUnauthorized: false })
    socket.on('secureConnect', () => socket.destroy()).on('error', () => undefined)
  }, ${60_000 / MANY})`
  return program(`Node alone, ${MANY} TLS connections`, script)
}

function alone(): Subject {
  return program('Node alone', 'setInterval(() => undefined, 1e9)')
}

function program(subject: string, script: string): Subject {
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' })
  return { subject, pid: child.pid ?? 0, end: () => void child.kill('SIGKILL') }
}
