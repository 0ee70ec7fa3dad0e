import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Checked, checkAll } from '../../../agent/check/check.ts'
import { ROLES } from '../../../agent/roles/roles.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Written {
  readonly name: string
  readonly host?: string
  readonly enabled?: boolean
}

/** Checks receivers, each in a file of its own; the one of `transmission` is called `api`. */
async function checkedFor(
  t: TestContext,
  receivers: readonly Written[],
): Promise<Checked & { readonly folder: string }> {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'spoor.yml')
  await writeFile(join(folder, 'login_log'), '')
  const paths = `spool: { path: ${folder}/spool }\nruntime: { path: ${folder}/run }\n`
  await writeFile(file, `followers: { login: { name: ${folder}/login_log } }\n${paths}`, { mode: 0o600 })
  await mkdir(join(folder, 'conf.d'), { mode: 0o750 })
  for (const { name, host = 'https://localhost:9', enabled = true } of receivers) {
    const keys = `enabled: ${enabled}, host: '${host}', credentials: { api_identifier: ABC123, api_secret: secret456 }`
    const text = name === 'api' ? `transmission: { ${keys} }\n` : `receivers:\n  - { name: ${name}, ${keys} }\n`
    await writeFile(join(folder, 'conf.d', `${name}.yml`), text, { mode: 0o600 })
  }
  const scope = { roles: ROLES, connects: false }
  return { folder, ...(await checkAll(file, scope, undefined, new AbortController().signal)) }
}

async function textsFor(t: TestContext, receivers: readonly Written[], state: string): Promise<readonly string[]> {
  const { folder, findings } = await checkedFor(t, receivers)
  return findings.filter((finding) => finding.state === state).map(({ text }) => text.replace(`${folder}/`, ''))
}

test('each receiver to which nothing is sent is named, whatever the others do', async (t) => {
  for (const off of [['api'], ['hub'], ['hub', 'mirror'], ['api', 'hub', 'mirror'], []]) {
    const all = ['api', 'hub', 'mirror'].map((name) => ({ name, enabled: !off.includes(name) }))
    assert.deepEqual(
      await textsFor(t, all, 'warning'),
      off.map((name) => {
        const option = name === 'api' ? 'transmission' : `receivers.${name}`
        return `${option}.enabled is false: nothing is sent to ${name === 'api' ? 'the API' : name}, and its reports wait in the spool.`
      }),
    )
  }
})

test('what is wrong with a receiver is told with its name, and where its file has it', async (t) => {
  const all = ['hub', 'mirror'].map((name) => ({ name, host: 'https://spoor.example.com' }))
  const write = 'is a placeholder; write the address of your Spoor API'
  assert.deepEqual(await textsFor(t, all, 'failed'), [
    `conf.d/hub.yml:2:39: receivers.hub.host: ${write}`,
    `conf.d/mirror.yml:2:42: receivers.mirror.host: ${write}`,
  ])
})

test('the receivers that could be asked and were not are named; a wrong one keeps no other from being asked', async (t) => {
  const wrong = { name: 'wrong', host: 'https://spoor.example.com' }
  for (const [receivers, untried] of [
    [[{ name: 'api' }], ['api']],
    [[{ name: 'hub' }], ['hub']],
    [
      [{ name: 'api' }, { name: 'hub', enabled: false }, { name: 'mirror' }, wrong],
      ['api', 'mirror'],
    ],
    [[wrong], []],
  ] as const)
    assert.deepEqual((await checkedFor(t, receivers)).untried, untried)
})
