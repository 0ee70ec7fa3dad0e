import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lastLookFile } from '../../../agent/backstop/last-look.ts'
import { backstopFindings } from '../../../agent/check/backstop.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('check says that nothing looks for forwards and filters, what is missing for it, and when somebody looked', async (t) => {
  const root = await temporaryFolder(t)
  const spool = join(root, 'spool')
  const units = join(root, 'usr/lib/systemd/system')
  const found = async (): Promise<readonly string[]> =>
    (await backstopFindings(spool, root)).map(({ state, text }) => `${state} ${text}`)
  for (const folder of [spool, units, join(root, 'etc')]) mkdirSync(folder, { recursive: true })
  assert.deepEqual(await found(), [])
  writeFileSync(join(root, 'etc/userdomains'), '')
  assert.match((await found()).join(), /^warning .* install the package, or run spoor-agent backstop by cron$/)
  writeFileSync(join(units, 'spoor-agent-backstop.timer'), '')
  assert.match((await found()).join(), /^warning .*spool-inbox\/backstop is missing; type: install -d -o root -g spoor/)
  mkdirSync(`${spool}-inbox/backstop`, { recursive: true })
  assert.deepEqual(await found(), ['ok backstop: has not looked yet'])
  const look = { version: 1, process: ownIdentity(), begunAt: Date.now(), unfinished: 0, failed: 'Why.' }
  writeFileSync(lastLookFile(spool), JSON.stringify(look))
  assert.deepEqual(await found(), ['warning backstop: The last look for forwards and filters failed: Why.'])
})
