import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { everyPerson } from '../../../../hub/store/ask/every-person.ts'
import { type ApiScenario, apiScene, type As, tryScenario } from '../../../support/api-scenario.ts'
import { runHub } from '../../../support/running-hub.ts'
import { fieldOf } from '../../../support/signed-in.ts'
import { testOnStores } from '../../../support/stores.ts'

const V1 = '/api/v1'
const PASSWORD = 'correct horse battery'

const MANAGED: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', 'people', { name: 'carl' }],
  ['PATCH', 'people/vic', { role: 'admin' }],
  ['PUT', 'people/vic/password', { password: PASSWORD }],
  ['DELETE', 'people/vic/totp'],
  ['DELETE', 'people/vic/sessions'],
  ['POST', 'api-tokens', { person: 'vic' }],
  ['DELETE', 'api-tokens/a-22222222'],
  ['POST', 'enrolment-tokens', {}],
  ['DELETE', 'enrolment-tokens/t-22222222'],
]

testOnStores('only an admin manages, and only with a token that may write', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const before = await store.ask(auditLog, { limit: 99 })
  const others: readonly As[] = ['nobody', 'web1', 'viewer', 'analyst', 'reader']
  for (const as of others)
    for (const [method, path, body] of MANAGED) {
      const status = as === 'nobody' || as === 'web1' ? 401 : 403
      await tryScenario(hub, askers, { as, method, url: `${V1}/${path}`, body, status })
    }
  for (const path of ['people', 'api-tokens', 'enrolment-tokens', 'audit']) {
    await tryScenario(hub, askers, { as: 'analyst', url: `${V1}/${path}`, status: 403, not: ['vic'] })
    await tryScenario(hub, askers, {
      as: 'reader',
      url: `${V1}/${path}`,
      status: 200,
      not: ['digest', 'argon2', 'secret-of'],
    })
  }
  assert.deepEqual(await store.ask(auditLog, { limit: 99 }), before, 'nothing was done')
})

testOnStores('people are added, changed and shut out, but for the last admin', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const admin = (method: string, path: string, body: unknown, status: number, more: object = {}): ApiScenario => ({
    as: 'admin',
    method,
    url: `${V1}/people${path}`,
    body,
    status,
    ...more,
  })
  const scenarios: readonly ApiScenario[] = [
    admin('POST', '', { name: 'Carl', role: 'admin', password: PASSWORD }, 201, { expect: ['"name":"carl"'] }),
    admin('POST', '', { name: 'carl' }, 409, { expect: ['40902'] }),
    admin('POST', '', { name: 'a/b' }, 400, { expect: ['"The name of a person begins with'], not: ['a/b'] }),
    admin('POST', '', { name: 'dora', password: 'short' }, 400, {
      expect: ['"A new password has at least 12 characters."'],
      not: ['short'],
    }),
    admin('POST', '', { name: 'dora', role: 'god' }, 400, { expect: ['role is none of viewer'], not: ['god'] }),
    admin('POST', '', { name: 'backup' }, 201, { expect: ['"role":"viewer"'] }),
    admin('PATCH', '/carl', { role: 'viewer' }, 409, { expect: ['40911'] }),
    admin('PATCH', '/carl', { disabled: true }, 409, { expect: ['40911'] }),
    admin('PATCH', '/carl', { role: 'viewer', disabled: true }, 400),
    admin('PATCH', '/nobody', { disabled: false }, 404, { expect: ['40431'] }),
    admin('PATCH', '/Vic', { role: 'analyst' }, 204),
    admin('PATCH', '/ann', { disabled: true }, 204),
    { as: 'analyst', url: `${V1}/me`, status: 401, expect: ['40106'] },
    admin('PATCH', '/ann', { disabled: false }, 204),
    { as: 'analyst', url: `${V1}/me`, status: 200, expect: ['"name":"ann"'] },
    admin('PUT', '/vic/password', { password: PASSWORD }, 204),
    admin('PUT', '/nobody/password', { password: PASSWORD }, 404),
    admin('DELETE', '/vic/totp', undefined, 204),
    admin('DELETE', '/nobody/totp', undefined, 404),
    {
      as: 'admin',
      url: `${V1}/audit?about=vic&limit=2`,
      status: 200,
      expect: ['totp_ended', 'password_changed', '"next":'],
    },
    { as: 'admin', url: `${V1}/audit?action=password_changed`, status: 200, expect: ['"vic"'], not: ['role_changed'] },
    { as: 'admin', url: `${V1}/audit?action=X`, status: 400, expect: ['action is no deed'] },
    {
      as: 'admin',
      url: `${V1}/audit?about=carl`,
      status: 200,
      expect: ['"actor":"chief"', '127.0.0.1'],
      not: [PASSWORD],
    },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  const people = await store.ask(everyPerson, null)
  assert.deepEqual(
    people.map(({ name, role, has_password }) => `${name} ${role} ${has_password}`),
    [
      'ann analyst false',
      'backup viewer false',
      'carl admin true',
      'chief admin false',
      'root admin false',
      'vic analyst true',
    ],
  )
})

