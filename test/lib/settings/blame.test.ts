import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { createHubScene } from '../../support/hub-command.ts'

// The first line is the store's; "^" stands before the option that is to blame.
const FAULTS: readonly (readonly [lines: readonly string[], said: RegExp])[] = [
  [['tls:', '  key: ^/etc/hub.key'], /tls\.key: stands without certificate; write both$/],
  [['listen: ^0.0.0.0:8460', 'min_free: 1GiB'], /listen: would send secrets in clear: it names an address/],
  [['min_free: 1GiB', 'listen: ^[127.0.0.1:8460, 0.0.0.0:8460]'], /listen: would send secrets in clear/],
  [['retention: { events: 30d, kinds: { login: 7d, login_failed: ^31d } }'], /kinds\.login_failed: is longer/],
  [
    ['alerts:', '  channels:', '    a:', '      mail: { from: a@b.example, to: a@b.example, password_file: ^/p }'],
    /alerts\.channels\.a\.mail\.password_file: stands without user; write both$/,
  ],
  [
    [
      'forward:',
      '  - name: one',
      '    to: tls://siem.example.com',
      '  - name: ^one',
      '    to: tls://other.example.com',
    ],
    /forward\.one\.name: is the name of an item before it; write another name$/,
  ],
]

for (const [lines, said] of FAULTS) {
  test(`a fault of several options names the place of one of them: ${said.source}`, async (t) => {
    const { config, store, run } = await createHubScene(t)
    const marked = [`store: ${store}`, ...lines]
    await writeFile(config, marked.join('\n').replace('^', ''))
    const line = marked.findIndex((each) => each.includes('^'))
    await assert.rejects(run('check'), ({ message }: Error) => {
      assert.equal(message.split(': ')[0], `${config}:${line + 1}:${(marked[line] ?? '').indexOf('^') + 1}`)
      assert.match(message, said)
      return true
    })
  })
}
