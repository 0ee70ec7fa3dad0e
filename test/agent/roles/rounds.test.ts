import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { RoleService } from '../../../agent/roles/round.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { createServiceScene, idle, type ServiceScene, untilAborted } from '../../support/service-scene.ts'

/** A service that tells with which host it begins and that it ends; what `onBegin` does comes in between. */
function recorded(log: string[], onBegin: (host: string, round: number) => unknown): RoleService {
  let rounds = 0
  return async (config) => async (round) => {
    const { hostname } = new URL(config.transmission?.host ?? '')
    log.push(`begin ${hostname}`)
    rounds += 1
    await onBegin(hostname, rounds)
    await untilAborted(round.signal)
    log.push(`end ${hostname}`)
  }
}

async function codesOf({ stderr }: ServiceScene): Promise<string[]> {
  return (await text(stderr.end()))
    .split('\n')
    .flatMap((line) => / (?:error|warning|notice|info) +(\w+): /.exec(line)?.[1] ?? [])
}

test('a good configuration that is read again is begun with when all services have ended', async (t) => {
  const log: string[] = []
  const scene = await createServiceScene(t, async () => [
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
  const scene = await createServiceScene(t, async () => [
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
    / error +config_refused: .* the previous one stays active: .*spoor\.yml:2:\d+: transmission\.host: begins with/,
  )
  assert.doesNotMatch(told, /secret456/)
})

test('a configuration that a service cannot use is refused before anything ends; all services hear why, later ones too', async (t) => {
  const heard: (string | undefined)[] = []
  const scene = await createServiceScene(t, async () => [
    async (config) => {
      if (config.transmission?.host === 'https://two.example.com') throw new ActionNeeded('secret: empty')
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
  const scene = await createServiceScene(t, async () => [
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
  const scene = await createServiceScene(t, async () => [
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
  assert.match(told, / error +config_refused: .*: spool: not there \| secret: empty\.$/m)
})

test('what is asked for while a configuration fails to begin is not forgotten', async (t) => {
  const log: string[] = []
  const scene = await createServiceScene(t, async () => [
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
  const scene = await createServiceScene(t, async () => [
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
  const scene = await createServiceScene(t, async () => {
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
  const scene = await createServiceScene(t, async () => [
    recorded([], (_host, round) => {
      if (round === 2) throw new TypeError('bug')
      scene.hangUp()
    }),
  ])
  await assert.rejects(scene.run(), { name: 'TypeError' })
})

test('so does one in what makes a service ready', async (t) => {
  const scene = await createServiceScene(t, async () => [
    async (config) => {
      if (config.transmission?.host === 'https://two.example.com') throw new TypeError('bug')
      return async (round) => {
        await scene.configure('https://two.example.com')
        scene.hangUp()
        await untilAborted(round.signal)
      }
    },
  ])
  await assert.rejects(scene.run(), { name: 'TypeError' })
})

test('services without work do not run, and say so; beside one that has work nothing is said', async (t) => {
  const none = await createServiceScene(t, async () => [async () => undefined])
  assert.equal(await none.run(), EXIT.noWork)
  assert.deepEqual(await codesOf(none), ['no_work'])
  const some = await createServiceScene(t, async () => [
    async () => undefined,
    async () => async () => some.stop.abort(),
  ])
  assert.equal(await some.run(), 0)
  assert.deepEqual(await codesOf(some), [])
})

test('a service that loses its work at a reload ends its work first', async (t) => {
  const log: string[] = []
  const scene = await createServiceScene(t, async () => [
    async (config) =>
      config.transmission?.host === 'https://two.example.com'
        ? undefined
        : recorded(log, async () => {
            await scene.configure('https://two.example.com')
            scene.hangUp()
          })(config),
  ])
  assert.equal(await scene.run(), EXIT.noWork)
  assert.deepEqual(log, ['begin spoor.example.com', 'end spoor.example.com'])
})
