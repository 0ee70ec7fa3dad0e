import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { packagedConfig } from '../../config/example.ts'
import { makeServiceFolder, rightsFor, writtenInWords } from '../../enrolment/service-file.ts'
import { keepCopy, copyPath } from '../kept-copies.ts'
import { lineDifference } from '../line-difference.ts'
import { configText, type PresentState } from '../present-state.ts'
import { secretFileOf, type SetupHost } from '../setup-host.ts'
import type { SetupChange, SetupStep } from '../step.ts'
import type { WantedSetup } from '../wanted-setup.ts'
import { withPair, withoutSection, withValues, yamlText } from '../yaml/edited-yaml.ts'
import { withHiddenValues } from '../yaml/hidden-values.ts'
import { textAt, valueAt } from '../yaml/yaml-file.ts'

/** Writes the main file of the configuration: only the lines change that have to. */
export function configurationStep(host: SetupHost, wanted: WantedSetup, present: PresentState): SetupStep {
  return {
    name: 'configuration',
    look: async () => {
      const before = await configText(host.config)
      const base = before ?? packagedConfig()
      refuseOverridden(base, wanted, present)
      const after = editedConfig(base, host, wanted)
      const isRight = before !== undefined && (await hasRights(host))
      if (after === before && isRight) return { changes: [], remarks: [] }
      return { changes: [writing(host, { before, base, after })], remarks: [] }
    },
  }
}

/** A later file of the configuration would win over what is written into the main one. */
function refuseOverridden(text: string, { place }: WantedSetup, { hub, api }: PresentState): void {
  if (place.kind !== 'api') return
  const written = textAt(text, [...API, 'host'])
  if (hub !== undefined && api === '') {
    throw new ActionNeeded(
      'This host is enrolled at a hub; a Spoor API beside it stands in receivers (docs/configuration.md).',
    )
  }
  if (api === '' || api === written || new URL(api).origin === originOf(written)) return
  throw new ActionNeeded(`A file of conf.d says that reports go to ${api}, and wins; change it there.`)
}

function originOf(text: string): string | undefined {
  return URL.parse(text)?.origin
}

const API = ['transmission']

/** The text of the configuration as it has to be. Throws `ActionNeeded` where it cannot be changed in place. */
function editedConfig(text: string, host: Pick<SetupHost, 'config'>, wanted: WantedSetup): string {
  const { place, events } = wanted
  const chosen = events === undefined ? text : withValues(text, [[['events'], events]])
  switch (place.kind) {
    case 'api':
      return withApi(chosen, host, wanted, place)
    case 'local':
      return withoutReceiver(chosen)
    case 'hub':
    case 'configured':
      return chosen
  }
}

function withApi(
  text: string,
  host: Pick<SetupHost, 'config'>,
  { caFile, proxy }: WantedSetup,
  { url, identifier, secret }: Extract<WantedSetup['place'], { readonly kind: 'api' }>,
): string {
  const credentials = [...API, 'credentials']
  const inline = [...credentials, 'api_secret']
  const isInline = secret !== undefined && valueAt(text, inline) !== undefined
  const file = yamlText(secretFileOf(host))
  const bare = isInline ? withPair(text, inline, 'api_secret_file', file) : text
  const isOff = textAt(text, [...API, 'enabled']) === 'false'
  // The origin as somebody wrote it stays, with a slash at its end or without.
  const isSame = originOf(textAt(text, [...API, 'host'])) === url
  return withValues(bare, [
    ...(secret === undefined ? [] : [[[...credentials, 'api_secret_file'], file] as const]),
    [[...credentials, 'api_identifier'], yamlText(identifier)],
    ...(proxy === undefined ? [] : [[[...API, 'proxy'], yamlText(proxy)] as const]),
    ...(caFile === undefined ? [] : [[[...API, 'ca_file'], yamlText(caFile)] as const]),
    ...(isSame ? [] : [[[...API, 'host'], yamlText(url)] as const]),
    ...(isOff ? [[[...API, 'enabled'], 'true'] as const] : []),
  ])
}

/** A section that somebody filled in is switched off; one that is blank is commented out. */
function withoutReceiver(text: string): string {
  if (valueAt(text, API) === undefined) return text
  const isFilled = textAt(text, [...API, 'host']) !== ''
  return isFilled ? withValues(text, [[[...API, 'enabled'], 'false']]) : withoutSection(text, 'transmission')
}

interface Texts {
  /** Undefined if the file is not there; then `base` is the packaged one. */
  readonly before: string | undefined
  readonly base: string
  readonly after: string
}

function writing(host: SetupHost, { before, base, after }: Texts): SetupChange {
  const { config, user } = host
  const [now, rights] = [Date.now(), rightsFor(user?.gid)]
  const keeps = before !== undefined && before !== after
  const copy = copyPath(config, now)
  const kept = keeps ? `, and keeps the one before as ${basename(copy)}` : ''
  const whose = rights.uid === undefined ? 'mode 0600' : 'owner root:spoor, mode 0640'
  const how = before === undefined ? 'as the packages bring it, with what was said' : whose
  return {
    text: `Writes ${config}, ${how}${kept}.`,
    files: keeps ? [config, copy] : [config],
    difference: lineDifference(base, after, withHiddenValues),
    activates: false,
    apply: () =>
      writtenInWords(async () => {
        await makeServiceFolder(dirname(config), user?.gid)
        // Only root needs it, and it may hold a secret that the new file does not.
        if (keeps) await keepCopy(config, before, { ...rights, mode: 0o600 }, now)
        await writeAtomically(config, after, rights)
      }),
  }
}

/** Whether the services can read it, and nobody else can do anything with it. */
async function hasRights({ config, user }: SetupHost): Promise<boolean> {
  const stats = await stat(config)
  return stats.isFile() && isPrivate(stats, user)
}

/** A file for the services: of root and their group, or their own; nobody else can read or write it. */
export function isPrivate({ mode, uid, gid }: Stats, user: SetupHost['user']): boolean {
  if ((mode & 0o027) !== 0) return false
  if (user === undefined) return true
  return uid === user.uid ? (mode & 0o400) !== 0 : uid === 0 && gid === user.gid && (mode & 0o040) !== 0
}
