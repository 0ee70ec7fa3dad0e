import { readFile, writeFile } from 'node:fs/promises'
import type { TestContext } from 'node:test'
import { type TestHost, createTestHost } from './test-host.ts'

/** A host with one log only, which is no file; `log` says what it is, with FOLDER for the host's folder. */
export async function createStreamHost(t: TestContext, log: string, spool = ''): Promise<TestHost> {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  const text = (await readFile(host.config, 'utf8')).replace(/^followers:\n(?: .*\n)+/, '')
  const item = `{ driver: cpanel-login, ${log.replace('FOLDER', host.folder)} }`
  await writeFile(host.config, `logs: [${item}]\n${text.replace(/^spool: \{ /m, `spool: { ${spool}`)}`)
  return host
}

/** The mailboxes of all that is sealed, in order. */
export async function mailboxesIn(host: TestHost): Promise<unknown[]> {
  return (await host.entriesIn('parsed')).map((entry) => entry['mailbox_address'])
}
