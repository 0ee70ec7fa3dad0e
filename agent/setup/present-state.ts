import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import type { SpoorApiConfig } from '../config/config.ts'
import { loadConfig, loadDestinations } from '../config/load.ts'
import { enrolledFiles, pendingSecret } from '../enrolment/enrolled-files.ts'
import { isBlankHost, settingsBefore } from '../enrolment/settings-before.ts'
import { textAt } from './yaml/yaml-file.ts'

/** A configuration is far smaller than so many bytes. */
const MOST_BYTES = 1024 ** 2

/** What a host says already of where reports go. */
export interface PresentState {
  /** Where the hub is that it was enrolled at. */
  readonly hub: string | undefined
  /** The Spoor API of `transmission`; '' if nobody filled it in. */
  readonly api: string
  readonly identifier: string
  /** Whether its secret is there. */
  readonly hasSecret: boolean
  /** Whether somebody decided: there is a receiver, or the configuration is right without one. */
  readonly isConfigured: boolean
}

/** The text of a configuration file; undefined if there is none. Throws `ActionNeeded` if it cannot be read. */
export async function configText(file: string): Promise<string | undefined> {
  return readRegularFile(file, { most: MOST_BYTES, follow: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    const code = codeOf(error)
    const remedy = code === 'EACCES' ? 'run this as root' : 'see what it is'
    throw new ActionNeeded(`${file}: this cannot be read (${code ?? messageOf(error)}); ${remedy}.`)
  })
}

/** Looks; `user` is whom the services run as. Throws `ActionNeeded` if the configuration cannot be read. */
export async function presentState(config: string, user: User | undefined): Promise<PresentState> {
  const text = await configText(config)
  if (text === undefined) return { hub: undefined, api: '', identifier: '', hasSecret: false, isConfigured: false }
  const loaded = await loadConfig(config, user).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    return undefined
  })
  const credentials = credentialsIn(text, loaded?.config.transmission)
  const hub = (await settingsBefore(config))?.host
  if (hub === undefined && isPresent(pendingSecret(enrolledFiles(config))))
    return { hub, api: '', ...credentials, isConfigured: false }
  const { transmission, receivers } = await loadDestinations(config, user).catch(written(text))
  const api = isBlankHost(transmission.host) || transmission.host === hub ? '' : transmission.host
  const isConfigured = [hub, api || undefined, receivers[0], loaded].some((each) => each !== undefined)
  return { hub, api, ...credentials, isConfigured }
}

/** Who this host is for the Spoor API: by all files if they are right, else by the main one. */
function credentialsIn(
  text: string,
  loaded: SpoorApiConfig | undefined,
): Pick<PresentState, 'identifier' | 'hasSecret'> {
  const said = (key: string): string => textAt(text, ['transmission', 'credentials', key])
  const secret = loaded?.secret ?? { text: said('api_secret'), file: said('api_secret_file') }
  const isInline = 'text' in secret && secret.text !== ''
  const isFile = 'file' in secret && secret.file !== '' && isPresent(secret.file)
  return { identifier: loaded?.identifier ?? said('api_identifier'), hasSecret: isInline || isFile }
}

/** What the main file alone says where the rules forbid to read it, as with a wrong mode, which setup mends. */
function written(text: string): (error: unknown) => Awaited<ReturnType<typeof loadDestinations>> {
  return (error) => {
    if (!(error instanceof ActionNeeded)) throw error
    return { host: {}, transmission: { host: textAt(text, ['transmission', 'host']) }, receivers: [] }
  }
}
