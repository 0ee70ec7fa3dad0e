import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { CrowdedLog, type CrowdedStep } from './crowded-log.ts'

/** What the model once found. */
const FOUND: Readonly<Record<string, readonly CrowdedStep[]>> = {
  'a file that was seen is looked for even if nothing else is left to do': [
    { what: 'rotate', times: 4, number: 1 },
    { what: 'read one batch', times: 1, number: 0 },
    { what: 'rotate', times: 13, number: 0 },
    { what: 'kill', times: 0, number: 0 },
  ],
  'a copy that is open is not opened later as well, so that those after it wait in vain': [
    { what: 'rotate', times: 1, number: 0 },
    { what: 'compress', times: 0, number: 0 },
    { what: 'rotate', times: 5, number: 1 },
    { what: 'read one batch', times: 1, number: 0 },
    { what: 'rotate', times: 4, number: 1 },
    { what: 'kill', times: 0, number: 0 },
  ],
  'a copy that was compressed before it was opened is waited for no longer once it is read': [
    { what: 'rotate', times: 16, number: 0 },
    { what: 'read one batch', times: 1, number: 0 },
    { what: 'compress', times: 0, number: 1 },
    { what: 'kill', times: 0, number: 0 },
  ],
  'a removed copy that waits to be opened is a gap, and not taken for a new file that has its inode': [
    { what: 'rotate', times: 12, number: 0 },
    { what: 'compress', times: 1, number: 33 },
    { what: 'read one batch', times: 1, number: 0 },
    { what: 'delete', times: 1, number: 45 },
    { what: 'rotate', times: 2, number: 0 },
  ],
}

const RENAMED = ['rotate', 'rotate', 'read one batch', 'read one batch', 'read all', 'kill', 'rename'] as const
const STEPS = { renamed: RENAMED, 'renamed, compressed and deleted': [...RENAMED, 'compress', 'delete'] as const }

suite('of a log with more copies than are opened at once', () => {
  for (const [name, steps] of Object.entries(FOUND)) test(name, () => new CrowdedLog().run(steps))

  for (const [what, steps] of Object.entries(STEPS)) {
    test(`nothing that a checkpoint knows is lost in silence, however copies are ${what}`, async () => {
      const step = fc.record({
        what: fc.constantFrom(...steps),
        times: fc.integer({ min: 1, max: 14 }),
        number: fc.nat(60),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), (steps) => new CrowdedLog().run(steps)),
        { numRuns: 150 },
      )
    })
  }
})
