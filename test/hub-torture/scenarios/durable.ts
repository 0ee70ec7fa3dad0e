import assert from 'node:assert/strict'
import { trace } from '../../torture/strace.ts'
import type { HubScenario } from '../scenario.ts'

const [REPORTS, EVENTS] = [20, 10]

/** Whatever may put bytes into the write-ahead log, make them durable, or answer. */
const CALLS = 'pwrite64,pwritev,write,writev,fdatasync,fsync,sendto,sendmsg'

/** A page of the store, which is written whole. */
const PAGE = 4096

interface Step {
  readonly what: 'written' | 'synced' | 'answered'
  readonly call: string
}

/** What the hub did, as strace recorded it: a call of one thread may end after those of others began. */
function stepsIn(record: string): readonly Step[] {
  const syncing = new Set<string>()
  return record.split('\n').flatMap((line): Step[] => {
    const [, thread = '', call = ''] = /^(?:\[pid +(\d+)\] )?(.*)$/.exec(line) ?? []
    if (call.includes('"HTTP/1.1 202')) return [{ what: 'answered', call }]
    if (/^pwrite\w+\(\d+<[^>]*hub\.db-wal>/.test(call)) return [{ what: 'written', call }]
    if (/^f(?:data)?sync\(\d+<[^>]*hub\.db-wal>\) += 0$/.test(call)) return [{ what: 'synced', call }]
    if (/^f(?:data)?sync\(\d+<[^>]*hub\.db-wal> <unfinished/.test(call)) syncing.add(thread)
    return /^<\.\.\. f(?:data)?sync resumed>.*= 0$/.test(call) && syncing.delete(thread)
      ? [{ what: 'synced', call }]
      : []
  })
}

/**
 * Throws unless each event was written and then synced before the answer to its report; one report at a time. What the
 * hub writes of its own accord meanwhile may be synced later.
 */
function checkOrder(record: string, events: readonly string[]): void {
  let [answers, isWritten, isDurable] = [0, false, false]
  for (const { what, call } of stepsIn(record)) {
    if (what === 'synced') isDurable = isWritten
    else if (what === 'written' && call.includes(events[answers] ?? '')) [isWritten, isDurable] = [true, false]
    else if (what === 'answered') {
      assert.ok(isDurable, `the answer to report ${answers} came before the sync:\n${record}`)
      ;[answers, isWritten, isDurable] = [answers + 1, false, false]
    }
  }
  assert.equal(answers, events.length)
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
      const ended = await trace(stage.hub.pid, { calls: CALLS, bytes: PAGE })
      for (let report = 0; report < REPORTS; report += 1) assert.equal(await stage.reporters.report(EVENTS), 202)
      const ids = [...stage.reporters.acknowledged]
      checkOrder(
        await ended(),
        ids.filter((_, index) => index % EVENTS === 0),
      )
    },
  },
]
