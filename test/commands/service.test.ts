import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import type { Command, Io } from '../../agent/commands/command.ts'
import { serviceCommand } from '../../agent/commands/service.ts'
import type { Service } from '../../agent/service.ts'
import { Bell } from '../../agent/system/bell.ts'
import { ActionNeeded } from '../../agent/system/errors.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

type Services = Parameters<typeof serviceCommand>[1]

interface Scene {
  readonly command: Command
  readonly stop: AbortController
  readonly stderr: PassThrough
  /** Writes the configuration anew: what follows this host, or text that is none. */
  readonly configure: (host: string) => Promise<void>
  /** What SIGHUP does. */
  readonly hangUp: () => void
  readonly run: () => Promise<number>
}

async function createScene(
  t: TestContext,
  services: Services,
  { followers = 'login: { name: /log }', limits = '{}' } = {},
): Promise<Scene> {
  const config = join(await temporaryFolder(t), 'spoor.yml')
  const configure = (host: string): Promise<void> => {
    const transmission = `{ host: '${host}', credentials: { api_identifier: ABC123, api_secret: secret456 } }`
    const lines = [`followers: { ${followers} }`, `transmission: ${transmission}`, `limits: ${limits}\n`]
    return writeFile(config, lines.join('\n'), { mode: 0o600 })
  }
  await configure('https://spoor.example.com')
  const command = serviceCommand({ usage: 'serve', summary: 'Serve.' }, services)
  const stop = new AbortController()
  const stderr = new PassThrough()
  const bell = new Bell()
  const io: Io = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    signal: stop.signal,
    bell,
  }
  return {
    command,
    stop,
    stderr,
    configure,
    hangUp: bell.ring,
    run: () => command.run([], { config }, io),
  }
}

/** Ends when it is told to. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
}

const idle: Service = async () => (round) => untilAborted(round.signal)

test('services run until they are told to stop, then the command ends well', async (t) => {
  const seen: string[] = []
  const scene = await createScene(t, async () => [
    async (config) => (round) => {
      seen.push(config.transmission.host)
      scene.stop.abort()
      return untilAborted(round.signal)
    },
    idle,
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(seen, ['https://spoor.example.com'])
})

test('the end of one service is the end of all, and what it threw is thrown', async (t) => {
  const ended: string[] = []
  const { run } = await createScene(t, async () => [
    async () => (round) => untilAborted(round.stop).then(() => void ended.push('other')),
    async () => () => Promise.reject(new ActionNeeded('held', 75)),
  ])
  await assert.rejects(run(), { message: 'held', exitCode: 75 })
  assert.deepEqual(ended, ['other'])
})

test('what the configuration has to say, and what services tell, goes to the journal', async (t) => {
  const services: Services = async () => [
    async () => async (round) => round.tell({ severity: 'error', code: 'told', text: 'Told.' }),
  ]
  const { run, stderr } = await createScene(t, services, { followers: 'login: { name: /log, maxinterval: 10 }' })
  assert.equal(await run(), 0)
  const lines = (await text(stderr.end())).trimEnd().split('\n')
  assert.match(lines[0] ?? '', /^<5>config_keys_ignored: .*maxinterval/)
  assert.deepEqual(lines.slice(1), ['<3>told: Told.'])
})

test('work that takes more memory than it may ends everything in order, to be started again', async (t) => {
  const services: Services = async () => [
    async () => (round) => {
      const held = Buffer.alloc(64 * 1024 ** 2, 1)
      round.onWork()
      return untilAborted(round.stop).then(() => assert.ok(held))
    },
  ]
  const { run, stderr } = await createScene(t, services, { limits: '{ memory: 64MiB }' })
  assert.equal(await run(), 1)
  assert.match(await text(stderr.end()), /^<3>memory_exceeded: The process takes \d+ MiB, more than limits.memory; /)
})

/** A service that tells with which host it begins and that it ends; what `onBegin` does comes in between. */
function recorded(log: string[], onBegin: (host: string, round: number) => unknown): Service {
  let rounds = 0
  return async (config) => async (round) => {
    const { hostname } = new URL(config.transmission.host)
    log.push(`begin ${hostname}`)
    rounds += 1
    await onBegin(hostname, rounds)
    await untilAborted(round.signal)
    log.push(`end ${hostname}`)
  }
}

async function codesOf({ stderr }: Scene): Promise<string[]> {
  return (await text(stderr.end())).split('\n').flatMap((line) => /^<\d>(\w+): /.exec(line)?.[1] ?? [])
}

test('a good configuration that is read again is begun with when all services have ended', async (t) => {
  const log: string[] = []
  const scene = await createScene(t, async () => [
    recorded(log, async (_host, round) => {
      if (round === 2) return scene.stop.abort()
      await scene.configure('https://two.example.com')
      scene.hangUp()
    }),
    recorded(log, () => undefined),
  ])
  assert.equal(await scene.run(), 0)
  const [one, two] = ['spoor.example.com', 'two.example.com'].map((host) => [`begin ${host}`, `end ${host}`])
  assert.deepEqual(log, [one?.[0], one?.[0], one?.[1], one?.[1], two?.[0], two?.[0], two?.[1], two?.[1]])
  assert.deepEqual(await codesOf(scene), ['config_reloaded'])
})

