import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../lib/system/errors.ts'
import { type RestartTarget, restartWords } from '../config/checks/restart-target.ts'
import { said } from '../probes/wire/said.ts'
import { chkservdServiceFor } from './chkservd.ts'
import type { RestartHost } from './restart-host.ts'
import { runForRestart } from './restart-program.ts'

/** Milliseconds that systemd may take to say how a unit is. */
const LIMIT = 10_000

/** Why a target must not be restarted, in words that follow its own; undefined if it may be. */
export async function restartObstacle(
  host: RestartHost,
  target: RestartTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { by, name } = target
  const switchedOff = join(host.root, `etc/${name}disable`)
  if (existsSync(switchedOff)) return `is switched off by ${switchedOff}`
  if (by === 'cpanel' && scriptOf(host, target) === undefined)
    return `is not there: this host has no restartsrv_${name} in /usr/local/cpanel/scripts or /scripts`
  try {
    const service = chkservdServiceFor(host.root, target)
    if (service !== undefined) return `is restarted by chkservd (${service}); leave it to one of the two`
  } catch (error) {
    return `may be restarted by chkservd, whose files cannot be read (${messageOf(error)})`
  }
  return unitObstacle(host, target, signal)
}

/** What restarts a target: the program and its arguments, which no shell reads. */
export function restartCommand(host: RestartHost, target: RestartTarget): readonly [string, ...string[]] {
  if (target.by === 'systemctl') return [host.systemctl, 'restart', '--', restartedUnit(target)]
  const script = scriptOf(host, target)
  if (script === undefined) throw new Error(`${restartWords(target)} has no script`)
  return [script]
}

/** The unit of a target; one of cPanel may have another, or none. */
export function restartedUnit({ name }: RestartTarget): string {
  return `${name}.service`
}

function scriptOf({ root }: RestartHost, { name }: RestartTarget): string | undefined {
  return ['usr/local/cpanel/scripts', 'scripts']
    .map((folder) => join(root, folder, `restartsrv_${name}`))
    .find((path) => existsSync(path))
}

async function unitObstacle(
  { systemctl }: RestartHost,
  target: RestartTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const words = ['show', '--no-pager', '--property', 'LoadState,UnitFileState,SubState', '--', restartedUnit(target)]
  const { isGood, failure, stdout } = await runForRestart([systemctl, ...words], LIMIT, signal)
  // cPanel's script need not work with systemd.
  if (!isGood) return target.by === 'cpanel' ? undefined : `is not known: ${failure}`
  const [load = '', file = '', sub] = ['LoadState=', 'UnitFileState=', 'SubState='].map((name) =>
    stdout
      .split('\n')
      .find((line) => line.startsWith(name))
      ?.slice(name.length),
  )
  if (load === 'masked' || file.startsWith('masked')) return 'is masked: somebody wants it never to start'
  if (file === 'disabled') return 'is disabled: nobody wants it to start by itself'
  if (sub === 'auto-restart') return 'is being restarted by systemd itself'
  if (load === 'loaded' || target.by === 'cpanel') return undefined
  if (load === 'not-found') return 'is not there: systemd knows no such service'
  return `cannot be started: its unit is ${said(Buffer.from(load, 'latin1'), 40)}`
}
