import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressInText } from '../../../../hub/store/erasure/address-in-text.ts'

const ANN = new AddressInText('ann@example.com')

test('the address goes in any letters and after any sign, longer ones stay', () => {
  assert.equal(ANN.out('Ann@EXAMPLE.com'), '[erased]')
  assert.equal(ANN.out('<ann@example.com>, user=ann@example.com.'), '<[erased]>, user=[erased].')
  for (const other of [
    'joann@example.com',
    'x.ann@example.com',
    'ann@example.com-x.example',
    'ann@example.com.example.net',
  ])
    assert.equal(ANN.out(other), other)
  assert.equal(
    new AddressInText('a+b.c@example.com').out('axbxc@example.com a+b.c@example.com'),
    'axbxc@example.com [erased]',
  )
})

test('the address goes as URLs write it, too', () => {
  assert.equal(ANN.out('last=7d&mailbox_address=Ann%40example.com'), 'last=7d&mailbox_address=[erased]')
  assert.equal(
    ANN.out('x.ann%40example.com ann%40example.com.example'),
    'x.ann%40example.com ann%40example.com.example',
  )
  const odd = "jürgen.o'neil+a-b@example.com"
  const query = new URLSearchParams({ m: odd }).toString()
  for (const text of [`m=${odd}`, query, query.toLowerCase()])
    assert.equal(new AddressInText(odd).out(text), 'm=[erased]')
})

test('in JSON it goes from values and names, also beside what is escaped', () => {
  const json = JSON.stringify({
    text: 'to\nann@example.com',
    'ann@example.com': [1, null, 'x'],
    deep: { at: ['ANN@example.com'] },
  })
  assert.equal(ANN.outOfJson(json), '{"text":"to\\n[erased]","[erased]":[1,null,"x"],"deep":{"at":["[erased]"]}}')
  assert.equal(ANN.outOfJson('{ "spaced": 1 }'), '{ "spaced": 1 }', 'what does not have it stays as it is')
  assert.equal(ANN.outOfJson('{"cut":"ann@example.com'), '{"cut":"[erased]')
})

test('a pattern finds it as JSON writes it, whatever the store makes of other letters', () => {
  assert.equal(new AddressInText('"a_b%"@example.com').likeInJson, String.raw`%\\"a\_b\%\\"@example.com%`)
  assert.equal(new AddressInText('jürgen@example.com').likeInJson, '%j_rgen@example.com%')
})

test('it is found in JSON that is cut, beside what is escaped, and longer ones are not it', () => {
  for (const json of [
    '{"a":"to\\nann@example.com","b',
    '{"a":"\\"Ann@example.com\\" wrote',
    String.raw`{"a":"\u0061nn@example.com`,
    String.raw`{"a":"\\ann@example.com"`,
  ])
    assert.ok(ANN.isInJson(json), json)
  for (const json of [
    '{"a":"joann@example.com',
    String.raw`{"a":"\u006aann@example.com"}`,
    '{"a":"ann@example.com.example',
  ])
    assert.ok(!ANN.isInJson(json), json)
})
