import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type CountHooks, type KnownHooks, lookAtHooks } from '../../../agent/cpanel/hooks-look.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const NOON = 1_795_867_200

interface Registry {
  /** A look at a time; the kinds of what is told. */
  readonly look: (time: number) => readonly string[]
  /** How many hooks are missing; undefined if cPanel does not say. */
  missing: number | undefined
  asked: number
  readonly change: () => Promise<void>
}

async function createRegistry(t: TestContext): Promise<Registry> {
  const root = await temporaryFolder(t)
  const folder = join(root, 'var/cpanel/hooks/data/Cpanel')
  await mkdir(folder, { recursive: true })
  let [known, changes]: [KnownHooks | undefined, number] = [undefined, 0]
  const count: CountHooks = () => {
    registry.asked += 1
    if (registry.missing === undefined) throw new ActionNeeded('manage_hooks failed')
    return { wanted: 30, missing: registry.missing }
  }
  const registry: Registry = {
    missing: 0,
    asked: 0,
    look: (time) => {
      const { hooks, events } = lookAtHooks(root, known, time, count)
      known = structuredClone(hooks)
      return events.map(({ type }) => type)
    },
    change: () => writeFile(join(folder, `${(changes += 1)}.yaml`), ''),
  }
  return registry
}

test('cPanel is asked when its registry changed, and once an hour', async (t) => {
  const registry = await createRegistry(t)
  for (let time = 0; time < 7200; time += 300) registry.look(NOON + time)
  assert.equal(registry.asked, 2)
  await registry.change()
  registry.look(NOON + 7000)
  assert.equal(registry.asked, 3)
})

test('hooks that are missing are told once, and once that they are there', async (t) => {
  const registry = await createRegistry(t)
  assert.deepEqual(registry.look(NOON), [])
  registry.missing = 3
  await registry.change()
  assert.deepEqual(registry.look(NOON + 300), ['hooks_missing'])
  assert.deepEqual(registry.look(NOON + 8000), [])
  registry.missing = undefined
  assert.deepEqual(registry.look(NOON + 16_000), [])
  registry.missing = 0
  assert.deepEqual(registry.look(NOON + 24_000), ['hooks_registered'])
  assert.deepEqual(registry.look(NOON + 32_000), [])
})
