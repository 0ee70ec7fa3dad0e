import { EXIT } from '../../../lib/system/errors.ts'
import { isAlive } from '../../../lib/system/processes/process-identity.ts'
import { type Paint, painterOf } from '../../../lib/terminal/colour.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { readSnapshot } from '../../snapshots/snapshot.ts'
import { type ShownCheck, watcherSnapshot } from '../../snapshots/watcher-snapshot.ts'
import { watchFolders } from '../../watch/watch-folders.ts'
import type { ChecksParts } from './checks-parts.ts'

const HEAD = ['CHECK', 'STATE', 'FOR', 'LAST RUN', 'TOOK', 'FOUND']

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
  if (options['json'] === true) for (const check of shown) stdout.write(plainJson(check))
  else if (shown.length > 0) stdout.write(`${tableOf(shown, widthOf(stdout), painterOf(stdout)).join('\n')}\n`)
  if (!isRunning) {
    stderr.write('The watcher does not run; start it: systemctl start spoor-agent-watcher\n')
    return EXIT.notRunning
  }
  return shown.some(({ state }) => state === 'down' || state === 'flapping') ? EXIT.failed : EXIT.ok
}

function tableOf(shown: readonly ShownCheck[], width: number, paint: Paint): readonly string[] {
  const now = Date.now()
  const rows = shown.map(({ name, state, since, reason, last }) => {
    const colour = COLOURS[state]
    return [
      name,
      colour === undefined ? state : paint(colour, state),
      inWords(now - since),
      last === undefined ? '-' : `${inWords(now - last.at)} ago`,
      last === undefined ? '-' : tookText(last.took),
      plainText(reason ?? last?.text ?? 'not run yet'),
    ]
  })
  return table([HEAD, ...rows], width)
}

function tookText(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds} ms` : inWords(milliseconds)
}
