import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { fixtureLines, PLANTED, PLANTS } from '../../support/planted-secrets.ts'

const CONTEXT = { zone: 'UTC', now: 1_795_000_000 }

/** The drivers whose lines have no place for a secret. */
const HARMLESS = new Set(['cpanel-accounting', 'pure-ftpd'])

for (const driver of DRIVERS) {
  suite(`no event of ${driver.name} holds a secret that was planted`, () => {
    const lines = fixtureLines(driver)
    for (const [where, plant] of Object.entries(PLANTS)) {
      const planted = lines.map(plant).filter((line) => line.includes(PLANTED))
      if (planted.length === 0) continue
      test(where, () => {
        for (const line of planted) {
          assert.ok(!JSON.stringify(driver.parse(line, CONTEXT)).includes(PLANTED), line)
        }
      })
    }
  })
}

test('secrets are planted in lines of every driver that say something, where there is a place for them', () => {
  for (const driver of DRIVERS.filter(({ name }) => !HARMLESS.has(name))) {
    const planted = fixtureLines(driver).flatMap((line) => Object.values(PLANTS).map((plant) => plant(line)))
    const saying = planted.filter((line) => line.includes(PLANTED) && typeof driver.parse(line, CONTEXT) !== 'string')
    assert.ok(saying.length > 0, `${driver.name}: plant a secret where its lines could have one`)
  }
})
