import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { VERSION } from '../../lib/command-line/version.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { ownCommand } from '../../lib/system/processes/own-command.ts'
import { painterOf } from '../../lib/terminal/colour.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { shellWord } from '../../lib/text/shell-word.ts'
import type { BundlePlace } from '../doctor/bundle/bundle.ts'
import type { Diagnosis } from '../doctor/diagnosis.ts'
import { EXAMINATIONS } from '../doctor/examinations.ts'
import { examined } from '../doctor/examined.ts'
import { type Patient, patientOf } from '../doctor/patient.ts'
import { shownDiagnoses } from '../doctor/shown-diagnoses.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** Milliseconds that one look may take. */
const PATIENCE = 10_000

/** The version of what `--json` prints. */
const SCHEMA = 1

/** Says what is wrong with the agent and its host, and what to type; changes nothing. */
export const doctor: Command = doctorBelow('/', ownCommand)

/** The command for a host whose files are below `root`; `self` is the command that starts this program once more. */
export function doctorBelow(root: string, self: () => readonly [string, ...string[]]): Command {
  return {
    usage: 'doctor',
    summary: 'Say what is wrong with the agent on this host, why it matters, and what to type.',
    options: [
      CONFIG_OPTION,
      { flags: '--offline', text: 'Leave out what needs the network: DNS, proxy, TLS, receivers, clock.' },
      { flags: '--json', text: 'Print the diagnoses as one JSON object.' },
      { flags: '--bundle <file>', text: 'Write all that support needs into FILE, a tar.gz without secrets and names.' },
      { flags: '--map <file>', text: 'With --bundle: write who stands for whom into FILE, which stays on this host.' },
      { flags: '--force', text: 'With --bundle: replace files that are there.' },
    ],
    examples: ['doctor', 'doctor --offline', 'doctor --json', 'doctor --bundle /root/spoor-doctor.tgz'],
    run: async (_args, options, io): Promise<number> => {
      const place = placeIn(options)
      if (place !== undefined) (await import('../doctor/bundle/bundle.ts')).refuseTaken(place)
      const visit = { root, file: configFile(options), self: self(), patience: PATIENCE, signal: io.signal }
      const patient = await patientOf(visit)
      const all = EXAMINATIONS.filter(({ usesNetwork }) => options['offline'] !== true || !usesNetwork)
      const diagnoses = await examined(patient, all)
      // After Ctrl-C there is nothing to say.
      if (io.signal.aborted) return EXIT.failed
      if (options['json'] === true) io.stdout.write(plainJson(documentOf(patient, diagnoses), 2))
      else io.stdout.write(shownDiagnoses(diagnoses, { width: widthOf(io.stdout), paint: painterOf(io.stdout) }))
      if (place !== undefined) await pack(patient, diagnoses, place, io)
      return diagnoses.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.ok
    },
  }
}

function documentOf({ status, now }: Patient, diagnoses: readonly Diagnosis[]): object {
  return { schema: SCHEMA, version: VERSION, host: status.host, time: now, diagnoses }
}

/** Throws `ActionNeeded` (exit 2) for options that mean nothing, or a file that is there. */
function placeIn({ bundle, map, force }: Options): BundlePlace | undefined {
  if (typeof bundle === 'string')
    return { file: bundle, mapFile: typeof map === 'string' ? map : undefined, force: force === true }
  const idle = Object.entries({ map, force }).find(([, value]) => value !== undefined)
  if (idle === undefined) return undefined
  throw new ActionNeeded(`doctor: --${idle[0]} needs --bundle`, EXIT.usage)
}

async function pack(patient: Patient, diagnoses: readonly Diagnosis[], place: BundlePlace, io: Io): Promise<void> {
  const { bundleOf, membersOf, writeBundle } = await import('../doctor/bundle/bundle.ts')
  const bundle = await bundleOf(patient, await membersOf(patient, diagnoses))
  try {
    await writeBundle(bundle, place, patient.now)
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw new ActionNeeded(`${plainText(place.file)}: it cannot be written: ${plainText(messageOf(error))}`)
  }
  const file = shellWord(place.file)
  const lines = [
    `${plainText(place.file)} holds diagnoses, status, configuration, versions, units, their journal of 24 hours, positions, and lists of logs and spool, with secrets and names replaced.`,
    ...(place.mapFile === undefined ? [] : [`${plainText(place.mapFile)} says who stands for whom: keep it here.`]),
    `Read it before you send it; type: tar -xzOf ${file} | less`,
  ]
  io.stderr.write(lines.map((line) => `${wrap(line, widthOf(io.stderr))}\n`).join(''))
}
