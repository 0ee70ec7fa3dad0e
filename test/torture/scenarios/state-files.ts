import { chownSync, chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Need } from '../needs.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** The agent finds another state than the one it left. */
export const stateFiles: readonly Scenario[] = [
  foundState('state_newer', 'of a later version', (file) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":2')),
  ),
  foundState('state_empty', 'empty', (file) => writeFileSync(file, '')),
  foundState(
    'state_unreadable',
    "root's, and the agent is not",
    (file) => {
      chownSync(file, 0, 0)
      chmodSync(file, 0o600)
    },
    'changes the user',
  ),
]

/** First only the newer file, then the previous one, too. */
function foundState(name: string, how: string, change: (file: string) => void, need?: Need): Scenario {
  return {
    name,
    what: `After kill -9 checkpoints.json is ${how}; the next time so is the one before it.`,
    ...(need === undefined ? {} : { needs: [need] }),
    run: async (stage) => {
      if (need !== undefined) stage.giveToNobody()
      const current = join(stage.spool, 'checkpoints.json')
      const previous = join(stage.spool, 'checkpoints.previous.json')
      for (const files of [[current], [current, previous]]) {
        await readOverStop(stage)
        await stage.kill()
        for (const file of files) change(file)
        stage.write(50)
        await stage.start()
        await stage.read()
        await stage.hear(/checkpoints_unreadable/)
        await stage.stop()
      }
      await stage.start()
    },
  }
}

/** Leaves both files, and reports newer than they are. */
async function readOverStop(stage: Stage): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await stage.start()
    await stage.writeAndRead(50)
    await stage.stop()
  }
  await stage.start()
  await stage.writeAndRead(50)
}
