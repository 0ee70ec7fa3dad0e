import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'

/**
 * Refuses (`ActionNeeded`, exit 2) a runtime folder other than the unit's, which systemd 240 and later names in
 * RUNTIME_DIRECTORY (systemd.exec(5)): the unit waits there for this process's file, and the start would time out.
 */
export function refuseOtherRuntime(folder: string, told: string | undefined = process.env['RUNTIME_DIRECTORY']): void {
  if (told === undefined || told.split(':').includes(folder)) return
  throw new ActionNeeded(
    `runtime.path: is ${folder}, but the unit of systemd waits for this process at ${told}; leave runtime.path out.`,
    EXIT.usage,
  )
}
