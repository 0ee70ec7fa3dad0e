import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proxyFor } from '../../../../lib/http/connection/proxy.ts'

const API = 'https://spoor.example.com'
const PROXY = 'http://proxy.example.com:3128/'

function through(host: string, environment: Readonly<Record<string, string>>, configured?: string): string | undefined {
  return proxyFor(host, configured, environment)?.href
}

test('what the configuration names counts before the environment', () => {
  const environment = { HTTPS_PROXY: 'http://other.example.com:1', NO_PROXY: '*' }
  assert.equal(through(API, environment, PROXY), PROXY)
  assert.equal(through(API, environment, 'none'), undefined)
})

test('HTTPS_PROXY counts in upper and lower case, with or without a scheme; HTTP_PROXY and ALL_PROXY do not', () => {
  assert.equal(through(API, { HTTPS_PROXY: PROXY }), PROXY)
  assert.equal(through(API, { https_proxy: 'proxy.example.com:3128', HTTPS_PROXY: 'http://x.example' }), PROXY)
  assert.equal(through(API, { HTTP_PROXY: PROXY, ALL_PROXY: PROXY }), undefined)
  assert.equal(through(API, { HTTPS_PROXY: '' }), undefined)
})

test('an API on this machine is reached without a proxy', () => {
  assert.equal(through('http://localhost:3000', { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY }, PROXY), undefined)
})

test('an HTTPS_PROXY that is no URL is refused without showing its text', () => {
  for (const text of ['socks5://me:hush@proxy.example.com', 'http://', 'http://me:hush@proxy.example.com/path']) {
    const message = /^HTTPS_PROXY of the environment (is no URL|holds more)(?!.*hush)/
    assert.throws(() => proxyFor(API, undefined, { HTTPS_PROXY: text }), { name: 'ActionNeeded', exitCode: 2, message })
  }
})

for (const [noProxy, host, isExempt] of [
  ['spoor.example.com', API, true],
  ['EXAMPLE.com', API, true],
  ['.example.com', API, true],
  ['*.example.com', API, true],
  ['localhost, example.com', API, true],
  ['*', API, true],
  ['oor.example.com', API, false],
  ['example.org', API, false],
  [',', API, false],
  ['example.com:443', API, true],
  ['example.com:8443', API, false],
  ['example.com:8443', `${API}:8443`, true],
  ['192.0.2.1', 'https://192.0.2.1', true],
  ['2001:db8::1', 'https://[2001:db8::1]', true],
  ['[2001:db8::1]:443', 'https://[2001:db8::1]', true],
  ['2001:db8::2', 'https://[2001:db8::1]', false],
] as const) {
  test(`NO_PROXY ${noProxy} ${isExempt ? 'holds' : 'does not hold'} for ${host}`, () => {
    assert.equal(through(host, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy }), isExempt ? undefined : PROXY)
  })
}
