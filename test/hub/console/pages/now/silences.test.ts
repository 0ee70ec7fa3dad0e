import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silencesOf } from '../../../../../hub/console/pages/now/silences.ts'

test('who is silent now and who was are both told, but not who was before, or is blind otherwise', () => {
  const host = (name: string, silent: boolean, heard: number): Parameters<typeof silencesOf>[0][number] => ({
    host: name,
    silent,
    heard,
    word: 'blind',
    since: 1,
    why: '',
    sources: [],
  })
  const again = (name: string, since: number, time: number): Parameters<typeof silencesOf>[1][number] => ({
    host: name,
    time,
    fields: { since },
  })
  assert.deepEqual(
    silencesOf(
      [host('silent', true, 400), host('blind', false, 990)],
      [again('was', 600, 700), again('before', 1, 99)],
      {
        from: 500,
        now: 1000,
      },
    ),
    [
      { host: 'silent', from: 400, until: 1000 },
      { host: 'was', from: 600, until: 700 },
    ],
  )
})
