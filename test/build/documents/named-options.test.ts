import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { namedOptions } from '../../../build/documents/named-options.ts'
import { optionsOf } from '../../../lib/settings/option.ts'

const authorities = v.pipe(v.string(), v.description('Certificates to trust.'))

function namesIn(sentence: string): readonly string[] {
  const lists = v.object({
    mail: v.object({ ca_file: authorities }),
    forward: v.pipe(
      v.array(v.object({ ca_file: authorities, to: v.pipe(v.string(), v.description('The server.')) })),
      v.description(sentence),
    ),
  })
  return namedOptions(optionsOf(lists)).map(({ name }) => name)
}

test('an option of a list is named, also if another one has the same sentence', () => {
  const all = ['mail.ca_file', 'forward', 'forward.N.ca_file', 'forward.N.to']
  assert.deepEqual(namesIn('Servers that get events.'), all)
})

test('only what a list has in common with a section that its sentence names is left out', () => {
  assert.deepEqual(namesIn('Servers, each with the keys of mail.'), ['mail.ca_file', 'forward', 'forward.N.to'])
})
