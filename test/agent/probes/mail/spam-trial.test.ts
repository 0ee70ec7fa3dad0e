import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { mailWays } from '../../../../agent/probes/mail/mail.ts'
import { GTUBE, isTrialDue } from '../../../../agent/probes/mail/spam-trial.ts'
import { type FakeMailServer, startFakeMailServer } from '../../../support/fake-mail-server.ts'
import { playService, runProbe, settingsFault, temporaryPlace, type ProbeRun } from '../probe-scene.ts'

/** A way on which each mail arrives in the folder that a test says; in none if undefined. */
interface MailWay {
  readonly server: FakeMailServer
  /** Runs the check once. */
  readonly run: (probe: ReturnType<typeof mailWays>, further?: object) => Promise<ProbeRun>
  /** Where mails are now, by their marks. */
  readonly stored: Map<string, string>
}

async function createWay(t: TestContext, folderOf: (isSpam: boolean) => string | undefined): Promise<MailWay> {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  const file = join(temporaryPlace(t), 'password')
  writeFileSync(file, 'x', { mode: 0o600 })
  const stored = new Map<string, string>()
  const known = new Set<string>()
  const deliver = (): void => {
    for (const { data } of server.mails) {
      const [, mark = ''] = /^X-Spoor-Check: ([\da-f]{32})\r$/m.exec(data) ?? []
      const folder = folderOf(data.includes(GTUBE))
      if (!known.has(mark) && folder !== undefined) stored.set(mark, folder)
      known.add(mark)
    }
  }
  const { port } = await playService(t, (socket) => playMailbox(socket, stored, deliver))
  const run: MailWay['run'] = async (probe, further = {}) =>
    runProbe(probe, {
      from: 'probe@example.com',
      to: 'anna@example.com',
      smtp: { port: String(server.port) },
      imap: { port: String(port), user: 'anna', password_file: file, tls: 'none', ...further },
      gtube: 'filtered',
    })
  return { server, run, stored }
}

/** Speaks IMAP as far as the check does; mails come when they are searched. */
function playMailbox(socket: Socket, stored: Map<string, string>, deliver: () => void): void {
  let folder = ''
  let found: readonly string[] = []
  const answers: readonly (readonly [begin: string, answer: (words: string) => string])[] = [
    ['SELECT', (words) => ((folder = words.slice(8, -1)) === 'Nowhere' ? 'NO no such mailbox' : 'OK')],
    ['UID EXPUNGE', () => (found.forEach((mark) => stored.delete(mark)), 'OK')],
    ['', () => 'OK'],
  ]
  const searched = (words: string): string => {
    deliver()
    found = [...stored].filter(([mark, place]) => words.includes(mark) && place === folder).map(([mark]) => mark)
    return `* SEARCH${found.length > 0 ? ' 1' : ''}\r\n`
  }
  const answerTo = (line: string): string => {
    const [, tag, words = ''] = /^(s\d+) (.*)/.exec(line) ?? []
    if (tag === undefined) return line.startsWith('l ') ? '+ \r\n' : 'l OK\r\n'
    const answer = answers.find(([begin]) => words.startsWith(begin))?.[1](words)
    return `${words.startsWith('UID SEARCH') ? searched(words) : ''}${tag} ${answer}\r\n`
  }
  socket.write('* OK ready\r\n')
  socket.on('data', (bytes: Buffer) => {
    for (const line of bytes.toString().split('\r\n').filter(Boolean)) socket.write(answerTo(line))
  })
}

