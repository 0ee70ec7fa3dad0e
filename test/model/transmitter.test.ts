// Whatever the API answers, however time passes, and whoever kills or helps: no entry is lost or accepted under two
// keys; nothing is sent before its time, more than allowed at once or faster than allowed; one probe goes out while the
// API is away; what may be sent is, and a report that fails for its own reasons holds no other up for more than three
// tries.
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { ANSWERS, type Answer, MOOD_NAMES } from './hand-api.ts'
import { EVENTS, type Step, TransmitterModel } from './transmitter-model.ts'
import type { Settings } from './transmitter-run.ts'

/** Number of random runs; more for a long search, with TMPDIR in memory. */
const RUNS = Number(process.env['TRANSMITTER_MODEL_RUNS'] ?? 300)

/** Sequences that the model hardly finds by chance. */
const FOUND: Readonly<Record<string, readonly Step[]>> = {
  'after a kill nothing is sent as one of which a part was accepted, though the API takes it by now': [
    'a long report is sealed',
    { answer: 'too large', to: 'oldest' },
    { answer: 'has it', to: 'oldest' },
    'kill',
    { mood: 'up' },
  ],
  'nor what is smaller than the report': [
    'a long report is sealed',
    { answer: 'too large', to: 'oldest' },
    { answer: 'cannot take it', to: 'oldest' },
    { answer: 'has it', to: 'oldest' },
    'kill, and what was under way had arrived',
    { mood: 'up' },
  ],
  'one at which the API fails again and again, and that is alone, holds up none that comes': [
    { mood: 'stumbles over some' },
    ...Array.from({ length: 3 }, (): Step => 'a report is sealed'),
    ...Array.from({ length: 3 }, (): Step => 'a minute passes'),
    'a report is sealed',
  ],
  'of several that are refused and tried again each has its turn': [
    { mood: 'finicky' },
    'a long report is sealed',
    'a report is sealed',
    'a long report is sealed',
    ...Array.from({ length: 4 }, (): Step => 'a minute passes'),
  ],
  'one that hangs takes the place of one': [
    ...Array.from({ length: 7 }, (): Step => 'a report is sealed'),
    ...Array.from({ length: 2 }, (): Step => ({ answer: 'has it', to: 'newest' })),
    { answer: 'no answer', to: 'newest' },
    'the next rest is over',
    ...Array.from({ length: 2 }, (): Step => ({ answer: 'has it', to: 'newest' })),
  ],
}

const SETTINGS: fc.Arbitrary<Settings> = fc.record({
  concurrency: fc.constantFrom(1, 2, 4),
  interval: fc.constantFrom(undefined, 500),
  random: fc.constantFrom(0.001, 0.5, 0.999),
  retryRefused: fc.constantFrom(false, false, true),
})

const OFTEN: readonly Answer[] = ['has it', 'has it', 'has it', 'has it', 'has it', 'cannot take it', 'too large']

const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EVENTS) },
  { weight: 3, arbitrary: fc.constantFrom(...EVENTS.slice(0, 5)) },
  { weight: 2, arbitrary: fc.record({ mood: fc.constantFrom(...MOOD_NAMES) }) },
  {
    weight: 4,
    arbitrary: fc.record({ answer: fc.constantFrom(...ANSWERS, ...OFTEN), to: fc.constantFrom('oldest', 'newest') }),
  },
)

suite('the transmitter and its model agree', () => {
  for (const [name, steps] of Object.entries(FOUND)) {
    test(name, async () => {
      for (const retryRefused of [false, true]) {
        const settings = { concurrency: 2, interval: undefined, random: 0.5, retryRefused }
        await (await TransmitterModel.create(settings)).run(steps)
      }
    })
  }

  test('whatever happens, each report is sent in its time, and arrives or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(SETTINGS, fc.array(STEP, { maxLength: 30, size: 'max' }), async (settings, steps) => {
        await (await TransmitterModel.create(settings)).run(steps)
      }),
      { numRuns: RUNS },
    )
  })
})
