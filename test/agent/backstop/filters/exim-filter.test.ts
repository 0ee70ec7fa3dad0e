import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eximRules } from '../../../../agent/backstop/filters/exim-filter.ts'

/** The rules of a filter of info@example.com, as `action scope recipients`. */
function shown(text: string): string[] {
  const rules = eximRules(text, 'info@example.com')
  return rules.map(({ action, scope, recipients }) => [action, scope, ...recipients].join(' '))
}

const PREAMBLE = `# Exim filter - auto-generated
headers charset "UTF-8"
if not first_delivery and error_message then  finish endif
`

test('a filter as cPanel writes it has the rules that its owner made', () => {
  const filter = `${PREAMBLE}
#invoices
if
 $header_subject: contains "invoice"
 or $header_from: contains "deliver \\"x@mail.example\\""
then
 unseen deliver "drop@mail.example"
 save "/dev/null" 660
endif
#all
if $message_body: matches "\\N.+\\N" then save "$home/mail/example.com/info/.Old/" 660 endif
if $h_to: is deliver then pipe "/bin/x discard" endif
`
  assert.deepEqual(shown(filter), ['redirect some drop@mail.example', 'folder some', 'program some'])
  assert.deepEqual(shown(PREAMBLE), [])
})

test('commands outside of an if are rules for every message', () => {
  assert.deepEqual(shown('unseen deliver drop@mail.example\nseen finish\nfail text "deliver x@mail.example"'), [
    'redirect all drop@mail.example',
    'discard all',
    'discard all',
  ])
})

test('an if within an if belongs to the outer one', () => {
  assert.deepEqual(
    shown('if a is b then if c is d then deliver "x@mail.example" endif elif e then finish else fail endif finish'),
    ['redirect some x@mail.example', 'stop all'],
  )
})

test('mail to others is a redirect, and an answer is not', () => {
  assert.deepEqual(shown('mail to "drop@mail.example" text "$message_body"\nvacation subject deliver'), [
    'redirect all drop@mail.example',
    'other all',
  ])
})

test('delivery into a folder of the same mailbox leads nowhere else', () => {
  for (const address of [
    'info+Old@example.com',
    'INFO@example.com',
    '$local_part+Old@$domain',
    '${local_part}@${domain}',
  ])
    assert.deepEqual(shown(`deliver "${address}"`), ['folder all'], address)
  assert.deepEqual(shown('deliver "info@mail.example"'), ['redirect all info@mail.example'])
})

test('a new rule changes no other rule', () => {
  const one = 'if $h_a: is b then finish endif'
  const keys = (text: string): string[] => eximRules(text).map(({ key }) => key)
  assert.deepEqual(keys(`${one}\nunseen deliver "x@mail.example"`).slice(0, 1), keys(one))
  assert.deepEqual(keys(`${one} ${one}`), keys(one))
})

test('what is no filter is read without an exception, and to its end', () => {
  for (const text of ['', '"', '"\\', 'if', 'deliver', 'to', 'endif endif', '#', '(', '\0\ud800'])
    assert.ok(Array.isArray(eximRules(text)), JSON.stringify(text))
  for (const piece of ['if ', '"', 'is ', 'seen ', '(', '\\', ' ', 'finish ', '#', 'deliver '])
    assert.ok(eximRules(piece.repeat(2 ** 20 / piece.length)).length <= 1, piece)
})
