import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { bundleOf, membersOf, writeBundle } from '../../../../agent/doctor/bundle/bundle.ts'
import type { Diagnosis } from '../../../../agent/doctor/diagnosis.ts'
import type { Patient } from '../../../../agent/doctor/patient.ts'
import { saveCheckpoints } from '../../../../agent/spool/positions/saved-checkpoints.ts'
import { createDoctorHost, runningUnit } from '../../../support/doctor-host.ts'
import { exampleStatus } from '../../../support/example-status.ts'
import { checkpointAt } from '../../../support/spool-scene.ts'

/** What must not leave a host, by what it is; each stands somewhere on the host below. */
const PLANTED = {
  apiSecret: 'wq7/Gr+Planted.1',
  identifier: 'HOST-PLANTED-7',
  proxyPassword: 'proxyPLANTEDpw',
  webhookPath: 'PLANTEDhookpath',
  fileSecret: 'filePLANTEDsecret',
  commandArgument: 'argPLANTEDhunter2',
  label: 'Kunde PLANTEDlabel',
  basic: 'dXNlclBMQU5URUQ6c2VjcmV0',
  bearer: 'bearerPLANTEDabc',
  session: 'cpsessPLANTED0123',
  token: 'Zk3nQ8vT1xW9bR5mL2pDPLANTED',
  password: 'pwPLANTEDvalue',
  subject: 'PLANTEDoffer',
  pgp: 'hQEMAPLANTEDpgp',
  mailbox: 'anna.planted',
  domain: 'planted-domain.example',
  ipv4: '203.0.113.77',
  ipv6: '2001:db8:77::7',
  account: 'plantacc',
  host: 'plantedhost',
} as const

const ADDRESS = `${PLANTED.mailbox}@${PLANTED.domain}`

const JOURNAL = [
  `2026-12-01T05:50:28+0000 ${PLANTED.host} spoor-agent[1]: mailbox ${ADDRESS} from ${PLANTED.ipv4} and [${PLANTED.ipv6}]:443`,
  `{"password":"${PLANTED.password}","user":"${PLANTED.account}"} /home/${PLANTED.account}/mail/${PLANTED.domain}`,
  `Authorization: Basic ${PLANTED.basic}`,
  `sent Bearer ${PLANTED.bearer} to /${PLANTED.session}/execute?token=x`,
  `unexpected ${PLANTED.token} T="${PLANTED.subject}" secret ${PLANTED.fileSecret}`,
  `-----BEGIN PGP MESSAGE-----`,
  PLANTED.pgp,
  `-----END PGP MESSAGE-----`,
  `encoded ${encodeURIComponent(ADDRESS)} ${encodeURIComponent(PLANTED.ipv6)} ${Buffer.from(ADDRESS).toString('base64')}`,
  `${Buffer.from(ADDRESS).toString('hex')} ${encodeURIComponent(PLANTED.apiSecret)} ${Buffer.from(PLANTED.apiSecret).toString('base64')}`,
  `${PLANTED.host}.example.net refused ${PLANTED.apiSecret} of ${PLANTED.identifier}`,
]

async function plantedHost(t: TestContext): Promise<{ readonly patient: Patient; readonly root: string }> {
  const host = await createDoctorHost(t)
  await host.put('secret', `${PLANTED.fileSecret}\n`)
  const loaded = await host.configure(
    `# a comment of ${PLANTED.label}`,
    `followers: { login: { name: ${host.path(`domlogs/${PLANTED.domain}`)} } }`,
    'transmission:',
    `  host: https://hub.${PLANTED.domain}`,
    `  proxy: http://anna:${PLANTED.proxyPassword}@${PLANTED.ipv4}:3128`,
    `  credentials: { api_identifier: ${PLANTED.identifier}, api_secret: '${PLANTED.apiSecret}' }`,
    'receivers:',
    '  - name: second',
    `    host: https://second.${PLANTED.domain}`,
    `    credentials: { api_identifier: ${PLANTED.identifier}, api_secret_file: ${host.path('secret')} }`,
    `alerts: [{ name: ops, webhook: { url: 'https://hooks.example.org/${PLANTED.webhookPath}' } }]`,
    `host: { name: ${PLANTED.host}.example.net, labels: { owner: '${PLANTED.label}' } }`,
    `ignore: [{ mailbox: ${ADDRESS} }]`,
    'checks:',
    `  - { name: odd, type: command, command: [/usr/lib/check, -p, ${PLANTED.commandArgument}] }`,
    `spool: { path: ${host.path('spool')} }`,
    `runtime: { path: ${host.path('run')} }`,
  )
  const path = host.path(`domlogs/${PLANTED.domain}`)
  await host.put(`domlogs/${PLANTED.domain}`, `${ADDRESS} logged in\n`)
  await host.put('etc/hostname', `${PLANTED.host}\n`)
  await host.put('etc/passwd', `${PLANTED.account}:x:1001:1001::/home/${PLANTED.account}:/bin/bash\n`)
  await host.put('etc/userdomains', `${PLANTED.domain}: ${PLANTED.account}\n*: nobody\n`)
  await mkdir(host.path('spool'), { recursive: true })
  const rules = {
    waiting: [],
    rules: { takeover: { version: 1, keys: [{ key: ADDRESS, last: 0, state: 1 }] } },
    said: [],
  }
  const sources = { login: { [path]: checkpointAt(5) } }
  await saveCheckpoints(host.path('spool'), { version: 1, sequence: 7, sources, rules })
  await host.put('journal', `${JOURNAL.join('\n')}\n`)
  await host.program('usr/bin/journalctl', `cat ${host.path('journal')}`)
  await host.units({ 'spoor-agent-collector.service': runningUnit(`collect --x ${PLANTED.token}`) })
  const status = exampleStatus()
  const recent: NonNullable<Patient['status']['collector']['notices']>['recent'] = [
    { at: 0, code: 'api_refused', severity: 'warning', text: `refused ${ADDRESS} from ${PLANTED.ipv6}` },
  ]
  const collector = { ...status.collector, notices: { counts: {}, recent } }
  const spool = { ...status.spool, path: host.path('spool'), strangers: [`inbox/${PLANTED.account}`] }
  const told: Patient['status'] = { ...status, collector, spool, host: `${PLANTED.host}.example.net` }
  return { patient: host.patient({ loaded, status: told }), root: host.root }
}

