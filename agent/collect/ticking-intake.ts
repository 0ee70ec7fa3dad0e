import type { Rules } from '../../lib/rules/rules.ts'
import { systemClock } from '../../lib/system/clock.ts'
import type { Config } from '../config/config.ts'
import { metadataOf } from '../config/host-name.ts'
import type { CheckpointStore } from '../spool/positions/checkpoints.ts'
import type { Sealer } from '../spool/sealer.ts'
import { Intake, type IntakeParts } from './intake.ts'
import { selectionOf } from './selection.ts'

/** Milliseconds between two ticks for rules that hold state. */
const TICK = 10_000

/** What the collector's intake needs. */
export interface CollectorParts extends Pick<IntakeParts, 'rules' | 'ignoring' | 'sealedIds'> {
  readonly config: Config
  readonly sealer: Sealer
  readonly checkpoints: CheckpointStore
}

/** Starts an intake whose rules get ticks until the signal is aborted, and whose state is saved with the positions. */
export function startIntake(
  { config, rules, ignoring, sealer, checkpoints, sealedIds }: CollectorParts,
  signal: AbortSignal,
): Intake {
  const intake = new Intake({
    rules,
    ignoring,
    sealedIds,
    seal: (report) => sealer.seal(report),
    pass: (steps, taken) => checkpoints.advanceAll(steps, { taken }),
    metadata: metadataOf(config),
    isSelected: selectionOf(config),
  })
  if (rules.isEmpty) return intake
  checkpoints.saveWith((act) => intake.whenSettled(act))
  void tick(intake, rules, signal)
  return intake
}

async function tick(intake: Intake, rules: Rules, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await systemClock.sleep(TICK, signal)
    if (rules.isWaiting) await intake.tick(Math.floor(systemClock.now() / 1000))
  }
}
