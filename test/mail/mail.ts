// `npm run mail`: a hub tells of a takeover through exim4, and the mails are read back from dovecot over IMAP; a
// webhook is told over TLS, and one on this machine is refused. Then an agent without a hub tells of a takeover, and
// makes encrypted reports. Needs root, and Debian's exim4, dovecot and gpg.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { type HubProcess, hubCommand, startHub } from '../support/hub-process.ts'
import { createTestCa } from '../support/test-ca.ts'
import { agentTells } from './agent-tells.ts'
import { imapInbox } from './imap-inbox.ts'
import { LOGIN, MailHost } from './mail-host.ts'
import { reportTells } from './report-tells.ts'

/** The key of the webhook's signature. */
const SECRET = 'webhook secret 4711'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** What a command of the hub prints; rejects with what it says if it fails. */
async function spoorHub(config: string, ...words: readonly string[]): Promise<string> {
  const [program, ...args] = [...hubCommand(), ...words, '--config', config]
  return (await promisify(execFile)(program, args)).stdout
}

/** The configuration, with files that nobody else reads. */
async function configure(folder: string, mail: MailHost, url: string, caPem: string): Promise<string> {
  const files = { password: LOGIN.password, secret: SECRET }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), `${text}\n`, { mode: 0o600 })
  await writeFile(join(folder, 'ca.pem'), caPem)
  const config = join(folder, 'hub.yml')
  const relay = `host: localhost, port: ${mail.smtp}, tls: starttls, user: ${LOGIN.user}, ca_file: ${mail.caFile}`
  const text = `
listen: 127.0.0.1:0
store: ${join(folder, 'store')}
public_url: https://hub.example.com
alerts:
  channels:
    staff:
      mail:
        { from: spoor@example.com, to: [anna@example.com, gone@example.com, duty@example.com],
          ${relay}, password_file: ${join(folder, 'password')} }
    chat: { webhook: { url: '${url}/hook', secret_file: ${join(folder, 'secret')}, ca_file: ${join(folder, 'ca.pem')}, allow: 127.0.0.1 } }
    inside: { webhook: { url: '${url}/hook', ca_file: ${join(folder, 'ca.pem')} } }
  rules:
    - { name: takeovers, to: [staff, chat, inside], wait: 1s }
`
  await writeFile(config, text, { mode: 0o600 })
  return config
}

/** Reports the takeover of a mailbox, as its agent does. */
async function reportTakeover(address: string, authorization: string, mailbox: string, id: string): Promise<void> {
  const entry = {
    id: id.padEnd(22, '_'),
    type: 'mailbox_takeover',
    host: 'web1.example.com',
    time: Math.floor(Date.now() / 1000),
    severity: 'critical',
    context: 'mailbox',
    mailbox_address: mailbox,
    ip: '203.0.113.7',
    summary: 'Somebody logged in from a new place, then a forward was added — "Übernahme".',
    parts: 'login forward_added',
  }
  const body = JSON.stringify({ report: { entries: [entry], metadata: { reporter: 'web1.example.com' } } })
  const response = await fetch(`http://${address}/api/reports`, { method: 'POST', headers: { authorization }, body })
  const answer = await response.text()
  assert.equal(response.status, 202, answer)
  assert.match(answer, /"kept":1/)
}

/** The mails of somebody once there are so many. */
async function inbox(mail: MailHost, user: string, count: number): Promise<readonly string[]> {
  const ca = await readFile(mail.caFile, 'utf8')
  for (let last: unknown = 'no mail'; ; await setTimeout(200)) {
    try {
      const mails = await imapInbox(mail.imap, ca, user, LOGIN.user)
      if (mails.length >= count) return mails
    } catch (error) {
      if (String(error) !== String(last)) say(`  (${String(error).split('\n')[0]})`)
      last = error
    }
  }
}

function header(mail: string, name: string): string {
  return new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(mail)?.[1] ?? ''
}

