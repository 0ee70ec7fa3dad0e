import { Intake } from '../../agent/collect/intake.ts'
import type { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import type { Sealer } from '../../agent/spool/sealer.ts'
import { Rules } from '../../lib/rules/rules.ts'

/** An intake without rules that seals all. */
export function intakeInto(sealer: Sealer, checkpoints: CheckpointStore): Intake {
  return new Intake({
    rules: new Rules([], 'host.example.com'),
    seal: (report) => sealer.seal(report),
    pass: (steps) => checkpoints.advanceAll(steps),
    metadata: { reporter: 'server.example.net' },
    isSelected: () => true,
    sealedIds: new Set(),
  })
}
