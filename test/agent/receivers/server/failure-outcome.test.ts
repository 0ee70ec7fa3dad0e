import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { test } from 'node:test'
import { outcomeOfFailure } from '../../../../agent/receivers/server/failure-outcome.ts'
import { accessTo } from '../../../support/api-access.ts'
import { sealedClient } from '../../../support/sealed-client.ts'

const REFUSALS: readonly (readonly [code: string, sentence: RegExp])[] = [
  ['TLS_ALERT_116', /wants a certificate of the agent/],
  ['TLS_ALERT_40', /or the API wants a certificate/],
  ['TLS_ALERT_42', /does not accept the certificate of the agent/],
  ['TLS_ALERT_48', /does not accept the certificate of the agent/],
  ['PIN_MISMATCH', /transmission\.pin/],
  ['PROXY_HTTP_407', /user and password in transmission\.proxy/],
  ['PROXY_HTTP_403', /permitted there/],
]

for (const [code, sentence] of REFUSALS) {
  test(`${code} waits for a hand on the configuration`, () => {
    const { cause, reason } = outcomeOfFailure('transmission', code)
    assert.equal(cause, 'configuration')
    assert.match(reason, sentence)
  })
}

const FAILURES: readonly (readonly [code: string, sentence: RegExp])[] = [
  ['ENOTFOUND', /no address/],
  ['EAI_AGAIN', /looked up/],
  ['ECONNREFUSED', /refused/],
  ['ECONNRESET', /cut/],
  ['EPIPE', /cut/],
  ['EHOSTUNREACH', /no route/],
  ['ENETUNREACH', /no route/],
  ['ETIMEDOUT', /in time/],
  ['CERT_HAS_EXPIRED', /expired/],
  ['CERT_NOT_YET_VALID', /not valid yet/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /another name/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed itself/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /ca_file/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /ca_file/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /ca_file/],
  ['TLS_ALERT_80', /no common TLS/],
  ['EPROTO', /no common TLS/],
  ['ERR_SSL_NO_SHARED_CIPHER', /no common TLS/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', /does not speak TLS 1\.2/],
  ['ERR_SSL_DH_KEY_TOO_SMALL', /too weak/],
  ['CERT_REVOKED', /revoked/],
  ['CERT_CHAIN_TOO_LONG', /not sound/],
  ['INVALID_PURPOSE', /not sound/],
  ['CERT_UNTRUSTED', /ca_file/],
  ['EACCES', /does not let/],
  ['HPE_INVALID_CONSTANT', /does not speak HTTP/],
  ['HPE_INVALID_VERSION', /another version of HTTP/],
  ['HPE_HEADER_OVERFLOW', /16 KiB of headers/],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', /twice, or wrongly/],
  ['HPE_INVALID_TRANSFER_ENCODING', /twice, or wrongly/],
  ['HPE_CR_EXPECTED', /breaks the rules of HTTP/],
  ['EMFILE', /^The connection to the API failed \(EMFILE\)\.$/],
]

for (const [code, sentence] of FAILURES) {
  test(`${code} waits for the network, and its sentence tells it from others`, () => {
    const { cause, reason } = outcomeOfFailure('transmission', code)
    assert.equal(cause, 'network')
    assert.match(reason, sentence)
    assert.ok(reason.endsWith(` (${code}).`), reason)
  })
}

test('a failure without a code is a failure of the network, too', () => {
  assert.equal(outcomeOfFailure('transmission').reason, 'The connection to the API failed (no code).')
})

test('a fault of a proxy is told in the same words as one of the API, with its key of the configuration', () => {
  for (const [code] of FAILURES.filter(([each]) => each !== 'ETIMEDOUT')) {
    const [api, proxy] = [code, `PROXY_${code}`].map((each) =>
      outcomeOfFailure('transmission', each).reason.replace(/ \(.*/, ''),
    )
    const said = api?.replaceAll('The API', 'The proxy').replaceAll('the API', 'the proxy')
    assert.equal(proxy, said?.replaceAll('transmission.host', 'transmission.proxy'))
  }
  assert.match(outcomeOfFailure('transmission', 'PROXY_ETIMEDOUT').reason, /^The proxy did not connect in time/)
})

for (const [title, answer, fault] of [
  [
    'too many headers',
    `HTTP/1.1 202 OK\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    /16 KiB of headers.*\(HPE_HEADER_OVERFLOW\)/,
  ],
  [
    'two lengths',
    'HTTP/1.1 202 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    /twice.*\(HPE_UNEXPECTED_CONTENT_LENGTH\)/,
  ],
  [
    'no length that is a number',
    'HTTP/1.1 202 OK\r\nContent-Length: x\r\n\r\n',
    /wrongly.*\(HPE_INVALID_CONTENT_LENGTH\)/,
  ],
  ['a header that is none', 'HTTP/1.1 202 OK\r\nBad Header: x\r\n\r\n', /rules of HTTP.*\(HPE_INVALID_HEADER_TOKEN\)/],
  ['no status', 'HTTP/1.1 OK\r\n\r\n', /no status.*\(HPE_INVALID_STATUS\)/],
  ['another version', 'HTTP/7.7 202 OK\r\n\r\n', /another version of HTTP.*\(HPE_INVALID_VERSION\)/],
  ['another protocol', '220 mail.example.com ESMTP\r\n', /not speak HTTP.*\(HPE_INVALID_CONSTANT\)/],
] satisfies [string, string, RegExp][]) {
  test(`an answer with ${title} is told as what it is, and the report waits`, async (t) => {
    const server = net.createServer((socket) => socket.once('data', () => socket.end(answer))).listen(0, '127.0.0.1')
    t.after(() => server.close())
    await once(server, 'listening')
    const address = server.address()
    assert.ok(typeof address === 'object' && address)
    const api = await sealedClient(accessTo(`http://127.0.0.1:${address.port}`), () => assert.fail())
    t.after(() => api.close())
    const outcome = await api.send({ id: '1', entries: [] }, new AbortController().signal)
    assert.ok(outcome.result === 'later' && outcome.mayBeItsOwn)
    assert.match(outcome.reason, fault)
  })
}

test('what is to be corrected is named in the section of its receiver', () => {
  assert.match(outcomeOfFailure('receivers.hub', 'PIN_MISMATCH').reason, /receivers\.hub\.pin/)
  assert.match(outcomeOfFailure('receivers.hub', 'ENOTFOUND').reason, /receivers\.hub\.host/)
})
