import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sieveRules } from '../../../../agent/backstop/filters/sieve.ts'

/** The rules of a script, as `action scope recipients`. */
function shown(text: string): string[] {
  return sieveRules(text).map(({ action, scope, recipients }) => [action, scope, ...recipients].join(' '))
}

test('a command that stands by itself is a rule for every message', () => {
  assert.deepEqual(shown('require ["copy"];\nredirect :copy "drop@mail.example";\nkeep;\ndiscard;'), [
    'redirect all drop@mail.example',
    'discard all',
  ])
})

test('an if with all that belongs to it is one rule, which tells the worst of what it does', () => {
  const script = `# rule:[bank]
    if anyof (header :contains "subject" ["invoice", "discard;"], not exists "x}")
    { fileinto "Trash"; if true { redirect "drop@mail.example"; } }
    elsif size :over 1M { discard; }
    else { redirect "second@mail.example"; stop; }
    if true { fileinto "a"; }`
  assert.deepEqual(shown(script), ['redirect some drop@mail.example second@mail.example', 'folder some'])
})

test('comments and texts hold no commands', () => {
  assert.deepEqual(shown('/* discard; */ # redirect "x@mail.example";\nkeep; "redirect";'), [])
  assert.deepEqual(shown('vacation text:\nredirect "x@mail.example";\r\n..\n.\r\n;discard;'), [
    'other all',
    'discard all',
  ])
  assert.deepEqual(shown('/* a */discard/* b */;'), ['discard all'])
})

test('an address may be a text over several lines, and have blanks around it', () => {
  const drop = ['redirect all drop@mail.example']
  for (const text of [
    'text:\ndrop@mail.example\n.\n',
    'TEXT: # x\r\n drop@mail.example\r\n.\r\n',
    '" drop@mail.example\n"',
  ])
    assert.deepEqual(shown(`redirect ${text};`), drop, JSON.stringify(text))
  assert.deepEqual(shown('redirect text:\ndrop@mail.example'), drop)
  assert.deepEqual(shown('notify text:\nmailto:drop@mail.example\n.\n;'), drop)
  assert.deepEqual(shown('redirect text:\n..drop@mail.example\n.\n;'), ['redirect all .drop@mail.example'])
})

test('escapes end no string, and case does not matter', () => {
  assert.deepEqual(shown(String.raw`ReDirect "a\"; discard; \"@mail.example"; DISCARD;`), [
    'redirect all a"; discard; "@mail.example',
    'discard all',
  ])
})

test('a notification by mail is a redirect', () => {
  assert.deepEqual(shown('notify :message "${s}" "mailto:drop@mail.example?subject=x";'), [
    'redirect all drop@mail.example',
  ])
})

test('whatever is changed in a rule makes it another, and a comment does not', () => {
  const [key] = sieveRules('if header :is "from" "a" { discard; }').map((rule) => rule.key)
  assert.deepEqual(
    sieveRules('# x\nif header :is "from" "a"\n{discard;}').map((rule) => rule.key),
    [key],
  )
  assert.notDeepEqual(
    sieveRules('if header :is "from" "b" { discard; }').map((rule) => rule.key),
    [key],
  )
})

test('what is no script is read without an exception, and to its end', () => {
  for (const text of ['', '"', '"\\', '/*', 'text:', 'text:\n', '}', '{{{', 'redirect', '#', '/', ':', '\0\ud800'])
    assert.ok(Array.isArray(sieveRules(text)), JSON.stringify(text))
  for (const piece of ['{', '"', 'a ', '/*', '/', 'text:\n', '\\', ' ', 'discard;', 'if {}'])
    assert.ok(sieveRules(piece.repeat(2 ** 20 / piece.length)).length <= 1, piece)
})
