import assert from 'node:assert/strict'
import { mkdir, rename, rm } from 'node:fs/promises'
import { test } from 'node:test'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { entryNow, enrolAgent } from '../../support/enrolled-agent.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { startHub } from '../../support/hub-process.ts'
import { NOW } from '../../support/stores.ts'

const GONE = '50306'

test('a hub whose store is removed acknowledges nothing until it is back', async (t) => {
  const { config, store: folder, run } = await createHubScene(t, 'listen: 127.0.0.1:0', 'min_free: 1B')
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  const agent = await enrolAgent(store)
  await store.close()
  const hub = await startHub(config)
  t.after(() => hub.end('SIGKILL'))
  const url = `http://${hub.addresses[0]}`
  let reports = 0
  const report = async (): Promise<string> => {
    reports += 1
    const entry = { ...entryNow(`e${reports}`), time: new Date().toISOString() }
    const body = JSON.stringify({ report: { entries: [entry], metadata: { reporter: agent.host } } })
    const headers = { authorization: agent.authorization }
    const answer = await fetch(`${url}/api/reports`, { method: 'POST', body, headers })
    return `${answer.status} ${await answer.text()}`
  }
  assert.match(await report(), /^202 /)
  const away = `${folder}.away`
  await rename(folder, away)
  for (const isThere of [false, true]) {
    // As an empty mount point is.
    if (isThere) await mkdir(folder)
    assert.match(await report(), new RegExp(`^503 .*${GONE}`))
    await assert.rejects(run('status'), /hub\.db: there is no store; .*its files were removed or unmounted/)
  }
  await rm(folder, { recursive: true })
  await rename(away, folder)
  assert.match(await report(), /^202 /)
  await rm(folder, { recursive: true })
  await mkdir(folder, { mode: 0o700 })
  assert.match(await report(), new RegExp(`^503 .*${GONE}`))
  // An answer counts for a while.
  let ready = await fetch(`${url}/readyz`)
  while (ready.ok) ready = await fetch(`${url}/readyz`)
  assert.match(await ready.text(), new RegExp(`${GONE}.*The files of the store are gone`))
  await hub.untilLine(/ store_gone: /)
  await hub.end('SIGTERM')
  assert.equal(hub.said().match(/ store_gone: /g)?.length, 1)
})
