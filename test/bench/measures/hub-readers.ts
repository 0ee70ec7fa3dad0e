import { HubStage } from '../../hub-torture/hub-stage.ts'
import { apiTokenIn, personIn } from '../../support/people.ts'
import { NOW } from '../../support/stores.ts'
import { quantile } from '../distribution.ts'
import { fill } from '../filled-store.ts'
import { anonymousMiB, answerTimes, reportSteadily } from '../hub-load.ts'
import type { Measure, Row } from '../measure.ts'

const [EVENTS, MANY_EVENTS] = [200_000, 5_000_000]
/** How many ask at the same time, for how long, in milliseconds, and how many events a second come meanwhile. */
const [READERS, DURATION, RATE] = [20, 5000, 500]

/** How fast a hub answers many readers, alone and beside what is reported. */
export const hubReaders: Measure = {
  name: 'hub-readers',
  what: `${READERS} programs ask for events without a pause: the newest, of a host, of a kind, of both, of a mailbox, or those that matter; of 200,000 events (with --all: 5,000,000)`,
  columns: ['answers/s', 'p50 ms', 'p99 ms', 'events/s', 'report p99 ms', 'anonymous MiB'],
  targets: [
    { subject: 'beside reports', column: 'events/s', of: 'only reports', bound: 'at least', ratio: 0.95 },
    { subject: 'beside reports', column: 'p99 ms', of: 'only readers', bound: 'at most', ratio: 3 },
  ],
  run: async ({ scale, all, begins }, isFirst) => {
    if (!isFirst) return []
    begins('filling the store')
    const stage = await HubStage.make('embedded')
    try {
      const now = Math.floor(Date.now() / 1000)
      const { readers, authorization } = await stage.inStore(async (store) => {
        const { mailbox } = await fill(store, all ? MANY_EVENTS : Math.ceil(EVENTS * scale), now)
        await personIn(store, 'reader', 'viewer')
        const token = await apiTokenIn(store, 'reader', { ttl: now - NOW + 86_400 })
        return { readers: asked(mailbox), authorization: token.authorization }
      })
      await stage.start()
      const urls = readers.map((query) => `http://127.0.0.1:${stage.port}/api/v1/events?${query}`)
      const asking = { urls, headers: { authorization }, askers: READERS, pause: 0, duration: DURATION }
      const read = async (): Promise<readonly number[]> => answerTimes(asking)
      const report = async (): Promise<readonly number[]> => reportSteadily(stage, RATE, DURATION)
      const memory = (): number => anonymousMiB(stage.hub.pid)
      begins('only readers')
      const rows = [rowOf('only readers', await read(), [], memory())]
      begins('only reports')
      rows.push(rowOf('only reports', [], await report(), memory()))
      begins('beside reports')
      const [answers, reports] = await Promise.all([read(), report()])
      return [...rows, rowOf('beside reports', answers, reports, memory())]
    } finally {
      await stage.close()
    }
  },
}

function asked(mailbox: string): readonly string[] {
  return [
    'limit=100',
    'host=web0.example.com',
    'kind=login_failed',
    'host=web0.example.com&kind=domain_forward_added',
    `mailbox=${encodeURIComponent(mailbox)}`,
    'min_severity=medium',
  ]
}

/** Undefined for what nobody did. */
function rowOf(subject: string, answers: readonly number[], reports: readonly number[], memory: number): Row {
  const seconds = DURATION / 1000
  const of = (times: readonly number[], value: number): number | undefined => (times.length === 0 ? undefined : value)
  return {
    subject,
    values: [
      of(answers, answers.length / seconds),
      of(answers, quantile(answers, 0.5)),
      of(answers, quantile(answers, 0.99)),
      of(reports, (reports.length * 10) / seconds),
      of(reports, quantile(reports, 0.99)),
      memory,
    ],
  }
}
