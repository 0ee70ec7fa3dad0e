import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withHiddenValues } from '../../../../agent/setup/yaml/hidden-values.ts'

test('values that are secret are not shown, however and wherever they are written, and all lines stay', () => {
  const text = [
    'transmission:',
    '  proxy: http://agent:hunter2@proxy.example.com:3128 # ours',
    "  credentials: { api_identifier: ABC, api_secret: 'hun''ter2' }",
    'receivers:',
    '  - name: siem',
    '    password: >',
    '      hunter2',
    '      hunter2',
    '    token: "hun\\u0074er2"',
    'events: takeover',
    '',
  ].join('\n')
  const shown = withHiddenValues(text)
  assert.equal(shown.split('\n').length, text.split('\n').length)
  assert.doesNotMatch(shown, /hun/)
  assert.match(shown, /^  proxy: \(not shown\) # ours$/m)
  assert.match(shown, /api_identifier: ABC, api_secret: \(not shown\) \}$/m)
  assert.match(shown, /^events: takeover$/m)
})

test('a value that is empty or not there hides nothing', () => {
  assert.equal(withHiddenValues('transmission:\n  proxy:\n  host: a\n'), 'transmission:\n  proxy:\n  host: a\n')
})
