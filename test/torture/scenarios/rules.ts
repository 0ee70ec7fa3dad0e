import { CHANGES } from '../each-call.ts'
import type { Scenario } from '../scenario.ts'
import { fillForAWhile, restartUnderLoad } from './crashes.ts'
import { killEach } from './kills.ts'

/** Each line is half of a forward, which a rule remembers and tells seconds later: its state is what is at stake. */
export const rules: readonly Scenario[] = [
  {
    name: 'rules_kill9',
    what: 'Each line is what a rule concludes seconds later; kill -9 five times under 200 lines/s, with a start at once.',
    run: (stage) => {
      stage.concludeEach()
      return restartUnderLoad(stage, () => stage.kill(), 200)
    },
  },
  {
    name: 'rules_state_full',
    what: 'The same, and the file system of the spool is full for 2 s, with lines coming; then kill -9 and start.',
    needs: ['mounts'],
    run: (stage) => {
      stage.concludeEach()
      return fillForAWhile(stage)
    },
  },
  {
    name: 'rules_kill_each_call',
    what: 'The same, and killed before each call that changes something in the spool while a conclusion is sealed.',
    slow: true,
    needs: ['traces'],
    run: (stage) => {
      stage.concludeEach()
      return killEach(stage, 'parsed', CHANGES)
    },
  },
]
