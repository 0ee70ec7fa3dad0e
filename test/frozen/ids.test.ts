import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { asNow } from './changed.ts'
import { digest, short } from './digest.ts'
import { VERSIONS, expected, frozen } from './ice.ts'
import { type Sent, type SentEntry, byKey, entriesOf, forget, sceneOf } from './scene.ts'

for (const version of VERSIONS) {
  suite(`ids of ${version}`, async () => {
    const collected = await expected<readonly Sent[]>(version, 'collected')
    const sent = [...collected, ...(await expected<readonly Sent[]>(version, 'waiting'))]
    const identity: { host: string } = JSON.parse(contentOf(version, 'spool/identity.json'))
    const entryOf = (fits: (entry: SentEntry) => boolean): SentEntry =>
      entriesOf(sent).find(fits) ?? assert.fail('no such entry')

    test('a new spool of that name gives the same lines the same entries and reports', async (t) => {
      const { server, serve } = await sceneOf(t, version)
      await forget(server)
      const now = collected.map(({ body, ...rest }) => ({ ...rest, body: asNow(body) }))
      assert.deepEqual(byKey(await serve('run', (sent) => sent.length >= collected.length)), now)
    })

    test('that of an event is a digest of host, source, path, first line, offset, place in its line, and line', () => {
      const [line = ''] = contentOf(version, 'logs/login/web_log').split('\n')
      const path = '/proc/self/cwd/logs/login/web_log'
      const id = digest(identity.host, 'login', path, short(`${line}\n`), '0', '0', line)
      assert.equal(entryOf(({ mailbox_address: mailbox }) => mailbox === 'sent@example.com').id, id)
    })

    test('that of a gap is a digest of host, source, path, what was lost, and where', () => {
      const gap = entryOf(({ type }) => type === 'log_gap')
      const { range }: { range: { generation: string } } = JSON.parse(
        contentOf(version, 'spool/transmitted/report.000000000006.json'),
      )
      const path = '/proc/self/cwd/logs/login/dav_log'
      const id = digest(identity.host, 'login', path, 'log_gap', path, range.generation, `${gap.offset}`)
      assert.equal(gap.id, id)
    })

    test('that of what App::Spoor left is a digest of what the host is called, name and content', () => {
      const name = 'error.1537372957.1999999.json'
      const id = digest('server.example.net', name, contentOf(version, `spool/parsed/${name}`))
      assert.ok(entryOf((entry) => entry.id === id))
    })

    test('that of a report, or of a part of one, is a digest of those of its entries', () => {
      for (const report of sent) {
        const {
          report: { entries },
        }: { report: { entries: readonly SentEntry[] } } = JSON.parse(report.body)
        assert.equal(report.key, digest(...entries.map(({ id }) => id)))
      }
    })
  })
}

function contentOf(version: string, name: string): string {
  return readFileSync(frozen(version, 'server', name), 'utf8')
}
