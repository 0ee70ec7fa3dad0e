import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { suite, test } from 'node:test'
import { GpgHome } from '../../../support/gpg-home.ts'
import { MESSAGE, mailServer, mailTo, sent, STAFF } from './mail-scene.ts'

const { signal } = new AbortController()

suite('a channel with keys', () => {
  test('sends what only their owners can read', async (t) => {
    const [relay, home] = [await mailServer(t), new GpgHome(t)]
    const fingerprint = home.key(`Staff <${STAFF}>`)
    const keys = [{ file: home.exported('staff.asc', fingerprint), fingerprint }]
    assert.deepEqual(await sent(mailTo(relay.port, { keys })), ['delivered: 250 2.0.0 taken'])
    const raw = relay.mails[0]?.data ?? ''
    for (const word of ['victim', 'taken over', 'logged in', 'incident']) assert.ok(!raw.includes(word), word)
    const inside = home.decrypt(raw).toString()
    for (const word of ['victim@example.com was taken over', 'Somebody logged in.'])
      assert.ok(inside.includes(word), word)
  })

  test('says nothing to the relay, and keeps the message, while one of the keys is not there', async (t) => {
    const [relay, home] = [await mailServer(t), new GpgHome(t)]
    const fingerprint = home.key(`Staff <${STAFF}>`)
    const file = home.exported('staff.asc', fingerprint)
    const other = home.key('Gone <gone@example.com>')
    const gone = { file: home.exported('gone.asc', other), fingerprint: other }
    rmSync(gone.file)
    const channel = mailTo(relay.port, { keys: [{ file, fingerprint }, gone] })
    assert.deepEqual(await channel.send(MESSAGE, signal), [
      { recipient: STAFF, result: 'later', reason: `${gone.file}: the key cannot be read (ENOENT).` },
    ])
    assert.deepEqual(await channel.check(signal), [`${gone.file}: the key cannot be read (ENOENT)`])
    assert.deepEqual([relay.mails, relay.lines], [[], []])
  })
})
