// Whatever happens to the collector, the transmitter, the state and the folders between them: each event of the logs is
// in exactly one place, once (dropped ones too), under one id and one key; a number is given once; no position points
// past what is sealed.
import { afterEach, beforeEach, mock, suite, test } from 'node:test'
import * as fc from 'fast-check'
import { SpoolModel } from './spool-model.ts'
import { STEPS, type Step } from './spool-steps.ts'

/** Number of random runs; more for a long search, with TMPDIR in memory. */
const RUNS = Number(process.env['SPOOL_MODEL_RUNS'] ?? 250)

/** Room for one report, for two or three, and for all. */
const SIZES = [1, 1500, 1024 ** 3]

/** Sequences that the model once found, or hardly finds by chance. */
const FOUND: Readonly<Record<string, readonly Step[]>> = {
  'a report is private whatever the mode of what a crash left under its temporary name': [
    'events come',
    'kill with half a report written',
  ],
  'positions that are torn while the agent runs cost nothing where the next save is cut off between its renames': [
    'read the other log',
    'empty the positions',
    'events come',
    'kill between the two renames',
  ],
  'nor where the save after that is cut off too': [
    'positions of a newer version',
    'read the other log',
    'kill between the two renames',
    'events come',
    'kill with half the positions written',
  ],
  'a report that was dropped before its position was saved is not sealed again': [
    'events come',
    'read',
    'drop the newest that waits',
    'kill',
  ],
  'a sent report whose position was not saved yet is not removed': [
    'an event comes in the other log',
    'read the other log',
    ...sent(3),
    'deliver',
    'remove what was sent',
    'kill',
  ],
  'the newest are not removed: without any positions they alone tell what number comes next': [
    ...sent(3),
    ...saved(2),
    'remove what was sent',
    'remove the positions',
    'remove the positions before',
    'kill',
    'events come',
    'read',
  ],
  'what was sent in parts before a kill is sent in the same parts after it': [
    'events come',
    'read',
    'kill between two parts',
    'deliver',
  ],
  'what was refused of a report that nobody may read any more is not lost': [
    'events come',
    'read',
    'kill between two parts',
    'send',
    'be refused',
    'make reports public',
  ],
  'nor what is left of the newest where they were dropped': [
    'events come',
    'read',
    'drop the newest that waits',
    ...saved(2),
    'remove what is left of dropped ones',
    'remove the positions',
    'remove the positions before',
    'kill',
    'events come',
    'read',
  ],
}

function sent(times: number): Step[] {
  return Array.from({ length: times }, (): Step[] => ['events come', 'read', 'deliver']).flat()
}

function saved(times: number): Step[] {
  return Array.from({ length: times }, (): Step[] => ['lines without events come', 'read', 'save']).flat()
}

const OFTEN: readonly Step[] = ['events come', 'lines without events come', 'read', 'save', 'kill', 'deliver', 'send']

suite('the spool and its model agree', () => {
  // Timers of a run that died must never fire.
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
  afterEach(() => mock.timers.reset())

  for (const [name, steps] of Object.entries(FOUND)) {
    test(name, async () => (await SpoolModel.create(1)).run(steps))
  }

  test('whatever happens, each event is sealed once, and delivered or refused', async () => {
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
