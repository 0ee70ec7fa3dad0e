import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { packagedConfig } from '../../../agent/config/example.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { WANTED_HOOKS } from '../../../agent/cpanel/hooks.ts'
import { presentState } from '../../../agent/setup/present-state.ts'
import { runSteps } from '../../../agent/setup/run-steps.ts'
import { startingSteps, writingSteps } from '../../../agent/setup/setup-steps.ts'
import type { SetupChange, SetupStep } from '../../../agent/setup/step.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { type FakeApi, startFakeApi } from '../../support/fake-api.ts'
import { LIST, REGISTRY, RESTART } from '../../support/fake-cpanel.ts'
import {
  createHostToSetUp,
  type HostToSetUp,
  outcomeIn,
  packaged,
  pathsBelow,
  without,
} from '../../support/host-to-set-up.ts'

const SECRET = 'correct horse'

/** A Spoor API that lists no reports yet. */
async function startApi(t: TestContext): Promise<FakeApi> {
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = { status: 200, body: '{"reports":[]}' }
  return api
}

/** The options for a Spoor API, with its secret in a file of the host. */
async function optionsFor(host: HostToSetUp, api: FakeApi): Promise<Options> {
  const file = host.path('secret')
  await writeFile(file, `${SECRET}\n`, { mode: 0o600 })
  return { api: api.url, identifier: 'ABC123', 'secret-file': file, yes: true, json: true, 'exit-code': true }
}

test('a fresh host reports after one command; run again, it changes nothing and says so', async (t) => {
  const [host, api] = [await createHostToSetUp(t, { config: packaged }), await startApi(t)]
  const options = await optionsFor(host, api)
  const first = await host.setup(options)
  assert.equal(first.code, 4, first.error + first.stdout)
  const { changed, steps } = outcomeIn(first)
  assert.equal(changed, true)
  assert.deepEqual(
    steps.map(({ name, state }) => `${name} ${state}`),
    [
      'secret changed',
      'configuration changed',
      'logs unchanged',
      'services changed',
      'cpanel changed',
      'login log unchanged',
      'test unchanged',
    ],
  )
  const { config } = await loadConfig(host.config)
  assert.deepEqual([config.transmission?.host, config.transmission?.identifier], [api.url, 'ABC123'])
  assert.equal(await readFile(host.path('etc/spoor/private/api_secret'), 'utf8'), `${SECRET}\n`)
  for (const file of [host.config, host.path('etc/spoor/private/api_secret')])
    assert.equal((await stat(file)).mode & 0o137, 0, file)
  assert.deepEqual(await host.calls(), ['enable --now spoor-agent.target'])
  assert.match(await host.read(LIST), /^spoor-agent-collector:1$/m)
  assert.equal((await host.read(REGISTRY)).split('spoor-agent/cpanel-hook').length - 1, WANTED_HOOKS.length)
  assert.ok(api.requests.length > 0 && api.requests.every(({ method }) => method === 'GET'), 'nothing was invented')
  const before = await host.tree()
  for (const again of [options, { yes: true, json: true, 'exit-code': true }]) {
    const second = await host.setup(again)
    assert.deepEqual([second.code, outcomeIn(second).changed], [0, false], second.stdout)
  }
  assert.deepEqual(await host.tree(), before)
  assert.deepEqual(await host.calls(), ['enable --now spoor-agent.target'])
  assert.match((await host.setup({ yes: true })).stdout, /^Nothing had to be changed\.$/m)
})