const DIAGNOSES: readonly Diagnosis[] = [
  {
    name: 'dns',
    state: 'failed',
    what: `hub.${PLANTED.domain} has no address`,
    why: 'x',
    remedy: [`ping ${PLANTED.ipv4}`],
  },
]

/** The ways in which a value may stand in a file. */
function waysToWrite(value: string): readonly Buffer[] {
  const bytes = Buffer.from(value)
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ].map((text) => Buffer.from(text.toLowerCase()))
}

function placesOf(
  value: string,
  members: readonly { readonly name: string; readonly content: Buffer }[],
): readonly string[] {
  return members
    .filter(({ content }) => {
      const lower = Buffer.from(content.toString('latin1').toLowerCase(), 'latin1')
      return waysToWrite(value).some((way) => lower.includes(way))
    })
    .map(({ name }) => name)
}

test('nothing secret or personal is in any file of a bundle, in no form', async (t) => {
  const { patient, root } = await plantedHost(t)
  const raw = await membersOf(patient, DIAGNOSES)
  const asTheyAre = raw.map((member) => {
    const content = member.holds === 'text' ? member.text : JSON.stringify(member.value)
    return { name: member.name, content: Buffer.from(content) }
  })
  // Otherwise the search below would find nothing whatever is replaced.
  for (const [what, value] of Object.entries(PLANTED)) {
    assert.notDeepEqual(placesOf(value, asTheyAre), [], `${what} is planted`)
  }
  const file = join(root, 'bundle.tgz')
  await writeBundle(await bundleOf(patient, raw), { file, mapFile: undefined, force: false }, Date.now())
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const unpacked = join(root, 'unpacked')
  await mkdir(unpacked)
  assert.equal(spawnSync('tar', ['-xzf', file, '-C', unpacked]).status, 0)
  const folder = join(unpacked, 'spoor-agent-doctor')
  const members = readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name)) }))
  assert.deepEqual(members.map(({ name }) => name).toSorted(), ['README', ...raw.map(({ name }) => name)].toSorted())
  for (const [what, value] of Object.entries(PLANTED)) assert.deepEqual(placesOf(value, members), [], what)
  assert.deepEqual(placesOf('logged in', members), [], 'the content of logs')
  assert.deepEqual(placesOf('a comment', members), [], 'comments of the configuration')
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const [, mailbox = 'none'] =
    /mailbox (mailbox-\d+@domain-\d+\.invalid) from ip-\d+ and \[ip-\d+\]:443/.exec(text('journal.txt')) ?? []
  assert.ok(text('status.json').includes(mailbox), 'the same mailbox has the same stand-in in all files')
  assert.ok(text('configuration.json').includes(mailbox))
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) JSON.parse(text(name))
})

test('a bundle has what support needs', async (t) => {
  const { patient } = await plantedHost(t)
  const { files, map } = await bundleOf(patient, await membersOf(patient, DIAGNOSES))
  const value = (name: string) => {
    const found = files.find((each) => each.name === `spoor-agent-doctor/${name}`)
    return JSON.parse(String(found?.content))
  }
  assert.equal(value('doctor.json')[0].name, 'dns')
  assert.equal(value('status.json').collector.pid, 100)
  assert.equal(value('configuration.json').transmission.credentials.api_secret.startsWith('secret-'), true)
  assert.equal(value('checkpoints.json').positions[0].files[0].offset, 5)
  assert.equal(value('units.json')['spoor-agent-collector.service'].ActiveState, 'active')
  assert.ok(value('spool.json').root.files.some(({ name }: { name: string }) => name === 'checkpoints.json'))
  assert.ok(value('logs.json')[0].size > 0)
  assert.ok(value('versions.json').node)
  assert.ok('kernel' in value('limits.json'))
  assert.ok(Object.values(map).includes(ADDRESS))
  const secrets = [PLANTED.apiSecret, PLANTED.proxyPassword, PLANTED.token, PLANTED.identifier]
  for (const secret of secrets) assert.ok(!JSON.stringify(map).includes(secret))
})
