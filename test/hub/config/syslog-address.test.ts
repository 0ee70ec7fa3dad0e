import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSyslogAddress } from '../../../hub/config/syslog-address.ts'

test('a server of syslog is reached over TLS, or on this machine', () => {
  const known = {
    'tls://siem.example.com': { host: 'siem.example.com', port: 6514, tls: true },
    'TLS://192.0.2.7:10514': { host: '192.0.2.7', port: 10_514, tls: true },
    'tls://[2001:db8::7]:6514': { host: '2001:db8::7', port: 6514, tls: true },
    'tcp://127.0.0.1:601': { host: '127.0.0.1', port: 601, tls: false },
    'tcp://[::1]:601': { host: '::1', port: 601, tls: false },
    'tcp://localhost:601': { host: 'localhost', port: 601, tls: false },
  }
  for (const [text, address] of Object.entries(known)) assert.deepEqual(parseSyslogAddress(text), address, text)
})

test('nothing else is one', () => {
  const wrong = ['siem.example.com', 'udp://127.0.0.1:514', 'tcp://siem.example.com:601', 'tcp://127.0.0.1']
  const odd = [
    'tls://',
    'tls://a b',
    'tls://user@siem.example.com',
    'tls://siem.example.com:0',
    'tls://x:65536',
    'tls://x/y',
  ]
  for (const text of [...wrong, ...odd, 'tcp://127.0.0.1.example.com:601', 'tls://2001:db8::7'])
    assert.equal(parseSyslogAddress(text), undefined, text)
})
