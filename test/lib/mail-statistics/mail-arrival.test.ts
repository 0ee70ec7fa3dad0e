import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { foldedMail } from '../../support/folded-mail.ts'

const ID = '1xX8c2-000014-03'

function at(time: string, text: string, id = ID): string {
  return `2026-11-28 ${time} ${id} ${text}`
}

const ATTACKS: readonly (readonly [what: string, fields: string])[] = [
  ['a subject', 'H=x [192.0.2.1] P=esmtp S=5 id=a@b T="A=l:victim@shop1.example for x@y.example z@y.example"'],
  [
    'a subject with a quote',
    String.raw`H=x [192.0.2.1] P=esmtp S=5 T="x\" A=l:victim@shop1.example S=9" for one@y.example`,
  ],
  ['an id', 'H=x [192.0.2.1] P=esmtp S=5 id=x A=l:victim@shop1.example T="x" for one@y.example'],
  ['a name in TLS', 'H=x [192.0.2.1] P=esmtps SNI="x" A=l:victim@shop1.example "y" S=5 T="x" for one@y.example'],
  [
    'a name in TLS, with a password of its own',
    'H=x [192.0.2.1] P=esmtpsa SNI="x" A=l:victim@shop1.example " A=l:own@b.example S=5',
  ],
  ['a greeting', 'H=(x A=l:victim@shop1.example) [192.0.2.1] P=esmtp S=5 for one@y.example'],
  ['an ident', 'U=victim H=x [192.0.2.1] P=esmtp S=5 for one@y.example'],
  ['a password that was not checked', 'H=x [192.0.2.1] P=esmtp A=l:victim@shop1.example S=5 for one@y.example'],
]

suite('what a client writes', () => {
  for (const [what, fields] of ATTACKS)
    test(`${what} names nobody, and changes no size`, () => {
      const { total, by } = foldedMail([at('10:00:00', `<= a@b.example ${fields}`)])
      assert.deepEqual([total.messages, total.bytes], [1, 5])
      assert.ok(total.recipients <= 1)
      assert.deepEqual({ ...by['mailbox'] }, {})
      assert.deepEqual({ ...by['account'] }, {})
    })

  test('is cut where it is long, and no key is special', () => {
    const long = 'x'.repeat(100_000)
    const { by } = foldedMail([
      at('10:00:00', `<= ${long}@b.example P=esmtpa A=l:${long} S=1 T="${long}`),
      at('10:00:00', '<= __proto__ P=esmtpa A=l:constructor S=1', '1xX8c2-000015-03'),
    ])
    assert.deepEqual(
      Object.keys(by['mailbox'] ?? {}).map((key) => key.length),
      [254, 11],
    )
    assert.equal(new Map(Object.entries(by['sender'] ?? {})).get('__proto__')?.messages, 1)
  })
})
