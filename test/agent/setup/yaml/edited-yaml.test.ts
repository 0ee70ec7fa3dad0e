import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withPair, withoutSection, withValue, withValues, yamlText } from '../../../../agent/setup/yaml/edited-yaml.ts'
import { textAt, valueAt } from '../../../../agent/setup/yaml/yaml-file.ts'

/** As somebody wrote it over the years: odd spaces, comments everywhere, sections that setup does not know. */
const BY_HAND = `%YAML 1.2
---
#   ----- OUR HOST -----


transmission:      # do not touch, says Anna
     # the old one:
     #   host: https://old.example.net
     host:   "https://old.example.com"     # until May
     credentials:   { api_identifier:  A1 ,   api_secret: 'x y' }   # rotated 2025

ignore:
- {  name:    "ours", ip: 192.0.2.0/24 }
    # odd indent
-   name: 'x'
    ip: 198.51.100.7
followers: { login: { name: /var/log/l } }


# the end, my friend
`

/** The lines of one text that the other does not have, in their order. */
function changed(before: string, after: string): readonly string[] {
  const lines = before.split('\n')
  return after.split('\n').filter((line) => !lines.includes(line))
}

test('in a file with comments and a layout of its own only the lines concerned differ', () => {
  const after = withValues(BY_HAND, [
    [['transmission', 'host'], 'https://new.example.com'],
    [['transmission', 'credentials', 'api_identifier'], 'B2'],
    [['transmission', 'ca_file'], '/etc/spoor/ca.pem'],
    [['events'], '[login, takeover]'],
  ])
  assert.deepEqual(changed(BY_HAND, after), [
    '     ca_file: /etc/spoor/ca.pem',
    '     host:   https://new.example.com     # until May',
    "     credentials:   { api_identifier:  B2 ,   api_secret: 'x y' }   # rotated 2025",
    'events: [login, takeover]',
  ])
  assert.deepEqual(changed(after, BY_HAND), [
    '     host:   "https://old.example.com"     # until May',
    "     credentials:   { api_identifier:  A1 ,   api_secret: 'x y' }   # rotated 2025",
  ])
  assert.equal(after.split('\n').length, BY_HAND.split('\n').length + 3)
})

test('a key takes the place of another one, with its comment', () => {
  const after = withPair(BY_HAND, ['transmission', 'credentials', 'api_secret'], 'api_secret_file', '/s')
  assert.deepEqual(changed(BY_HAND, after), [
    '     credentials:   { api_identifier:  A1 ,   api_secret_file: /s }   # rotated 2025',
  ])
})

test('a value is put wherever a file may lack it', () => {
  const files = [
    '',
    '# nothing yet\n',
    'transmission:\n',
    'transmission:  # to do\n',
    'transmission: {}\n',
    'transmission: { host: , credentials: { } }\n',
    'transmission:\n    credentials:\n        api_secret: |\n            abc\n        api_identifier:   # none\n',
    'a: 1\r\ntransmission:\r\n  host:\r\n',
    'spool:\n  path: /x',
  ]
  for (const text of files) {
    const path = ['transmission', 'credentials', 'api_identifier']
    const after = withValue(withValue(text, ['transmission', 'host'], 'https://a.example'), path, 'ID')
    assert.deepEqual([textAt(after, ['transmission', 'host']), textAt(after, path)], ['https://a.example', 'ID'], text)
    for (const comment of text.match(/#.*/g) ?? []) assert.ok(after.includes(comment), text)
    assert.equal(withValues(after, [[path, 'ID']]), after, 'what is there is not touched')
  }
})

test('a section is commented out, line by line, and the rest stays', () => {
  const after = withoutSection(BY_HAND, 'transmission')
  assert.equal(valueAt(after, ['transmission']), undefined)
  assert.deepEqual(valueAt(after, ['ignore']), valueAt(BY_HAND, ['ignore']))
  assert.match(after, /^# transmission: {6}# do not touch, says Anna$/m)
  assert.match(after, /^# {6}host: {3}"https:\/\/old\.example\.com" {5}# until May$/m)
  assert.match(after, /^# the end, my friend$/m)
})

test('what cannot be changed in place is refused, and nothing else changes with it', () => {
  const path = ['transmission', 'host']
  const refused = [
    'transmission: none\n',
    '- a\n- b\n',
    'transmission: &t { host: a }\nother: *t\n',
    'transmission: { host: &h a }\nother: *h\n',
    'a: 1\n...\n',
    '? transmission\n: { host: a, host: b }\n',
  ]
  for (const text of refused) assert.throws(() => withValue(text, path, 'y'), /by hand|valid YAML/, text)
  assert.throws(() => withValue('transmission: { host: a }\n', [...path, 'x'], 'y'), /by hand/)
  assert.throws(() => withValue('a: [', ['b'], 'c'), /valid YAML/)
})

test('a text is written such that it is read as the same text', () => {
  for (const text of ['ABC123', 'https://a.example:8443', 'a: b', '# x', 'none', '-', '', 'a#b', '{x}', "it's", '"']) {
    assert.equal(textAt(`a: ${yamlText(text)}\nb: { c: ${yamlText(text)} }`, ['a']), text)
    assert.equal(textAt(`a: ${yamlText(text)}\nb: { c: ${yamlText(text)} }`, ['b', 'c']), text)
  }
})
