import type { Writable } from 'node:stream'
import { ActionNeeded, EXIT, isOutside, messageOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { isAlive } from '../../../lib/system/processes/process-identity.ts'
import { type Paint, painterOf } from '../../../lib/terminal/colour.ts'
import { table } from '../../../lib/terminal/table.ts'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { readSnapshot } from '../../snapshots/snapshot.ts'
import { type ShownCheck, watcherSnapshot } from '../../snapshots/watcher-snapshot.ts'
import { foundText } from '../../watch/restarts-text.ts'
import { watchFolders } from '../../watch/watch-folders.ts'
import type { ChecksParts } from './checks-parts.ts'
import { recentRuns, statusPanel } from './status-panel.ts'

const HEAD = ['CHECK', 'STATE', 'FOR', 'LAST RUN', 'TOOK']

/** Colours of states; others have none. */
const COLOURS: { readonly [S in ShownCheck['state']]?: Parameters<Paint>[0] } = {
  up: 'good',
  down: 'bad',
  flapping: 'bad',
  late: 'doubtful',
  warning: 'doubtful',
}

/** Prints how each check is, as the watcher told last. */
export async function listChecks({ config, checks, options, io }: ChecksParts): Promise<number> {
  const { stdout, stderr } = io
  if (checks.length === 0) {
    stderr.write('There is no check; write checks in the configuration.\n')
    return EXIT.ok
  }
  const told = await readSnapshot('watcher', watchFolders(config).runtime, watcherSnapshot)
  const isRunning = told !== undefined && isAlive(told.process)
  const shown = told?.checks ?? []
  const { html } = options
  if (typeof html === 'string') {
    const page = statusPanel({
      host: hostNameOf(config),
      checks: shown,
      isRunning,
      network: told?.network,
      now: Date.now(),
    })
    await writePage(html, page)
  } else if (options['json'] === true) for (const check of shown) stdout.write(plainJson(check))
  else if (shown.length > 0) stdout.write(`${tableOf(shown, stdout).join('\n')}\n`)
  if (!isRunning) {
    stderr.write('The watcher does not run; start it: systemctl start spoor-agent-watcher\n')
    return EXIT.notRunning
  }
  return shown.some(({ state }) => state === 'down' || state === 'flapping') ? EXIT.failed : EXIT.ok
}

/** A web server may read it; nothing in it is secret. */
async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeAtomically(path, page, { mode: 0o644 })
  } catch (error) {
    if (!isOutside(error)) throw error
    throw new ActionNeeded(plainText(`${path}: the page cannot be written (${messageOf(error)}).`))
  }
}

/** On a terminal with the times of the last runs as bars. */
function tableOf(shown: readonly ShownCheck[], stdout: Writable): readonly string[] {
  const [paint, hasBars] = [painterOf(stdout), isTerminal(stdout)]
  const now = Date.now()
  const rows = shown.map((check) => {
    const { name, found, state, since, last, recent = [] } = check
    const colour = COLOURS[state]
    return [
      found === true ? `${name} (auto)` : name,
      colour === undefined ? state : paint(colour, state),
      inWords(now - since),
      last === undefined ? '-' : `${inWords(now - last.at)} ago`,
      last === undefined ? '-' : tookText(last.took),
      ...(hasBars ? [recentRuns(recent)] : []),
      plainText(foundText(check, now) || 'not run yet'),
    ]
  })
  return table([[...HEAD, ...(hasBars ? ['RECENT'] : []), 'FOUND'], ...rows], widthOf(stdout))
}

function tookText(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds} ms` : inWords(milliseconds)
}
