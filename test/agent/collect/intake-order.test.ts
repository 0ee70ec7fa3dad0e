// In which order rules hear what comes in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Intake } from '../../../agent/collect/intake.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'

const BEGIN = 1_800_000_000

test('an event of the future is due as one of now, by the clock of the machine', async () => {
  const intake = new Intake({
    rules: new Rules([burst], { identity: 'host.example.com', settle: 10 }),
    seal: async () => true,
    pass: () => undefined,
    metadata: { reporter: 'host.example.com' },
    isSelected: () => true,
    sealedIds: new Set(),
    clock: { now: () => BEGIN * 1000 + 999 },
  })
  const event = eventOf('login_failed', { time: BEGIN + 9e6, ip: '192.0.2.1' })
  await intake.take([{ event, id: 'future', place: undefined }], [])
  assert.equal(intake.due, BEGIN + 10)
})
