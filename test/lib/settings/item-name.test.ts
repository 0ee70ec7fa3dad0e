import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberedPath, shownPath } from '../../../lib/settings/item-name.ts'

const VALUE = {
  receivers: [{ name: 'hub', host: 'https://hub.example.com', pin: ['a', 'b'] }, { host: 'x' }, { name: 'far-hub' }],
  logs: [{ driver: 'login' }],
}

const named = [
  ['receivers.0', 'receivers.hub'],
  ['receivers.0.credentials.api_secret', 'receivers.hub.credentials.api_secret'],
  ['receivers.0.pin.1', 'receivers.hub.pin.1'],
  ['receivers.2.host', 'receivers.far-hub.host'],
  ['receivers.1.host', 'receivers.1.host'],
  ['receivers.7.host', 'receivers.7.host'],
  ['receivers', 'receivers'],
  ['logs.0.path', 'logs.0.path'],
  ['nowhere.0.host', 'nowhere.0.host'],
] as const

for (const [numbers, names] of named) {
  test(`${numbers} is shown as ${names}, and found again by it`, () => {
    assert.equal(shownPath(numbers.split('.'), VALUE).join('.'), names)
    assert.equal(numberedPath(names.split('.'), VALUE).join('.'), numbers)
  })
}

test('a name that could be taken for something else is not shown', () => {
  for (const name of ['', '7', 'a.b', 'a b', '\u001b[2J', '__proto__', 5, null]) {
    assert.deepEqual(shownPath(['receivers', '0', 'host'], { receivers: [{ name }] }), ['receivers', '0', 'host'])
  }
  assert.deepEqual(shownPath(['constructor', 'name'], VALUE), ['constructor', 'name'])
})

test('of a value that cannot be read paths stay as they are', () => {
  assert.deepEqual(shownPath(['receivers', '0', 'host'], null), ['receivers', '0', 'host'])
  assert.deepEqual(numberedPath(['receivers', 'hub', 'host'], null), ['receivers', 'hub', 'host'])
})
