import { resolve } from 'node:path'
import type { Io } from '../../../../lib/command-line/command.ts'
import { elapsed, systemClock } from '../../../../lib/system/clock.ts'
import { FolderWatches } from '../../../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../../../lib/system/watching/path-waker.ts'
import { isTerminal } from '../../../../lib/terminal/width.ts'
import { sourceNotices } from '../../../follow/notices.ts'
import { type TrafficRequest, wrongTraffic } from '../traffic-request.ts'
import type { TrafficScene } from '../traffic-scene.ts'
import { LiveLines } from './live-lines.ts'
import { LivePage } from './live-page.ts'
import { watchTraffic } from './watch-traffic.ts'

/**
 * Shows what is added to logs, also to those that `newLogs` finds later, until the signal is aborted. Throws
 * `ActionNeeded` (exit 2).
 */
export async function liveTraffic(
  scene: TrafficScene,
  request: TrafficRequest,
  { signal }: Io,
  newLogs?: () => Promise<readonly string[]>,
): Promise<void> {
  const { files, stdout } = scene
  if (files.some((file) => file === '-' || file.endsWith('.gz')))
    throw wrongTraffic('standard input and compressed files have an end: read them with --once')
  const { form } = request
  const view = form === 'table' && isTerminal(stdout) ? new LivePage(scene, files.length) : new LiveLines(scene, form)
  const watches = new FolderWatches((folder, code) => view.say(sourceNotices.watchFailed(folder, code).text))
  try {
    await watchTraffic({
      files: files.map((file) => resolve(file)),
      newLogs,
      request,
      view,
      clock: systemClock,
      elapsed,
      wakerOf: (path) => new PathWaker(watches, path),
      signal,
    })
  } finally {
    watches.close()
  }
}
