import { type ApiScenario, apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const [login, forward, takeover] = [`${NOW - 60}.login`, `${NOW - 30}.forward`, `${NOW - 10}.takeover`]
const [failed, other] = [`${NOW - 5000}.failed`, `${NOW - 4000}.other`]
const v1 = '/api/v1'

/** What nobody may see, whoever asks for what. */
const SECRETS = ['secret-of', /"digest"/, /"identifier"/]

const SCENARIOS: Readonly<Record<string, readonly ApiScenario[]>> = {
  'nobody and no agent sees what the hub keeps': [
    'events',
    'hosts',
    'counts',
    'facets',
    'mailboxes/ann@example.com/habit',
    'habits?mailbox=ann@example.com',
    'export',
    'stream',
    'quarantine',
  ].flatMap((name): readonly ApiScenario[] => [
    { as: 'nobody', url: `${v1}/${name}`, status: 401, expect: ['40105'], not: ['example.com'] },
    { as: 'stranger', url: `${v1}/${name}`, status: 401, not: ['example.com'] },
    { as: 'web1', url: `${v1}/${name}`, status: 401, not: ['example.com'] },
  ]),
  'events are filtered by each of their parts': [
    { as: 'viewer', url: `${v1}/events`, status: 200, expect: [login, forward, takeover, failed, '"next":null'] },
    { as: 'viewer', url: `${v1}/events?host=web1.example.com`, status: 200, expect: [login], not: [failed, other] },
    { as: 'viewer', url: `${v1}/events?kind=login*`, status: 200, expect: [login, failed], not: [forward, takeover] },
    { as: 'viewer', url: `${v1}/events?kind=login,mailbox_takeover`, status: 200, expect: [takeover], not: [failed] },
    { as: 'viewer', url: `${v1}/events?mailbox=ANN@example.com`, status: 200, expect: [login], not: [failed] },
    { as: 'viewer', url: `${v1}/events?ip=203.0.113.9`, status: 200, expect: [failed, other], not: [login] },
    { as: 'viewer', url: `${v1}/events?min_severity=medium`, status: 200, expect: [takeover], not: [login, forward] },
    { as: 'viewer', url: `${v1}/events?context=domain`, status: 200, expect: ['"events":[]'] },
    { as: 'viewer', url: `${v1}/events?q=THIEF@`, status: 200, expect: [forward, other], not: [login] },
    {
      as: 'viewer',
      url: `${v1}/events?from=${NOW - 30}&until=${NOW - 10}`,
      status: 200,
      expect: [forward],
      not: [login, takeover],
    },
    { as: 'viewer', url: `${v1}/events?from=2026-11-20T07:59:30Z`, status: 200, expect: [forward], not: [login] },
    {
      as: 'viewer',
      url: `${v1}/events?limit=1`,
      status: 200,
      expect: [takeover, `"next":"${takeover}"`],
      not: [forward],
    },
    { as: 'viewer', url: `${v1}/events?limit=1&before=${takeover}`, status: 200, expect: [forward], not: [login] },
  ],
  'events are left out by each of their parts': [
    { as: 'viewer', url: `${v1}/events?not_host=web1.example.com`, status: 200, expect: [failed], not: [login] },
    { as: 'viewer', url: `${v1}/events?not_kind=login*`, status: 200, expect: [forward, takeover], not: [failed] },
    { as: 'viewer', url: `${v1}/events?not_severity=info,low`, status: 200, expect: [takeover], not: [login, forward] },
    { as: 'viewer', url: `${v1}/events?severity=info,low`, status: 200, expect: [login, forward], not: [takeover] },
    { as: 'viewer', url: `${v1}/events?not_mailbox=ANN@example.com`, status: 200, expect: [failed], not: [login] },
    // What has no address has none of these.
    { as: 'viewer', url: `${v1}/events?not_ip=192.0.2.7`, status: 200, expect: [takeover, failed], not: [login] },
    {
      as: 'viewer',
      url: `${v1}/events?not_ip=192.0.2.7&not_ip=203.0.113.9&q=bob`,
      status: 200,
      expect: ['"events":[]'],
    },
    { as: 'viewer', url: `${v1}/events?not_host=web9.example.com`, status: 404, expect: ['40420'] },
    { as: 'viewer', url: `${v1}/events?not_severity=bad`, status: 400, expect: ['names another severity than info'] },
    { as: 'viewer', url: `${v1}/events?not_kind=info&not_kind=low`, status: 400, expect: ['not_kind stands there'] },
    { as: 'viewer', url: `${v1}/events?not_ip=1.2.3`, status: 400, expect: ['"That is no IP address: '] },
    { as: 'viewer', url: `${v1}/events?${'not_ip=192.0.2.7&'.repeat(51)}`, status: 400, expect: ['50 times'] },
  ],
  'facets count what the events that fit have in common': [
    {
      as: 'viewer',
      url: `${v1}/facets`,
      status: 200,
      expect: [
        '"total":5,"whole":true',
        '"severity":[{"value":"info","count":2},{"value":"low","count":2},{"value":"high","count":1}]',
        '"host":[{"value":"web1.example.com","count":3},{"value":"web2.example.com","count":2}]',
        '"ip":[{"value":"192.0.2.7","count":2},{"value":"203.0.113.9","count":2}]',
        '"service":[{"value":"imap","count":1},{"value":"cpanel","count":1}]',
      ],
    },
    {
      as: 'viewer',
      url: `${v1}/facets?not_host=web1.example.com&q=thief`,
      status: 200,
      expect: ['"total":1', '"type":[{"value":"forward_added","count":1}]'],
    },
    { as: 'viewer', url: `${v1}/facets?not_service=imap`, status: 200, expect: ['"total":4'], not: ['"imap"'] },
    { as: 'viewer', url: `${v1}/facets?mailbox=nobody@example.com`, status: 200, expect: ['"total":0', '"ip":[]'] },
  ],
  'a mailbox has a habit': [
    {
      as: 'viewer',
      url: `${v1}/mailboxes/Ann%40example.com/habit`,
      status: 200,
      expect: ['"logins":1,"whole":true', '"network":"192.0.2.0/24","service":null,"count":1'],
    },
    { as: 'viewer', url: `${v1}/mailboxes/bob@example.com/habit`, status: 200, expect: ['"logins":0', '"counts":[]'] },
    {
      as: 'viewer',
      url: `${v1}/habits?mailbox=bob@example.com&mailbox=ANN@example.com&mailbox=ann@example.com`,
      status: 200,
      expect: [
        '{"habits":[{"mailbox":"bob@example.com","days":30,"logins":0,"whole":true,"counts":[]},',
        '{"mailbox":"ann@example.com","days":30,"logins":1,"whole":true,"counts":[{',
      ],
    },
    { as: 'viewer', url: `${v1}/habits`, status: 200, expect: ['{"habits":[]}'] },
    { as: 'viewer', url: `${v1}/habits?${'mailbox=ann&'.repeat(21)}`, status: 400, expect: ['more than 20 times'] },
  ],
  'what cannot be taken is refused in a sentence that repeats nothing': [
    {
      as: 'viewer',
      url: `${v1}/events?hots=%3Cscript%3E`,
      status: 400,
      expect: ['Those that are known here: from, until, host'],
      not: ['script', 'hots'],
    },
    { as: 'viewer', url: `${v1}/events?__proto__=1`, status: 400, expect: ['40020'] },
    { as: 'viewer', url: `${v1}/hosts?a=1`, status: 400, expect: ['Here are none.'] },
    { as: 'viewer', url: `${v1}/events?limit=1&limit=2`, status: 400, expect: ['limit stands there twice.'] },
    { as: 'viewer', url: `${v1}/events?limit=0`, status: 400, expect: ['limit is no whole number from 1 to 1000.'] },
    { as: 'viewer', url: `${v1}/events?limit=1e3`, status: 400, expect: ['limit is no'] },
    {
      as: 'viewer',
      url: `${v1}/events?kind=login,nonsense`,
      status: 400,
      expect: ['"There is no such kind of event: '],
      not: ['nonsense'],
    },
    { as: 'viewer', url: `${v1}/events?from=yesterday`, status: 400, expect: ['from is no time'], not: ['yesterday'] },
    { as: 'viewer', url: `${v1}/events?from=2026-13-01`, status: 400, expect: ['from is no time'] },
    { as: 'viewer', url: `${v1}/events?ip=1.2.3`, status: 400, expect: ['"That is no IP address: '] },
    { as: 'viewer', url: `${v1}/events?before=x`, status: 400, expect: ['before is no value of next.'] },
    { as: 'viewer', url: `${v1}/events?q=x`, status: 400, expect: ['"Search for two characters'] },
    { as: 'viewer', url: `${v1}/events?min_severity=bad`, status: 400, expect: ['is none of info, low'] },
    { as: 'viewer', url: `${v1}/events?host=web9.example.com`, status: 404, expect: ['40420'], not: ['web9'] },
    { as: 'viewer', url: `${v1}/addresses/localhost/timeline`, status: 400, expect: ['no IP address'] },
    { as: 'viewer', url: `${v1}/counts?from=0&until=${NOW}`, status: 400, expect: ['31 days'] },
  ],
  'one event comes with its surroundings': [
    {
      as: 'viewer',
      url: `${v1}/events/${forward}`,
      status: 200,
      expect: ['"forward_recipient":"thief@example.net"', '"assessment":null'],
      not: [login],
    },
    { as: 'viewer', url: `${v1}/events/${NOW}.forward`, status: 404, expect: ['40421'] },
    { as: 'viewer', url: `${v1}/events/..%2f..%2fetc`, status: 404, expect: ['40421'] },
    {
      as: 'viewer',
      url: `${v1}/events/${forward}/surroundings`,
      status: 200,
      expect: [login, takeover],
      not: [forward, failed],
    },
    {
      as: 'viewer',
      url: `${v1}/events/${forward}/surroundings?by=address`,
      status: 200,
      expect: [login],
      not: [takeover],
    },
    { as: 'viewer', url: `${v1}/events/${takeover}/surroundings?by=address`, status: 200, expect: ['"events":[]'] },
    { as: 'viewer', url: `${v1}/events/${takeover}/surroundings?by=mailbox`, status: 200, expect: [login, forward] },
  ],
  'a mailbox and an address have a timeline': [
    {
      as: 'viewer',
      url: `${v1}/mailboxes/Ann%40example.com/timeline`,
      status: 200,
      expect: [login, takeover],
      not: [failed],
    },
    {
      as: 'viewer',
      url: `${v1}/addresses/203.0.113.9/timeline?limit=1`,
      status: 200,
      expect: [other, '"next":"'],
      not: [failed, login],
    },
  ],
  'counts, hosts and the quarantine tell no secret': [
    { as: 'viewer', url: `${v1}/counts?every=day`, status: 200, expect: ['"type":"forward_added","count":2'] },
    {
      as: 'viewer',
      url: `${v1}/counts?host=web2.example.com&kind=forward_*`,
      status: 200,
      expect: ['"count":1'],
      not: ['login'],
    },
    {
      as: 'viewer',
      url: `${v1}/counts/hosts?limit=1`,
      status: 200,
      expect: ['{"host":"web1.example.com","count":3}'],
      not: ['web2'],
    },
    {
      as: 'viewer',
      url: `${v1}/hosts`,
      status: 200,
      expect: ['web1.example.com', 'web2.example.com', '"reports":1'],
      not: SECRETS,
    },
    {
      as: 'viewer',
      url: `${v1}/hosts/web2.example.com`,
      status: 200,
      expect: ['"status":null'],
      not: ['web1', ...SECRETS],
    },
    { as: 'viewer', url: `${v1}/hosts/web9.example.com`, status: 404, expect: ['40420'] },
    { as: 'viewer', url: `${v1}/quarantine`, status: 200, expect: ['foreign_host', 'web2.example.com', '"next":null'] },
    { as: 'viewer', url: `${v1}/quarantine?host=web1.example.com`, status: 200, expect: ['"entries":[]'] },
    { as: 'viewer', url: `${v1}/quarantine?reason=invalid`, status: 200, expect: ['"entries":[]'] },
  ],
  'only an admin takes entries out of quarantine': [
    ...(['viewer', 'analyst', 'reader'] as const).map((as) => ({
      as,
      method: 'POST',
      url: `${v1}/quarantine/take`,
      body: {},
      status: 403,
    })),
    { as: 'web1', method: 'POST', url: `${v1}/quarantine/take`, body: {}, status: 401 },
    { as: 'admin', method: 'POST', url: `${v1}/quarantine/take`, body: { reason: 'x' }, status: 400 },
    {
      as: 'admin',
      method: 'POST',
      url: `${v1}/quarantine/take`,
      body: { host: 'web2.example.com' },
      status: 200,
      expect: ['{"taken":0,"left":1,"next":null}'],
    },
  ],
  'an agent sees of the compatible lists what its own host told, and no more': [
    {
      as: 'web1',
      url: '/api/reports?reports%5Bhost%5D=WEB1.example.com',
      status: 200,
      expect: [login, takeover, '"more_records":false'],
      not: ['web2', ...SECRETS],
    },
    { as: 'web1', url: '/api/reports', status: 200, expect: [login], not: [failed] },
    {
      as: 'web1',
      url: '/api/reports?reports%5Bhost%5D=web2.example.com',
      status: 403,
      expect: ['40310'],
      not: [failed],
    },
    { as: 'web1', url: '/api/mailbox_events?mailbox_events%5Bhost%5D=web2.example.com', status: 403, not: [other] },
    { as: 'web1', url: `/api/mailbox_events/${login}`, status: 200, expect: ['"type":"login"'] },
    { as: 'web1', url: `/api/mailbox_events/${other}`, status: 404, expect: ['40421'], not: ['bob'] },
    {
      as: 'web1',
      url: `/api/mailbox_events?mailbox_events%5Bprimary_event_id%5D=${other}&mailbox_events%5Bassociation%5D=ip_actor`,
      status: 404,
    },
    {
      as: 'web1',
      url: `/api/mailbox_events?mailbox_events%5Bprimary_event_id%5D=${forward}&mailbox_events%5Bassociation%5D=forward_recipient`,
      status: 200,
      expect: [forward],
      not: [other],
    },
    {
      as: 'web1',
      method: 'PATCH',
      url: `/api/mailbox_events/${login}`,
      body: { mailbox_event: { assessment: 'confirmed_benign' } },
      status: 403,
      expect: ['40311'],
    },
    { as: 'viewer', url: `${v1}/events/${login}`, status: 200, expect: ['"assessment":null'] },
    { as: 'nobody', url: '/api/mailbox_events', status: 401, not: [login] },
  ],
}

for (const [name, scenarios] of Object.entries(SCENARIOS))
  testOnStores(name, async (store, context) => {
    const askers = await apiScene(store)
    const hub = await runHub(store, context)
    for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  })
