import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { loadConfig } from '../../agent/config/load.ts'
import type { Symptom } from '../../agent/doctor/diagnosis.ts'
import type { Examination } from '../../agent/doctor/examination.ts'
import { processesBelow } from '../../agent/doctor/host-processes.ts'
import { kernelLog } from '../../agent/doctor/kernel-log.ts'
import type { Patient } from '../../agent/doctor/patient.ts'
import { shownUnits } from '../../agent/doctor/shown-units.ts'
import { exampleStatus, NOW } from './example-status.ts'
import { temporaryFolder } from './spool-scene.ts'

/** A host in a folder, for `doctor`; its programs are scripts at their usual paths. */
export interface DoctorHost {
  readonly root: string
  readonly path: (below: string) => string
  readonly put: (below: string, content: string) => Promise<void>
  readonly program: (below: string, script: string) => Promise<void>
  /** What systemd says of units; of all others, that they are not there. */
  readonly units: (units: Readonly<Record<string, Readonly<Record<string, string>>>>) => Promise<void>
  /** Writes the configuration, as lines of YAML, and reads it. */
  readonly configure: (...lines: readonly string[]) => Promise<Patient['loaded']>
  /** The host as it is now: with an example's status, without configuration, and with what changes. */
  readonly patient: (change?: Partial<Patient>) => Patient
  /** What an examination says, as `state: what`. */
  readonly said: (examination: Examination, change?: Partial<Patient>) => Promise<readonly string[]>
  readonly symptoms: (examination: Examination, change?: Partial<Patient>) => Promise<readonly Symptom[]>
}

/** Makes a host on which nothing is installed. */
export async function createDoctorHost(t: TestContext): Promise<DoctorHost> {
  const root = await temporaryFolder(t)
  const path = (below: string): string => join(root, below)
  const file = path('spoor.yml')
  const { signal } = new AbortController()
  const put: DoctorHost['put'] = async (below, content) => {
    await mkdir(dirname(path(below)), { recursive: true })
    await writeFile(path(below), content, { mode: 0o600 })
  }
  const program: DoctorHost['program'] = async (below, script) => {
    await put(below, `#!/bin/sh\n${script}\n`)
    await chmod(path(below), 0o755)
  }
  const patient: DoctorHost['patient'] = (change = {}) => ({
    root,
    file,
    loaded: undefined,
    status: exampleStatus(),
    warnings: [],
    now: NOW,
    patience: 60_000,
    signal,
    checked: async () => ({ findings: [] }),
    units: () => shownUnits({ root, signal, patience: 60_000 }),
    kernel: () => kernelLog({ root, signal, patience: 60_000 }),
    processes: () => processesBelow(root),
    ...change,
  })
  const symptoms: DoctorHost['symptoms'] = (examination, change) => examination.examine(patient(change))
  return {
    root,
    path,
    put,
    program,
    units: async (units) => {
      const blocks = Object.entries(units).map(([name, properties]) =>
        Object.entries({ Id: name, ...properties })
          .map(([key, value]) => `${key}=${value}`)
          .join('\n'),
      )
      await put('shown-units', `${blocks.join('\n\n')}\n`)
      await program('usr/bin/systemctl', `[ "$1" = show ] && cat ${path('shown-units')}`)
    },
    configure: async (...lines) => {
      await put('spoor.yml', `${lines.join('\n')}\n`)
      return loadConfig(file)
    },
    patient,
    symptoms,
    said: async (...asked) => (await symptoms(...asked)).map(({ state, what }) => `${state}: ${what}`),
  }
}

/** The properties of a unit that is as the package brings it, and runs. */
export function runningUnit(command: string): Readonly<Record<string, string>> {
  return {
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    Result: 'success',
    UnitFileState: 'enabled',
    DropInPaths: '',
    NeedDaemonReload: 'no',
    ExecStart: `{ path=/usr/bin/spoor-agent ; argv[]=/usr/bin/spoor-agent ${command} ; ignore_errors=no }`,
    NRestarts: '0',
    MemoryCurrent: '52428800',
    MemoryHigh: '201326592',
    AmbientCapabilities: 'cap_dac_read_search',
    User: 'spoor',
  }
}
