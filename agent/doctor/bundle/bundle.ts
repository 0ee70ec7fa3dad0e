import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { createAtomically, writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import type { Diagnosis } from '../diagnosis.ts'
import type { Patient } from '../patient.ts'
import { agentMembers, settingsOf } from './agent-members.ts'
import { hostMembers } from './host-members.ts'
import { knownNames } from './known-names.ts'
import { type Member, redactedMember } from './member.ts'
import { Redaction } from './redaction.ts'
import { type ArchivedFile, tarArchive } from './tar-archive.ts'

/** The folder that all files of a bundle are in. */
const FOLDER = 'spoor-agent-doctor'

const README = `What "spoor-agent doctor --bundle" found on one host.

Secrets, and names of people and hosts, are replaced: the same mailbox, domain, address, account and host has the same
stand-in in all files (mailbox-1@domain-2.invalid, ip-7, account-3, host-1, secret-4). What stands for what stays on
the host. Patterns find what is usual: read all files before you send them.
`

/** A bundle that is not written yet. */
export interface Bundle {
  /** Its files, with all that is secret or personal replaced. */
  readonly files: readonly ArchivedFile[]
  /** What stands for whom. */
  readonly map: Readonly<Record<string, string>>
}

/** All that goes into a bundle as it is on the host. Never leaves it. */
export async function membersOf(patient: Patient, diagnoses: readonly Diagnosis[]): Promise<readonly Member[]> {
  const settings = await settingsOf(patient.file)
  return [...(await agentMembers(patient, diagnoses, settings)), ...(await hostMembers(patient))]
}

/** Replaces what is secret or personal in all members. Throws a bug if a known secret were left. */
export async function bundleOf(patient: Patient, members: readonly Member[]): Promise<Bundle> {
  const redaction = new Redaction(await knownNames(patient, await settingsOf(patient.file)))
  const texts = members.map((member) => ({ name: member.name, text: redactedMember(member, redaction) }))
  for (const { name, text } of texts)
    if (redaction.leaksIn(text)) throw new Error(`a known secret is left in ${name}, so nothing was written`)
  const files = [{ name: 'README', text: README }, ...texts]
  return {
    files: files.map(({ name, text }) => ({ name: `${FOLDER}/${name}`, content: Buffer.from(text) })),
    map: redaction.map(),
  }
}

/** Where a bundle goes. */
export interface BundlePlace {
  readonly file: string
  /** Who stands for whom, for whoever runs the host; undefined if that is not wanted. */
  readonly mapFile: string | undefined
  /** Whether files that are there are replaced. */
  readonly force: boolean
}

/** Refuses a place where something is. Throws `ActionNeeded` (exit 2). */
export function refuseTaken({ file, mapFile, force }: BundlePlace): void {
  const taken = [file, mapFile].find((path) => path !== undefined && existsSync(path))
  if (mapFile !== undefined && resolve(mapFile) === resolve(file))
    throw new ActionNeeded('doctor: --map says who is meant in the bundle; name another file for it', EXIT.usage)
  if (taken !== undefined && !force) throw takenBy(taken)
}

/** Writes a bundle as a compressed archive, and the map beside it if that is wanted; only the owner may read them. */
export async function writeBundle({ files, map }: Bundle, place: BundlePlace, now: number): Promise<void> {
  await write(place.file, place.force, await promisify(gzip)(tarArchive(files, now)))
  if (place.mapFile !== undefined) await write(place.mapFile, place.force, plainJson(map, 2))
}

async function write(path: string, force: boolean, content: string | Buffer): Promise<void> {
  if (force) await writeAtomically(path, content)
  // Meanwhile somebody may have put a file there, or a link to nowhere.
  else if (!(await createAtomically(path, content))) throw takenBy(path)
}

function takenBy(path: string): ActionNeeded {
  return new ActionNeeded(`${path}: there is such a file; name another, or type --force to replace it`, EXIT.usage)
}
