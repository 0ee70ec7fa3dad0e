import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext } from 'node:test'
import type { Channel, Receipt } from '../../../../lib/notify/channel.ts'
import { mailChannel } from '../../../../lib/notify/mail/mail-channel.ts'
import type { MailSettings } from '../../../../lib/notify/mail/mail-settings.ts'
import type { Message } from '../../../../lib/notify/message.ts'
import { type FakeMailOptions, type FakeMailServer, startFakeMailServer } from '../../../support/fake-mail-server.ts'
import { createTestCa } from '../../../support/test-ca.ts'

/** What is told. */
export const MESSAGE: Message = {
  id: 'message-1',
  thread: 'incident-7',
  time: Date.UTC(2026, 10, 28),
  importance: 'normal',
  subject: 'Mailbox victim@example.com was taken over',
  text: 'Somebody logged in.\n.\n..and out\n',
  data: null,
}
/** Who is told by default. */
export const STAFF = 'staff@example.com'
/** What `loggingIn` logs in with. */
export const PASSWORD = 'hush-hush-4711'
/** Whom `loggingIn` trusts. */
export const ca = createTestCa()
const { signal } = new AbortController()

/** A folder for files of a channel, for as long as the tests of the file run. */
export const FOLDER = mkdtempSync(join(tmpdir(), 'spoor-mail-'))
before(async () => {
  await writeFile(join(FOLDER, 'ca.pem'), ca.pem)
  await writeFile(join(FOLDER, 'password'), `${PASSWORD}\n`, { mode: 0o600 })
})
after(() => rm(FOLDER, { recursive: true }))

/** Starts a mail server for a test. */
export async function mailServer(t: TestContext, options: FakeMailOptions = {}): Promise<FakeMailServer> {
  const started = await startFakeMailServer(options)
  t.after(() => started.close())
  return started
}

/** A channel to a port of this machine. */
export function mailTo(port: number, change: Partial<MailSettings> = {}): Channel {
  return mailChannel({
    program: 'spoor-hub',
    option: 'alerts.channels.staff',
    host: '127.0.0.1',
    port,
    from: 'spoor@host.example.com',
    to: [STAFF],
    timeout: 60_000,
    ...change,
  })
}

/** How a login over verified TLS is set up. */
export function loggingIn(): Partial<MailSettings> {
  return { user: 'me', passwordFile: join(FOLDER, 'password'), caFile: join(FOLDER, 'ca.pem'), tls: 'starttls' }
}

/** Receipts in short. */
export function shown(receipts: readonly Receipt[]): readonly string[] {
  return receipts.map((each) =>
    each.result === 'delivered' ? `${each.result}: ${each.answer}` : `${each.result}: ${each.reason}`,
  )
}

/** Waits until the relay has heard that the conversation is over. */
export async function parted(relay: FakeMailServer): Promise<void> {
  while (!relay.lines.at(-1)?.endsWith('QUIT')) await new Promise(setImmediate)
}

/** Tries once, and shows the receipts. */
export async function sent(settings: Channel, signalOfTest = signal): Promise<readonly string[]> {
  return shown(await settings.send(MESSAGE, signalOfTest))
}
