import type { Config } from '../config/config.ts'
import { metadataOf } from '../config/host-name.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'
import type { LastingMemory } from '../spool/positions/lasting-memory.ts'
import type { Sealer } from '../spool/sealer.ts'
import { Intake, type IntakeParts } from './intake.ts'
import { selectionOf, wantedByAny } from './selection.ts'

/** What the collector's intake needs. */
export interface CollectorParts extends Pick<IntakeParts, 'rules' | 'ignoring' | 'sealedIds' | 'heard'> {
  readonly config: Config
  readonly sealer: Sealer
  readonly checkpoints: CheckpointStore
  readonly lasting: Pick<LastingMemory, 'commit'> | undefined
}

/**
 * An intake into the spool; the state of its rules is saved with the positions, and what lasts before them: it may know
 * more than they say, never less.
 */
export function savedIntake(parts: CollectorParts): Intake {
  const { config, rules, lasting, ignoring, sealer, checkpoints, sealedIds, heard } = parts
  const intake = new Intake({
    rules,
    ignoring,
    sealedIds,
    heard,
    seal: (report) => sealer.seal(report),
    pass: (steps, taken) => checkpoints.pass(steps, taken),
    metadata: metadataOf(config),
    isSelected: selectionOf(config),
    isWanted: wantedByAny(config),
  })
  if (rules.isEmpty) return intake
  checkpoints.saveWith((act) =>
    intake.whenSettled((settled) => {
      lasting?.commit()
      return act(settled)
    }),
  )
  return intake
}
