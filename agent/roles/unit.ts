import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'

/**
 * Refuses (`ActionNeeded`, exit 2) a runtime folder that is none of the unit's, as systemd 240 and later tells them in
 * RUNTIME_DIRECTORY (systemd.exec(5)): the unit waits there for a word of this process, and would give the start up.
 */
export function refuseOtherRuntime(folder: string, told: string | undefined = process.env['RUNTIME_DIRECTORY']): void {
  if (told === undefined || told.split(':').includes(folder)) return
  throw new ActionNeeded(
    `runtime.path: is ${folder}, but the unit of systemd waits for this process at ${told}; leave runtime.path out.`,
    EXIT.usage,
  )
}