async function tellsByMail(mail: MailHost, config: string, tell: () => Promise<void>): Promise<void> {
  await tell()
  const [opened = ''] = await inbox(mail, 'anna', 1)
  const [other = ''] = await inbox(mail, 'duty', 1)
  assert.equal(header(other, 'Message-ID'), header(opened, 'Message-ID'))
  say(`opened:    ${header(opened, 'Subject')}`)
  await spoorHub(config, 'incidents', 'resolve', '1', '--reason', 'password changed')
  const mails = await inbox(mail, 'anna', 2)
  const ended = mails.find((each) => header(each, 'Message-ID') !== header(opened, 'Message-ID')) ?? ''
  say(`recovered: ${header(ended, 'Subject')}`)
  for (const name of ['Subject', 'References', 'In-Reply-To', 'List-Id', 'From'])
    assert.equal(header(ended, name), header(opened, name), name)
  assert.match(header(opened, 'References'), /^<thread\.[0-9a-f]{32}@example\.com>$/)
  assert.equal(header(opened, 'Auto-Submitted'), 'auto-generated')
  assert.match(header(opened, 'Received'), /esmtpsa/i, 'over TLS, with a login')
  assert.match(header(opened, 'Content-Type'), /^text\/plain/)
  // Quoted-printable breaks lines, and writes what is not ASCII as bytes.
  const text = opened.replaceAll('=\r\n', '')
  assert.match(text, /victim@example\.com was probably taken over/)
  assert.match(text, /=C3=9Cbernahme/)
  assert.match(text, /https:\/\/hub\.example\.com\/incidents\/1/)
  assert.match(ended.replaceAll('=\r\n', ''), /It is over\..*password changed/s)
}

async function allIsTold(server: MailHost, chat: FakeApi, config: string, hub: HubProcess): Promise<void> {
  await inbox(server, 'anna', 0)
  const { identifier, secret }: Record<string, unknown> = JSON.parse(
    await spoorHub(config, 'agents', 'add', 'web1.example.com', '--json'),
  )
  const authorization = `Basic ${Buffer.from(`${String(identifier)}:${String(secret)}`).toString('base64')}`
  const [address = ''] = hub.addresses
  await tellsByMail(server, config, () => reportTakeover(address, authorization, 'victim@example.com', 'first'))
  say('read back over IMAP: two mails to each recipient, one thread, over TLS with a login')
  const receipts = await spoorHub(config, 'alerts', 'list', '--json')
  assert.match(receipts, /"recipient":"gone@example\.com","state":"refused"[^}]*no such user/)
  say('the recipient whom exim4 refuses has a receipt that says why')
  await chat.arrived(2)
  for (const { headers, body } of chat.requests)
    assert.equal(headers['x-spoor-signature-256'], `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`)
  say(`the webhook was told ${chat.requests.length} times, signed`)
  assert.match(receipts, /"channel":"inside"[^}]*which is no address of the internet/)
  say('a webhook that leads into the own network is refused')
  for (const file of [hub.said(), receipts, await spoorHub(config, 'alerts', 'why', '1')])
    assert.ok(!file.includes(LOGIN.password) && !file.includes(SECRET))
}

async function mail(): Promise<void> {
  assert.equal(process.getuid?.(), 0, 'exim4 and dovecot have to be started by root')
  for (const program of ['exim4', 'dovecot'])
    assert.ok(isThere(program), `${program} is not installed: apt-get install exim4-daemon-light dovecot-imapd`)
  const folder = await mkdtemp(join(tmpdir(), 'spoor-mail-hub-'))
  const ca = createTestCa()
  const chat = await startFakeApi({ certificate: ca.issue(), host: '127.0.0.1' })
  chat.otherwise = { status: 200, body: 'ok' }
  const server = await MailHost.start()
  try {
    const config = await configure(folder, server, chat.url, ca.pem)
    const hub = await startHub(config)
    try {
      await allIsTold(server, chat, config, hub)
      await agentTells(server, () => inbox(server, 'duty', 0), say)
      await reportTells(server, (count) => inbox(server, 'anna', count), say)
      assert.equal(await hub.end('SIGTERM'), 0)
    } catch (error) {
      say(`${hub.said()}\n${await server.logs()}`)
      throw error
    } finally {
      await hub.end('SIGKILL')
    }
  } finally {
    await Promise.all([server.close(), chat.close()])
    await rm(folder, { recursive: true, force: true })
  }
}

function isThere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

await mail()
