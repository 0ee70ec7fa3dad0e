// Every command line of the documents that sets a host up, or undoes that.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { setup } from '../agent/commands/setup.ts'
import { teardown } from '../agent/commands/teardown.ts'
import type { Options } from '../lib/command-line/command.ts'
import { typedIn } from '../lib/command-line/typed.ts'
import { newSecret } from '../lib/credentials/secret.ts'
import { commandsIn, DOCS } from './support/documented-commands.ts'
import { startFakeApi } from './support/fake-api.ts'
import { createHostToSetUp, packaged } from './support/host-to-set-up.ts'

const SETUP = /^spoor-agent (?:setup|teardown)\b/

/** What the fake hub and API say to whatever they are asked. */
const ANSWERS = new Map([
  ['PUT', { status: 204 }],
  ['GET', { status: 200, body: '{"reports":[]}' }],
  ['POST', { status: 201, body: '{"identifier":"web1"}' }],
])

/** The options of a documented command, with what the host has in place of addresses and files. */
function placed(options: Options, url: string, file: string): Options {
  const places: Options = { hub: url, api: url, 'token-file': file, 'secret-file': file }
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, places[name] ?? value]))
}

test('every setup and teardown command in the documents works, on a host that is installed', async (t) => {
  const commands = [...new Set(DOCS.flatMap((document) => commandsIn(document)))].filter((each) => SETUP.test(each))
  assert.ok(commands.length > 5)
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = ({ method }) => ANSWERS.get(method) ?? { status: 500 }
  for (const command of commands) {
    const host = await createHostToSetUp(t, { config: packaged })
    const [file, token] = [host.path('typed'), `t-22222222.${newSecret()}`]
    await writeFile(file, `${token}\n`, { mode: 0o600 })
    const typed = typedIn('spoor-agent', command.split(' ').slice(1), [setup, teardown], ['setup', 'teardown'])
    assert.equal(typed.asks, 'work', command)
    const options = placed('options' in typed ? typed.options : {}, api.url, file)
    const isSaid = options['yes'] !== true || options['hub'] !== undefined || options['api'] !== undefined
    const answers = options['hub'] === undefined ? `1\n${api.url}\n${token}\ny\n` : `${token}\ny\n`
    const { code, error, stdout } = command.includes(' teardown')
      ? await host.teardown(options)
      : await host.setup(isSaid ? options : { ...options, local: true }, answers)
    assert.equal(code === 4 ? 0 : code, 0, `${command}: ${error}${stdout}`)
  }
})
