import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { savedIntake } from '../../../agent/collect/saved-intake.ts'
import { parseCheckpoints } from '../../../agent/spool/positions/saved-checkpoints.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { storeOf } from '../../support/intake.ts'
import { createSpool } from '../../support/spool-scene.ts'

test('what lasts becomes durable with each save, before the positions that follow from it', async (t) => {
  const scene = await createSpool(t)
  const file = join(scene.folders.root, 'checkpoints.json')
  const saved = (): number => (existsSync(file) ? parseCheckpoints(readFileSync(file, 'utf8')).sequence : 0)
  const stop = new AbortController()
  t.after(() => stop.abort())
  const { sealer, checkpoints } = storeOf(scene, 1_000_000, stop.signal)
  const rules = new Rules([burst], { identity: 'host.example.com', settle: 10 })
  const before: number[] = []
  const lasting = { commit: () => void before.push(saved()) }
  const config = exampleConfig(scene.folders.root, { events: ['login_failed'] })
  const parts = { config, rules, lasting, ignoring: undefined, sealer, checkpoints, sealedIds: new Map() }
  const intake = savedIntake(parts)
  for (const id of ['one', 'two']) {
    await intake.take([{ event: eventOf('login_failed', { ip: '192.0.2.1' }), id, place: undefined }], [])
    await checkpoints.save()
  }
  assert.deepEqual([before, saved()], [[0, 1], 2])
})
