import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { placesOf } from '../../../agent/mail-reports/places.ts'
import { lockReport } from '../../../agent/mail-reports/report-lock.ts'
import { ownName } from '../../../lib/system/users/passwd.ts'
import { type Ended, startAgent } from '../../support/agent-process.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Host {
  readonly state: string
  readonly run: (...words: readonly string[]) => Promise<Ended>
}

/** A host with the reports `first` and `second`, and a mail server that is away. */
async function host(t: TestContext): Promise<Host> {
  const folder = await temporaryFolder(t)
  const [config, state] = [join(folder, 'spoor.yml'), join(folder, 'state')]
  const report = (name: string): string => `
  - name: ${name}
    every: hourly
    mail: { from: spoor@example.com, to: anna@example.com, host: 127.0.0.1, port: 9, tls: none }
    sections:
      - command: { exec: [/bin/echo, hello], user: ${ownName()} }`
  await writeFile(config, `mail_reports:${report('first')}${report('second')}\n`, { mode: 0o600 })
  return {
    state,
    run: (...words) => startAgent(['mail-report', ...words, '--config', config, '--state', state]).exited,
  }
}

test('a report that cannot be made keeps no other from it, and is told in words', async (t) => {
  const { state, run } = await host(t)
  const { outbox } = placesOf(state, 'first')
  await mkdir(join(outbox, '000001'), { recursive: true, mode: 0o700 })
  await writeFile(join(outbox, '000001', 'run.json'), 'half of i')
  const due = await run('run', '--due')
  assert.equal(due.code, 1)
  assert.match(due.stderr, /mail_report_failed: .*run\.json: it is damaged; .*; remove \S+000001 to go on/)
  assert.match(due.stdout, /^second: made, 1 mail\.$/m)
  assert.deepEqual(await readdir(placesOf(state, 'second').outbox), ['000001'])
  const { code, stdout } = await run('list')
  assert.equal(code, 0)
  assert.match(stdout.replaceAll(/\s+/g, ' '), /mails \S+run\.json: it is damaged.*report second/)
})

test('a report that is being made is left alone: the timer goes on with the others, and a person is told', async (t) => {
  const { state, run } = await host(t)
  const places = placesOf(state, 'first')
  await mkdir(places.folder, { recursive: true })
  const lock = await lockReport(places, 'first')
  t.after(() => lock.release())
  const due = await run('run', '--due')
  assert.match(
    due.stdout,
    /^first: Another process makes or sends the report first right now; .*\nsecond: made, 1 mail/,
  )
  const named = await run('run', 'first')
  assert.equal(named.code, 75)
  assert.match(named.stderr, /^Another process makes or sends the report first right now; wait for it/)
})

test('a folder that cannot be made is named', async (t) => {
  const { state, run } = await host(t)
  await writeFile(state, '')
  const { code, stderr } = await run('run', 'first')
  assert.equal(code, 1)
  assert.match(stderr, /^\S+state: this folder cannot be made \(EEXIST\)\.\n$/)
})
