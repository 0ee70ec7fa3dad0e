import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  contextNumber,
  contextWord,
  kindNumber,
  kindWord,
  serviceNumber,
  serviceWord,
  severityNumber,
} from '../../../hub/store/number-words.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { FIELDS } from '../../../lib/event/fields.ts'
import { HUB_KINDS } from '../../../lib/event/hub-kinds.ts'
import { SEVERITIES } from '../../../lib/event/severity.ts'

test('each kind has a number of its own', () => {
  const all = [...KINDS, ...HUB_KINDS]
  const numbers = all.map(kindNumber)
  assert.deepEqual(
    all.filter((_, index) => numbers[index] === -1),
    [],
    'append them to KIND_WORDS in hub/store/number-words.ts',
  )
  assert.equal(new Set(numbers).size, all.length)
  assert.deepEqual(numbers.map(kindWord), all)
})

test('each service has a number of its own, and what is none has none', () => {
  const services = Object.keys(FIELDS.service.values)
  const numbers = services.map((service) => serviceNumber(service) ?? -1)
  assert.equal(new Set(numbers).size, services.length, 'append them to SERVICE_WORDS in hub/store/number-words.ts')
  assert.deepEqual(numbers.map(serviceWord), services)
  assert.deepEqual([serviceNumber('gopher'), serviceNumber(undefined), serviceWord(99)], [null, null, undefined])
})

test('numbers that stores hold keep their meaning', () => {
  const known = {
    login: 0,
    forward_added_partial_ip: 7,
    domain_forward_added: 11,
    filter_stored: 15,
    log_gap: 51,
    host_silent: 52,
  }
  for (const [kind, number] of Object.entries(known)) assert.equal(kindWord(number), kind)
  assert.deepEqual(['imap', 'pop3', 'smtp', 'webmail', 'ssh'].map(serviceNumber), [0, 1, 2, 3, 9])
  assert.deepEqual(['mailbox', 'domain', 'system', 'other', null].map(contextNumber), [0, 1, 2, -1, -1])
  assert.deepEqual([0, 1, 2, -1].map(contextWord), ['mailbox', 'domain', 'system', null])
})

test('a severity that matters more has a higher number', () => {
  assert.deepEqual(SEVERITIES.map(severityNumber), [0, 1, 2, 3, 4])
})
