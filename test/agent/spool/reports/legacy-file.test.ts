import assert from 'node:assert/strict'
import { test } from 'node:test'
import { legacyOrder, parseLegacy } from '../../../../agent/spool/reports/legacy-file.ts'
import { project } from '../../../../lib/event/entry.ts'

const HOST = 'server.example.net'
const NAME = 'login.1537372956.1234567.json'

const LOGIN = {
  type: 'login',
  event: 'login',
  log_time: 1_537_372_956,
  scope: 'webmaild',
  ip: '192.0.2.10',
  status: 'success',
  credential: 'info@example.com',
  possessor: 'account',
  context: 'mailbox',
}

/** The entry sent for a file of App::Spoor, without its id. */
function sent(fields: object): unknown {
  const entry = parseLegacy(NAME, JSON.stringify(fields), HOST)
  assert.ok(typeof entry !== 'string')
  const { id, ...rest } = project(entry)
  assert.match(id, /^[\w-]{22}$/)
  return JSON.stringify(rest)
}

test('a login is sent with exactly the keys that App::Spoor sent', () => {
  assert.equal(
    sent(LOGIN),
    '{"type":"login","time":1537372956,"ip":"192.0.2.10","mailbox_address":"info@example.com","context":"mailbox","host":"server.example.net"}',
  )
})

test('so is an added forward from the access log', () => {
  assert.equal(
    sent({ ...LOGIN, type: 'access', event: 'forward_added_partial_ip' }),
    '{"type":"forward_added_partial_ip","time":1537372956,"ip":"192.0.2.10","mailbox_address":"info@example.com","context":"mailbox","host":"server.example.net"}',
  )
})

test('so is an added forward from the error log', () => {
  const forward = {
    type: 'error',
    event: 'forward_added_partial_recipient',
    log_time: 1_537_372_956,
    status: 'success',
    forward_type: 'email',
    context: 'mailbox',
    forward_to: 'elsewhere@example.org',
    email: 'info@example.com',
  }
  assert.equal(
    sent(forward),
    '{"type":"forward_added_partial_recipient","time":1537372956,"mailbox_address":"info@example.com","forward_recipient":"elsewhere@example.org","context":"mailbox","host":"server.example.net"}',
  )
})

test('so is a removed forward', () => {
  assert.equal(
    sent({ ...LOGIN, type: 'access', event: 'forward_removed', forward_recipient: 'elsewhere@example.org' }),
    '{"type":"forward_removed","time":1537372956,"mailbox_address":"info@example.com","forward_recipient":"elsewhere@example.org","ip":"192.0.2.10","context":"mailbox","host":"server.example.net"}',
  )
})

test('the command line of a program stays on the host, and so does the rest of a query', () => {
  for (const [written, told] of [
    ['|/home/shop/f.php --password=x', '|'],
    ['elsewhere@example.org&password=x', '?'],
  ]) {
    const entry = String(sent({ ...LOGIN, type: 'access', event: 'forward_removed', forward_recipient: written }))
    assert.ok(entry.includes(`"forward_recipient":"${told}"`), entry)
  }
})

test('values that App::Spoor did not find are sent as null', () => {
  assert.match(String(sent({ ...LOGIN, ip: null })), /"ip":null/)
  assert.match(String(sent({ ...LOGIN, ip: undefined })), /"ip":null/)
  assert.match(
    String(sent({ ...LOGIN, event: 'forward_removed', forward_recipient: null })),
    /"forward_recipient":null/,
  )
})

test('the same file always gives the same id, another name or content another', () => {
  const id = (name: string, content: string, host = HOST): unknown => {
    const entry = parseLegacy(name, content, host)
    return typeof entry === 'string' ? entry : entry.id
  }
  const content = JSON.stringify(LOGIN)
  assert.equal(id(NAME, content), id(NAME, content))
  assert.notEqual(id(NAME, content), id('login.1537372956.1234568.json', content))
  assert.notEqual(id(NAME, content), id(NAME, `${content} `))
  assert.notEqual(id(NAME, content), id(NAME, content, 'other.example.net'))
})

test('a file that App::Spoor cannot have written is refused with the wrong field', () => {
  const cases: [string, RegExp][] = [
    ['', /the text/],
    [JSON.stringify(LOGIN).slice(0, 60), /the text/],
    ['[]', /./],
    ['null', /./],
    ['""', /./],
    [JSON.stringify({ ...LOGIN, event: 'unrecognised' }), /: event is not as it should be/],
    [JSON.stringify({ ...LOGIN, event: 'constructor' }), /: event is not as it should be/],
    [JSON.stringify({ type: 'access' }), /: event is not as it should be/],
    [JSON.stringify({ ...LOGIN, context: 'domain' }), /: context is not as it should be/],
    [JSON.stringify({ ...LOGIN, log_time: '1537372956' }), /: log_time is not as it should be/],
    [JSON.stringify({ ...LOGIN, credential: undefined }), /: credential is not as it should be/],
    [JSON.stringify({ ...LOGIN, credential: 'x'.repeat(1025) }), /: credential is not as it should be/],
  ]
  for (const [content, problem] of cases) {
    const answer = parseLegacy(NAME, content, HOST)
    assert.ok(typeof answer === 'string', content)
    assert.match(answer, /^it is no entry of App::Spoor: /)
    assert.match(answer, problem)
    assert.ok(answer.length < 300)
  }
})

test('file names of App::Spoor are accepted, ordered by time and number', () => {
  assert.deepEqual(legacyOrder('access.1.2.json'), [1, 2])
  assert.deepEqual(legacyOrder('login.3.4.json'), [3, 4])
  assert.deepEqual(legacyOrder('error.1537372956.1999999.json'), [1_537_372_956, 1_999_999])
})

test('names that App::Spoor ignores are not names of its files', () => {
  for (const name of [
    'foo.1.2.json',
    'login.a.4.json',
    'error.5.b.json',
    'error5.6.json',
    'error.56.json',
    'error.5.6json',
    'error.5.6.foo',
    'xlogin.1.2.json',
    'login.1.2.json.reason',
    'login.1.2.json\n',
    'login..2.json',
    'login.1.2.json.tmp',
  ]) {
    assert.equal(legacyOrder(name), undefined, name)
  }
})
