import { Intake } from '../../agent/collect/intake.ts'
import { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import { Sealer } from '../../agent/spool/sealer.ts'
import { Spool } from '../../agent/spool/spool.ts'
import { Rules } from '../../lib/rules/rules.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { type SpoolScene, roomIn } from './spool-scene.ts'

/** An intake without rules that seals all. */
export function intakeInto(sealer: Sealer, checkpoints: CheckpointStore): Intake {
  return new Intake({
    rules: new Rules([], { identity: 'host.example.com', settle: 0 }),
    seal: (report) => sealer.seal(report),
    pass: (steps, taken) => checkpoints.advanceAll(steps, { taken }),
    metadata: { reporter: 'server.example.net' },
    isSelected: () => true,
    sealedIds: new Map(),
  })
}

/** What brings events into a spool of that size. */
export function storeOf(
  { folders, tell }: Pick<SpoolScene, 'folders' | 'tell'>,
  maxSize: number,
  signal: AbortSignal,
): { readonly sealer: Sealer; readonly checkpoints: CheckpointStore; readonly intake: Intake } {
  const checkpoints = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
  const spool = new Spool(folders, 0, roomIn(folders, { maxSize }))
  const sealer = new Sealer({ spool, checkpoints, clock: systemClock, tell, onHold: () => undefined, signal })
  return { sealer, checkpoints, intake: intakeInto(sealer, checkpoints) }
}
