// Exim's own statistics as an oracle.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { eximLog } from '../../support/exim-log.ts'
import { foldedMail } from '../../support/folded-mail.ts'
import { unlessInstalled } from '../../support/installed.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** The numbers of its first table: received and delivered. */
function byEximstats(
  folder: string,
  log: string,
): { readonly total: readonly number[]; readonly senders: Map<string, readonly number[]> } {
  const file = join(folder, 'log')
  writeFileSync(file, log)
  const words = ['-nr', '-ne', '-nt', '-tnl', '-h0', '-q0', '-nvr', '-byemail', '-t100000', file]
  const { stdout } = spawnSync('eximstats', words, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
  const [, ...received] = /^ {2}Received +(\d+) +(\d+) +\d+ +(\d+) +[\d.]+% +(\d+)/m.exec(stdout) ?? []
  const [, ...delivered] = /^ {2}Delivered +(\d+) +(\d+) +(\d+)/m.exec(stdout) ?? []
  const [, table = ''] = /^Top \d+ sending emails by message count\n[^]*?Sending email\n([^]*?)\n\n/m.exec(stdout) ?? []
  const senders = table.split('\n').map((line) => line.trim().split(/ +/))
  return {
    total: [...received, ...delivered].map(Number),
    senders: new Map(senders.map(([messages, bytes, , sender = '']) => [sender, [Number(messages), Number(bytes)]])),
  }
}

suite('eximstats', { skip: unlessInstalled('/usr/sbin/eximstats', 'exim4-base') }, () => {
  for (const hasPid of [true, false])
    test(`counts the same in 2,000 messages ${hasPid ? 'with' : 'without'} process numbers`, async (t) => {
      const log = eximLog(2000, { idLength: 16, hasPid })
      const theirs = byEximstats(await temporaryFolder(t), log)
      const { total, by } = foldedMail(log.trimEnd().split('\n'))
      const { bytes, messages, deferred, failed, delivered_bytes: volume, deliveries, delivered } = total
      assert.equal(messages, 2000)
      assert.deepEqual([bytes, messages, deferred, failed, volume, deliveries, delivered], theirs.total)
      const senders = Object.entries(by['sender'] ?? {}).map(
        ([sender, row]) => [sender, [row.messages, row.bytes]] as const,
      )
      assert.ok(senders.length > 300)
      for (const [sender, numbers] of senders)
        if (numbers[0] !== 0) assert.deepEqual(numbers, theirs.senders.get(sender))
    })

  test('does not know ids of 23 characters, which give the same numbers here', () => {
    const [short, long] = ([16, 23] as const).map((idLength) =>
      foldedMail(eximLog(2000, { idLength, hasPid: true }).trimEnd().split('\n')),
    )
    assert.deepEqual(long, short)
  })
})