test('a bad configuration is refused with what check says of it, and nothing ends', async (t) => {
  const log: string[] = []
  const scene = await createScene(t, async () => [
    recorded(log, async () => {
      await scene.configure('http://two.example.com')
      scene.stderr.once('readable', () => scene.stop.abort())
      scene.hangUp()
    }),
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(log, ['begin spoor.example.com', 'end spoor.example.com'])
  const told = await text(scene.stderr.end())
  assert.match(
    told,
    /^<3>config_refused: .* the one before goes on: .*spoor\.yml:2:\d+: transmission\.host: begins with/,
  )
  assert.doesNotMatch(told, /secret456/)
})

test('a configuration that a service cannot use is refused before anything ends; all services hear why, later ones too', async (t) => {
  const heard: (string | undefined)[] = []
  const scene = await createScene(t, async () => [
    async (config) => {
      if (config.transmission.host === 'https://two.example.com') throw new ActionNeeded('secret: empty')
      return async (round) => {
        round.onRefused((reason) => {
          heard.push(reason)
          if (reason !== undefined) scene.stop.abort()
        })
        await scene.configure('https://two.example.com')
        scene.hangUp()
        await untilAborted(round.signal)
        round.onRefused((reason) => heard.push(reason))
      }
    },
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(heard, [undefined, 'secret: empty.', 'secret: empty.'])
  assert.deepEqual(await codesOf(scene), ['config_refused'])
})

test('work that makes way for another configuration has its time; the end of the process gives it none', async (t) => {
  const stops: boolean[] = []
  const scene = await createScene(t, async () => [
    async () => async (round) => {
      if (stops.length === 0) scene.hangUp()
      else scene.stop.abort()
      await untilAborted(round.signal)
      stops.push(round.stop.aborted)
    },
    idle,
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(stops, [false, true])
})

test('with what cannot be begun the configuration before goes on; where that cannot either, all ends', async (t) => {
  const log: string[] = []
  const scene = await createScene(t, async () => [
    recorded(log, async (host, round) => {
      if (round === 3) throw new ActionNeeded('locked', 75)
      if (host === 'two.example.com') throw new ActionNeeded('spool: not there\nsecret: empty')
      await scene.configure('https://two.example.com')
      scene.hangUp()
    }),
  ])
  await assert.rejects(scene.run(), { message: 'locked', exitCode: 75 })
  assert.deepEqual(
    log.filter((entry) => entry.startsWith('begin')),
    ['begin spoor.example.com', 'begin two.example.com', 'begin spoor.example.com'],
  )
  const told = await text(scene.stderr.end())
  assert.match(told, /<3>config_refused: .*: spool: not there \| secret: empty\.$/m)
})

test('what is asked for while a configuration fails to begin is not forgotten', async (t) => {
  const log: string[] = []
  const scene = await createScene(t, async () => [
    recorded(log, async (host, round) => {
      if (host === 'three.example.com') return scene.stop.abort()
      if (round === 1) {
        await scene.configure('https://two.example.com')
        return scene.hangUp()
      }
      await scene.configure('https://three.example.com')
      scene.hangUp()
      throw new ActionNeeded('not there')
    }),
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(log.at(-1), 'end three.example.com')
})

test('to be told to end while a configuration fails to begin is no failure', async (t) => {
  const scene = await createScene(t, async () => [
    recorded([], (_host, round) => {
      if (round === 1) return scene.hangUp()
      scene.stop.abort()
      throw new ActionNeeded('not there')
    }),
  ])
  assert.equal(await scene.run(), 0)
  assert.deepEqual(await codesOf(scene), ['config_reloaded', 'config_refused'])
})

test('SIGHUPs before the services begin, many at once, and after the end do no harm', async (t) => {
  const log: string[] = []
  const scene = await createScene(t, async () => {
    for (let count = 0; count < 10; count += 1) scene.hangUp()
    return [
      recorded(log, (_host, round) => {
        if (round === 3) return scene.stop.abort()
        if (round === 2) for (let count = 0; count < 10; count += 1) scene.hangUp()
      }),
    ]
  })
  assert.equal(await scene.run(), 0)
  scene.hangUp()
  assert.equal(log.length, 6)
  assert.deepEqual(await codesOf(scene), ['config_reloaded', 'config_reloaded'])
})

test('a bug ends all, however often the configuration was read', async (t) => {
  const scene = await createScene(t, async () => [
    recorded([], (_host, round) => {
      if (round === 2) throw new TypeError('bug')
      scene.hangUp()
    }),
  ])
  await assert.rejects(scene.run(), { name: 'TypeError' })
})

test('its help has examples of it', async (t) => {
  const { command } = await createScene(t, async () => [])
  assert.deepEqual(command.examples, ['serve', 'serve --config ./spoor.yml'])
  assert.deepEqual(
    command.options.map(({ flags }) => flags),
    ['--config <file>'],
  )
})
