import type { Look, SetupStep } from '../setup/step.ts'
import type { MigratedHost } from './migrated-host.ts'
import { takeOver } from './take-over.ts'
import { tracesOf } from './traces.ts'
import { hasWayBack, wayBackFiles, writeWayBack } from './way-back.ts'

/** What moves a host over from App::Spoor. */
export interface AppSpoorSteps {
  /** Before the configuration is changed: writes down how to go back. */
  readonly keep: SetupStep
  /** After it, and before services and hooks are looked at: takes over, so that nothing is lost. */
  readonly takeOver: SetupStep
}

/** The steps that move a host over from App::Spoor; without App::Spoor they find nothing to do. */
export function appSpoorSteps(host: MigratedHost): AppSpoorSteps {
  return {
    keep: { name: 'way back', look: (signal) => lookForWayBack(host.root, signal) },
    takeOver: { name: 'App::Spoor', look: (signal) => takeOver(host, signal) },
  }
}

async function lookForWayBack(root: string, signal: AbortSignal): Promise<Look> {
  const traces = await tracesOf(root, signal)
  if (traces === undefined || traces.units.length === 0 || hasWayBack(root)) return { changes: [], remarks: [] }
  const change = {
    text: 'Keeps the configuration of App::Spoor, and writes down how to go back to it.',
    files: wayBackFiles(traces),
    activates: false,
    apply: () => writeWayBack(root, traces),
  }
  return { changes: [change], remarks: traces.config === undefined ? [NO_CONFIG] : [] }
}

const NO_CONFIG =
  'App::Spoor cannot run on the configuration that is here, so there is none to keep: to go back, write its own again.'
