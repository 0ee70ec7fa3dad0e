import { severityNumber } from '../../../../hub/store/number-words.ts'
import { apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores(
  'open incidents are counted by kind, severity and owner, and those that ended by themselves since a time',
  async (store, context) => {
    const askers = await apiScene(store)
    const hub = await runHub(store, context)
    const planned = [
      { subject: 'a@example.com' },
      { subject: 'b@example.com' },
      { subject: 'c@example.com', assignee: 'ann' },
      { subject: 'd@example.com', severity: severityNumber('critical') },
      { subject: '203.0.113.7', subject_type: 'address', kind: 'attack' },
      { subject: 'e@example.com', state: 'contained' },
      { subject: 'f@example.com', state: 'resolved', closed: NOW - 60, closed_by: '' },
      { subject: 'g@example.com', state: 'resolved', closed: NOW - 60, closed_by: 'ann' },
      { subject: 'h@example.com', state: 'resolved', closed: NOW - 90_000, closed_by: '' },
    ]
    for (const incident of planned) await incidentIn(store, { incident })
    const url = '/api/v1/counts/incidents'
    const one = (kind: string, severity: string, assigned: boolean, count: number): string =>
      JSON.stringify({ kind, severity, assigned, count })
    const all = [
      one('attack', 'high', false, 1),
      one('compromise', 'high', false, 2),
      one('compromise', 'high', true, 1),
      one('compromise', 'critical', false, 1),
    ]
    const expect = [`{"open":[${all.join(',')}],"contained":1,"ended":1}`]
    await tryScenario(hub, askers, { as: 'viewer', url, status: 200, expect })
    await tryScenario(hub, askers, { as: 'viewer', url: `${url}?since=1`, status: 200, expect: ['"ended":2'] })
    await tryScenario(hub, askers, {
      as: 'viewer',
      url: `${url}?since=${NOW - 59}`,
      status: 200,
      expect: ['"ended":0'],
    })
    await tryScenario(hub, askers, { as: 'nobody', url, status: 401 })
  },
)
