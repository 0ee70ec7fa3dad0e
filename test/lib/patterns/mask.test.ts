import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { masked } from '../../../lib/patterns/mask.ts'

/** What `masked` says of a word, by regular expressions. */
function expected(word: string): string {
  if (!VARIES.test(word)) return word
  return word.length > 512 ? asText(word) : word.replaceAll(/[^[\]()<>{}"'`,;=|#]+/g, ofValue)
}

const VARIES = /[\d@]|::/

function ofValue(value: string): string {
  if (!VARIES.test(value)) return value
  const end = /[:.]$/.exec(value)?.[0] ?? ''
  return `${ofCore(end === '' ? value : value.slice(0, -1))}${end}`
}

function ofCore(core: string): string {
  if (/^\d+$/.test(core)) return '@int'
  if (/^[\dA-Fa-f]{0,4}[.:][\dA-Fa-f.:]{1,44}$/.test(core) && isIP(core) !== 0) return '@ip'
  if (/^.+@[^@]+$/su.test(core) && core.length <= 320) return '@word'
  if (isId(core)) return '@word'
  const port = core.lastIndexOf(':')
  if (port > 6 && isIP(core.slice(0, port)) === 4) return `@ip:${ofCore(core.slice(port + 1))}`
  return asText(core).replaceAll(/(?<![A-Za-z\d_])\d+/g, '@int')
}

function isId(value: string): boolean {
  if (/^0x[\dA-Fa-f]{1,32}$/.test(value)) return true
  if (value.length < 6 || value.length > 128 || !/^[\w+/-]+$/.test(value) || !/\d/.test(value)) return false
  if (/^[\dA-Fa-f-]+$/.test(value)) return /[A-Fa-f]/.test(value) && value.length >= 8
  return (value.match(/[A-Za-z](?=[-_]?\d)|\d(?=[-_]?[A-Za-z])/g)?.length ?? 0) >= 4
}

function asText(text: string): string {
  return text.replaceAll('@', '@@')
}

const character = fc.constantFrom(...Array.from('0019aAfFxXgZ-_+/.:@[](){}<>"\'`,;=|#%&ä\u{1f600}\u{d800}\0'))
const part = fc.oneof(
  { weight: 4, arbitrary: character },
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('::1', '192.0.2.1:25', '0x1f', 'deadbeef', 'a1b2-c3_d4', 'x@example.com', '12ms', '08:15:00'),
  fc.nat().map(String),
  fc.tuple(fc.constantFrom('a1', '7', 'x@', 'b'), fc.constantFrom(3, 40, 70, 170, 300)).map(([a, n]) => a.repeat(n)),
)
const word = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''))

suite('values in words become placeholders', () => {
  test('as regular expressions say, word by word', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        assert.equal(masked(words.join(' ')), words.map(expected).join(' '))
      }),
      { numRuns: 5000 },
    )
  })

  test('also in lines as programs write them', () => {
    for (const line of [
      'sshd[812]: Accepted publickey for anna from 192.0.2.1 port 22 ssh2: RSA SHA256:4bXyZ1abC7d',
      'kernel: [123.456] eth0: link up, 1000Mbps, full-duplex, lpa 0x45E1',
      'postfix/qmgr[1]: 10A3B2C4D5: from=<x@example.net>, size=77, nrcpt=1 (queue active)',
      'named: client 192.0.2.1#53: query: 2001:db8::1. 192.0.2.1:25:7 192.0.2.7:: 192.0.2.07 ::',
      `a: ${'1'.repeat(513)} @${'1'.repeat(512)} 7`,
      '',
      ' ',
      '  7  ',
    ])
      assert.equal(masked(line), line.split(' ').map(expected).join(' '), line)
  })
})