testOnStores('tokens are told once, listed without their secrets, and ended', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const post = { as: 'admin', method: 'POST' } as const
  const made = await tryScenario(hub, askers, {
    ...post,
    url: `${V1}/api-tokens`,
    body: { person: 'vic', name: 'nightly', ttl: 60 },
    status: 201,
  })
  const [id, token] = [String(fieldOf(made.json, 'id')), String(fieldOf(made.json, 'token'))]
  const asked = { headers: { authorization: `Bearer ${token}` } }
  assert.equal(fieldOf((await hub.ask(`${V1}/me`, asked)).json, 'scope'), 'read')
  const enrol = await tryScenario(hub, askers, {
    ...post,
    url: `${V1}/enrolment-tokens`,
    body: { uses: 5 },
    status: 201,
  })
  const [enrolId, enrolToken] = [String(fieldOf(enrol.json, 'id')), String(fieldOf(enrol.json, 'token'))]
  const secrets = [token, enrolToken].map((text) => text.split('.')[1] ?? '')
  const scenarios: readonly ApiScenario[] = [
    { ...post, url: `${V1}/api-tokens`, body: { person: 'nobody' }, status: 404, expect: ['40431'] },
    {
      ...post,
      url: `${V1}/api-tokens`,
      body: { person: 'vic', ttl: 1e9 },
      status: 400,
      expect: ['A token counts for a year at most.'],
    },
    { ...post, url: `${V1}/enrolment-tokens`, body: { host: '-' }, status: 400, expect: ['"The name of a host has'] },
    { as: 'admin', url: `${V1}/api-tokens`, status: 200, expect: [id, '"person":"vic"', 'nightly'], not: secrets },
    {
      as: 'admin',
      url: `${V1}/enrolment-tokens`,
      status: 200,
      expect: [enrolId, '"uses_left":5', '"maker":"chief"'],
      not: secrets,
    },
    { as: 'admin', method: 'DELETE', url: `${V1}/api-tokens/${id}`, status: 204 },
    { as: 'admin', method: 'DELETE', url: `${V1}/api-tokens/x`, status: 404, expect: ['40432'] },
    { as: 'admin', method: 'DELETE', url: `${V1}/enrolment-tokens/${enrolId}`, status: 204 },
    { as: 'admin', method: 'DELETE', url: `${V1}/enrolment-tokens/${enrolId}`, status: 204 },
    { as: 'admin', method: 'DELETE', url: `${V1}/enrolment-tokens/x`, status: 404 },
    {
      as: 'admin',
      url: `${V1}/audit?limit=4`,
      status: 200,
      expect: ['enrol_token_created', 'enrol_token_revoked', 'api_token_created', 'api_token_revoked'],
      not: secrets,
    },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  assert.equal((await hub.ask(`${V1}/me`, asked)).status, 401)
})
