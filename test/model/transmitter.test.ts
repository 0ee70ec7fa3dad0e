// Whatever the API answers, however time passes, and whoever kills or helps: no entry is lost or accepted under two keys; nothing is sent
// before its time, more than allowed at once or faster than allowed; one probe goes out while the API is away; what may be sent
// is, and a report that fails for its own reasons holds no other up for more than three tries.
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { ANSWERS, MOOD_NAMES } from './hand-api.ts'
import { EVENTS, type Step, TransmitterModel } from './transmitter-model.ts'
import type { Settings } from './transmitter-run.ts'

/** More of them for a long search, with TMPDIR in memory. */
const RUNS = Number(process.env['TRANSMITTER_MODEL_RUNS'] ?? 300)

const SETTINGS: fc.Arbitrary<Settings> = fc.record({
  concurrency: fc.constantFrom(1, 2, 4),
  interval: fc.constantFrom(undefined, 500),
  random: fc.constantFrom(0.001, 0.5, 0.999),
})

const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EVENTS) },
  { weight: 3, arbitrary: fc.constantFrom(...EVENTS.slice(0, 5)) },
  { weight: 2, arbitrary: fc.record({ mood: fc.constantFrom(...MOOD_NAMES) }) },
  { weight: 4, arbitrary: fc.record({ answer: fc.constantFrom(...ANSWERS), to: fc.constantFrom('oldest', 'newest') }) },
)

suite('the transmitter and its model agree', () => {
  test('whatever happens, each report is sent in its time, and arrives or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(SETTINGS, fc.array(STEP, { maxLength: 40, size: 'max' }), async (settings, steps) => {
        await (await TransmitterModel.create(settings)).run(steps)
      }),
      { numRuns: RUNS },
    )
  })
})
