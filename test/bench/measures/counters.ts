import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type TestHost, createTestHost } from '../../support/test-host.ts'
import { cpuTime } from '../cpu-time.ts'
import type { Measure, Row } from '../measure.ts'
import { memoryOf } from '../memory.ts'
import { startService } from '../service.ts'

/** Time until everything is at rest, and length of the measurement, in milliseconds. */
const [SETTLING, WINDOW] = [35_000, 60_000]

const SITES = 1000

/** Requests a second, of all sites together, and milliseconds between two writes of them. */
const [REQUESTS, PACE] = [1000, 100]

/** By so many lines the format of a log is guessed, each tried with every format: no more in the years after. */
const GUESSED = 100

/** The cost of counting the requests of many web sites. */
export const counters: Measure = {
  name: 'counters',
  what: `${WINDOW / 1000} s in which ${SITES} access logs get ${REQUESTS} requests a second together, with totals for a hub, beside a collector that does not count them`,
  columns: ['CPU ms/s', 'anonymous MiB', 'resident MiB', 'more MiB'],
  targets: [
    { subject: 'collector, counting', column: 'CPU ms/s', bound: 'at most', value: 20 },
    { subject: 'collector, counting', column: 'more MiB', bound: 'at most', value: 16 },
  ],
  run: async () => {
    const counting = await start(true)
    const plain = await start(false)
    try {
      for (const log of counting.logs) appendFileSync(log, lines(GUESSED, Math.floor(Date.now() / 1000)))
      await write(counting.logs, SETTLING)
      const before = [counting, plain].map(({ pid }) => cpuTime([pid]))
      await write(counting.logs, WINDOW)
      const memory = memoryOf([plain.pid])
      return [counting, plain].map(({ subject, pid }, index): Row => {
        const { anonymous, resident } = memoryOf([pid])
        const cpu = ((cpuTime([pid]) - (before[index] ?? 0)) / WINDOW) * 1000
        return { subject, values: [cpu, anonymous, resident, anonymous - memory.anonymous] }
      })
    } finally {
      for (const { end } of [counting, plain]) await end()
    }
  },
}

interface Subject {
  readonly subject: string
  readonly pid: number
  readonly logs: readonly string[]
  readonly end: () => Promise<void>
}

async function start(isCounting: boolean): Promise<Subject> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9', transmission: ['status: true'] })
  const logs = isCounting ? layLogs(host) : []
  const agent = startService('collect', host.config)
  await agent.untilLine(/source_found: login/)
  const end = async (): Promise<void> => {
    agent.kill('SIGKILL')
    await agent.exited
    await host.remove()
  }
  return { subject: isCounting ? 'collector, counting' : 'collector', pid: agent.pid, logs, end }
}

/** Each with a hundred kilobytes of older requests. */
function layLogs({ folder, config }: TestHost): readonly string[] {
  const domlogs = join(folder, 'domlogs')
  mkdirSync(domlogs)
  appendFileSync(config, `traffic: { logs: [{ path: "${domlogs}/*" }] }\n`)
  const older = lines(500, 1_790_000_000)
  return Array.from({ length: SITES }, (_, site) => {
    const path = join(domlogs, `site${String(site).padStart(4, '0')}.example`)
    writeFileSync(path, older)
    return path
  })
}

/** Writes requests for some time, at a steady pace: one log after the other gets one. */
async function write(logs: readonly string[], milliseconds: number): Promise<void> {
  const began = performance.now()
  for (let written = 0, at = 0; at < milliseconds; at += PACE) {
    const now = Math.floor(Date.now() / 1000)
    for (let number = 0; number < (REQUESTS * PACE) / 1000; number += 1, written += 1) {
      const file = openSync(logs[written % logs.length] ?? '', 'a')
      writeSync(file, request(written, now))
      closeSync(file)
    }
    await setTimeout(Math.max(0, began + at + PACE - performance.now()))
  }
}

function lines(count: number, time: number): string {
  return Array.from({ length: count }, (_, number) => request(number, time)).join('')
}

/** A line of 190 bytes, as Apache writes it in `combined`. */
function request(number: number, time: number): string {
  return `192.0.2.${number % 250} - - [${stamp(time)}] "GET /shop/item-${number % 997}?page=2 HTTP/1.1" ${number % 50 === 0 ? 500 : 200} ${5000 + (number % 9000)} "https://www.example.com/shop/" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n`
}

/** `30/Nov/2026:00:45:00 +0000`. */
function stamp(seconds: number): string {
  const [, day, month, year, time] = new Date(seconds * 1000).toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
