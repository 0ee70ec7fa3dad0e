import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FailureWords, failureSentence } from '../../../../lib/http/connection/failure-sentence.ts'

const WORDS: FailureWords = {
  server: 'the webhook',
  client: 'this server',
  address: 'hook.url',
  proxy: 'hook.proxy',
  timeout: 'hook.timeout',
  authorities: 'hook.ca',
  certificate: 'hook.cert',
  key: 'hook.key',
  pin: 'hook.pin',
}

test('a sentence uses the words of the client for the server, the client and the configuration', () => {
  for (const [code, sentence] of [
    ['ECONNREFUSED', 'The webhook refused the connection: it is down, or hook.url names the wrong port'],
    ['PROXY_ECONNREFUSED', 'The proxy refused the connection: it is down, or hook.proxy names the wrong port'],
    ['PROXY_HTTP_502', 'The proxy has no connection to the webhook: check the proxy and hook.url'],
    ['TLS_ALERT_116', 'The webhook wants a certificate of this server: write hook.cert and hook.key'],
    ['PIN_MISMATCH', 'The webhook has a key that hook.pin does not name: check both, send nothing'],
    ['ETIMEDOUT', 'The webhook did not answer in time: check the firewall, or allow more by hook.timeout'],
    ['EMFILE', 'The connection to the webhook failed'],
  ] as const) {
    assert.equal(failureSentence(code, WORDS).sentence, sentence)
  }
})

test('every code has a sentence without a gap, whatever it is', () => {
  for (const code of ['', 'PROXY_', '<peer>', 'HPE_X', 'ERR_TLS_X', 'CERT_X', 'PROXY_HTTP_599', 'TLS_ALERT_45']) {
    assert.match(failureSentence(code, WORDS).sentence, /^[A-Z][^<>]+$/, code)
  }
})

test('what lasts until somebody corrects a configuration is told apart from what may pass', () => {
  for (const code of ['PIN_MISMATCH', 'TLS_ALERT_42', 'PROXY_HTTP_403', 'PROXY_HTTP_407'])
    assert.equal(failureSentence(code, WORDS).needsHand, true, code)
  for (const code of ['ECONNRESET', 'PROXY_HTTP_502', 'CERT_HAS_EXPIRED', 'no code'])
    assert.equal(failureSentence(code, WORDS).needsHand, false, code)
})
