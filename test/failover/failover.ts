// `npm run failover`: hubs on a PostgreSQL primary with a synchronous standby. A hub is killed, the primary is killed,
// and the database is away for a minute. What was acknowledged is there, once.
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { PostgresStore } from '../../hub/store/postgres/postgres-store.ts'
import { agentIn } from '../support/kept-events.ts'
import { PostgresqlPair } from '../support/postgresql-pair.ts'
import { postgresqlPrograms } from '../support/postgresql.ts'
import { NOW } from '../support/stores.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, away: { type: 'string', default: '60' } },
})

/** What the reporting processes say. */
class Ledger {
  readonly kept = new Set<string>()
  refused = 0
  readonly #reporters: ChildProcess[] = []

  async start(url: string, name: string, agent: number): Promise<void> {
    const reporter = fork(new URL('reporter.ts', import.meta.url), [url, name, String(agent)])
    reporter.on('message', (message: { kept?: string[]; refused?: string }) => {
      if (message.refused !== undefined) this.refused += 1
      for (const id of message.kept ?? []) this.kept.add(id)
    })
    this.#reporters.push(reporter)
    await once(reporter, 'message')
  }

  /** Ends all but those that were killed; each must end well. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#reporters
        .filter(({ signalCode }) => signalCode === null)
        .map(async (reporter) => {
          const ended = once(reporter, 'exit')
          reporter.send('stop')
          assert.deepEqual(await ended, [0, null])
        }),
    )
  }

  async kill(index: number): Promise<void> {
    const reporter = this.#reporters[index]
    assert.ok(reporter !== undefined)
    const ended = once(reporter, 'exit')
    reporter.kill('SIGKILL')
    await ended
  }

  /** Resolves when more was acknowledged than there is now. */
  async grows(): Promise<void> {
    for (const before = this.kept.size; this.kept.size === before;) await setTimeout(20)
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function failover(): Promise<void> {
  const programs = postgresqlPrograms()
  assert.ok(programs !== undefined, 'PostgreSQL is not installed: apt-get install postgresql')
  const pair = await PostgresqlPair.start(programs)
  const ledger = new Ledger()
  try {
    const store = new PostgresStore({ url: pair.url })
    await store.prepare(NOW)
    const agent = await agentIn(store)
    await store.close()
    for (const name of ['one', 'two', 'three']) await ledger.start(pair.url, name, agent)

    const [before, began] = [ledger.kept.size, performance.now()]
    await setTimeout(Number(values.seconds) * 1000)
    const rate = (ledger.kept.size - before) / ((performance.now() - began) / 1000)
    say(`with a synchronous standby: ${Math.round(rate)} events/s`)

    await ledger.kill(2)
    await ledger.grows()
    say('one of three hubs was killed: the others go on')

    const killed = performance.now()
    await pair.end('primary', 'SIGKILL')
    await pair.promote()
    await ledger.grows()
    say(
      `the primary was killed and the standby promoted: the hubs go on after ${Math.round(performance.now() - killed)} ms`,
    )
    await checkAll(pair, ledger)

    const refused = ledger.refused
    await pair.end('standby', 'SIGINT')
    await setTimeout(Number(values.away) * 1000)
    assert.ok(ledger.refused > refused, 'reports are refused while the database is away')
    await pair.startServer('standby')
    await ledger.grows()
    await ledger.stop()
    say(`the database was away for ${values.away} s: ${ledger.refused - refused} refusals, then all goes on`)
    await checkAll(pair, ledger)
  } finally {
    await ledger.stop().catch(() => undefined)
    await pair.close()
  }
}

/** Nothing acknowledged is lost, and nothing is there twice. */
async function checkAll(pair: PostgresqlPair, { kept }: Ledger): Promise<void> {
  const acknowledged = [...kept]
  const present = (await pair.query('select id from event', 'standby')).split('\n').filter(Boolean)
  const ids = new Set(present)
  assert.equal(present.length, ids.size, 'an event is there twice')
  const lost = acknowledged.filter((id) => !ids.has(id))
  assert.deepEqual(lost, [], 'acknowledged, and lost')
  const counted = await pair.query('select sum(count) from event_hour where agent = 0', 'standby')
  say(
    `  ${acknowledged.length} events acknowledged, ${present.length} kept, 0 lost, 0 doubled, ${counted.trim()} counted`,
  )
}

await failover()
