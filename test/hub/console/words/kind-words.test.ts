import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FORWARD_KINDS, kindsLabel } from '../../../../hub/console/words/kind-words.ts'

test('no filter for kinds shows a name of code', () => {
  assert.equal(kindsLabel(FORWARD_KINDS), 'Forwards, filters and autoresponders')
  for (const kinds of ['login', 'log_gap,mailbox_takeover', 'login_*,mail_*', 'kind_of_later'])
    assert.doesNotMatch(kindsLabel(kinds), /[_*]/, kinds)
})
