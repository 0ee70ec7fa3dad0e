import assert from 'node:assert/strict'
import type { TrailsAnswer } from '../../../../hub/contract/trail-contract.ts'
import { noteStatus } from '../../../../hub/store/change/note-status.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { HEALTHY } from '../../../support/healthy-status.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores(
  'a trail has the kinds of all steps, each once, and its first hosts with what they cannot tell',
  async (store, context) => {
    const askers = await apiScene(store)
    const hub = await runHub(store, context)
    const status = JSON.stringify({
      ...HEALTHY,
      sources: [{ source: 'a', path: '/a', lines: 0, unrecognised: 0, events: 0 }],
      tells: [{ source: 'a', path: '/a', kinds: ['filter_stored', 'forward_added'] }],
    })
    const { version, health, lag } = HEALTHY
    await store.change(noteStatus, { agent: 1, at: NOW, status, version, health, lag, unread: null })
    const hosts = ['web1', 'gone', 'a', 'b', 'c', 'd'].map((name) => ({ type: 'host', name: `${name}.example.com` }))
    const steps = ['login', 'login', 'mail_burst'] as const
    const id = await incidentIn(store, {
      steps: steps.map((kind) => ({ kind: kindNumber(kind) })),
      subjects: [{}, ...hosts],
    })
    const other = await incidentIn(store, {
      incident: { subject: 'bob@example.com' },
      steps: [{ kind: kindNumber('filter_stored') }],
      subjects: [{ type: 'host', name: 'web1.example.com' }],
    })
    const url = `/api/v1/trails?incidents=${id},${other},${id},9999`
    const answer = await tryScenario(hub, askers, { as: 'viewer', url, status: 200 })
    const { trails, hosts: seen }: TrailsAnswer = JSON.parse(answer.text)
    assert.deepEqual(trails, [
      {
        incident: id,
        kinds: ['login', 'mail_burst'],
        hosts: ['a', 'b', 'c', 'd', 'gone'].map((name) => `${name}.example.com`),
      },
      { incident: other, kinds: ['filter_stored'], hosts: ['web1.example.com'] },
      { incident: 9999, kinds: [], hosts: [] },
    ])
    assert.deepEqual(
      seen.map(({ host, blind }) => [host, blind]),
      [['web1.example.com', []]],
      'of a host that is gone nothing is said',
    )
    assert.ok(seen[0]?.never.includes('mail_burst') && !seen[0].never.includes('filter_stored'))
    for (const wrong of ['', 'x', '1,', '-1', Array.from({ length: 51 }, (_, index) => index).join(',')])
      await tryScenario(hub, askers, {
        as: 'viewer',
        url: `/api/v1/trails?incidents=${wrong}`,
        status: 400,
        expect: ['is no list of 50 numbers at most'],
      })
    await tryScenario(hub, askers, { as: 'nobody', url, status: 401 })
  },
)
