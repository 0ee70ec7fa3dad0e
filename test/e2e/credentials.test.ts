import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import type { Received, Scripted } from '../support/fake-api.ts'
import { type ReloadScene, replace, stage, stopped } from '../support/reload-scene.ts'
import { loginLine } from '../support/test-host.ts'

/** Answers 401 unless the request has this secret. */
function accepting(secret: string): (request: Received) => Scripted {
  const wanted = `Basic ${Buffer.from(`ABC123:${secret}`).toString('base64')}`
  return ({ headers }) => ({ status: headers.authorization === wanted ? 202 : 401 })
}

interface SecretScene extends ReloadScene {
  readonly file: string
  readonly agent: AgentProcess
  /** Causes login `number` to be sent. */
  readonly send: (number: number) => Promise<void>
}

/** A host whose secret, `secret1`, is in a file of its own. */
async function stageSecret(): Promise<SecretScene> {
  const scene = await stage()
  const { api, host, config, configure } = scene
  const file = join(host.folder, 'api_secret')
  await replace(file, 'secret1')
  await configure(config.replace('api_secret: secret456', `api_secret_file: ${file}`))
  api.otherwise = accepting('secret1')
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  const send = async (number: number): Promise<void> => {
    await host.write('login', loginLine(`user${number}@example.com`))
    await host.untilReports('transmitted', number)
  }
  await send(1)
  return { ...scene, file, agent, send }
}

test('a secret replaced on disk is used at once if the previous one is refused', async () => {
  const { api, host, file, agent, send } = await stageSecret()
  await replace(file, 'secret2')
  api.otherwise = accepting('secret2')
  await send(2)
  assert.match(await agent.untilLine(/credentials_renewed/), / notice +credentials_renewed: /)
  assert.doesNotMatch(agent.output.stderr, /api_refuses/)

  api.otherwise = accepting('secret3')
  await host.write('login', loginLine('user3@example.com'))
  await agent.untilLine(/api_refuses/)
  await writeFile(file, '')
  assert.match(
    await agent.untilLine(/credentials_refused/),
    / error +credentials_refused: .*the previous one stays active: .*api_secret: is empty; /,
  )
  await writeFile(file, 'secret3\n')
  await host.untilReports('transmitted', 3)
  await agent.untilLine(/api_reachable/)
  const stderr = await stopped(agent)
  assert.doesNotMatch(stderr, /secret[123]/)
  assert.equal(stderr.match(/credentials_/g)?.length, 3)
})

test('a secret replaced on disk is used soon if the previous one still works', async () => {
  const { api, file, agent, send } = await stageSecret()
  api.otherwise = { status: 202 }
  await replace(file, 'secret2')
  for (let number = 2; !agent.output.stderr.includes('credentials_renewed'); number += 1) await send(number)
  assert.deepEqual(accepting('secret2')(api.requests.at(-1) ?? assert.fail()), { status: 202 })
  assert.doesNotMatch(await stopped(agent), /api_/)
})

test('a reload with an unreadable secret is refused, and delivery continues', async () => {
  const { file, agent, send } = await stageSecret()
  await rm(file)
  agent.kill('SIGHUP')
  assert.match(await agent.untilLine(/config_refused/), /api_secret: is not there; write it, or correct the path/)
  await send(2)
  assert.doesNotMatch(await stopped(agent), /api_refuses|config_reloaded/)
})
