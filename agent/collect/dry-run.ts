import type { Entry } from '../../lib/event/entry.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { Rules } from '../../lib/rules/rules.ts'
import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import type { Config } from '../config/config.ts'
import { metadataOf } from '../config/host-name.ts'
import { inboxesOf } from '../inbox/inboxes.ts'
import { SourceStates } from '../snapshots/source-states.ts'
import { identityIn } from '../spool/identity.ts'
import { type Checkpoints, peekCheckpoints } from '../spool/positions/saved-checkpoints.ts'
import { moveOn } from '../spool/recovery.ts'
import type { Report, Step } from '../spool/reports/report-file.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { ignoringOf } from './ignoring.ts'
import { Intake } from './intake.ts'
import { collectLogs } from './logs.ts'
import type { ReadOnce } from './read-once.ts'
import { rulesFor, settleFor } from './rules.ts'
import { selectionOf } from './selection.ts'
import { unsavedPositions } from './unsaved-positions.ts'

/**
 * Follows the logs from the collector's positions, or from where it would begin, and passes every entry that it would
 * seal to `print`, which resolves when more may come. Writes nothing and takes no lock, so a collector can run beside
 * it. Throws `ActionNeeded` if the spool cannot be read.
 */
export async function dryRun(
  config: Config,
  print: (entry: Entry) => Promise<void>,
  tell: Tell,
  signal: AbortSignal,
  once?: ReadOnce,
): Promise<void> {
  const positions = await positionsIn(config.spool.path)
  const checkpoints = unsavedPositions(positions.sources)
  const done = new Set(positions.taken)
  const identity = await identityIn(config.spool.path)
  const pass = (steps: readonly Step[], taken: readonly string[] = []): void => {
    for (const name of taken) done.add(name)
    for (const { source, path, next } of steps) if (next !== undefined) checkpoints.advance(source, path, next)
  }
  const seal = async ({ entries, steps, taken }: Report): Promise<boolean> => {
    for (const entry of entries) await print(entry)
    pass(steps, taken)
    return !signal.aborted
  }
  const ignoring = ignoringOf(config)
  const rules = new Rules(rulesFor(config), { identity, settle: settleFor(config), lets: ignoring?.lets })
  const isSelected = selectionOf(config)
  const metadata = metadataOf(config)
  const intake = new Intake({ rules, seal, pass, metadata, isSelected, ignoring, sealedIds: new Map() })
  const sources = new SourceStates(() => undefined)
  // The collector would never see what a dry run reads from a pipe or a socket.
  const streams = config.streams.filter(({ kind }) => kind === 'stdin' || kind === 'journal')
  await collectLogs({
    config: { ...config, streams },
    checkpoints,
    identity,
    intakeOf: () => intake,
    sources,
    inboxes: {
      all: inboxesOf(spoolFolders(config.spool.path)),
      isTaken: (name) => done.has(name),
      refused: undefined,
    },
    tell,
    signal,
    once,
  })
}

async function positionsIn(root: string): Promise<Checkpoints> {
  try {
    const { positions } = await moveOn(spoolFolders(root), await peekCheckpoints(root))
    return positions
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw new ActionNeeded(`${root}: where the collector stands cannot be read: ${messageOf(error)}`)
  }
}
