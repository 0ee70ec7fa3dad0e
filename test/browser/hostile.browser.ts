import assert from 'node:assert/strict'
import { EVIDENCE_KINDS } from '../../hub/incidents/meaning.ts'
import { addAgent } from '../../hub/store/change/add-agent.ts'
import { noteStatus } from '../../hub/store/change/note-status.ts'
import { kindNumber, wordNumber } from '../../hub/store/number-words.ts'
import { FIELDS } from '../../lib/event/fields.ts'
import { overflow, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { BY } from '../support/people.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

/** Markup and scripts that would tell if a browser took them for such. */
const HOSTILE = `"><img src=x onerror="throw new Error('run')"><script>throw new Error('run')</script>\u202Ejavascript:alert(1)${'w'.repeat(120)}`

testOnStores(
  'nothing that a log, a host or a file name says becomes markup, runs, or breaks the page',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    const host = `evil"><b>x.example.net`
    const agent = await store.change(addAgent, {
      host,
      label: HOSTILE,
      identifier: 'evil',
      digest: 'd',
      by: BY,
      now: present(),
    })
    const fields = Object.fromEntries(
      Object.entries(FIELDS).map(([name, { type }]) => [name, type === 'integer' ? 7 : HOSTILE]),
    )
    const event = eventOf(agent, 'hostile', {
      time: present(),
      kind: kindNumber('mailbox_takeover'),
      mailbox: HOSTILE.toLowerCase(),
      ip: '203.0.113.66',
      fields: JSON.stringify(fields),
    })
    await store.keep(arrivalOf(agent, [event], { received: present() }))
    const status = {
      version: HOSTILE,
      health: HOSTILE,
      warnings: [{ code: HOSTILE, severity: 'error', text: HOSTILE }, null, 7],
      roles: { [HOSTILE]: { running: false } },
      sources: [{ source: HOSTILE, path: HOSTILE, problem: HOSTILE }, 'x'],
    }
    const told = { agent, at: present(), status: JSON.stringify(status), version: HOSTILE, health: 'degraded', lag: 1 }
    await store.change(noteStatus, told)
    const fault = await incidentIn(store, {
      incident: {
        subject: HOSTILE.toLowerCase(),
        sentence: HOSTILE,
        state: 'resolved',
        closed: present(),
        closed_by: HOSTILE,
        reason: HOSTILE,
      },
      steps: EVIDENCE_KINDS.map((kind) => ({
        event_id: `${kind}${HOSTILE}`,
        agent,
        kind: wordNumber(kind),
        mailbox: HOSTILE,
        fields: JSON.stringify({ ...fields, log: HOSTILE, offset: HOSTILE }),
      })),
      subjects: ['host', 'mailbox', 'address'].map((type) => ({ type, name: HOSTILE })),
    })
    const id = encodeURIComponent(`${event.time}.${event.id}`)
    const paths = [
      `/events?last=7d&event=${id}`,
      `/events?last=7d&q=${encodeURIComponent(HOSTILE.slice(0, 90))}`,
      `/events?kind=${encodeURIComponent(HOSTILE)}&last=${encodeURIComponent(HOSTILE)}`,
      `/mailbox/${encodeURIComponent(HOSTILE)}`,
      '/address/203.0.113.66',
      `/incidents/${fault}`,
      `/incidents/${encodeURIComponent(HOSTILE)}`,
      '/incidents?state=ended',
      `/incidents?host=${encodeURIComponent(host)}&mailbox=${encodeURIComponent(HOSTILE)}`,
      `/incidents?kind=${encodeURIComponent(HOSTILE)}&order=${encodeURIComponent(HOSTILE)}`,
      '/hosts',
      `/hosts/${encodeURIComponent(host)}`,
    ]
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 800 })
      await page.goto(path)
      await settled(page)
      for (const width of [1440, 320]) {
        await page.setViewportSize({ width, height: 800 })
        assert.equal(await page.locator('#console img, #console script').count(), 0, path)
        assert.equal(await page.locator('a[href^="javascript:" i]').count(), 0, path)
        assert.equal(await overflow(page), 0, `${path} at ${width}`)
      }
    }
    assert.deepEqual(faults, [])
  },
)
