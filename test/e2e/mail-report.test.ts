import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type MailReportHost, mailReportHost } from '../support/mail-report-host.ts'
import { whyNot } from '../torture/needs.ts'
import { NOBODY } from '../torture/nobody.ts'

/** Calls before which a run is killed: when it makes, writes, syncs, moves, removes, and hears that a child ended. */
const CALLS = ['mkdir', 'write', 'fsync', 'rename', 'unlink', 'rmdir', 'wait4']

/** A command that traces the run, without the processes that it starts. */
function traced(calls: string, ...words: readonly string[]): string[] {
  return ['strace', '-D', '-qq', '-f', '-b', 'execve', '-e', `trace=${calls}`, ...words]
}

/** How often the thread that makes a call most often makes it in a run. */
async function callsOfRun(host: MailReportHost): Promise<ReadonlyMap<string, number>> {
  const record = join(host.folder, 'run', 'record')
  host.write(3)
  assert.equal((await host.run({ under: traced(CALLS.join(), '-o', record) })).code, 0)
  const numbers = new Map<string, number>()
  for (const [key] of readFileSync(record, 'utf8').matchAll(/^\d+ +\w+(?=\()/gm))
    numbers.set(key, (numbers.get(key) ?? 0) + 1)
  return new Map(
    CALLS.map((call) => [
      call,
      Math.max(...[...numbers].map(([key, count]) => (key.endsWith(` ${call}`) ? count : 0))),
    ]),
  )
}

/** Every rename, and so many of the other calls, the same ones each time. */
function killsFrom(
  calls: ReadonlyMap<string, number>,
  most: number,
): readonly (readonly [call: string, number: number])[] {
  const all = [...calls].flatMap(([call, count]) =>
    Array.from({ length: count }, (_none, index) => [call, index + 1] as const),
  )
  const others = all.filter(([call]) => call !== 'rename')
  const step = others.length / most
  const some = Array.from({ length: most }, (_none, index) => others[Math.floor(index * step)])
  return [...all.filter(([call]) => call === 'rename'), ...some.filter((kill) => kill !== undefined)]
}

async function killedOften(t: TestContext, user: readonly string[], others: number): Promise<void> {
  const host = await mailReportHost(t, user)
  host.write(2)
  assert.equal((await host.run()).code, 0)
  const kills = killsFrom(await callsOfRun(host), others)
  assert.ok(kills.filter(([call]) => call === 'rename').length >= 5, 'more than the seal and two positions')
  for (const [round, [call, number]] of kills.entries()) {
    host.write(3)
    if (round === 1) host.rotate()
    if (round % 2 === 1) host.write(2)
    const effect = ['-e', `inject=${call}:signal=KILL:when=${number}`, '-o', '/dev/null']
    const killed = await host.run({ under: traced(call, ...effect) })
    assert.equal(killed.signal, 'SIGKILL', `${call} ${number}: ${killed.stdout}${killed.stderr}`)
    if (round % 3 === 0) assert.equal((await host.run({ words: ['--dry-run'] })).code, 0)
    host.write(1)
    const after = await host.run()
    assert.equal(after.code, 0, `after ${call} ${number}: ${after.stderr}`)
    assert.deepEqual(host.told(), host.written(), `${call} ${number}`)
  }
  assert.deepEqual(readdirSync(join(host.folder, 'state/morning/outbox')), [])
}

test('two reports with a rotation between them tell each line once', async (t) => {
  const host = await mailReportHost(t)
  host.write(5)
  assert.equal((await host.run()).code, 0)
  host.write(2)
  host.rotate()
  host.write(3)
  const second = await host.run()
  assert.equal(second.code, 0, second.stderr)
  assert.match(second.stdout, /morning: made, 2 mails/)
  assert.deepEqual(host.told(), host.written())
  assert.match((await host.run()).stdout, /nothing to tell/)
})

/** Two minutes of it are enough: the executable's. */
const elsewhere = process.env['SPOOR_AGENT'] === undefined ? 'it takes a minute: npm run test:executable' : undefined

test(
  'killed at any moment, and made again: each line of the logs is in exactly one mail',
  { skip: elsewhere ?? whyNot(['traces']) },
  (t) => killedOften(t, [], 5),
)

test('the same for an ordinary user', { skip: elsewhere ?? whyNot(['traces', 'changes the user']) }, (t) =>
  killedOften(t, NOBODY, 1),
)