test('a dry run shows every file, line and command, and changes nothing', async (t) => {
  const [host, api] = [await createHostToSetUp(t, { config: packaged }), await startApi(t)]
  const options = await optionsFor(host, api)
  const before = await host.tree()
  const { code, stdout } = await host.setup({ ...options, 'dry-run': true })
  assert.equal(code, 4)
  const { changed, dry_run: isDry, steps } = outcomeIn({ stdout })
  assert.deepEqual([changed, isDry, steps.some(({ state }) => state === 'changed')], [true, true, false])
  const changes = steps.flatMap((step) => step.changes)
  const difference = changes.flatMap((change) => change.difference ?? []).join('\n')
  assert.match(difference, /^- {2}host:\n\+ {2}host: http:\/\/localhost:\d+$/m)
  assert.deepEqual(
    changes.flatMap(({ files }) => files).filter((file) => !file.includes('.before-')),
    [
      host.path('etc/spoor/private/api_secret'),
      host.config,
      host.path('etc/chkserv.d/spoor-agent-collector'),
      host.path('etc/chkserv.d/spoor-agent-transmitter'),
      host.path(LIST),
    ],
  )
  const commands = changes.flatMap((change) => change.commands)
  assert.equal(commands.length, 1 + WANTED_HOOKS.length + 1)
  assert.equal(commands[0], 'systemctl enable --now spoor-agent.target')
  assert.ok(!stdout.includes(SECRET))
  assert.match((await host.setup({ ...options, json: false, 'dry-run': true })).stdout, /^ {4}# systemctl enable /m)
  assert.deepEqual(await host.tree(), before)
  assert.equal(api.requests.length, 0)
})

test('without activation its own files are written, and what root does is listed', async (t) => {
  const [host, api] = [await createHostToSetUp(t, { config: packaged }), await startApi(t)]
  const { stdout } = await host.setup({ ...(await optionsFor(host, api)), 'no-activate': true })
  const { changed, steps } = outcomeIn({ stdout })
  assert.equal(changed, true)
  const listed = steps.filter(({ state }) => state === 'listed')
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['services', 'cpanel'],
  )
  assert.ok(listed.flatMap((step) => step.changes).every(({ commands }) => commands.length > 0))
  assert.deepEqual(await host.calls(), [])
  assert.equal((await loadConfig(host.config)).config.transmission?.host, api.url)
})

test('killed before any change, it is completed when run again', async (t) => {
  const api = await startApi(t)
  const stops = ['secret', 'configuration', 'services', 'hook', 'chkservd']
  for (const count of stops.keys()) {
    const host = await createHostToSetUp(t, { config: packaged })
    const options = await optionsFor(host, api)
    const ended = await runSteps(killedAfter(count, await stepsOf(host, api)), RUN).catch(() => undefined)
    assert.equal(ended, undefined, 'it was killed')
    const { code, stdout } = await host.setup(options)
    assert.deepEqual([code, outcomeIn({ stdout }).steps.every(({ state }) => state !== 'failed')], [4, true], stdout)
    assert.equal((await host.setup(options)).code, 0)
    assert.deepEqual(await host.calls(), ['enable --now spoor-agent.target'])
    assert.match(await host.read(LIST), /^spoor-agent-transmitter:1$/m)
    assert.equal(await host.restarts(), 1)
  }
})

const RUN = { isDry: false, activates: true, signal: new AbortController().signal, onStep: () => undefined }

/** The steps of a host that reports to an API. */
async function stepsOf({ root, config }: HostToSetUp, { url }: FakeApi): Promise<readonly SetupStep[]> {
  const host = { root, config, user: undefined }
  const place = { kind: 'api', url, identifier: 'ABC123', secret: SECRET } as const
  const wanted = { place, caFile: undefined, proxy: 'none', events: undefined }
  return [...writingSteps(host, wanted, await presentState(config, undefined)), ...startingSteps(host, false)]
}

/** The same steps in a process that dies after so many changes: none of what follows happens. */
function killedAfter(count: number, steps: readonly SetupStep[]): readonly SetupStep[] {
  let done = 0
  return steps.map((step) => ({
    name: step.name,
    look: async (signal) => {
      const { changes, remarks } = await step.look(signal)
      const apply = async (change: SetupChange): Promise<void> => {
        if (done === count) throw new Error('killed')
        done += 1
        await change.apply(signal)
      }
      return { changes: changes.map((change) => Object.assign({}, change, { apply: () => apply(change) })), remarks }
    },
  }))
}

test('chkservd is restarted by the next run if that failed, although its files are right', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const works = await host.read(RESTART)
  await host.program(RESTART, 'exit 1')
  const { code, stdout } = await host.setup({ local: true, yes: true })
  assert.equal(code, 1)
  assert.match(stdout, /^cpanel: failed$/m)
  assert.match(stdout, /^It is not finished; correct what failed/m)
  await host.program(RESTART, works)
  assert.equal((await host.setup({ yes: true, 'exit-code': true })).code, 4)
  assert.equal(await host.restarts(), 1)
  assert.equal((await host.setup({ yes: true, 'exit-code': true })).code, 0)
})

