import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { loadHubConfig } from '../../../hub/config/load.ts'
import { openStore } from '../../../hub/serving/open-store.ts'
import type { Change, Question } from '../../../hub/store/store.ts'
import { hubCommand } from '../../support/hub-process.ts'
import { POSTGRESQL_PASSWORD } from '../../support/postgresql.ts'
import { ROOT } from '../../support/repository-files.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, openPostgresql, withoutServer } from '../../support/stores.ts'

const SERVER = process.env['SPOOR_TEST_POSTGRESQL']
const skip = SERVER === undefined && withoutServer()

/** A configuration with a store in PostgreSQL; `further` are options of its URL. */
async function configOf(t: TestContext, password: string | undefined, further = ''): Promise<string> {
  const folder = await temporaryFolder(t)
  const [file, passwordFile] = [join(folder, 'hub.yml'), join(folder, 'password')]
  const lines = [`store: ${SERVER}${further}`, 'listen: 127.0.0.1:0']
  if (password !== undefined) {
    await writeFile(passwordFile, password, { mode: 0o600 })
    lines.push(`store_password_file: ${passwordFile}`)
  }
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}

const opening = { now: NOW, tell: (): void => undefined, program: join(ROOT, 'hub/main.ts') }

/** The store is of a version that nobody knows. */
const becomeForeign: Change<null, null> = {
  name: 'become-foreign',
  run: async (db) => {
    await db.insertInto('migration').values({ name: '9999-later', at: NOW }).execute()
    return null
  },
}

const connectionsOf: Question<string, number> = {
  name: 'connections-of',
  run: async (db, name) => {
    const count = sql<{
      count: number
    }>`select count(*) as count from pg_stat_activity where application_name = ${name}`
    return (await count.execute(db)).rows[0]?.count ?? 0
  },
}

test(
  'a store in PostgreSQL is opened with the password of a file; one that is refused is closed',
  { skip },
  async (t) => {
    const { store, schema } = await openPostgresql(t)
    const further = `&application_name=${schema}&options=${encodeURIComponent(`-c search_path=${schema}`)}`
    const config = await loadHubConfig(await configOf(t, POSTGRESQL_PASSWORD, further))
    const opened = await openStore(config, opening)
    assert.equal(await store.ask(connectionsOf, schema), 1)
    await opened.close()
    await store.change(becomeForeign, null)
    await assert.rejects(openStore(config, opening), /later version/)
    // The server notices the end a moment later; a connection that only waits would end after 10 s.
    const deadline = performance.now() + 5000
    while ((await store.ask(connectionsOf, schema)) > 0) assert.ok(performance.now() < deadline, 'it is still open')
  },
)

test('a hub that cannot open its store says why, and ends', { skip }, async (t) => {
  const [command = '', ...words] = hubCommand()
  for (const [password, sentence] of [
    ['wrong', /^the store is away: password authentication failed for user "spoor"$/],
    [undefined, /^the store is away: Connection refused: the server asks for a password, and none is given$/],
  ] as const) {
    const config = await configOf(t, password)
    const ended = promisify(execFile)(command, [...words, 'serve', '--config', config], { timeout: 20_000 })
    await assert.rejects(ended, { code: 1, killed: false })
    await assert.rejects(ended, ({ stderr }) => sentence.test(String(stderr).replaceAll(/\s+/g, ' ').trim()))
  }
})
