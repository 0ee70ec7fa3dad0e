import { join } from 'node:path'
import { untilNames } from '../../support/test-host.ts'
import { CHANGES, killBeforeEachCall, REPORT } from '../each-call.ts'
import { Hooked } from '../hooked.ts'
import type { Scenario } from '../scenario.ts'

/** Stands for the name of the event's file. */
const EVENT = 'EVENT.json'

/** Everything in the spool that the collector touches to take an event from the inbox; '.' is the spool. */
const FILES = [
  '.',
  'inbox',
  join('inbox', EVENT),
  'checkpoints.json',
  'checkpoints.json.tmp',
  'checkpoints.previous.json',
  'sealing.tmp',
  ...['sealed', 'parsed'].flatMap((folder) => [folder, join(folder, REPORT)]),
]

/** The collector dies while it takes events from the inbox. */
export const inbox: readonly Scenario[] = [
  {
    name: 'inbox_kill_each_call',
    what: 'Killed before each call that changes something while an event is taken from the inbox; then started again.',
    needs: ['traces'],
    run: async (stage) => {
      const hooked = new Hooked(stage)
      await killBeforeEachCall(stage, {
        files: FILES,
        names: () => ({ [EVENT]: hooked.nextFile }),
        calls: CHANGES,
        go: async (report) => {
          hooked.leave()
          await untilNames(join(stage.spool, 'parsed'), (names) => names.includes(report))
          await untilNames(join(stage.spool, 'inbox'), (names) => names.length === 0)
        },
        complete: async () => {
          await stage.writeAndRead(1)
          await hooked.taken()
          hooked.check()
        },
      })
    },
  },
]
