import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { CheckConfig } from '../../agent/config/checks/check-config.ts'
import type { RestartTarget } from '../../agent/config/checks/restart-target.ts'
import type { RestartHost } from '../../agent/restarts/restart-host.ts'
import { type RestartPlaces, restartPlaces } from '../../agent/restarts/restart-places.ts'
import { temporaryFolder } from './spool-scene.ts'

/** A host whose systemctl notes what it is called with, and says what is set. */
export interface RestartScene {
  readonly host: RestartHost
  readonly places: RestartPlaces
  /** Writes a file below the root of the host. */
  readonly put: (path: string, text: string, mode?: number) => void
  /** What systemctl says of a unit, and how its restarts end. */
  readonly systemd: (unit: { readonly show?: string; readonly status?: string; readonly code?: number }) => void
  /** What was started, one line each. */
  readonly calls: () => readonly string[]
  /** The events that were left. */
  readonly left: () => readonly Readonly<Record<string, unknown>>[]
}

/** A unit as systemctl shows it. */
export const LOADED = 'LoadState=loaded\nUnitFileState=enabled\nSubState=failed\n'

/** A check that has a service restarted. */
export function restartingCheck(name: string, restart: RestartTarget | undefined): CheckConfig {
  const times = { interval: undefined, limit: undefined, late: undefined, after: undefined }
  const option = `checks.${name}`
  return { name, option, type: 'tcp', ...times, failures: 3, maintenance: [], disabledBy: [], restart, settings: {} }
}

/** A host on which every unit is loaded, and every restart goes well. */
export async function createRestartScene(t: TestContext): Promise<RestartScene> {
  const folder = await temporaryFolder(t)
  const root = join(folder, 'root')
  const places = restartPlaces({ spool: { path: join(folder, 'spool') } })
  const put: RestartScene['put'] = (path, text, mode = 0o644) => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    chmodSync(file, mode)
  }
  const systemd: RestartScene['systemd'] = ({ show = LOADED, status = '', code = 0 }) => {
    put('show', show)
    put('status', status)
    put('code', String(code))
  }
  for (const path of [places.requests, places.inbox]) mkdirSync(path, { recursive: true })
  systemd({})
  const answers = `case $1 in show) cat ${root}/show;; status) cat ${root}/status;; *) exit $(cat ${root}/code);; esac`
  put('systemctl', `#!/bin/sh\necho "systemctl $*" >> ${root}/calls\n${answers}\n`, 0o755)
  return {
    host: { root, systemctl: join(root, 'systemctl') },
    places,
    put,
    systemd,
    calls: () => {
      const file = join(root, 'calls')
      return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
    },
    left: () =>
      readdirSync(places.inbox)
        .toSorted()
        .filter((name) => name.endsWith('.json'))
        .map((name): Readonly<Record<string, unknown>> => JSON.parse(readFileSync(join(places.inbox, name), 'utf8'))),
  }
}
