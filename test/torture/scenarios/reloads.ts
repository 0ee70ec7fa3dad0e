import { Flow } from '../flow.ts'
import { copyTruncate, renameAway } from '../rotation.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** Makes the agent reload its configuration, as by `systemctl reload`, which stops all its work and starts it again. */
export const reloads: readonly Scenario[] = [
  {
    name: 'reload_rename',
    what: 'Told to reload right after each of 6 rotations by renaming, or right before, under load; the reports are sent.',
    transmits: true,
    run: (stage) =>
      atRotations(stage, (flow) => {
        renameAway(stage.log)
        flow.reopen()
      }),
  },
  {
    name: 'reload_copytruncate',
    what: 'The same with copies and truncations.',
    transmits: true,
    run: (stage) => atRotations(stage, () => copyTruncate(stage.log)),
  },
  {
    name: 'reload_storm',
    what: 'Told to reload every 5 ms for 2 s, under load.',
    transmits: true,
    run: (stage) =>
      underLoad(stage, async () => {
        for (let ring = 0; ring < 65; ring += 1) {
          stage.ring()
          await stage.wait(5)
        }
      }),
  },
  {
    name: 'reload_killed',
    what: 'Killed 0, 5, 10 … 45 ms after it was told to reload, and started again.',
    run: async (stage) => {
      await stage.start()
      for (let pause = 0; pause < 50; pause += 5) {
        await stage.writeAndRead(20)
        stage.write(20)
        stage.ring()
        await stage.wait(pause)
        await stage.kill()
        await stage.start()
      }
      await stage.read()
    },
  },
]

/** Reloads alternately right before a rotation and right after the next. */
function atRotations(stage: Stage, rotate: (flow: Flow) => void): Promise<void> {
  return underLoad(stage, async (flow, round) => {
    if (round % 2 === 0) stage.ring()
    rotate(flow)
    if (round % 2 === 1) stage.ring()
    await stage.reloaded()
  })
}

/** Does something six times while 400 lines per second are written. */
async function underLoad(stage: Stage, act: (flow: Flow, round: number) => Promise<void>): Promise<void> {
  await stage.start()
  await stage.writeAndRead(10)
  const flow = new Flow(stage, 400)
  for (let round = 0; round < 6; round += 1) {
    await stage.wait(100)
    await act(flow, round)
    // A copy is recognised only by what had been read of it, so the next round waits until something was.
    await stage.read()
  }
  flow.stop()
  await stage.read()
}
