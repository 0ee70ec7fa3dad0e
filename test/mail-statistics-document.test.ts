// What docs/mail-statistics.md says, tried.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startAgent } from './support/agent-process.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { eximLog } from './support/exim-log.ts'
import { temporaryFolder } from './support/spool-scene.ts'

const MAIL = /^spoor-agent mail(?: |$)/

test('every mail command in the documents works, on logs of its own', async (t) => {
  const folder = await temporaryFolder(t)
  const [log, zipped, dovecot] = ['exim_mainlog', 'exim_mainlog-20261122.gz', 'maillog'].map((name) =>
    join(folder, name),
  )
  const limit = 'Domain shop.example has exceeded the max emails per hour (26/25 (104%)) allowed. Message discarded.'
  const text = `${eximLog(200, { idLength: 23, hasPid: true })}${stamped(new Date())} ${limit}\n`
  mkdirSync(join(folder, 'input'))
  writeFileSync(log ?? '', text)
  writeFileSync(zipped ?? '', gzipSync(text))
  const login = 'dovecot: imap-login: Login: user=<a@shop.example>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.9, TLS'
  writeFileSync(dovecot ?? '', `${new Date().toISOString()} web1 ${login}\n`)
  const commands = new Set(DOCS.flatMap((document) => commandsIn(document)).filter((command) => MAIL.test(command)))
  assert.ok(commands.size >= 6)
  for (const command of commands) {
    const [, ...words] = command.split(' ')
    const named = words.map((word) => word.replace('/var/log', folder))
    const isNamed = named.some((word) => word.startsWith(folder))
    const file = words.includes('--recent') ? dovecot : words.includes('--queue') ? folder : log
    const { code, stderr, stdout } = await startAgent([...named, ...(isNamed ? [] : [file ?? ''])]).exited
    assert.equal(code, 0, `${command}: ${stderr}`)
    assert.match(stdout, /^(?:[A-Z]+ |hour,)/, command)
  }
})

function stamped(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19).replace('T', ' ')
}
