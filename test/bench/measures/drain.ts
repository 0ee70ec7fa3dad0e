import { Agent, request } from 'node:http'
import { drain, reportText } from '../draining.ts'
import type { Measure, Row } from '../measure.ts'
import { startSlowApi } from '../slow-api.ts'

/** Delay of the API's answers, in milliseconds. */
const DELAY = 5

const ONE_BY_ONE = 'one request after the other, without a spool'

/** Speed of sending a backlog. */
export const drainOfBacklog: Measure = {
  name: 'drain',
  what: `10,000 reports that wait in the spool, and an API on loopback that answers after ${DELAY} ms`,
  columns: ['reports/s', 'CPU ms/report', 'growth MiB'],
  compares: true,
  targets: [{ subject: 'spoor-agent', column: 'reports/s', of: ONE_BY_ONE, bound: 'at least', ratio: 2.2 }],
  run: async ({ scale }) => {
    const reports = Math.ceil(10_000 * scale)
    const { cpu, wall, growth } = await drain(reports, DELAY)
    return [{ subject: 'spoor-agent', values: [reports / wall, (cpu * 1000) / reports, growth] }, await oneByOne()]
  },
}

/** Sends the same texts over one connection. */
async function oneByOne(): Promise<Row> {
  const [requests, api, agent] = [500, await startSlowApi(DELAY), new Agent({ keepAlive: true, maxSockets: 1 })]
  const began = performance.now()
  for (let number = 0; number < requests; number += 1) {
    await new Promise((resolve, reject) => {
      const sent = request(api.url, { method: 'POST', agent }, (response) => response.resume().on('end', resolve))
      sent.on('error', reject).end(reportText(number))
    })
  }
  const wall = (performance.now() - began) / 1000
  agent.destroy()
  api.close()
  return { subject: ONE_BY_ONE, values: [requests / wall, undefined, undefined] }
}
