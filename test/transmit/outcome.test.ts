import assert from 'node:assert/strict'
import { test } from 'node:test'

import { outcomeOfAnswer, outcomeOfFailure } from '../../agent/transmit/outcome.ts'

function verdictOn(status: number): string {
  const outcome = outcomeOfAnswer({ status, retryAfter: undefined, text: '' }, 0)
  return outcome.result === 'later' ? outcome.cause : outcome.result
}

function statusesWith(verdict: string): number[] {
  return Array.from({ length: 900 }, (_, i) => i + 100).filter((status) => verdictOn(status) === verdict)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

test('only 2xx and 409 say that the API has the report', () => {
  assert.deepEqual(statusesWith('accepted'), [...range(200, 299), 409])
})

test('only 400, 413 and 422 give a report up', () => {
  assert.deepEqual(statusesWith('rejected'), [400, 413, 422])
})

test('408, 425, 429 and 5xx wait for the API', () => {
  assert.deepEqual(statusesWith('api'), [408, 425, 429, ...range(500, 599)])
})

test('every other status waits for a hand on the configuration', () => {
  assert.equal(statusesWith('configuration').length, 900 - 101 - 3 - 103)
  for (const status of [100, 302, 401, 403, 404, 405, 410, 600]) assert.equal(verdictOn(status), 'configuration')
})

test('a reason names the status and what the API wrote', () => {
  assert.deepEqual(outcomeOfAnswer({ status: 422, retryAfter: undefined, text: '{"error": "time"}\n' }, 0), {
    result: 'rejected',
    reason: 'The API cannot take what the report says (HTTP 422: {"error": "time"}).',
  })
})

test('Retry-After of whatever has to wait is kept', () => {
  for (const status of [503, 429, 403, 301]) {
    const outcome = outcomeOfAnswer({ status, retryAfter: '10', text: '' }, 5000)
    assert.ok(outcome.result === 'later')
    assert.equal(outcome.notBefore, 15_000)
  }
})

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
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /ca_file/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /ca_file/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /ca_file/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /ca_file/],
  ['EPROTO', /no common TLS/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /no common TLS/],
  ['HPE_INVALID_CONSTANT', /does not speak HTTP/],
  ['EMFILE', /^The connection to the API failed \(EMFILE\)\.$/],
]

for (const [code, sentence] of FAILURES) {
  test(`${code} waits for the network, and its sentence tells it from others`, () => {
    const { cause, reason } = outcomeOfFailure(code)
    assert.equal(cause, 'network')
    assert.match(reason, sentence)
    assert.ok(reason.endsWith(` (${code}).`), reason)
  })
}

test('a failure without a code is one of the network, too', () => {
  assert.equal(outcomeOfFailure(undefined).reason, 'The connection to the API failed (no code).')
})
