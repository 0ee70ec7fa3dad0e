import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { VERSIONS, expected, goOn } from './ice.ts'
import { type SentEntry, haveCome, mailboxesOf, sceneOf } from './scene.ts'
import { type Counted, statusOf } from './shown.ts'

for (const version of VERSIONS) {
  suite(`what ${version} counted`, async () => {
    const before = await expected<Counted>(version, 'status')
    const later = await expected<readonly SentEntry[]>(version, 'later')
    const mailboxes = mailboxesOf(later)

    test('is shown before anything runs', async (t) => {
      const { server } = await sceneOf(t, version)
      assert.partialDeepStrictEqual(await statusOf(server), before)
    })

    for (const [name, reboots] of [
      ['over a restart', false],
      ['over a reboot', true],
    ] as const) {
      test(`goes on ${name}`, async (t) => {
        const { server, serve } = await sceneOf(t, version)
        if (reboots) await rm(join(server.folder, 'run'), { recursive: true })
        await goOn(version, server.folder)
        await serve('run', (sent) => haveCome(mailboxes, sent))
        const now = await statusOf(server)
        assert.equal(now.collector.countedSince, before.collector.countedSince)
        assert.equal(now.transmitter.countedSince, before.transmitter.countedSince)
        assert.equal(now.collector.notices.counts['log_gap'], 1 + (before.collector.notices.counts['log_gap'] ?? 0))
        const events = (status: Counted): number => status.sources.reduce((sum, source) => sum + source.events, 0)
        assert.equal(events(now), events(before) + later.length)
        const accepted = now.spool.transmitted - before.spool.transmitted
        assert.equal(now.transmitter.delivery.accepted, before.transmitter.delivery.accepted + accepted)
        assert.equal(now.transmitter.delivery.rejected, before.transmitter.delivery.rejected)
      })
    }
  })
}