test('hand-written lines stay, the old file is kept beside it, and copies do not pile up', async (t) => {
  const api = await startApi(t)
  const text = (root: string): string =>
    `# ours\nfollowers: { login: { name: ${root}/usr/local/cpanel/logs/login_log } } # all we have\n\n\ntransmission:   # Anna\n    host:  https://old.example.net  # until May\n    credentials: { api_identifier: A, api_secret: hidden1 }\n${pathsBelow(root)}`
  const host = await createHostToSetUp(t, { config: text })
  const options = await optionsFor(host, api)
  const { stdout } = await host.setup(options)
  const after = await readFile(host.config, 'utf8')
  assert.equal(
    after,
    text(host.root)
      .replace('    host:  https://old.example.net', `    proxy: none\n    host:  ${api.url}`)
      .replace(
        'api_identifier: A, api_secret: hidden1',
        `api_identifier: ABC123, api_secret_file: ${host.path('etc/spoor/private/api_secret')}`,
      ),
  )
  assert.ok(!stdout.includes('hidden1'), stdout)
  const copies = async (): Promise<string[]> =>
    (await readdir(host.path('etc/spoor'))).filter((name) => name.startsWith('spoor.yml.before-'))
  const [copy = ''] = await copies()
  assert.equal(await readFile(join(host.path('etc/spoor'), copy), 'utf8'), text(host.root))
  for (let day = 1; day < 9; day += 1)
    await writeFile(host.path(`etc/spoor/spoor.yml.before-2025010${day}-000000`), '', { mode: 0o600 })
  await host.setup({ yes: true, events: 'login,takeover' })
  assert.equal((await copies()).length, 5)
  assert.deepEqual((await loadConfig(host.config)).config.events, ['login', 'takeover'])
})

test('services that run with an older configuration read it anew, even if setup was killed in between', async (t) => {
  const [host, api] = [await createHostToSetUp(t, { config: packaged }), await startApi(t)]
  await host.setup(await optionsFor(host, api))
  await writeFile(host.config, (await readFile(host.config, 'utf8')).replace('events: takeover', 'events: login'))
  assert.equal((await host.setup({ yes: true, json: true, 'exit-code': true })).code, 4)
  assert.equal((await host.calls()).at(-1), 'reload spoor-agent-collector spoor-agent-transmitter')
  assert.equal((await host.setup({ yes: true, json: true, 'exit-code': true })).code, 0)
})

test('a file that is missing is the packaged one with what was said', async (t) => {
  const [host, api] = [await createHostToSetUp(t), await startApi(t)]
  await without(host, 'units')
  await without(host, 'cpanel')
  const { code, stdout } = await host.setup(await optionsFor(host, api))
  assert.equal(code, 4, stdout)
  const text = await readFile(host.config, 'utf8')
  assert.equal(text.split('\n').length, packagedConfig().split('\n').length + 1)
  assert.match(text, /^ {2}host: http:\/\/localhost/m)
  const { remarks } = outcomeIn({ stdout })
  assert.ok(remarks.some((remark) => remark.startsWith('There are no units of the agent here')))
  assert.ok(remarks.some((remark) => remark.startsWith('There is no cPanel here')))
})

test('what is sent nowhere needs no receiver', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const { code, stdout } = await host.setup({ local: true, yes: true, json: true })
  assert.equal(code, 0, stdout)
  const { config } = await loadConfig(host.config)
  assert.deepEqual(config.receivers, [])
  assert.equal((await host.setup({ yes: true, json: true, 'exit-code': true })).code, 0)
})

test('the credentials are tried, and wrong ones fail it', async (t) => {
  const [host, api] = [await createHostToSetUp(t, { config: packaged }), await startApi(t)]
  api.otherwise = { status: 401, body: '{}' }
  const { code, stdout } = await host.setup(await optionsFor(host, api))
  assert.equal(code, 1)
  assert.deepEqual(outcomeIn({ stdout }).steps.at(-1)?.state, 'failed')
})

test('"Log successful logins" is switched on only if somebody asks for it', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const settings = host.path('var/cpanel/cpanel.config')
  await host.program(
    'usr/local/cpanel/bin/whmapi1',
    `[ "$*" = 'set_tweaksetting key=log_successful_logins value=1' ] && echo log_successful_logins=1 > ${settings}`,
  )
  await mkdir(host.path('var/cpanel'), { recursive: true })
  await writeFile(settings, 'log_successful_logins=0\n')
  const { remarks } = outcomeIn(await host.setup({ local: true, yes: true, json: true }))
  assert.ok(
    remarks.some((remark) => remark.includes('type: whmapi1 set_tweaksetting')),
    String(remarks),
  )
  assert.equal(await readFile(settings, 'utf8'), 'log_successful_logins=0\n')
  const asked = outcomeIn(await host.setup({ yes: true, json: true, 'log-logins': true }))
  assert.equal(asked.steps.find(({ name }) => name === 'login log')?.state, 'changed')
  assert.equal(await readFile(settings, 'utf8'), 'log_successful_logins=1\n')
})
