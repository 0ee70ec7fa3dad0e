import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { loadDestinations } from '../../config/load.ts'
import { enrolHost } from '../../enrolment/enrol-host.ts'
import { enrolledFiles } from '../../enrolment/enrolled-files.ts'
import { hubConnection } from '../../enrolment/hub-connection.ts'
import { sectionFor, settingsBefore } from '../../enrolment/settings-before.ts'
import type { SetupHost } from '../setup-host.ts'
import type { Look, SetupStep } from '../step.ts'
import type { WantedPlace, WantedSetup } from '../wanted-setup.ts'

/** Enrols the host at a hub, as `spoor-agent enrol` does, unless it is enrolled. */
export function hubStep(
  host: SetupHost,
  { url, token }: Extract<WantedPlace, { readonly kind: 'hub' }>,
  { caFile, proxy }: WantedSetup,
): SetupStep {
  const files = enrolledFiles(host.config)
  const enrol = async (signal: AbortSignal): Promise<void> => {
    const destinations = await loadDestinations(host.config, host.user)
    await enrolHost({
      place: { host: url, ...(await hubConnection(url, { caFile, proxy })) },
      files,
      host: hostNameOf({ host: { name: destinations.host.name, labels: {} } }),
      token: await token(),
      settings: { section: await sectionFor(url, host.config, destinations), caFile, proxy },
      isPinned: false,
      group: host.user?.gid,
      signal,
    })
  }
  const isAsWanted = async (): Promise<boolean> => {
    const text = await readRegularFile(files.settings)
    const said = { ca_file: caFile, proxy }
    return Object.entries(said).every(([key, value]) => value === undefined || text.includes(`${key}: "${value}"`))
  }
  return {
    name: 'hub',
    look: async (): Promise<Look> => {
      if ((await settingsBefore(host.config))?.host === url)
        return { changes: [], remarks: (await isAsWanted()) ? [] : [otherwise(files.settings, url)] }
      const change = {
        text: `Enrols this host at ${url}, and writes who it is there.`,
        files: [files.secret, files.settings],
        commands: [`spoor-agent enrol ${shellWord(url)}`],
        activates: false,
        apply: enrol,
      }
      return { changes: [change], remarks: [] }
    },
  }
}

function otherwise(file: string, url: string): string {
  return `${file} names another proxy or authority than was said now; change it there, or type: spoor-agent enrol ${shellWord(url)} --force`
}
