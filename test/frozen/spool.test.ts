import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { VERSIONS, expected } from './ice.ts'
import { type Sent, byKey, sceneOf } from './scene.ts'
import { type Row, listed } from './shown.ts'

for (const version of VERSIONS) {
  suite(`the spool that ${version} left`, async () => {
    const rows = await expected<readonly Row[]>(version, 'spool')
    const waiting = await expected<readonly Sent[]>(version, 'waiting')
    const failed = await expected<readonly Sent[]>(version, 'failed')
    const bodies = new Map([...waiting, ...failed].map(({ key, body }) => [key, body]))

    test('is listed as it was, and whole', async (t) => {
      const { server } = await sceneOf(t, version)
      assert.deepEqual(await listed(server), rows)
      const { code, stdout } = await server.run('spool', 'verify')
      assert.equal(code, 0, stdout)
    })

    test('is sent once, the oldest first, byte by byte as it was', async (t) => {
      const { server, serve } = await sceneOf(t, version)
      assert.deepEqual(await serve('transmit', (sent) => sent.length >= waiting.length), waiting)
      const states = new Map((await listed(server)).map(({ name, state }) => [name, state]))
      for (const { name, state } of rows) assert.equal(states.get(name), state === 'waiting' ? 'transmitted' : state)
    })

    test('shows each report as it is sent', async (t) => {
      const { server } = await sceneOf(t, version)
      // One of App::Spoor, one of a log, those of the past, and what failed, a part with it.
      const some = [
        ...rows.slice(0, 1),
        ...rows.slice(5, 6),
        ...rows.filter(({ state }) => state !== 'transmitted').slice(-6),
      ]
      for (const { id, name } of some) {
        const { stdout } = await server.run('spool', 'show', name, '--body')
        assert.equal(stdout, bodies.get(id), name)
      }
    })

    test('is changed by hand as ever: what failed is sent under its id, what is dropped is not', async (t) => {
      const { server, serve } = await sceneOf(t, version)
      const dropped = rows.find(({ kinds }) => kinds.includes('log_gap'))
      assert.equal((await server.run('spool', 'retry', '--all')).code, 0)
      assert.equal((await server.run('spool', 'drop', dropped?.id ?? '', '--yes')).code, 0)
      const all = [...waiting, ...failed].filter(({ key }) => key !== dropped?.id)
      assert.deepEqual(byKey(await serve('transmit', (sent) => sent.length >= all.length)), byKey(all))
    })
  })
}
