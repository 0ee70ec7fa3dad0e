import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext } from 'node:test'
import type { Channel } from '../../../../lib/notify/channel.ts'
import type { Message } from '../../../../lib/notify/message.ts'
import { webhookChannel } from '../../../../lib/notify/webhook/webhook-channel.ts'
import type { WebhookSettings } from '../../../../lib/notify/webhook/webhook-settings.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { createTestCa, type TestCertificate } from '../../../support/test-ca.ts'

/** What is told. */
export const MESSAGE: Message = {
  id: 'message-1',
  thread: 'incident-7',
  time: Date.UTC(2026, 10, 28),
  importance: 'high',
  subject: 'Mailbox victim@example.com\nwas taken over',
  text: 'Somebody logged in.\n',
  data: { mailbox: 'victim@example.com', hosts: 2 },
}
/** What `secretFile` holds. */
export const SECRET = 'hush-hush-4711'
/** This machine. */
export const HERE = ['127.0.0.0/8', '::1']
/** Whom `webhook` trusts. */
export const ca = createTestCa()
const { signal } = new AbortController()

/** A folder for files of a channel, for as long as the tests of the file run. */
export const FOLDER = mkdtempSync(join(tmpdir(), 'spoor-webhook-'))
const caFile = join(FOLDER, 'ca.pem')
/** A private file with the secret. */
export const secretFile = join(FOLDER, 'secret')
before(async () => {
  await writeFile(caFile, ca.pem)
  await writeFile(secretFile, `${SECRET}\n`, { mode: 0o600 })
})
after(() => rm(FOLDER, { recursive: true }))

/** Starts a webhook on this machine. */
export async function receiver(t: TestContext, certificate?: TestCertificate): Promise<FakeApi> {
  const server = await startFakeApi(certificate && { certificate })
  t.after(() => server.close())
  return server
}

/** A channel to a URL, which may be on this machine. */
export function webhook(url: string, change: Partial<WebhookSettings> = {}): Channel {
  return webhookChannel({
    program: 'spoor-hub',
    option: 'alerts.channels.chat',
    url,
    allow: HERE,
    timeout: 60_000,
    caFile,
    ...change,
  })
}

/** Tries once, and shows the receipt. */
export async function told(channel: Channel, signalOfTest = signal): Promise<string> {
  const [receipt, ...rest] = await channel.send(MESSAGE, signalOfTest)
  assert.ok(receipt && rest.length === 0)
  return `${receipt.result}: ${receipt.result === 'delivered' ? receipt.answer : receipt.reason}`
}
