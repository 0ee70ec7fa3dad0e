import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { healthOf, warningsOf } from '../../../agent/status/health.ts'
import { printStatus } from '../../../agent/status/print.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import { lengthOf, unpainted } from '../../../lib/terminal/colour.ts'
import { NOW } from '../../support/example-status.ts'
import { SCREENS } from '../../support/status-screens.ts'

/** SPOOR_SCREENS=write makes them anew; look at what changed before it is committed. */
const FOLDER = join(import.meta.dirname, '../../fixtures/status')

const roles = await shownRoles()

for (const [name, scene] of Object.entries(SCREENS)) {
  for (const width of [80, 200]) {
    test(`the screen "${name}" at ${width} columns is as it was looked at, and no wider`, () => {
      const status = scene()
      const warnings = warningsOf(status, roles)
      const findings = { roles, warnings, health: healthOf(status, warnings) }
      const text = printStatus(status, findings, { width, paint: unpainted, now: NOW })
      const file = join(FOLDER, `${name}-${width}.txt`)
      if (process.env['SPOOR_SCREENS'] === 'write') {
        mkdirSync(FOLDER, { recursive: true })
        writeFileSync(file, text)
      }
      assert.equal(text, readFileSync(file, 'utf8'))
      // A path and a command stay whole, so that they can be copied.
      const long = text.split('\n').filter((line) => lengthOf(line) > width && !/; type: \S|^ {4}\S+$/.test(line))
      assert.deepEqual(long, [])
    })
  }
}
