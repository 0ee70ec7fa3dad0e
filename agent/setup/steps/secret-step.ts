import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { makeServiceFolder, rightsFor, writtenInWords } from '../../enrolment/service-file.ts'
import { secretFileOf, type SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'
import { isPrivate } from './configuration-step.ts'

/** Puts the secret of a Spoor API where only the transmitter reads it; before the configuration that names it. */
export function secretStep(host: SetupHost, secret: string): SetupStep {
  const [file, group] = [secretFileOf(host), host.user?.gid]
  return {
    name: 'secret',
    look: async () => {
      const text = await readRegularFile(file).catch(() => undefined)
      const isRight = text?.replace(/\r?\n$/, '') === secret && isPrivate(await stat(file), host.user)
      if (isRight) return { changes: [], remarks: [] }
      const change = {
        text: `Writes the secret of the API to ${file}, which only the transmitter reads.`,
        files: [file],
        activates: false,
        apply: () =>
          writtenInWords(async () => {
            await makeServiceFolder(dirname(dirname(file)), group)
            await makeServiceFolder(dirname(file), group)
            await writeAtomically(file, `${secret}\n`, rightsFor(group))
          }),
      }
      return { changes: [change], remarks: [] }
    },
  }
}
