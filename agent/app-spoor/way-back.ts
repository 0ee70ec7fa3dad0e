import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { syncFolder, writeAtomically, writeSynced } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { shellWord } from '../../lib/text/shell-word.ts'
import { APP_SPOOR } from '../cpanel/hooks.ts'
import { TARGET } from '../setup/systemctl.ts'
import { CONFIG, SPOOL } from './migrated-host.ts'
import type { OldConfig } from './old-config.ts'
import type { OldUnit } from './old-units.ts'

/** Where the way back is kept: secrets lie in this folder anyway, and the collector cannot see it. */
const FOLDER = 'etc/spoor/private/app-spoor'

/** The script that goes back. */
export const WAY_BACK = `${FOLDER}/back`

/** App::Spoor's configuration as it was. */
export const KEPT_CONFIG = `${FOLDER}/spoor.yml`

/** What App::Spoor had here. */
export interface OldHost {
  readonly units: readonly OldUnit[]
  readonly config: OldConfig | undefined
  /** Whether cPanel has the file of its hook. */
  readonly hasModule: boolean
}

/** Whether the way back was written. */
export function hasWayBack(root: string): boolean {
  return isPresent(join(root, WAY_BACK))
}

/** The files of the way back. */
export function wayBackFiles({ config }: OldHost): readonly string[] {
  return [...(config === undefined ? [] : [KEPT_CONFIG]), WAY_BACK].map((path) => `/${path}`)
}

/** Writes down how to go back: the configuration first, the script last, each whole or not at all. */
export async function writeWayBack(root: string, host: OldHost): Promise<void> {
  mkdirSync(join(root, FOLDER), { recursive: true, mode: 0o700 })
  if (host.config !== undefined) {
    const kept = join(root, KEPT_CONFIG)
    await writeSynced(kept, Buffer.from(host.config.text, 'latin1'))
    await syncFolder(dirname(kept))
  }
  await writeAtomically(join(root, WAY_BACK), script(root, host), { mode: 0o700 })
}

/**
 * The script. It goes on after a failure, and tells it at the end: half a way back is worse. Our collector reads once
 * more after App::Spoor's followers do, from where it was to the ends of the logs: so nothing lies between.
 */
function script(root: string, { units, config, hasModule }: OldHost): string {
  const at = (path: string): string => shellWord(join(root, path))
  const systemctl = at('usr/bin/systemctl')
  const agent = at('usr/bin/spoor-agent')
  const named = (work: OldUnit['work']): string =>
    units
      .filter((each) => each.work === work)
      .map(({ unit }) => unit)
      .join(' ')
  const started = (work: OldUnit['work']): string[] =>
    named(work) === '' ? [] : [`try ${systemctl} enable --now ${named(work)}`]
  const lines = [
    ...(hasModule ? [`try ${at('usr/local/cpanel/bin/manage_hooks')} add module ${APP_SPOOR}`] : []),
    '# chkservd would start what is stopped here.',
    `try ${agent} cpanel unregister`,
    `try ${systemctl} disable --now ${TARGET}`,
    `try ${systemctl} stop spoor-agent-collector.service spoor-agent-transmitter.service`,
    "# App::Spoor starts only where all of this is root's alone.",
    ...(config === undefined ? [] : [`try cp ${at(KEPT_CONFIG)} ${at(CONFIG)}`]),
    `try chown "$owner" ${at('etc/spoor')} ${at(CONFIG)}`,
    `try chmod 700 ${at('etc/spoor')}`,
    `try chmod 600 ${at(CONFIG)}`,
    `try chown -hR "$owner" ${at(SPOOL)}`,
    `try chmod 700 ${at(SPOOL)}`,
    `[ -L ${at(`${SPOOL}/parsed`)} ] || try chmod 700 ${at(`${SPOOL}/parsed`)}`,
    `try rm -rf ${at('run/spoor')}`,
    ...started('follower'),
    '# What came before they were at the ends of their logs, and what waits.',
    `links=$(find ${at(SPOOL)} -type l)`,
    'if [ -n "$links" ]; then',
    '    echo "These links do not belong there, so nothing is read and sent once more: $links" >&2',
    '    code=1',
    'else',
    `    try ${agent} collect --once`,
    `    try ${agent} transmit --once`,
    'fi',
    ...started('transmitter'),
    `[ "$code" -ne 0 ] || rm -rf ${at(FOLDER)}`,
    'exit "$code"',
  ]
  return `${HEAD}${lines.join('\n')}\n`
}

const HEAD = `#!/bin/sh
# Goes back to App::Spoor. Written by spoor-agent setup; run it as root. docs/migrate.md says what each line does.
code=0
owner=$(id -u):$(id -g)
try() {
    "$@" || { echo "This failed: $*" >&2; code=1; }
}
`
