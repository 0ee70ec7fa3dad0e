// With rules, a start goes back to where their state was saved, whatever was done to the log since.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Act,
  LoggedHost,
  compressAll,
  compressNewest,
  copyAway,
  look,
  renameAway,
  write,
} from '../../support/logged-host.ts'
import { createSpool } from '../../support/spool-scene.ts'

/** What happens while the collector runs, until it is killed; then what happens until it starts again. */
type Life = readonly [readonly Act[], ...((host: LoggedHost) => void)[]]

const LIVES: Readonly<Record<string, readonly Life[]>> = {
  'a file that came after the save is copied and truncated once': [[['save', write, look], write, copyAway, write]],
  'a file that came after the save is copied and truncated twice': [
    [['save', write, look], write, copyAway, write, copyAway, write],
  ],
  'the same, and everything is compressed': [
    [['save', write, look], write, copyAway, compressNewest, write, copyAway, compressNewest, write],
  ],
  'a known file is copied and truncated, and another one came': [
    [[write, 'save', write, copyAway, write, look], write, copyAway, write],
  ],
  'two files came to the path after the save, and both are copied away': [
    [['save', write, copyAway, write, copyAway, write, look], write, copyAway, write, copyAway, write],
  ],
  'two files came to the path after the save, and both are compressed': [
    [[write, 'save', write, copyAway, write, copyAway, write, look], write, copyAway, compressAll, write],
  ],
  'files that came after the save are renamed away': [
    [['save', write, renameAway, write, renameAway, write, look], write, renameAway, write, renameAway, write],
  ],
  'files that came after the save are renamed away and compressed': [
    [['save', write, renameAway, write, look], write, renameAway, write, renameAway, write, compressAll],
  ],
  'some were heard, others not': [
    [[write, 'save', write, look, 'hear', copyAway, write, look], write, copyAway, write, copyAway, compressAll],
  ],
  'a compressed copy was read to its end since': [
    [[write, 'save'], write, copyAway, compressNewest, write],
    [[look, write], copyAway, write],
  ],
  'compressed copies that came after the save were read to their ends': [
    [['save', write], write, copyAway, compressNewest, write, copyAway, compressNewest, write],
    [[look, write], copyAway, compressNewest],
    [[look], write, copyAway, write],
  ],
  'it is killed again right after the next save': [
    [['save', write, look], write, copyAway, write],
    [['save'], write, copyAway, write, copyAway, write],
    [[look], copyAway, write],
  ],
  'it is killed again while it reads again, and saves in between': [
    [[write, 'save', write, copyAway, write, look], write, copyAway, write],
    [[look, 'save', write, 'hear', look], write, copyAway, compressAll],
    [['hear', write, look, copyAway, write], copyAway, write],
  ],
}

const EVENTS = {
  'sealed as they are read, and concluded': ['login_failed', 'login_locked_out'],
  'only concluded': ['login_locked_out'],
} as const

for (const [what, events] of Object.entries(EVENTS)) {
  for (const [name, lives] of Object.entries(LIVES)) {
    test(`${name}: lines that are ${what} are told once each`, async (t) => {
      const host = new LoggedHost(await createSpool(t), events)
      for (const [acts, ...after] of lives) {
        // A file is known by what is sealed of it.
        await host.live(events.length === 1 ? [...acts, look, 'hear'] : acts)
        for (const act of after) act(host)
      }
      await host.expectAll()
    })
  }
}

test('a log that came after the save is not skipped at the next start, though only what is new was to be read', async (t) => {
  const host = new LoggedHost(await createSpool(t), EVENTS['sealed as they are read, and concluded'])
  host.write(2)
  await host.live(['save', write, look], 'end')
  write(host)
  await host.live([look, 'hear', 'save'], 'end')
  const numbers = [2, 3, 4, 5, 6, 7]
  const told = ['login_failed', 'login_locked_out'].flatMap((type) => numbers.map((n) => `${type} m${n}@example.com`))
  assert.deepEqual(host.sealed, told)
})

test('what is kept of a pruned log is heard, and sealed, once', async (t) => {
  const host = new LoggedHost(await createSpool(t), EVENTS['sealed as they are read, and concluded'])
  await host.live([write, write, 'save', (it) => it.prune(4), write, look])
  host.write(1)
  copyAway(host)
  write(host)
  await host.expectAll()
})

for (const [what, act] of Object.entries({
  'was rewritten with its newest part': (host: LoggedHost) => host.prune(4),
  'is gone, with its copies': (host: LoggedHost) => host.remove(),
})) {
  test(`where a log ${what}, nothing is sealed twice, and what rules cannot hear again is told as a gap`, async (t) => {
    const host = new LoggedHost(await createSpool(t), EVENTS['sealed as they are read, and concluded'])
    await host.live(['save', write, copyAway, write, write, look])
    act(host)
    write(host)
    await host.live([look, 'hear', 'save'])
    const failed = host.sealed.filter((each) => each.startsWith('login_failed'))
    assert.deepEqual(failed, [...new Set(failed)])
    assert.deepEqual(failed.length, 12)
    assert.ok(host.sealed.some((each) => each.startsWith('log_gap')))
    assert.ok(host.spool.codes().includes('log_gap'))
  })
}
