import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recentRuns, statusPanel } from '../../../../agent/commands/checks/status-panel.ts'

const NOW = 1_800_000_000_000
const SCENE = { host: 'mail.example.com', isRunning: true, network: undefined, now: NOW }

test('the worst checks come first, each with its state in words', () => {
  const page = statusPanel({
    ...SCENE,
    checks: [
      {
        name: 'web',
        type: 'http',
        state: 'up',
        since: NOW - 60_000,
        last: { at: NOW, took: 12, text: 'status 200' },
        recent: [4, 8, 12],
      },
      { name: 'exim', type: 'unit', state: 'off', since: NOW, reason: 'exim.service is masked' },
      { name: 'imap', type: 'tcp', state: 'down', since: NOW - 120_000, last: { at: NOW, took: 3, text: 'refused' } },
    ],
  })
  const items = page.match(/<li .*<\/li>/g) ?? []
  assert.deepEqual(
    items.map((item) => /class="(\w+)"><h2>(\w+) /.exec(item)?.slice(1)),
    [
      ['down', 'imap'],
      ['off', 'exim'],
      ['up', 'web'],
    ],
  )
  assert.match(items[0] ?? '', /down for 2 min.*<p>refused<\/p>/)
  assert.match(items[1] ?? '', /<p>exim\.service is masked<\/p><\/li>$/)
  assert.match(items[2] ?? '', /, 12 ms <span aria-hidden="true">▃▆█<\/span>/)
  assert.match(page, /<title>mail\.example\.com: 1 down, 1 off, 1 up<\/title>/)
})

test('text of others is text, and the page takes nothing from elsewhere', () => {
  const text = `</p><script>alert('"1"')</script>&amp;\u001b[2J\u202e`
  const page = statusPanel({
    ...SCENE,
    host: text,
    isRunning: false,
    network: NOW,
    checks: [{ name: 'a', type: text, state: 'up', since: NOW, last: { at: NOW, took: 1, text } }],
  })
  assert.doesNotMatch(page, /<script|src=|href=|url\(|http:|https:/)
  assert.ok(page.includes('&#60;script&#62;alert(&#39;&#34;1&#34;&#39;)&#60;/script&#62;&#38;amp;?[2J?'))
  assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/)
  assert.match(page, /The watcher does not run: .*\n.*This host has had no network since/)
})

test('runs are bars, the slowest the highest', () => {
  assert.equal(recentRuns([]), '')
  assert.equal(recentRuns([0]), '█')
  assert.equal(recentRuns([10, 80, 40]), '▁█▄')
})
