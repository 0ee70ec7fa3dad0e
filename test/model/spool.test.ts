// Whatever happens to the collector, the transmitter, the state and the folders between them: each event of the logs is in
// exactly one place, once, under one id and one key; a number is given once; no position points past what is sealed.
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { STEPS, SpoolModel, type Step } from './spool-model.ts'

/** More of them for a long search, with TMPDIR in memory. */
const RUNS = Number(process.env['SPOOL_MODEL_RUNS'] ?? 250)

/** Room for one report, for two or three, and for all. */
const SIZES = [1, 1500, 1024 ** 3]

const OFTEN: readonly Step[] = ['events come', 'lines without events come', 'read', 'save', 'kill', 'deliver']

suite('the spool and its model agree', () => {
  test('whatever happens, each event is sealed once, and delivered or refused', async (t) => {
    // What a run that died would have saved later is never saved.
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const step = fc.constantFrom<Step>(...STEPS, ...OFTEN, ...OFTEN)
    const steps = fc.array(step, { maxLength: 30, size: 'max' })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SIZES), steps, async (maxSize, steps) => {
        await (await SpoolModel.create(maxSize)).run(steps)
      }),
      { numRuns: RUNS },
    )
  })
})
