import assert from 'node:assert/strict'
import { trace } from '../../torture/strace.ts'
import type { HubScenario } from '../scenario.ts'

const REPORTS = 20

/** Whatever may put bytes into the write-ahead log, make them durable, or answer. */
const CALLS = 'pwrite64,pwritev,write,writev,fdatasync,fsync,sendto,sendmsg'

type Step = 'written' | 'synced' | 'answered'

/** What the hub did, as strace recorded it: a call of one thread may end after those of others began. */
function stepsIn(record: string): readonly Step[] {
  const syncing = new Set<string>()
  return record.split('\n').flatMap((line): Step[] => {
    const [, thread = '', call = ''] = /^(?:\[pid +(\d+)\] )?(.*)$/.exec(line) ?? []
    if (call.includes('"HTTP/1.1 202')) return ['answered']
    if (/^pwrite\w+\(\d+<[^>]*hub\.db-wal>/.test(call)) return ['written']
    if (/^f(?:data)?sync\(\d+<[^>]*hub\.db-wal>\) += 0$/.test(call)) return ['synced']
    if (/^f(?:data)?sync\(\d+<[^>]*hub\.db-wal> <unfinished/.test(call)) syncing.add(thread)
    return /^<\.\.\. f(?:data)?sync resumed>.*= 0$/.test(call) && syncing.delete(thread) ? ['synced'] : []
  })
}

/** Throws unless what was written for a report was synced before its answer; one report at a time. */
function checkOrder(record: string): number {
  let [isDurable, answers] = [false, 0]
  for (const step of stepsIn(record)) {
    if (step === 'answered') {
      answers += 1
      assert.ok(isDurable, `an answer before the sync:\n${record}`)
    }
    // After an answer there must be another sync before the next one.
    isDurable = step === 'synced'
  }
  return answers
}

/** The order of what the hub does for a report. */
export const durable: readonly HubScenario[] = [
  {
    name: 'sync-before-answer',
    what: 'Calls of the hub are recorded: the write-ahead log is synced before each 202.',
    store: 'embedded',
    needs: 'strace',
    run: async (stage) => {
      await stage.start()
      const ended = await trace(stage.hub.pid, { calls: CALLS })
      for (let report = 0; report < REPORTS; report += 1) assert.equal(await stage.reporters.report(10), 202)
      assert.equal(checkOrder(await ended()), REPORTS)
    },
  },
]
