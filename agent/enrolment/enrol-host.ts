import { VERSION } from '../../lib/command-line/version.ts'
import { digestOf, isSecret, newSecret } from '../../lib/credentials/secret.ts'
import { httpDate } from '../../lib/http/answers/http-date.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { MOST_CLOCK_OFFSET, offsetInWords } from '../../lib/time/clock-offset.ts'
import { type EnrolledFiles, pendingSecret, takeIntoUse, writePending } from './enrolled-files.ts'
import { askForCredentials, type HubPlace } from './hub-client.ts'
import { type HubSettings, settingsText } from './settings.ts'

/** What an enrolment needs. */
export interface EnrolmentParts {
  readonly place: HubPlace
  readonly files: EnrolledFiles
  /** The name of this host in its entries. */
  readonly host: string
  readonly token: string
  /** What the settings say besides what the hub gives. */
  readonly settings: Pick<HubSettings, 'section' | 'caFile' | 'proxy'>
  readonly isPinned: boolean
  /** The group of the services; undefined if this process cannot give it files. */
  readonly group: number | undefined
  readonly signal: AbortSignal
}

/** What came of it. */
export interface Enrolment {
  readonly identifier: string
  /** What somebody should know, in a sentence. */
  readonly remarks: readonly string[]
}

/**
 * Gets credentials from a hub, and writes them and the settings that name them. The secret is made here and is on the
 * disk before the hub hears of it, so that an answer that was lost can be had again. Throws `ActionNeeded`.
 */
export async function enrolHost(parts: EnrolmentParts): Promise<Enrolment> {
  const { place, files, host, token, settings, isPinned, group, signal } = parts
  const pending = pendingSecret(files)
  const left = isPresent(pending) ? (await readPrivateFile(pending)).trim() : ''
  // A crash while it was written may have left less of it.
  const secret = isSecret(left) ? left : newSecret()
  await writePending(files, secret, group)
  const applicant = { host, version: VERSION, token, digest: digestOf(secret) }
  const { identifier, pin, date } = await askForCredentials(place, applicant, { clock: systemClock, signal })
  const text = settingsText({
    ...settings,
    host: place.host,
    identifier,
    secretFile: files.secret,
    pin: isPinned ? pin : undefined,
  })
  await takeIntoUse(files, text, group)
  return { identifier, remarks: clockRemarks(date, Date.now()) }
}

function clockRemarks(date: string | undefined, now: number): readonly string[] {
  const theirs = httpDate(date ?? '', now)
  const off = theirs === undefined ? 0 : now - theirs
  if (Math.abs(off) <= MOST_CLOCK_OFFSET) return []
  return [`The clock of this server is ${offsetInWords(off)} that of the hub: correct the wrong one.`]
}
