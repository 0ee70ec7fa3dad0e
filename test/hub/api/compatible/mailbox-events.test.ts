import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createListClient, listPath } from '../../../../agent/receivers/spoor-api/list-client.ts'
import { kindNumber, severityNumber } from '../../../../hub/store/number-words.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type As, apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { mmdbFile } from '../../../support/mmdb-file.ts'
import { placeFiles } from '../../../support/place-files.ts'
import { runHub } from '../../../support/running-hub.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const [login, forward, takeover] = [`${NOW - 60}.login`, `${NOW - 30}.forward`, `${NOW - 10}.takeover`]
const [failed, other] = [`${NOW - 5000}.failed`, `${NOW - 4000}.other`]
const list = '/api/mailbox_events'
const of = (part: string): string => `mailbox_events%5B${part}%5D`

testOnStores("an event has the form that App::Spoor's clients read", async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const { json } = await tryScenario(hub, askers, { as: 'viewer', url: `${list}/${forward}`, status: 200 })
  assert.deepEqual(json, {
    mailbox_event: {
      id: forward,
      host: 'web1.example.com',
      mailbox_address: 'ann@example.com',
      ip_actor: {
        id: '192.0.2.7',
        ip_address: '192.0.2.7',
        city: null,
        country_code: null,
        owner: { isp: null, organisation: null },
      },
      event_time: NOW - 30,
      type: 'forward_added',
      latest_assessment: 'probably_benign',
      operations: {
        update: {
          valid_assessments: ['confirmed_benign', 'probably_benign', 'probably_malicious', 'confirmed_malicious'],
        },
      },
      forward_recipient: 'thief@example.net',
    },
  })
})

testOnStores(
  'the country and the operator of an address come from the configured databases',
  async (store, context) => {
    const askers = await apiScene(store)
    const { country, network } = await placeFiles(await temporaryFolder(context))
    const hub = await runHub(store, context, { config: `places: { country: ${country}, network: ${network} }` })
    const owner = '"owner":{"isp":"Example Telecom","organisation":"Example Telecom"}'
    const expect = [`"city":null,"country_code":"DE",${owner}`]
    for (const url of [list, `${list}/${forward}`])
      await tryScenario(hub, askers, { as: 'viewer', url, status: 200, expect })
  },
)

testOnStores('the city of an address comes from a database of cities', async (store, context) => {
  const askers = await apiScene(store)
  const file = join(await temporaryFolder(context), 'city.mmdb')
  const record = { country: { iso_code: 'DE' }, city: { names: { en: 'Bad Nauheim' } } }
  await writeFile(file, mmdbFile({ networks: { '192.0.2.0/24': record } }))
  const hub = await runHub(store, context, { config: `places: { country: ${file} }` })
  const expect = ['"city":"Bad Nauheim","country_code":"DE"']
  await tryScenario(hub, askers, { as: 'viewer', url: `${list}/${forward}`, status: 200, expect })
})

testOnStores('the list is paged by offset, by class and by what events have in common', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const as = 'viewer'
  for (const scenario of [
    { url: list, expect: [login, forward, takeover, other], not: [failed] },
    {
      url: `${list}?offset=1&records=1`,
      expect: [forward, '"metadata":{"offset":1,"records":1,"more_records":true}'],
      not: [login, takeover],
    },
    { url: `${list}?offset=3&records=5`, expect: [other, '"more_records":false'], not: [login] },
    { url: `${list}?${of('class')}=probably_malicious&offset=0&records=5`, expect: [takeover], not: [login, forward] },
    { url: `${list}?${of('class')}=confirmed_malicious`, expect: ['"mailbox_events":[]'] },
    {
      url: `${list}?${of('primary_event_id')}=${forward}&${of('association')}=mailbox_address`,
      expect: [login],
      not: [other],
    },
    {
      url: `${list}?${of('primary_event_id')}=${forward}&${of('association')}=ip_actor`,
      expect: [login],
      not: [takeover],
    },
    {
      url: `${list}?${of('primary_event_id')}=${forward}&${of('association')}=forward_recipient`,
      expect: [forward, other],
      not: [login],
    },
    {
      url: `${list}?${of('primary_event_id')}=${login}&${of('association')}=forward_recipient`,
      expect: ['"mailbox_events":[]'],
    },
    { url: `${list}?${of('host')}=web2.example.com&unknown=1`, expect: [other], not: [login] },
  ])
    await tryScenario(hub, askers, { as, status: 200, ...scenario })
  await tryScenario(hub, askers, {
    as,
    status: 400,
    url: `${list}?offset=10001`,
    expect: ['offset is no whole number'],
  })
  await tryScenario(hub, askers, {
    as,
    status: 400,
    url: `${list}?${of('primary_event_id')}=${login}&${of('association')}=x`,
  })
})

