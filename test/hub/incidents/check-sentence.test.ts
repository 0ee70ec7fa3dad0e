import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSentence, recoverySentence } from '../../../hub/incidents/check-sentence.ts'
import { EVIDENCE_KINDS, meaningOf } from '../../../hub/incidents/meaning.ts'
import { heard } from '../../support/incident-evidence.ts'

const IMAP = 'web1.example.com:imap'

function found(kind: string, fields: Readonly<Record<string, string | number>> = {}): ReturnType<typeof heard> {
  return heard(kind, { fields: { check: 'imap', finding: 'connection refused', ...fields } })
}

test('each kind that a check tells has a sentence with the check, its host and what was found', () => {
  const kinds = EVIDENCE_KINDS.filter((kind) => ['opens', 'joins'].includes(meaningOf(kind)?.outage ?? ''))
  const said = Object.fromEntries(kinds.map((kind) => [kind, checkSentence(IMAP, found(kind))]))
  assert.deepEqual(said, {
    service_down: 'imap of web1.example.com is down: connection refused.',
    service_late: 'imap of web1.example.com answers late: connection refused.',
    service_warning: 'imap of web1.example.com is to be looked at: connection refused.',
    service_flapping: 'imap of web1.example.com goes down and up all the time: connection refused.',
    disk_filling: 'A disk of web1.example.com is nearly full: connection refused.',
    reboot_required: 'web1.example.com is to be rebooted: connection refused.',
    network_down: 'web1.example.com has no network: connection refused.',
    service_restarted: 'imap of web1.example.com was restarted, or was to be: connection refused.',
    service_given_up: 'imap of web1.example.com is not restarted any more: connection refused.',
  })
  assert.equal(
    checkSentence('web1.example.com', heard('network_down', { fields: { finding: 'no route.' } })),
    'web1.example.com has no network: no route.',
  )
})

test('a certificate that ends says in how many days, and none where none are left', () => {
  const sentence = (days: number | undefined): string =>
    checkSentence(IMAP, found('certificate_expires', days === undefined ? {} : { days_left: days }))
  assert.equal(sentence(14), 'The certificate of imap of web1.example.com ends in 14 days.')
  assert.equal(sentence(1), 'The certificate of imap of web1.example.com ends in 1 day.')
  for (const days of [0, undefined])
    assert.equal(sentence(days), 'The certificate of imap of web1.example.com ends within a day, or has ended.')
})

test('an end says what ended and after how long, in the words of the check', () => {
  const recovered = found('service_recovered', { lasted: 240, finding: 'it is not checked any more' })
  assert.equal(
    recoverySentence(IMAP, recovered),
    'imap of web1.example.com recovered after 4 min: it is not checked any more.',
  )
  assert.equal(
    recoverySentence('web1.example.com', heard('network_recovered', { fields: { lasted: 60 } })),
    'web1.example.com has a network again, after 60 s.',
  )
  assert.equal(
    recoverySentence(IMAP, found('certificate_renewed', { days_left: 89 })),
    'The certificate of imap of web1.example.com was renewed: it ends in 89 days.',
  )
})
