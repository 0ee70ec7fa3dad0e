import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Redaction } from '../../../../agent/doctor/bundle/redaction.ts'
import { redactedSettings } from '../../../../agent/doctor/bundle/settings-redaction.ts'

const redaction = (): Redaction =>
  new Redaction({
    secrets: ['s3cret/Word+1'],
    identifiers: ['HOST-4711'],
    hosts: ['web1.example.net', 'web1'],
    accounts: ['kunde', 'shop'],
  })

suite('what is replaced', () => {
  for (const [before, after] of [
    [
      'from anna@example.com to <Bob.Meier+x@mail.example.org>',
      'from mailbox-1@domain-1.invalid to <mailbox-2@domain-2.invalid>',
    ],
    ['anna%40example.com&x', 'mailbox-1@domain-1.invalid&x'],
    ['mailto:anna@example.com.', 'mailto:mailbox-1@domain-1.invalid.'],
    ['at 192.0.2.7:25, 2001:db8::7 and [2001:db8::8]:443', 'at ip-1:25, ip-2 and [ip-3]:443'],
    ['2001%3Adb8%3A%3A7', 'ip-1'],
    ['rip=2001:db8::7: refused', 'rip=ip-1: refused'],
    ['/home/shop/mail/example.com/anna', '/home/account-1/mail/domain-1.invalid/anna'],
    ['database shop_wp1 of Kunde', 'database account-1_wp1 of account-2'],
    ['/usr/local/apache/domlogs/example.com-ssl_log', '/usr/local/apache/domlogs/domain-1.invalid'],
    ['domlogs/example.com.log', 'domlogs/domain-1.invalid.log'],
    ['web1 spoor-agent[1]: web1.example.net', 'host-1 spoor-agent[1]: host-2'],
    ['https://anna:hunter2@proxy.example.net:3128/x', 'https://secret-1@domain-1.invalid:3128/x'],
    ['Authorization: Basic YW5uYTpodW50ZXIy', 'Authorization: secret-1 secret-2'],
    ['sent Bearer abc.def-1 on', 'sent Bearer secret-1 on'],
    ['GET /cpsess0123456789/execute', 'GET /secret-1/execute'],
    ['password=hunter2&user', 'password=secret-1&user'],
    ['{\\"password\\":\\"two words\\",\\"a\\":1}', '{\\"password\\":\\"secret-1 secret-2\\",\\"a\\":1}'],
    ['"password":1234,"a":"token":12', '"password":secret-1,"a":"token":secret-2'],
    ["api_secret: 'two words' next", "api_secret: 'secret-1 secret-2' next"],
    ['T="Re: our offer" from', 'T="secret-1 secret-2 secret-3" from'],
    ['Subject: our offer\nnext line', 'Subject: secret-1 secret-2\nnext line'],
    ['a s3cret/Word+1 b', 'a secret-1 b'],
    [`a ${encodeURIComponent('s3cret/Word+1')} b`, 'a secret-1 b'],
    [`a ${Buffer.from('s3cret/Word+1').toString('base64')} b`, 'a secret-1== b'],
    [`a ${Buffer.from('s3cret/Word+1').toString('hex')} b`, 'a secret-1 b'],
    ['id HOST-4711.', 'id identifier-1.'],
    [Buffer.from('anna@example.com').toString('base64').replaceAll('=', ''), 'secret-1'],
    [Buffer.from('anna@example.com').toString('hex'), 'secret-1'],
    ['token Zk3nQ8vT1xW9bR5mL2pD', 'token secret-1'],
    ['-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE----- after', 'secret-1 after'],
    ['-----BEGIN PRIVATE KEY-----\nabc', 'secret-1'],
  ] as const)
    test(JSON.stringify(before), () => {
      // Some known values have numbers already.
      const told = redaction().text(before)
      const numbers = new Map<string, string>()
      const counted = told.replaceAll(
        /\b(secret|identifier|account|host|domain|ip|mailbox)-\d+/g,
        (found, kind: string) => {
          const known = [...numbers].filter(([key]) => key.startsWith(`${kind}-`))
          if (!numbers.has(found)) numbers.set(found, `${kind}-${known.length + 1}`)
          return numbers.get(found) ?? ''
        },
      )
      assert.equal(counted, after)
    })
})

