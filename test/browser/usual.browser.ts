import assert from 'node:assert/strict'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import { kindNumber } from '../../hub/store/number-words.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

const DAY = 86_400

testOnStores('beside the steps of a takeover stands what is usual for its mailbox', async (store, context) => {
  const { page, faults } = await visit(store, context)
  const now = present()
  const agent = (await store.ask(agentOfHost, { host: 'srv07.example.net' }))?.id ?? 0
  const earlier = (kind: Kind, count: number): ReturnType<typeof eventOf>[] =>
    Array.from({ length: count }, (_, at) => {
      const time = now - 5 * DAY - at * 600
      const id = `earlier-${kindNumber(kind)}-${at}`.padEnd(22, '_')
      return eventOf(agent, id, { time, received: now, kind: kindNumber(kind), mailbox: TAKEN.mailbox })
    })
  await store.keep(
    arrivalOf(agent, [...earlier('login_failed', 84), ...earlier('forward_added', 1)], { received: now }),
  )
  const steps = [
    ['login_burst', { counted: 'failures', count: 214, seconds: 1260 }],
    // One was stored some hours ago, in the takeover of the scene.
    ['filter_stored', { filter_action: 'discard' }],
    ['autoresponder_added', {}],
    ['autoresponder_added', {}],
    ['forward_added', { forward_recipient: 'someone@example.com' }],
  ] as const
  const times = { opened: now, first_step: now - 60, last_step: now, updated: now }
  const id = await incidentIn(store, {
    // The scene has an open one of this mailbox already.
    incident: { subject: TAKEN.mailbox, state: 'resolved', closed: now, ...times, steps: steps.length },
    steps: steps.map(([kind, fields], index) => ({
      event_time: now - 60 + index,
      kind: kindNumber(kind),
      mailbox: TAKEN.mailbox,
      fields: JSON.stringify(fields),
    })),
  })
  await page.goto(`/incidents/${id}`)
  await settled(page)
  await page.getByText('usually 3 a day').waitFor()
  const marks = await page.locator('.story-step .differs').allInnerTexts()
  assert.equal(marks.length, 2, marks.join(', '))
  assert.match(marks[1] ?? '', /^first told in 2\d days$/)
  assert.deepEqual(faults, [])
})
