import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { isPlaceholderHost } from '../check/placeholder.ts'
import type { Destinations } from '../config/load.ts'
import { enrolledFiles, isEnrolled } from './enrolled-files.ts'
import { HUB_NAME, type HubSettings, writtenSettings } from './settings.ts'

/** What an enrolment wrote before beside this configuration; undefined on a server that was not enrolled. */
export async function settingsBefore(config: string): Promise<ReturnType<typeof writtenSettings> | undefined> {
  const files = enrolledFiles(config)
  return isEnrolled(files) ? writtenSettings(await readRegularFile(files.settings)) : undefined
}

/**
 * Where the hub stands in the configuration: where an enrolment put it, even if it did not come to its end; beside
 * another API it is a further receiver, and a section that nobody filled in becomes the hub's. Throws `ActionNeeded` if
 * the configuration names a hub of its own.
 */
export async function sectionFor(
  host: string,
  config: string,
  { transmission, receivers }: Destinations,
): Promise<HubSettings['section']> {
  const { settings } = enrolledFiles(config)
  if (isPresent(settings)) return writtenSettings(await readRegularFile(settings)).section
  const { host: api } = transmission
  if (isBlankHost(api) || api === host) return 'transmission'
  if (!receivers.some(({ name }) => name === HUB_NAME)) return 'receivers'
  throw new ActionNeeded(`receivers.${HUB_NAME}: the configuration names a hub already; remove it first.`, EXIT.usage)
}

/** Whether nobody filled in where reports go: it is empty, or an example. */
export function isBlankHost(host: string): boolean {
  return host === '' || (URL.canParse(host) && isPlaceholderHost(new URL(host).hostname))
}