suite('what stays', () => {
  for (const text of [
    'spoor-agent-collector.service has failed (exit-code 2).',
    '/usr/lib/systemd/system/spoor-agent-collector.service',
    '/etc/spoor/spoor.yml:3:5: transmission.host: is no URL',
    '127.0.0.1:25 and ::1',
    '2026-12-01T05:50:28+0000',
    'took 1.5 s of 192 MiB',
    // Not written out, as it looks like a mailbox.
    ['user', '1000.service'].join('@'),
    '1606780800000000-000000000012.json',
  ])
    test(text, () => assert.equal(redaction().text(text), text))
})

test('the same has the same stand-in, whatever text it is in, and capitals make no difference', () => {
  const one = redaction()
  const [first, second] = [one.text('Anna@Example.com'), one.text('<anna@example.com>')]
  assert.equal(second, `<${first}>`)
  assert.equal(one.text('example.com'), first.split('@')[1])
  assert.deepEqual(one.json({ 'anna@example.com': ['ANNA@example.com'] }), { [first]: [first] })
})

test('a secret that is a word of stand-ins, or a number, leaves texts whole and is left in none', () => {
  const one = new Redaction({ secrets: ['secret', '70123'], identifiers: [], hosts: [], accounts: [] })
  assert.deepEqual(one.json({ api_secret: 'secret', size: 170_123, other: 5 }), {
    api_secret: 'secret-2',
    size: '1secret-1',
    other: 5,
  })
  assert.equal(one.leaksIn('{"api_secret":"secret-2"}'), false)
  assert.equal(one.leaksIn('170123'), true)
})

test('the map says who stands for whom, and has no secrets', () => {
  const one = redaction()
  one.text('anna@example.com s3cret/Word+1 password=hunter2 HOST-4711 192.0.2.7')
  assert.deepEqual(one.map(), {
    'mailbox-1': 'anna@example.com',
    'domain-1.invalid': 'example.com',
    'ip-1': '192.0.2.7',
  })
})

test('settings keep what is plain, and nothing that an operator may have written as he liked', () => {
  const settings = {
    events: ['takeover', 'mailbox_*'],
    spool: { path: '/var/lib/spoor', max_size: '1GiB', max_files: 100 },
    host: { name: 'web1.example.net', labels: { owner: 'Meier', 'Kunde Meier': 'x' } },
    transmission: {
      host: 'https://hub.example.org:8443',
      proxy: 'http://anna:hunter2@192.0.2.1:3128',
      credentials: { api_identifier: 'HOST-4711', api_secret: 'abc', api_secret_file: '/etc/spoor/private/secret' },
    },
    alerts: [
      {
        name: 'ops',
        webhook: { url: 'https://hooks.example.org/T0/B0/xyz' },
        mail: { to: 'Anna Meier <anna@example.com>' },
      },
    ],
    checks: [{ type: 'command', command: ['/usr/lib/check', '-p', 'hunter2'], every: '5m' }],
    ignore: [{ account: 'other', mailbox_address: 'bob@example.com' }],
    unknown: 'Some Words',
  }
  assert.deepEqual(redactedSettings(settings, redaction()), {
    events: ['takeover', 'value-1'],
    spool: { path: '/var/lib/spoor', max_size: '1GiB', max_files: 100 },
    host: { name: 'host-1', labels: { 'value-2': 'value-3', 'value-4': 'value-5' } },
    transmission: {
      host: 'https://domain-1.invalid:8443',
      proxy: 'http://secret-2@ip-1:3128',
      credentials: {
        api_identifier: 'identifier-1',
        api_secret: 'secret-3',
        api_secret_file: '/etc/spoor/private/secret',
      },
    },
    alerts: [{ name: 'ops', webhook: { url: 'https://domain-2.invalid/secret-4' }, mail: { to: 'value-6' } }],
    checks: [{ type: 'command', command: ['value-7', 'value-8', 'value-9'], every: '5m' }],
    ignore: [{ account: 'value-10', mailbox_address: 'mailbox-2@domain-3.invalid' }],
    unknown: 'value-11',
  })
})

test('a token of a session hides nothing else of its address, and what is encoded is read', () => {
  const shown = new Redaction({ secrets: [], identifiers: [], hosts: [], accounts: [] }).text(
    [
      'https://anna:hunter2@mail.example.org:2083/cpsess12/x',
      '/cpsess1/anna@example.org',
      'GET /login%3Fuser%3Danna%40example.org%26password%3Dhunter2',
      'bob%40example.org%',
    ].join('\n'),
  )
  assert.doesNotMatch(shown, /hunter2|anna|bob|example\.org|cpsess/)
})
