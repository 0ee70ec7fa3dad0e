import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { syncFolder } from '../../lib/system/files/atomic-file.ts'
import { unfinished, writeHostFile } from './host-file.ts'
import { restartChkservd, unitState } from './host-program.ts'
import { findFiles, hasCpanel, serviceListPath } from './registration.ts'
import { switchOf, withoutSwitch, withSwitch } from './switches.ts'
import { serviceFile, WATCHED_SERVICES, type WatchedService } from './watched-service.ts'

/**
 * Makes chkservd watch these services of the host whose files are below `root`, and no others of the agent, whatever
 * was there before; chkservd reads it when it is restarted. Throws `ActionNeeded` where there is no cPanel, where a
 * service does not run, and where something else than a file is in the way.
 */
export async function register(root: string, needed: readonly WatchedService[]): Promise<void> {
  if (!hasCpanel(root)) throw new ActionNeeded('There is no cPanel here, so there is nothing to register with.')
  const { list, files } = findFiles(root)
  if (list === undefined)
    throw new ActionNeeded(`${serviceListPath(root)}: this is not there; is cPanel installed completely?`)
  for (const { name } of needed) {
    if (switchOf(list.text, name) !== 'off') refuseStopped(root, `${name}.service`)
  }
  // The list last: a line without its file is an unknown service.
  for (const { service, path, file } of files.filter(({ service }) => needed.includes(service))) {
    const text = serviceFile(service)
    if (file?.text !== text) await writeHostFile(path, text, file)
  }
  const text = WATCHED_SERVICES.reduce(
    (before, service) => (needed.includes(service) ? withSwitch : withoutSwitch)(before, service.name),
    list.text,
  )
  if (text !== list.text) await writeHostFile(serviceListPath(root), text, list)
  for (const { path, service } of files) if (!needed.includes(service)) await rm(path, { force: true })
}

/** chkservd would start it within five minutes, though nobody wants it to run. */
function refuseStopped(root: string, unit: string): void {
  const state = unitState(root, unit)
  if (state === 'active') return
  throw new ActionNeeded(
    `${unit} does not run (${state}), and chkservd starts what it watches; start it, or find out why it does not run (systemctl status ${unit}), and register then.`,
  )
}

/**
 * Removes everything that `register` put there, and says whether there was anything; also once cPanel is gone.
 */
export async function unregister(root: string): Promise<boolean> {
  const { list, files } = findFiles(root)
  await rm(unfinished(serviceListPath(root)), { force: true })
  const text = WATCHED_SERVICES.reduce((before, { name }) => withoutSwitch(before, name), list?.text ?? '')
  const isListed = list !== undefined && text !== list.text
  const ours = files.filter(({ file }) => file !== undefined)
  if (isListed) await writeHostFile(serviceListPath(root), text, list)
  if (!isListed && ours.length === 0) return false
  for (const { path } of ours) await rm(path)
  await syncFolder(dirname(serviceListPath(root)))
  try {
    if (hasCpanel(root)) restartChkservd(root)
  } finally {
    // Last: until its restart chkservd may write them. If they stayed, WHM would show the services as down.
    for (const { name } of WATCHED_SERVICES) await rm(join(root, 'var/run/chkservd', name), { force: true })
  }
  return true
}
