import { type ApiScenario, apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const [login, forward, takeover] = [`${NOW - 60}.login`, `${NOW - 30}.forward`, `${NOW - 10}.takeover`]
const [failed, other] = [`${NOW - 5000}.failed`, `${NOW - 4000}.other`]
const v1 = '/api/v1'

const SCENARIOS: readonly ApiScenario[] = [
  {
    as: 'viewer',
    url: `${v1}/events?service=imap`,
    status: 200,
    expect: [failed, '"next":null'],
    not: [login, other],
  },
  { as: 'viewer', url: `${v1}/events?service=imap,cpanel`, status: 200, expect: [failed, other], not: [login] },
  { as: 'viewer', url: `${v1}/events?not_service=imap`, status: 200, expect: [login, other], not: [failed] },
  { as: 'viewer', url: `${v1}/events?network=192.0.2.0/24`, status: 200, expect: [login], not: [failed, takeover] },
  { as: 'viewer', url: `${v1}/events?network=2001:DB8::/64`, status: 200, expect: ['"events":[]'] },
  {
    as: 'viewer',
    url: `${v1}/events?not_network=203.0.113.0/24&not_network=198.51.100.0/24`,
    status: 200,
    expect: [login, takeover],
    not: [failed],
  },
  {
    as: 'viewer',
    url: `${v1}/events?recipient=thief@Example.net`,
    status: 200,
    expect: [forward, other],
    not: [login],
  },
  { as: 'viewer', url: `${v1}/events?recipient=thief@example`, status: 200, expect: ['"events":[]'] },
  {
    as: 'viewer',
    url: `${v1}/events?not_recipient=thief@example.net`,
    status: 200,
    expect: [login, failed],
    not: [forward, other],
  },
  { as: 'viewer', url: `${v1}/events?country=de&as_number=AS64496`, status: 200, expect: ['"events":[]'] },
  { as: 'viewer', url: `${v1}/events?not_country=DE&not_as_number=1`, status: 200, expect: [login, failed] },
  { as: 'viewer', url: `${v1}/events?service=gopher`, status: 400, expect: ['names another service than webmail'] },
  { as: 'viewer', url: `${v1}/events?service=imap&service=ssh`, status: 400, expect: ['service stands there twice'] },
  { as: 'viewer', url: `${v1}/events?network=192.0.2.0/25`, status: 400, expect: ['"That is no network: '] },
  { as: 'viewer', url: `${v1}/events?network=192.0.2/24`, status: 400, expect: ['"That is no network: '] },
  { as: 'viewer', url: `${v1}/events?country=Germany`, status: 400, expect: ['country is no country'] },
  { as: 'viewer', url: `${v1}/events?as_number=4e3`, status: 400, expect: ['as_number is no number'] },
]

testOnStores('events are filtered by way in, network, recipient, country and operator', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  for (const scenario of SCENARIOS) await tryScenario(hub, askers, scenario)
})
