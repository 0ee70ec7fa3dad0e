import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { databaseFile } from '../../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene } from '../../support/hub-command.ts'

test('an upgrade of the package makes no store where none is wanted yet', async (t) => {
  const { run, store } = await createHubScene(t)
  await run('migrate', { existing: true })
  assert.equal(existsSync(databaseFile(store)), false)
  await new SqliteStore({ folder: store }).close()
  assert.equal(await run('migrate', { existing: true }), 'The schema is up to date.\n')
  assert.equal(await run('migrate'), 'Done: 0001-first-schema, 0002-totals, 0003-checks.\n')
  assert.equal(await run('migrate', { existing: true }), 'The schema is up to date.\n')
})
