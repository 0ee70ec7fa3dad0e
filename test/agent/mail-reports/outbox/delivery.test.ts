import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { deliverMails } from '../../../../agent/mail-reports/outbox/delivery.ts'
import { MailOutbox } from '../../../../agent/mail-reports/outbox/mail-outbox.ts'
import { makeMailReport } from '../../../../agent/mail-reports/run/make-mail-report.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'
import { agentCommand } from '../../../support/agent-process.ts'
import { type FakeMailServer, startFakeMailServer } from '../../../support/fake-mail-server.ts'
import { NOW, type ReportScene, reportScene } from '../report-scene.ts'

const [program = '', ...words] = agentCommand()

interface Posting {
  readonly server: FakeMailServer
  readonly scene: ReportScene
  readonly notices: Notice[]
  /** Delivers what is due so many milliseconds after the report was made. */
  readonly deliver: (after: number, isAtOnce?: boolean) => Promise<number>
}

/** A report for two people, made, and a server. */
async function posting(t: TestContext): Promise<Posting> {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  const scene = await reportScene(t, { port: server.port })
  const { report: one, signal } = scene.parts
  const to = ['anna@example.com', 'bob@example.com']
  const report = { ...one, letter: { ...one.letter, mail: { ...one.letter.mail, to } } }
  const notices: Notice[] = []
  const tell = (notice: Notice): void => void notices.push(notice)
  await makeMailReport({ ...scene.parts, report }, tell)
  return {
    server,
    scene,
    notices,
    deliver: async (after, isAtOnce = false) => {
      const outbox = new MailOutbox(scene.places)
      const { waiting } = await deliverMails({
        report,
        outbox,
        command: [program, ...words],
        now: NOW + after,
        isAtOnce,
        tell,
        signal,
      })
      return waiting
    },
  }
}

test('a mail is delivered once, byte for byte, and its folder is gone', async (t) => {
  const { server, scene, deliver } = await posting(t)
  assert.equal(await deliver(0), 0)
  assert.equal(await deliver(1), 0)
  assert.equal(server.mails.length, 1)
  assert.deepEqual(server.mails[0]?.to, ['anna@example.com', 'bob@example.com'])
  assert.match(server.mails[0]?.data ?? '', /b25lOiB0aW1lIDEK\r\n/)
  assert.deepEqual(readdirSync(scene.places.outbox), [])
})

test('who has to wait gets the same mail later, and nobody gets it twice', async (t) => {
  const { server, notices, deliver } = await posting(t)
  server.does = (line) => (line.includes('bob@') ? '450 4.2.1 try again' : undefined)
  assert.equal(await deliver(0), 1)
  assert.match(notices[0]?.text ?? '', /report morning waits.*450 4\.2\.1/)
  // The pause: nothing is tried before, unless a person asks.
  assert.equal(await deliver(60_000), 1)
  assert.equal(server.mails.length, 1)
  server.does = () => undefined
  assert.equal(await deliver(60_000, true), 0)
  assert.deepEqual(
    server.mails.map(({ to }) => to.join()),
    ['anna@example.com', 'bob@example.com'],
  )
  assert.equal(server.mails[0]?.data, server.mails[1]?.data)
})

test('a server that is away for a day costs nothing but patience: the pause doubles up to four hours', async (t) => {
  const { server, scene, deliver } = await posting(t)
  server.does = (line) => (line === 'CONNECT' ? '421 4.3.2 away' : undefined)
  const pauses: number[] = []
  for (let after = 0; after < 86_400_000;) {
    assert.equal(await deliver(after), 2)
    const [sealed] = await new MailOutbox(scene.places).runs()
    const next = (sealed?.run.letters[0]?.notBefore ?? 0) - NOW
    pauses.push((next - after) / 60_000)
    after = next
  }
  assert.deepEqual(pauses, [4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240])
  server.does = () => undefined
  assert.equal(await deliver(2 * 86_400_000), 0)
  assert.equal(server.mails.length, 1)
})

test('who is refused for good is told of and kept, until somebody drops it', async (t) => {
  const { server, scene, notices, deliver } = await posting(t)
  server.does = (line) => (line.includes('bob@') ? '550 5.1.1 no such user' : undefined)
  assert.equal(await deliver(0), 0)
  assert.match(notices[0]?.text ?? '', /refused for good: bob@example\.com: .*550 5\.1\.1/)
  const [first] = await new MailOutbox(scene.places).runs()
  assert.deepEqual(
    first?.run.letters[0]?.refused.map(({ recipient }) => recipient),
    ['bob@example.com'],
  )
  assert.equal(await deliver(3_600_000, true), 0)
  assert.equal(server.mails.length, 1)
})
