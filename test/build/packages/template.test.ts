import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filledIn } from '../../../build/packages/template.ts'
import { valuesOf } from '../../../build/packages/values.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'

test('a name becomes its value, whose further lines are indented like the first', () => {
  assert.equal(filledIn('if\n  @A@\nfi @B@, @B@\n', { A: 'one\n\ntwo', B: '3' }), 'if\n  one\n\n  two\nfi 3, 3\n')
})

test('a line that names something empty is left out, whatever else it says', () => {
  assert.equal(filledIn('a\n# The timer @T@.\nstart @T@ @U@\nb', { T: '', U: 'unit' }), 'a\nb')
})

test('a value is taken as it is, even if it looks like a name or a pattern', () => {
  assert.equal(filledIn('@A@ [@B@]', { A: '@B@ $& $1', B: 'b' }), '@B@ $& $1 [b]')
})

test('a name without a value is refused', () => {
  assert.throws(() => filledIn('@NAME@ @NAMES@', { NAME: 'spoor' }), /@NAMES@: there is no such value/)
})

for (const program of PROGRAMS) {
  test(`what ${program.name} keeps and what is gone after a boot are its folders, each named once`, async () => {
    const { KEPT = '', RUNTIME = '' } = await valuesOf(program, 'deb')
    const named = `${KEPT} ${RUNTIME}`.trim().split(' ')
    for (const { path } of program.folders) {
      assert.equal(named.filter((each) => `/${path}/`.startsWith(`${each}/`)).length, 1, path)
    }
    assert.ok(
      named.every((path) => /^\/(?:etc|var\/lib|run)\/spoor[\w-]*$/.test(path)),
      named.join(' '),
    )
  })
}