suite('a mail with GTUBE', () => {
  test('must not arrive where mail does: that is a warning, and it is removed', async (t) => {
    const { run, server, stored } = await createWay(t, () => 'INBOX')
    const { verdict, text } = await run(mailWays())
    assert.equal(verdict, 'warning')
    assert.equal(
      text,
      'A mail to anna@example.com arrived; one with GTUBE arrived in INBOX, too: no filter took it for spam',
    )
    assert.deepEqual(
      server.mails.map(({ data }) => data.includes(GTUBE)),
      [false, true],
    )
    assert.equal(stored.size, 0)
  })

  test('that is refused, or arrives nowhere, is as it should be', async (t) => {
    const { run, server } = await createWay(t, (isSpam) => (isSpam ? undefined : 'INBOX'))
    const quiet = await run(mailWays())
    assert.deepEqual(
      [quiet.verdict, quiet.text],
      ['ok', 'A mail to anna@example.com arrived; one with GTUBE did not arrive in INBOX'],
    )
    const before = server.mails.length
    server.does = (line) => (line === '.' && server.mails.length > before ? '550 this is spam' : undefined)
    const { verdict, text } = await run(mailWays())
    assert.equal(verdict, 'ok')
    assert.match(text, /; one with GTUBE was refused: .*550 this is spam/)
  })

  test('is sent once an hour however often the check runs, and found later, too', async (t) => {
    let isFiltered = true
    const { run, server, stored } = await createWay(t, (isSpam) => (isSpam && isFiltered ? undefined : 'INBOX'))
    const probe = mailWays()
    assert.equal((await run(probe)).verdict, 'ok')
    const [, spam] = server.mails
    const [, mark = ''] = /^X-Spoor-Check: ([\da-f]{32})\r$/m.exec(spam?.data ?? '') ?? []
    stored.set(mark, 'INBOX')
    isFiltered = false
    for (let times = 0; times < 3; times += 1) assert.equal((await run(probe)).verdict, 'warning')
    assert.equal(server.mails.filter(({ data }) => data.includes(GTUBE)).length, 1)
    assert.deepEqual(
      [undefined, { at: 0 }, { at: 1 }, { at: 7_200_001 }].map((last) => isTrialDue(last, 3_600_000)),
      [true, true, false, true],
    )
  })

  test('must arrive in the folder for spam, if one is named, before the next run', async (t) => {
    const { run, stored } = await createWay(t, (isSpam) => (isSpam ? 'Junk' : 'INBOX'))
    const probe = mailWays()
    for (let times = 0; times < 2; times += 1) {
      const { verdict, text } = await run(probe, { spam_folder: 'Junk' })
      assert.deepEqual([verdict, text], ['ok', 'A mail to anna@example.com arrived; one with GTUBE arrived in Junk'])
    }
    assert.equal(stored.size, 0)
    const lost = await createWay(t, (isSpam) => (isSpam ? undefined : 'INBOX'))
    const other = mailWays()
    assert.match((await lost.run(other, { spam_folder: 'Junk' })).text, /; one with GTUBE is on its way$/)
    const { verdict, text } = await lost.run(other, { spam_folder: 'Junk' })
    assert.equal(verdict, 'warning')
    assert.match(text, /; one with GTUBE was taken and arrived neither in INBOX nor in Junk$/)
  })

  test('whose folder is not there is a warning: the mail itself arrived', async (t) => {
    const { run } = await createWay(t, (isSpam) => (isSpam ? undefined : 'INBOX'))
    const { verdict, text } = await run(mailWays(), { spam_folder: 'Nowhere' })
    assert.equal(verdict, 'warning')
    assert.match(text, /^A mail to anna@example\.com arrived; .* refused SELECT .*no such mailbox/)
  })
})

test('settings of GTUBE that cannot be meant are refused in a sentence', () => {
  const imap = { user: 'anna', password_file: '/etc/spoor/private/probe.password' }
  const whole = { from: 'a@example.com', to: 'b@example.com', smtp: {}, imap }
  const spam = { ...imap, spam_folder: 'Junk' }
  assert.match(settingsFault(mailWays(), { ...whole, imap: spam }) ?? '', /write gtube: filtered, too/)
  const same = { ...imap, spam_folder: 'INBOX' }
  assert.match(settingsFault(mailWays(), { ...whole, imap: same, gtube: 'filtered' }) ?? '', /write two/)
  assert.equal(settingsFault(mailWays(), { ...whole, gtube: 'yes' }), 'is not filtered')
})