testOnStores('a step of a takeover is probably malicious, until somebody says otherwise', async (store, context) => {
  const askers = await apiScene(store)
  const step = { event_id: 'forward', event_time: NOW - 30, agent: 1, kind: kindNumber('forward_added') }
  const first = { ...step, event_id: 'login', event_time: NOW - 60, kind: kindNumber('login') }
  const byHub = { event_id: 'concluded', event_time: NOW, agent: 0, kind: kindNumber('mailbox_takeover') }
  await incidentIn(store, { incident: { state: 'resolved', closed: NOW }, steps: [first] })
  await incidentIn(store, { incident: { subject: 'a@example.com' }, steps: [step, first, byHub] })
  const dismissed = { state: 'dismissed', closed: NOW, subject: 'bob@example.com' }
  const ofOther = { event_id: 'other', event_time: NOW - 4000, agent: 2, kind: kindNumber('forward_added') }
  await incidentIn(store, { incident: dismissed, steps: [ofOther] })
  await incidentIn(store, { incident: { severity: severityNumber('low'), subject: 'c@example.com' }, steps: [ofOther] })
  await incidentIn(store, { incident: { kind: 'attack', subject_type: 'address' }, steps: [ofOther] })
  const hub = await runHub(store, context)
  const ids = async (parameters: string, as: As = 'viewer'): Promise<readonly string[]> => {
    const { text } = await tryScenario(hub, askers, { as, url: `${list}?${parameters}`, status: 200 })
    return [...text.matchAll(/"id":"(\d+\.\w+)"/g)].map(([, id = '']) => id)
  }
  const [suspected, benign] = [`${of('class')}=probably_malicious`, `${of('class')}=probably_benign`]
  assert.deepEqual(await ids(suspected), [takeover, forward, login])
  assert.deepEqual(await ids(`${suspected}&offset=1&records=1`), [forward])
  assert.deepEqual(await ids(suspected, 'web2'), [])
  assert.deepEqual(await ids(suspected, 'web1'), [takeover, forward, login])
  assert.deepEqual(await ids(benign), [other])
  const one = { as: 'viewer', url: `${list}/${forward}`, status: 200 } as const
  await tryScenario(hub, askers, { ...one, expect: ['"latest_assessment":"probably_malicious"'] })
  const body = { mailbox_event: { assessment: 'confirmed_benign', more: 1 }, more: 1 }
  await tryScenario(hub, askers, { ...one, as: 'analyst', method: 'PATCH', body })
  assert.deepEqual(await ids(suspected), [takeover, login])
})

testOnStores('a class that there is not is refused, and not an empty list', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const detail = 'class is none of confirmed_benign, probably_benign, probably_malicious, confirmed_malicious.'
  for (const value of ['frob', ''])
    await tryScenario(hub, askers, {
      as: 'viewer',
      url: `${list}?${of('class')}=${value}`,
      status: 400,
      expect: [detail],
    })
})

testOnStores('what an analyst says of an event counts at once, and is in the audit log', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const patch = (assessment: string): object => ({ method: 'PATCH', body: { mailbox_event: { assessment } } })
  const confirm = { url: `${list}/${takeover}`, ...patch('confirmed_malicious') }
  for (const as of ['viewer', 'reader'] as const)
    await tryScenario(hub, askers, { as, ...confirm, status: 403, expect: ['40304'] })
  await tryScenario(hub, askers, { as: 'nobody', ...confirm, status: 401 })
  await tryScenario(hub, askers, {
    as: 'analyst',
    ...confirm,
    ...patch('fine'),
    status: 400,
    expect: ['40021'],
    not: ['fine'],
  })
  await tryScenario(hub, askers, { as: 'analyst', ...confirm, url: `${list}/1.no`, status: 404 })
  const suspected = `${list}?${of('class')}=probably_malicious`
  await tryScenario(hub, askers, { as: 'viewer', url: suspected, status: 200, expect: [takeover] })
  const said = '"latest_assessment":"confirmed_malicious"'
  await tryScenario(hub, askers, { as: 'analyst', ...confirm, status: 200, expect: [said] })
  await tryScenario(hub, askers, { as: 'viewer', url: suspected, status: 200, not: [takeover] })
  const confirmed = `${list}?${of('class')}=confirmed_malicious`
  await tryScenario(hub, askers, { as: 'viewer', url: confirmed, status: 200, expect: [takeover, said] })
  await tryScenario(hub, askers, { as: 'web1', url: confirmed, status: 200, expect: [takeover] })
  await tryScenario(hub, askers, { as: 'web2', url: confirmed, status: 200, not: [takeover] })
  const one = { as: 'viewer', url: `/api/v1/events/${takeover}`, status: 200 } as const
  await tryScenario(hub, askers, {
    ...one,
    expect: [`"assessment":{"value":"confirmed_malicious","who":"ann","at":${NOW}}`],
  })
})

testOnStores("App::Spoor's clients send an API token in the place of the secret", async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const token = askers.viewer['authorization']?.slice('Bearer '.length) ?? ''
  const basic = (text: string): object => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  const ask = async (authorization: object): Promise<number> =>
    (await hub.ask(list, { headers: { ...authorization } })).status
  assert.equal(await ask(basic(`anything:${token}`)), 200)
  assert.equal(await ask(basic(`anything:${token}x`)), 401)
  assert.equal(await ask(basic(`id-of-web1.example.com:wrong`)), 401)
})

testOnStores('spoor-agent lists its reports and events from the hub', async (store, context) => {
  await apiScene(store)
  const { url } = await runHub(store, context)
  const host = 'web1.example.com'
  const client = await createListClient(accessTo(url, { identifier: `id-of-${host}`, secret: `secret-of-${host}` }))
  context.after(() => client.close())
  const { signal } = new AbortController()
  for (const [path, name] of [
    ['/api/reports', 'reports'],
    [list, 'mailbox_events'],
  ] as const) {
    const answer = JSON.stringify(await client.get(listPath(path, name, host), signal))
    for (const part of [name, login, 'event_time', 'mailbox_address', '"type":"login"'])
      assert.ok(answer.includes(part))
    await assert.rejects(client.get(listPath(path, name, 'web2.example.com'), signal), { name: 'ActionNeeded' })
  }
})
